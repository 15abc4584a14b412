/*
 * cgroup.h: where a container's cgroups are and what is written to them (OCI runtime-spec, config-linux.md; the kernel's
 * admin-guide/cgroup-v1 and cgroup-v2.rst).  Which limit is which file is in spec/cgroup.spec.
 */
#ifndef DECIDE_CGROUP_H
#define DECIDE_CGROUP_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/error.h"
#include "base/json_writer.h"
#include "cgroup_table.h"

enum cgroup_kind { CGROUP_NONE, CGROUP_V1, CGROUP_V2, CGROUP_HYBRID };

enum { CGROUP_HIERARCHIES_MAX = 32 };

/* One mounted hierarchy of the host.  look/cgroups.h fills it. */
struct cgroup_hierarchy {
	const char *mount; /* absolute, no slash at the end */
	const char *
	    controllers; /* comma separated; v1: as mounted, or "name=systemd"; v2: of the mount's cgroup.controllers */
	const char *own; /* the caller's own, below `mount`: "" or "/a/b"; NULL: it is not below this mount */
	bool v2;
};

struct cgroup_layout {
	enum cgroup_kind kind;
	struct cgroup_hierarchy hierarchy[CGROUP_HIERARCHIES_MAX]; /* v2 last */
	size_t count;
};

/* One thing that the engine asked for; a list has several with one `limit`.  The spec says what each member means. */
struct cgroup_value {
	enum cgroup_limit limit;
	long long number;
	const char *text; /* cpus, page size, interface, device of rdma, file of unified */
	const char *more; /* value of unified */
	long long major, minor;
};

struct cgroup_limits {
	const struct cgroup_value *at;
	size_t n;
};

struct config;

/* What the engine asks for, in the order of the spec. */
struct cgroup_limits cgroup_limits_of(const struct config *config, struct arena *a);

struct cgroup_request {
	const char *path; /* linux.cgroupsPath; NULL or "": our own choice */
	const char *id;
	bool systemd; /* --systemd-cgroup: the path must be slice:prefix:name */
	bool systemd_runs; /* on this host: then it would have to be asked for the scope */
	struct cgroup_limits limits;
};

/* The container's directory in one hierarchy. */
struct cgroup_place {
	const char *mount; /* as in the layout */
	const char *path; /* below it: "/a/b/ID"; never "" */
	const char *dir; /* the two joined */
	size_t
	    ours; /* how many of the last steps belong to urunc though others may use them at the same time: at least 1 */
	bool v2;
	bool cpuset; /* v1: a new directory must be given CPUs and memory nodes before a process can enter */
};

struct cgroup_write {
	size_t place;
	const char *file, *value;
	const char *else_file, *else_value; /* taken where the kernel has no `file`; NULL: that is an error */
	bool if_there; /* no error if the file is not there: the value asks for nothing */
};

struct cgroup_plan {
	enum cgroup_kind kind;
	struct cgroup_place place[CGROUP_HIERARCHIES_MAX]; /* v2 last */
	size_t places;
	const char *enable; /* v2: written to cgroup.subtree_control of each directory above; "": nothing */
	const char *
	    enable_if_can; /* the same, word by word, where a failure only means that there will be no such statistics */
	const struct cgroup_write *write;
	size_t writes;
	int devices; /* the place whose device rules bind: v1's devices, or v2 by a BPF program; -1: there is none */
};

/*
 * Settles places and writes.  Errors: EINVAL, a path with "..", one that is the hierarchy's root, a slice that is none, a
 * value that no kernel takes; ENOTSUP, a limit whose controller is not there, by its name in config.json.  A value that
 * limits nothing needs no controller.
 */
int cgroup_decide(const struct cgroup_layout *layout, const struct cgroup_request *request, struct arena *a,
    struct cgroup_plan *ret, struct error *err);

/* The places and writes as `urunc plan` shows them. */
void cgroup_json(const struct cgroup_plan *plan, struct json_writer *w, const char *key);

#endif
