/*
 * mounts.h: the entries of `mounts` in config.json and what becomes of each: the rows of spec/mounts.spec first, then what
 * guest and monitor can take.  Pure.  docs/mounts.md; runtime-spec config.md, "Mounts".
 */
#ifndef DECIDE_MOUNTS_H
#define DECIDE_MOUNTS_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "mounts_table.h"

enum source_kind {
	SOURCE_UNKNOWN, /* not looked at, or not to be had: the error says why */
	SOURCE_FILE,
	SOURCE_DIRECTORY,
	SOURCE_BLOCK,
	SOURCE_SOCKET,
	SOURCE_OTHER,
};

/* How the guest gets it. */
enum mount_way {
	WAY_NONE, /* it makes its own, or does without */
	WAY_SHARE, /* mounted below the folder that it has as its root */
	WAY_INITRD, /* copied into a copy of its initrd */
};

struct config;

struct plan_mount {
	const char *destination; /* absolute, without empty steps and "." */
	const char *type; /* as in mounts.spec; "" where nothing is said */
	const char *source; /* an absolute path of the host; NULL: nothing is said */
	enum mount_fate fate;
	const char *why; /* of its row; later why not, if the guest does without */
	bool recursive, readonly, slave, idmap;

	/* Of the source, as `look` found it: filled by the caller where mount_is_given. */
	enum source_kind kind;
	unsigned long long size; /* bytes of a file */
	const char *missing; /* why it cannot be had */

	enum mount_way way; /* decided by plan_volumes */
};

/* Reads all entries in their order, in one pass.  Sources and ways are still to be filled.  The array lives in the arena. */
void mounts_read(
    struct arena *a, const struct config *config, const char *bundle, struct plan_mount **ret, size_t *ret_n);

/* Its source is a thing of the host that a guest may get. */
bool mount_is_given(const struct plan_mount *m);

#endif
