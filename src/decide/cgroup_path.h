/* cgroup_path.h: what linux.cgroupsPath means. */
#ifndef DECIDE_CGROUP_PATH_H
#define DECIDE_CGROUP_PATH_H

#include "decide/cgroup.h"

struct cgroup_path {
	const char *text; /* "/a/b": no empty step, no "." and no ".."; never "" */
	bool relative; /* below the caller's own, not from the hierarchy's root */
	size_t ours; /* how many of its last steps belong to urunc */
};

/*
 * Absolute: from each hierarchy's root; relative: below the caller's own; absent: urunc/ID below the caller's own;
 * slice:prefix:name where the slice ends in .slice (or --systemd-cgroup is given): as systemd would name that scope, since
 * engines with systemd's driver write it without telling the runtime.  A path with colons but no slice is a plain path.
 * ENOTSUP: systemd runs, and the option says that it is to be asked.
 */
int cgroup_path_of(const struct cgroup_request *request, struct arena *a, struct cgroup_path *ret, struct error *err);

#endif
