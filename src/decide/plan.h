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
#include "decide/scheduling.h"
#include "decide/mounts.h"
#include "base/text.h"
#include "forms.h"

enum {
	PLAN_IMAGES_MAX = 40,
	PLAN_DEVICES_MAX = 64,
	PLAN_VOLUMES_MAX = 128,
	PLAN_ORIGINS_MAX = 24,
	PLAN_UNKNOWN_MAX = 16
};

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
	bool copied; /* a copy with more in it lies at the target: plan->written */
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

/* An offset of a clock in a new time namespace. */
struct plan_clock {
	const char *name;
	long long seconds;
	unsigned nanoseconds;
};

struct plan_user {
	unsigned uid, gid;
	const unsigned *groups;
	size_t groups_count;
	bool has_umask;
	unsigned umask;
};

struct config;
struct settings;
struct annotations;
struct guest_binary;
struct resolv;

/* What read and look found; decide adds nothing to it. */
struct plan_input {
	struct arena *arena;
	struct warnings *warnings;
	const char *id, *bundle, *rootfs; /* absolute paths of the host */
	const struct config *config;
	const char *config_bytes;
	size_t config_length;
	const struct settings *settings;
	const struct annotations *annotations; /* all absent when the image says nothing */
	const char *binary_path; /* in the rootfs: of the annotation, or process.args[0] */
	bool binary_is_program; /* the guest's kernel is what process.args[0] names: it is no argument */
	const struct guest_binary *binary;
	const struct resolv *resolv; /* of the mount that has name servers */
	struct plan_mount *mounts; /* of config.json, with their sources looked at */
	size_t mounts_count;
	unsigned long long initrd_size; /* bytes; 0: there is none, or none could be seen */
	bool no_new_keyring;

	const char *arch; /* as uname says */
	bool resctrl; /* one is mounted at /sys/fs/resctrl */
	bool kvm; /* /dev/kvm can be used and is backed by hardware */
	unsigned host_cpus;
	unsigned long long host_memory; /* bytes */
};

struct plan {
	const char *id, *bundle, *rootfs;
	const struct config *config; /* for hooks, annotations and limits */
	const char *config_bytes; /* what it was read from: it is read once */
	size_t config_length;
	struct machine machine; /* guest, monitor and its first half: no links yet */
	const char *timestamps; /* a file; NULL: none are wanted */
	const char *program; /* the monitor on the host: filled after the search */

	struct plan_namespace namespaces[8];
	size_t namespaces_count;
	const char *netns; /* path of a joined network namespace; NULL: the container's own */
	struct plan_clock clocks[2];
	const char *hostname, *domainname; /* for a new UTS namespace; NULL: as it is */
	struct plan_bind *binds;
	size_t binds_count, binds_room;
	struct plan_image images[PLAN_IMAGES_MAX];
	size_t images_count;
	const char
	    *written; /* a file in the jail that create writes: the copy of an initrd, or machine.config; NULL: none */
	const struct plan_mount *mounts; /* all of config.json, and what becomes of them */
	size_t mounts_count;
	struct plan_device devices[PLAN_DEVICES_MAX];
	size_t devices_count;
	/* The network devices that the guest's file declares, and no others; -1: it says nothing of them. */
	int net_names_count;
	const char **net_names;

	struct plan_user user;
	struct plan_rlimit *rlimits;
	size_t rlimits_count;
	struct scheduling scheduling;
	bool has_oom_score_adj;
	int oom_score_adj;
	bool no_new_keyring;
	const char *seccomp_name;
	int seccomp; /* of the generated enum of filters */
	struct cgroup_plan cgroup;
	struct device_rules device_rules;
	bool terminal;
	unsigned rows, columns; /* of the terminal; 0: not said */

	struct plan_origin origins[PLAN_ORIGINS_MAX];
	size_t origins_count;
	const char *unknown[PLAN_UNKNOWN_MAX]; /* what could not be known, and why */
	size_t unknown_count;
	struct warnings *warnings;
};

/*
 * Settles guest and monitor, memory, CPUs, storage, namespaces, identity: everything that needs no second look at the host.
 * Errors say which key, its value, and what would work.
 */
int plan_make(const struct plan_input *in, struct plan *ret, struct error *err);

/* What was found for the monitor: files that it sees, and devices. */
void plan_add_bind(struct plan *plan, struct arena *a, const struct plan_bind *bind);
int plan_add_device(struct plan *plan, const struct plan_device *device, struct error *err);
const struct plan_image *plan_image_at(const struct plan *plan, const char *target); /* NULL: none */
void plan_add_unknown(struct plan *plan, const char *what);
void plan_add_origin(struct plan *plan, const char *what, const char *from);

/* The parts of plan_make; each in a file of its own. */
int plan_guest(const struct plan_input *in, struct plan *plan, struct error *err);
int plan_machine(const struct plan_input *in, struct plan *plan, struct error *err);

/* Fills what only an init of the guest can do of config.json, from the umask to the masked paths.  Nothing is refused here: the
 * guest's form says what a value may be.  Strings are those of the config or live in the arena. */
void plan_told(const struct plan_input *in, struct machine *m);
int plan_storage(const struct plan_input *in, struct plan *plan, struct error *err);
/* Takes memory off the guest's for what lies in the monitor's, where a limit counts both. */
int plan_less_memory(
    const struct plan_input *in, struct plan *plan, unsigned long mib, const char *why, struct error *err);
int plan_volumes(const struct plan_input *in, struct plan *plan, struct error *err); /* after plan_storage */
int plan_namespaces(const struct plan_input *in, struct plan *plan, struct error *err);
int plan_identity(const struct plan_input *in, struct plan *plan, struct error *err);

/* One JSON object: everything that create and start would do, and where each value came from. */
int plan_json(struct arena *a, struct plan *plan, struct text *out, struct error *err);

#endif
