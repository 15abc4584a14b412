/*
 * plan.h: everything that will be done for a container, as data.  `decide` makes it, `urunc plan` prints it, `act` carries
 * it out line by line and takes no decision of its own.
 *
 * The plan has two halves.  `create` settles everything but the network; `start` reads the links, adds them to the machine
 * and fills the monitor's command line.
 */
#ifndef DECIDE_PLAN_H
#define DECIDE_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/error.h"
#include "base/pair.h"
#include "base/warnings.h"
#include "decide/cgroup.h"
#include "decide/device.h"
#include "forms.h"

/* A namespace of the container: made new, or joined by its path. */
struct plan_namespace {
	int flag; /* CLONE_NEW... */
	const char *word; /* as in config.json */
	const char *path; /* NULL: a new one */
};

/* A file or directory of the host that the monitor sees, read-only. */
struct plan_bind {
	const char *source; /* on the host */
	const char *target; /* in the jail, absolute */
	bool directory;
	const char *why;
};

/* A file or directory of the image; opened beneath the rootfs only, never by a joined path. */
struct plan_image {
	const char *path; /* in the rootfs */
	const char *target; /* in the jail: a fixed name */
	bool directory, writable;
	const char *why;
};

/* A device node in the jail's /dev, and its rule in the device cgroup. */
struct plan_device {
	const char *path;
	char type; /* 'c' or 'b' */
	unsigned major, minor;
	const char *why;
};

struct plan_rlimit {
	int resource; /* RLIMIT_... */
	const char *word;
	uint64_t soft, hard;
};

/* Where a value of the plan came from: annotation, urunc.json, settings, guest binary, config.json, default. */
struct plan_origin {
	const char *what, *from;
};

struct plan_user {
	unsigned uid, gid;
	const unsigned *groups;
	size_t groups_count;
	bool has_umask;
	unsigned umask;
};

struct config;

struct plan {
	const char *id, *bundle, *rootfs; /* absolute paths of the host */
	const struct config *config; /* for hooks, annotations and limits */
	int guest, monitor; /* of the generated enums */
	const char *guest_version;
	struct machine machine; /* the first half: no links yet */
	const char *program; /* the monitor on the host */

	struct plan_namespace namespaces[8];
	size_t namespaces_count;
	const char *hostname, *domainname; /* for a new UTS namespace; NULL: as it is */
	struct plan_bind *binds;
	size_t binds_count, binds_room;
	struct plan_image *images;
	size_t images_count;
	struct plan_device *devices;
	size_t devices_count;

	struct plan_user user;
	struct plan_rlimit *rlimits;
	size_t rlimits_count;
	bool has_oom_score_adj;
	int oom_score_adj;
	bool no_new_keyring;
	int seccomp; /* of the generated enum of filters; -1: none */
	struct cgroup_plan cgroup;
	struct device_rules device_rules;
	bool terminal, has_console_size;
	unsigned rows, columns;

	struct plan_origin *origins;
	size_t origins_count;
	const char **unknown; /* what could not be known, and why */
	size_t unknown_count;
	struct warnings *warnings;
};

#endif
