/*
 * The arena: whatever is asked for lies inside its memory, or is refused; no size overflows.
 *
 * sources: src/base/arena.c
 * options: -eva-slevel 100 -eva-domains cvalue,equality,symbolic-locations,octagon
 * quick
 */
#include <stdint.h>
#include <string.h>

#include "prove.h"

enum { SIZE = 4096 };

/* One more than the arena is told of: Frama-C wants a place inside an object even for nothing at all. */
static char memory[SIZE + 1];

/*@ assigns \nothing; ensures \false; */
extern void no_room(struct arena *a);

static void take_any(struct arena *a)
{
	size_t size = Frama_C_size_t_interval(0, SIZE_MAX), before = a->used;
	char *piece = take(a, size);

	//@ assert the_piece_begins_inside: &memory[0] <= piece && piece <= &memory[0] + SIZE;
	//@ assert what_is_used_is_there: a->used <= SIZE;
}

static void take_any_many(struct arena *a)
{
	take_many(a, Frama_C_size_t_interval(0, SIZE_MAX), Frama_C_size_t_interval(0, SIZE_MAX));
	//@ assert many_fit: a->used <= SIZE;
}

/* Used up to `used`, of which the last piece has OLD bytes. */
static void longer(struct arena *a, size_t used, size_t old)
{
	size_t wanted = any(0, 1) ? old / 2 : Frama_C_size_t_interval(old, SIZE_MAX);
	char *piece = any(0, 1) ? memory + used - old : NULL;

	//@ split wanted < old;
	a->used = used;
	take_longer(a, piece, old, wanted);
	//@ assert longer_fits: a->used <= SIZE;
}

static void back(struct arena *a, size_t used, size_t mark)
{
	a->used = used;
	arena_release(a, mark);
	//@ assert less_is_used: a->used == mark;
}

int main(void)
{
	int used = 512 * any(0, SIZE / 512), part = used / 4 * any(0, 4);
	struct arena a;

	//@ split used;
	//@ split part;
	arena_init(&a, memory, SIZE, no_room);
	a.used = any(0, SIZE);
	switch (any(0, 3)) {
	case 0:
		take_any(&a);
		break;
	case 1:
		take_any_many(&a);
		break;
	case 2:
		longer(&a, used, part);
		break;
	default:
		back(&a, used, part);
	}
	return 0;
}
