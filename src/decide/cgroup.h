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

struct options;

/* What the options of `update` say; the order is that of the spec. */
size_t cgroup_options(const struct options *o, struct cgroup_said ret[CGROUP_SAID_MAX]);

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
	enum cgroup_limit limit; /* for errors, and to put the former value back */
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

/* The name of a limit below linux.resources, for errors. */
const char *cgroup_limit_name(enum cgroup_limit limit);

/* What `update` has to know of a container's cgroup before it changes anything. */
struct cgroup_now {
	const char *const *dirs; /* as the record names them */
	size_t dirs_count;
	const char
	    *text[LIMIT_COUNT]; /* the first line of the file of each limit that cgroup_update_asks; NULL: not read */
	long long pinned; /* bytes that a lower limit of memory cannot get back; 0 where the kernel refuses by itself */
};

/* Has `now` to have the text of this limit? */
bool cgroup_update_asks(enum cgroup_limit limit);

/*
 * The places of a container that is there, in the order of the layout; `dir` is NULL where it has none.  Nothing is written yet.
 */
void cgroup_places_of(const struct cgroup_layout *layout, const struct cgroup_now *now, struct cgroup_plan *ret);

/*
 * Adds the writes that change its limits to a plan with places.  What is written together with something that was not said
 * keeps that as it is now; v1's memory and memsw come in the order in which the kernel takes both.  Errors as of
 * cgroup_decide, and EBUSY: less memory than is in use.
 */
int cgroup_decide_update(const struct cgroup_layout *layout, const struct cgroup_now *now,
    const struct cgroup_limits *limits, struct arena *a, struct cgroup_plan *plan, struct error *err);

/*
 * What has to be written to a file to have it as it was, from its content before and the value that is written now.  The
 * content may be cut behind its first lines, but not within one.
 */
const char *cgroup_value_before(const struct cgroup_write *write, bool v2, const char *content, struct arena *a);

/* The limits that options of the command line say.  EINVAL: one that is not what it should be, by its name. */
int cgroup_limits_said(const struct options *o, struct arena *a, struct cgroup_limits *ret, struct error *err);

/* The places and writes as `urunc plan` shows them. */
void cgroup_json(const struct cgroup_plan *plan, struct json_writer *w, const char *key);

#endif
