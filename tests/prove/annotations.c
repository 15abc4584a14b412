/*
 * Every ragel matcher of annotations: any bytes of any length up to 8 KiB, and beside that of lengths up to 64 with nothing
 * behind, so that a byte too far is seen.
 *
 * sources: gen/annotations_rl.c
 * options: -eva-precision 0
 * quick
 */
#include "prove.h"
#include "annotations_table.h"

enum { MOST = 64, LONG = 8192 };

static char object[MOST], longer[LONG];

int main(void)
{
	int key = any(0, ANNOTATION_COUNT), yes;
	size_t n = any(0, 4) * 16;

	//@ split key;
	//@ split n;
	if (n == MOST) {
		Frama_C_make_unknown(longer, LONG);
		yes = annotation_matches(key, (const unsigned char *)longer, any(0, LONG));
	} else {
		yes = annotation_matches(key, (const unsigned char *)any_bytes(object, sizeof object, n + 1), n + 1);
	}
	//@ assert it_matches_or_does_not: yes == 0 || yes == 1;
	return 0;
}
