/*
 * times.h: instants and steps of one process that another one writes down: in memory that both share, since who lives in a
 * jail has no file to write to.  The clock is that of the day: unlike the monotonic one it is the same in every time namespace.
 */
#ifndef BASE_TIMES_H
#define BASE_TIMES_H

#include <stddef.h>
#include "timestamps_table.h"

enum { TIMES_STEPS = 16 };

struct times {
	unsigned long long points[POINT_COUNT]; /* 0: not reached, or nobody saw it */
	unsigned long long last; /* the end of the last step */
	struct timed {
		const char *name; /* of static storage: the processes are forks */
		unsigned long long begin, end;
	} steps[TIMES_STEPS];
	size_t n;
};

/* Nanoseconds since 1970. */
unsigned long long times_now(void);

/* All of these do nothing without a place: NULL, nobody wants to know. */
void times_point(struct times *t, enum point p);
void times_begin(struct times *t);

/* Since the last step, or times_begin(), this was done; returns `rc`, which it came to. */
int times_step(struct times *t, const char *name, int rc);

#endif
