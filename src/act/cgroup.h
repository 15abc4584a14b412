/*
 * cgroup.h: cgroup directories made, entered, frozen, emptied, removed (cgroups(7), cgroup-v2.rst).  Later commands know
 * only the recorded directories; which files are in them tells v1 from v2.
 */
#ifndef ACT_CGROUP_H
#define ACT_CGROUP_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include "base/error.h"
#include "base/arena.h"
#include "decide/cgroup.h"
#include "decide/device.h"

/* Is told directories before they are made: when `noted` comes, if there is one, they must stand in the record.  `path` ends
   with a slash if it is a directory above the container's own: such a one is removed when it is empty, and nobody in it is
   killed. */
struct cgroup_note {
	int (*note)(void *with, const char *path, struct error *err);
	void *with;
	int (*noted)(void *with, struct error *err);
};

/*
 * Makes the directories, enables v2's controllers above them, gives v1's cpuset CPUs and memory, and writes the limits:
 * all of it before any process is inside.  EBUSY: the container's own directory holds processes already.
 */
int cgroup_make(const struct cgroup_plan *plan, const struct cgroup_note *note, struct error *err);

/*
 * Writes the limits of a container that is there, all or none: when the kernel refuses one, the former values are put back.
 * Errors name the limit by its field of linux.resources.
 */
int cgroup_update(const struct cgroup_plan *plan, struct arena *a, struct error *err);

/* What a child needs to enter: opened before it is born. */
struct cgroup_door {
	int tasks[CGROUP_HIERARCHIES_MAX]; /* v1: `tasks` of each hierarchy */
	size_t count;
	int v2; /* the directory, for CLONE_INTO_CGROUP (clone3(2), Linux 5.7); -1: there is none */
};

int cgroup_open(const struct cgroup_plan *plan, struct cgroup_door *ret, struct error *err);
void cgroup_close(struct cgroup_door *door);

/* In the child itself: moving another process costs 13 ms on v1.  Into v2 clone3 has put it, or it goes by itself. */
int cgroup_enter(const struct cgroup_door *door, struct error *err);
int cgroup_enter_v2(const struct cgroup_door *door, struct error *err);

/* The container's own directories of a record, one for each hierarchy. */
struct cgroup_dirs {
	const char *const *at;
	size_t n;
};

/*
 * Sends a signal to every process inside, children's children too.  KILL reaches those too that are frozen: v2 kills them
 * as they are, v1 is thawed.  No directory left: success.
 */
int cgroup_signal(const struct cgroup_dirs *dirs, int number, struct error *err);

/* Freezes or thaws, and waits (at most 10 s) until it has happened.  ENOTSUP: neither v2 nor v1's freezer is there. */
int cgroup_freeze(const struct cgroup_dirs *dirs, bool freeze, struct error *err);

enum cgroup_frozen { CGROUP_THAWED, CGROUP_FROZEN, CGROUP_CANNOT_TELL };

/* Are all who are inside frozen?  What is half frozen still runs. */
enum cgroup_frozen cgroup_is_frozen(const struct cgroup_dirs *dirs);

/* The processes inside, at most `room`; *ret_n is how many there are.  No directory left: none. */
int cgroup_pids(const struct cgroup_dirs *dirs, pid_t *ret, size_t room, size_t *ret_n, struct error *err);

/*
 * Removes one recorded directory, with the directories below it.  Kills who is still inside and waits for their end, at
 * most 5 s; with a slash at the end of the path only an empty one is removed, and one in use is left to its users.
 * Already gone is success.
 */
int cgroup_remove(const char *path, struct error *err);

struct container;
int undo_cgroup(struct container *c, const char *const args[], struct error *err);

#endif
