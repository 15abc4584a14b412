/* cgroups.h: the hierarchies that are mounted here, and where in each the caller is (cgroups(7)). */
#ifndef LOOK_CGROUPS_H
#define LOOK_CGROUPS_H

#include "base/arena.h"
#include "base/error.h"
#include "decide/cgroup.h"

/*
 * Reads /proc/self/mountinfo, /proc/self/cgroup and v2's cgroup.controllers, once.  No hierarchy at all is no error: the
 * kind is CGROUP_NONE.  Read-only mounts are left out; of two mounts of one hierarchy the first that shows our own is taken.
 */
int look_cgroups(struct arena *a, struct cgroup_layout *ret, struct error *err);

/* The same from texts, which are used up and must live as long as the layout; v2's controllers are left empty. */
int cgroups_from(char *mountinfo, char *cgroup_file, struct cgroup_layout *ret, struct error *err);

#endif
