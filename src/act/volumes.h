/*
 * volumes.h: mounts of config.json below the folder that the guest has as its root.  Sources are the engine's paths, opened
 * once; destinations are the user's and the image's, opened beneath the folder's root only: no link of an image leads out.
 */
#ifndef ACT_VOLUMES_H
#define ACT_VOLUMES_H

#include "base/error.h"
#include "decide/plan.h"

/* Detached mounts (open_tree(2)) of those mounts of the plan that go below the share, in their order. */
struct volumes {
	int tree[PLAN_VOLUMES_MAX];
	size_t n;
};

/*
 * In the command, before the child is born: clones each source, with what is mounted below it if that was asked for, and
 * sets its flags: read-only if it is, and never a device, a set-user-ID program or one that the host could run.
 */
int volumes_open(const struct plan *plan, struct volumes *ret, struct error *err);
void volumes_close(struct volumes *volumes);

/*
 * In the child: mounts them below the folder at AT, in their order.  Mount points that the image lacks are made in it, as
 * other runtimes do.
 */
int volumes_mount(const struct plan *plan, const struct volumes *volumes, const char *at, struct error *err);

#endif
