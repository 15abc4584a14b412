/*
 * A text that grows: whatever lengths are added, nothing is written behind its room, and a 0 ends it.  (Numbers are snprintf's.)
 *
 * sources: src/base/text.c tests/prove/take.c
 * options: -eva-slevel 200
 * quick
 */
#include <string.h>

#include "prove.h"
#include "base/text.h"

static char bytes[512];

int main(void)
{
	static const int lengths[] = { 0, 1, 61, 62, 63, 64, 65, 127, 128, 300 };
	int first = any(0, 9), second = any(0, 9);
	struct text t;

	//@ split first;
	//@ split second;
	memset(bytes, 'a', sizeof bytes);
	text_init(&t, pieces());
	text_bytes(&t, bytes, (size_t)lengths[first]);
	text_byte(&t, 'b');
	text_bytes(&t, bytes, (size_t)lengths[second]);
	//@ assert all_is_there: t.used == lengths[first] + 1 + lengths[second] && t.used < t.room;
	//@ assert a_zero_ends_it: t.at[t.used] == 0;
	return 0;
}
