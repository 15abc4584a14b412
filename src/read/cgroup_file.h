/* cgroup_file.h: the lines of /proc/PID/cgroup (cgroups(7)), one by one, cut in place as mountinfo.h does. */
#ifndef READ_CGROUP_FILE_H
#define READ_CGROUP_FILE_H

#include "base/error.h"

struct cgroup_line {
	unsigned hierarchy; /* 0: cgroup v2 */
	char *controllers; /* "cpu,cpuacct", "name=systemd"; "" for v2 */
	char *path; /* absolute, as seen from the cgroup namespace of who reads: "/", "/a/b", "/../x" */
};

struct cgroup_file {
	char *at; /* 0-terminated, and from cgroup_file_next on no longer the caller's to read */
	unsigned line;
};

/* The next line.  Returns 1 and fills *ret; 0 at the end; -1 with EPROTO for what no kernel writes. */
int cgroup_file_next(struct cgroup_file *f, struct cgroup_line *ret, struct error *err);

#endif
