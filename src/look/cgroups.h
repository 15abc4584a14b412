/* cgroups.h: the hierarchies that are mounted here, and where in each the caller is (cgroups(7)). */
#ifndef LOOK_CGROUPS_H
#define LOOK_CGROUPS_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/error.h"
#include "decide/cgroup.h"
#include "read/mountinfo.h"

/*
 * Reads /proc/self/cgroup and v2's cgroup.controllers, and /proc/self/mountinfo unless all lies where it usually does.  No hierarchy at all is no error: the
 * kind is CGROUP_NONE.  Read-only mounts are left out; of two mounts of one hierarchy the first that shows our own is taken.
 */
int look_cgroups(struct arena *a, struct cgroup_layout *ret, struct error *err);

/*
 * The same from texts, which are used up and must live as long as the layout; v2's controllers are left empty.
 * `visible`: is this mount what its path leads to, or is it hidden by another?  NULL: all are taken for visible.
 */
int cgroups_from(char *mountinfo, char *cgroup_file, bool (*visible)(const struct mount_line *mount),
    struct cgroup_layout *ret, struct error *err);

#endif
