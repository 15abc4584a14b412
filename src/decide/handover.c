/* handover.c: see handover.h. */
#include "decide/handover.h"

#include <stdlib.h>
#include <string.h>

#include "handover_table.h"

static const char *text(unsigned at)
{
	return handover_pool + at;
}

int handover_mark_of(const struct glance *g)
{
	for (int i = 0; i < HANDOVER_MARKS; i++)
		for (size_t k = 0; k < g->annotations_count; k++)
			if (!strcmp(g->annotations[k].key, text(handover_marks[i].key)) &&
			    !strcmp(g->annotations[k].value, text(handover_marks[i].value)))
				return i;
	return -1;
}

bool handover_asks(int runtime, const char *oci_version)
{
	return handover_runtimes[runtime].before && oci_version &&
	       !strstr(oci_version, text(handover_runtimes[runtime].only));
}

/* Numbers with dots between them, as far as both go. */
static bool is_before(const char *a, const char *b)
{
	for (;;) {
		char *end_a, *end_b;
		unsigned long n = strtoul(a, &end_a, 10), m = strtoul(b, &end_b, 10);

		if (n != m || *end_b != '.')
			return n < m;
		if (*end_a != '.')
			return true;
		a = end_a + 1;
		b = end_b + 1;
	}
}

bool handover_takes(int runtime, const char *said)
{
	const char *version = said + strcspn(said, "0123456789");

	return !*version || !is_before(version, text(handover_runtimes[runtime].before));
}
