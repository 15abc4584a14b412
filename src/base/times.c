/* times.c: see times.h. */
#include "base/times.h"

#include <time.h>

unsigned long long times_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (unsigned long long)now.tv_sec * 1000000000 + (unsigned long long)now.tv_nsec;
}

void times_point(struct times *t, enum point p)
{
	if (t)
		t->points[p] = times_now();
}

void times_begin(struct times *t)
{
	if (t)
		t->last = times_now();
}

int times_step(struct times *t, const char *name, int rc)
{
	unsigned long long now;

	if (!t || t->n == TIMES_STEPS)
		return rc;
	now = times_now();
	t->steps[t->n++] = (struct timed){ name, t->last, now };
	t->last = now;
	return rc;
}
