/*
 * take.c: base/arena.h for proofs.  Each piece ends with an object of its own, so that what is written behind it is an alarm;
 * in one object for all it would only be the next piece.  arena.c itself has a proof, tests/prove/arena.c.
 */
#include "prove.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { PIECE = 4096 };
static unsigned taken;

/*@ assigns \nothing; ensures \false; */
extern void no_room(struct arena *a);

struct arena *pieces(void)
{
	static struct arena a = { .exhausted = no_room };

	return &a;
}

static char m0[PIECE], m1[PIECE], m2[PIECE], m3[PIECE], m4[PIECE], m5[PIECE], m6[PIECE], m7[PIECE], m8[PIECE],
    m9[PIECE], m10[PIECE], m11[PIECE];
static char *const objects[] = { m0, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11 };

void *take(struct arena *a, size_t size)
{
	if (size > PIECE || taken == sizeof objects / sizeof *objects)
		a->exhausted(a);
	return objects[taken++] + (PIECE - size);
}

void *take_many(struct arena *a, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		a->exhausted(a);
	return take(a, count * size);
}

char *take_text(struct arena *a, const char *text, size_t len)
{
	char *copy = take(a, len + 1);

	memcpy(copy, text, len);
	copy[len] = 0;
	return copy;
}

char *take_copy(struct arena *a, const char *text)
{
	return take_text(a, text, strlen(text));
}

void *take_longer(struct arena *a, void *piece, size_t old, size_t wanted)
{
	void *copy = take(a, wanted);

	if (piece)
		memcpy(copy, piece, old < wanted ? old : wanted);
	return copy;
}
