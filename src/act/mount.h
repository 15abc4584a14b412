/* mount.h: mounts in the namespace of the child (mount(2), pivot_root(2)). */
#ifndef ACT_MOUNT_H
#define ACT_MOUNT_H

#include <stdbool.h>
#include "base/error.h"

/* Nothing that is mounted from now on reaches another mount namespace, and nothing from there comes here. */
int mount_private(struct error *err);

/* A tmpfs; nosuid, and nodev and noexec unless it holds the programs (`root`). */
int mount_tmpfs(const char *at, const char *options, bool root, struct error *err);

/* A file or directory of the host, read-only, nodev, nosuid. */
int mount_bind_readonly(const char *source, const char *target, struct error *err);

/*
 * A procfs of the pid namespace at hand in which a process sees itself and whom it may trace, and nothing but processes
 * (proc(5), Linux 5.8); read-only.
 */
int mount_proc(const char *at, struct error *err);

/* Makes the tmpfs at this path read-only; the nodes on it work only with `devices`. */
int mount_readonly(const char *at, bool devices, struct error *err);

/* The working directory becomes the root; the old root is detached. */
int mount_pivot(struct error *err);

#endif
