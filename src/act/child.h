/*
 * child.h: the birth of a container's process.
 *
 * The protocol leaves nothing behind wherever the creator is killed: the child does nothing that outlives it before its pid
 * and start time stand in the record, and ends when the creator's end of the channel closes before the commit.
 */
#ifndef ACT_CHILD_H
#define ACT_CHILD_H

#include <stdbool.h>
#include "act/cgroup.h"
#include "act/console.h"
#include "act/jail.h"
#include "act/namespace.h"
#include "act/park.h"
#include "act/process.h"
#include "base/times.h"
#include "decide/plan.h"

struct child_request {
	const struct plan *plan;
	const char *jail_at; /* an existing directory of the host, hidden by the jail in the child's namespace only */
	int lock; /* closed first of all, or start would find it taken */
	int listener;
	const struct cgroup_door
	    *cgroup; /* to be cloned into; NULL: the child opens and enters its cgroups after the go */
	struct namespaces *namespaces;
	const struct jail_images *images;
	const struct console *console; /* slave -1: none */
	struct park_memory memory; /* given back when all is built */
	bool pauses; /* between its mounts and its pivot_root, for hooks: child_enter lets it go on */
	int (*hooks)(void *with, struct error *err); /* of its own, there and then; NULL: none */
	void *with;
	struct times *times; /* shared with the creator; NULL: nobody wants to know */
};

struct child {
	struct process process;
	int pidfd, channel;
	bool pauses;
};

/* Clones the child, which waits.  The caller records child.process, then goes on with child_build. */
int child_start(const struct child_request *request, struct child *ret, struct error *err);

/* Lets it build its jail, and enter it unless it pauses before; fails with the child's own reason. */
int child_build(const struct child *c, struct error *err);

/* Lets one that pauses run its hooks, for as long as these take, and enter its jail.  Nothing to do for one that does not. */
int child_enter(const struct child *c, struct error *err);

/* The container is created: from now on it lives without the creator, and waits for start. */
int child_commit(const struct child *c, struct error *err);

void child_close(struct child *c);

#endif
