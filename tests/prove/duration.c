/*
 * A length of time, of any text of up to 3 bytes and of 8: nothing is read behind it, and no sum overflows.
 *
 * sources: src/read/duration.c src/base/error.c tests/prove/libc.c
 * options: -eva-precision 0 -eva-ilevel 256 -eva-slevel 100 -eva-slevel-function main:500,any_text:500
 * hint: src/read/duration.c /^	while (\*at) {/i //@ dynamic_split at - value;
 */
#include <string.h>
#include "prove.h"
#include "base/show.h"
#include "read/duration.h"

enum { MOST = 8 };

static char object[MOST + 1];

/* show.c has a proof of its own. */
/*@ requires \valid_read(value); assigns buf[0 .. SHOW_MAX - 1] \from value[0 ..]; assigns \result \from buf;
  ensures \result == buf; */
const char *show_in(char buf[SHOW_MAX], const char *value);

int main(void)
{
	size_t n = any(0, 4);
	struct error err = { 0 };
	int ms = -7, rc;

	if (n == 4)
		n = MOST;
	//@ split n;
	rc = duration_read("grace", any_text(object, sizeof object, n), &ms, &err);
	//@ assert it_succeeds_or_fails: rc == 0 || rc == -1;
	return 0;
}
