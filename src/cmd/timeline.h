/* timeline.h: the timestamps of [timestamps] in the settings (spec/timestamps.spec, urunc's format). */
#ifndef CMD_TIMELINE_H
#define CMD_TIMELINE_H

#include "base/arena.h"
#include "base/warnings.h"
#include "timestamps_table.h"

struct timeline {
	unsigned long long at[POINT_COUNT]; /* nanoseconds since 1970; 0: not reached */
	const char *destination; /* NULL: nobody wants to know */
};

/* Now it is so.  The first point of a command is marked before it is known whether somebody wants to know. */
void timeline_mark(struct timeline *t, enum point p);

/* Appends a line for each point that was reached, all in one write(2), and forgets them; a file that fails is a warning. */
void timeline_write(struct timeline *t, const char *id, struct arena *a, struct warnings *warn);

#endif
