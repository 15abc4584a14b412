/* device.h: device nodes of the jail, and the device cgroup (devices.rst of cgroup-v1; BPF_PROG_TYPE_CGROUP_DEVICE). */
#ifndef ACT_DEVICE_H
#define ACT_DEVICE_H

#include <sys/types.h>
#include "base/error.h"
#include "decide/cgroup.h"
#include "decide/device.h"

/* Makes PATH (relative to dirfd) exclusively, with exactly this mode, whatever the umask is, and this owner. */
int device_node(int dirfd, const char *path, mode_t mode, char type, unsigned major, unsigned minor, uid_t uid,
    gid_t gid, struct error *err);

/* Puts the rules into force on the plan's device cgroup, before anybody is inside.  ENOTSUP: there is none to do it. */
int device_confine(const struct cgroup_plan *plan, const struct device_rules *rules, struct error *err);

#endif
