/*
 * Every filter of the specs on any value up to 2 bytes: nothing is written behind its room, and it is refused with a reason or
 * taken.
 *
 * sources: src/decide/form_filter.c src/decide/form_rows.c gen/forms.c src/base/text.c tests/prove/take.c
 * options: -eva-precision 0 -eva-ilevel 256 -eva-slevel 500 -eva-split-return-function filter_put:0
 * quick
 */
#include "prove.h"
#include "decide/form_rows.h"

enum { MOST = 2, FILTERS = 10 };

static char object[MOST + 1];

int main(void)
{
	size_t n = any(0, MOST);
	int filter = any(1, FILTERS), rc;
	const char *why = NULL;
	struct text t;

	//@ split n;
	//@ split filter;
	text_init(&t, pieces());
	rc = filter_put(&t, (unsigned)filter, any_text(object, sizeof object, n), &why);
	//@ assert it_is_refused_with_a_reason_or_taken: rc == 0 && why == \null || rc == -1 && why != \null;
	//@ assert there_is_room: t.used < t.room;
	return 0;
}
