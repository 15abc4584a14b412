/* report.h: what a check-up has found: a list of findings, as a table for people or as JSON. */
#ifndef CMD_REPORT_H
#define CMD_REPORT_H

#include "base/json_writer.h"
#include "base/text.h"

enum found {
	FOUND_OK,
	FOUND_LIMITED, /* works, but not all of it, or more slowly */
	FOUND_MISSING, /* does not work */
	FOUND_UNKNOWN, /* could not be looked at */
	FOUND_KINDS
};

struct finding {
	enum found verdict;
	const char *about, *text; /* two or three words; a sentence without its full stop */
	const char *mend; /* what to do; NULL: nothing */
};

struct report {
	struct arena *a;
	struct finding *at;
	size_t n, room;
};

void report_begin(struct report *r, struct arena *a);

/* Bytes that are not fit to print become "?". */
void report_add(struct report *r, enum found verdict, const char *about, const char *mend, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

void report_text(const struct report *r, struct text *out);
void report_json(const struct report *r, struct json_writer *w); /* the member "findings" of an object that is begun */

#endif
