/*
 * trace.h: when each event and action happened, for --trace FILE.  The form is that of trace viewers (Trace Event Format,
 * "X" events; an array without its end, so that each command appends): open it in Perfetto or chrome://tracing.
 */
#ifndef BASE_TRACE_H
#define BASE_TRACE_H

#include <stdbool.h>

struct trace {
	int file; /* -1: nobody wants to know, and every call below is nearly free */
	unsigned long long behind; /* the day's clock, so many nanoseconds */
};

/*
 * A file that cannot be opened is told on stderr, and is no error.  Several commands may append to one file at the same time:
 * each event is one write(2), and who finds it empty begins the array, under a lock.  `name` is what this process is called.
 */
void trace_open(struct trace *trace, const char *path, const char *name);

/* Nanoseconds of CLOCK_MONOTONIC; 0 without a file. */
unsigned long long trace_begin(const struct trace *trace);

/* From then until now something of this kind and name was done for this container. */
void trace_end(const struct trace *trace, unsigned long long begin, const char *kind, const char *name, const char *id);

/* The same of a step of lifecycle.spec, or of one of its actions, with what says which row it was: tests/walk compares. */
struct trace_row {
	const char *event, *in, *to; /* of an action: where its step leads */
	bool failed;
};
void trace_row(const struct trace *trace, unsigned long long begin, const char *kind, const char *name, const char *id,
    const struct trace_row *row);

/* Another process is called so; and it did this, by the clock of the day (times.h). */
void trace_process(const struct trace *trace, int pid, const char *name);
void trace_of(const struct trace *trace, int pid, unsigned long long begin, unsigned long long end, const char *name,
    const char *id);

#endif
