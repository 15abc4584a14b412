/*
 * trace_file.h: what --trace has written (base/trace.h): an array of the Trace Event Format, complete or not closed yet.
 * Pure: bytes to structs.
 */
#ifndef READ_TRACE_FILE_H
#define READ_TRACE_FILE_H

#include <stddef.h>
#include "base/arena.h"
#include "base/error.h"

enum { TRACE_BYTES = 64 << 20, TRACE_SPANS = 20000 };

/* What takes part: the kinds of events, from the outside to the inside. */
enum trace_kind { TRACE_COMMAND, TRACE_EVENT, TRACE_ACTION, TRACE_STEP, TRACE_KINDS };

struct trace_span {
	const char *name, *container;
	enum trace_kind kind; /* one that is not ours counts as a step */
	unsigned long long begin, end; /* nanoseconds of CLOCK_MONOTONIC */
	unsigned pid;
};

struct trace_process {
	unsigned pid;
	const char *name;
};

struct trace_file {
	struct trace_span *spans; /* in the order of the file */
	size_t spans_count, spans_room;
	struct trace_process *processes; /* a pid may be there twice */
	size_t processes_count, processes_room;
};

/* Events of other kinds than "X" and process names are skipped.  Errors name file:line; EINVAL too
 * when nothing is in it, E2BIG when there are more events than a picture can show. */
int trace_file_read(
    struct arena *a, char *bytes, size_t len, const char *file, struct trace_file *ret, struct error *err);

/* Microseconds with up to three decimals, as nanoseconds; -1: it is no such number. */
int trace_time(const char *text, size_t len, unsigned long long *ret);

#endif
