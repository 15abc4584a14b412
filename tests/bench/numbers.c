/* numbers.c: see bench.h. */
#include <stdlib.h>
#include <string.h>
#include "tests/bench/bench.h"

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

void series_sort(struct series *s)
{
	qsort(s->us, s->count, sizeof *s->us, by_size);
}

/* Between two neighbours in proportion. */
double quantile(const struct series *s, double q)
{
	double at = q * (double)(s->count - 1);
	size_t low = (size_t)at;

	if (!s->count)
		return 0;
	if (low + 1 >= s->count)
		return s->us[s->count - 1];
	return s->us[low] + (at - (double)low) * (s->us[low + 1] - s->us[low]);
}

double median(const struct contender *c, enum measure m)
{
	return c ? quantile(&c->series[m], 0.5) : 0;
}

const struct contender *find(const struct bench *b, const char *name, enum network n)
{
	for (size_t i = 0; i < b->count; i++)
		if (b->contenders[i].network == n && !strcmp(b->contenders[i].name, name) && !b->contenders[i].failure)
			return &b->contenders[i];
	return NULL;
}

double times(const struct contender *a, const struct contender *b, enum measure m)
{
	double below = median(b, m);

	return below > 0 ? median(a, m) / below : 0;
}

long peak_rss(const struct contender *c)
{
	long most = 0;

	for (enum measure m = RUN; m <= DELETE; m++)
		most = c->memory[m].peak > most ? c->memory[m].peak : most;
	return most;
}
