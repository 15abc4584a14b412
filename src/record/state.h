/*
 * state.h: what state.json says.  The keys before "urunc" are those of the OCI runtime-spec's state (runtime.md) and what
 * engines read besides; "urunc" holds what only we need.
 */
#ifndef RECORD_STATE_H
#define RECORD_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include "base/arena.h"
#include "base/error.h"
#include "base/pair.h"
#include "base/text.h"
#include "lifecycle_table.h"
#include "record/record.h"

struct state_file {
	const char *oci_version, *id, *bundle, *rootfs, *created; /* created: RFC 3339 with nanoseconds */
	enum state status;
	pid_t pid; /* 0: none */
	const struct pair *annotations;
	size_t annotations_count;

	unsigned long long started; /* of the process; process.h */
	bool freezing; /* a pause has begun, and no resume has ended since: the kernel knows how it is */
	const char *boot; /* boot id */
	const char *guest, *monitor; /* as in the specs */
};

/* The OCI state as engines and hooks read it: pid is 0 when stopped. */
void state_json(const struct state_file *s, enum state status, struct text *out);

int state_write(const struct record *r, const struct state_file *s, struct arena *a, struct error *err);
int state_read(const struct record *r, struct arena *a, struct state_file *ret, struct error *err);

/* From bytes: pure, for tests and fuzzing. */
int state_parse(struct arena *a, const char *bytes, size_t len, struct state_file *ret, struct error *err);

#endif
