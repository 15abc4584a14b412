/* cgroups.h: a container's own cgroup directories, as its record names them. */
#ifndef CMD_CGROUPS_H
#define CMD_CGROUPS_H

#include "act/cgroup.h"
#include "cmd/container.h"

/* One for each hierarchy, without those above; they live in the arena. */
int container_cgroups(struct container *c, struct cgroup_dirs *ret, struct error *err);

/*
 * What the kernel says of a container that is running or paused by its record: a pause or resume may have been killed before
 * it wrote, and somebody may have thawed the cgroup himself.  `otherwise`: when nobody can tell.
 */
enum state container_frozen(struct container *c, enum state otherwise);

#endif
