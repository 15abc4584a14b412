/*
 * trace.h: when each event and action happened, for --trace FILE.  The form is that of trace viewers (Trace Event Format,
 * "X" events; an array without its end, so that each command appends): open it in Perfetto or chrome://tracing.
 */
#ifndef BASE_TRACE_H
#define BASE_TRACE_H

struct trace {
	int file; /* -1: nobody wants to know, and every call below is nearly free */
};

/* A file that cannot be opened is told on stderr, and is no error. */
void trace_open(struct trace *trace, const char *path);

/* Nanoseconds of CLOCK_MONOTONIC; 0 without a file. */
unsigned long long trace_begin(const struct trace *trace);

/* From then until now something of this kind and name was done for this container. */
void trace_end(const struct trace *trace, unsigned long long begin, const char *kind, const char *name, const char *id);

#endif
