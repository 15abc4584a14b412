/*
 * jail.h: the monitor's root: a new tmpfs with the monitor, the files that its spec lists, the guest's files and a /dev with
 * the plan's nodes; nothing else, and read-only.  The container's own rootfs is neither written to nor cleaned.
 */
#ifndef ACT_JAIL_H
#define ACT_JAIL_H

#include "act/volumes.h"
#include "act/written.h"
#include "base/error.h"
#include "decide/plan.h"

/* The files of the image, and volumes, each as a detached mount (open_tree(2), Linux 5.2). */
struct jail_images {
	int tree[PLAN_IMAGES_MAX];
	size_t n;
	struct volumes volumes;
	struct written written; /* the caller's: it is read by whoever has an arena */
};

/*
 * In the command, before the child is born: opens each file of the image beneath its root, checks what it is, and clones
 * it with its flags set.  (In the child's mount namespace cloning a descriptor of another namespace's mount fails.)
 */
int jail_open_images(const struct plan *plan, struct jail_images *ret, struct error *err);
void jail_close_images(struct jail_images *images);

/*
 * In the child, in a mount namespace of its own: builds the root over the directory `at`, which becomes the working
 * directory.  / is still the host's, and nothing that is mounted from now on is seen elsewhere.
 */
int jail_build(const struct plan *plan, const struct jail_images *images, const char *at, struct error *err);

/* What takes memory: after the cgroup was entered, whose limit it counts against (the working directory is still the root). */
int jail_write(const struct jail_images *images, struct error *err);

/* Makes it read-only and moves into it: afterwards / is the jail, and the host's mounts are gone. */
int jail_enter(struct error *err);

#endif
