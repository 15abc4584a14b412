/* arena.c: see arena.h. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/redzone.h"

enum { ALIGN = 16, BEHIND = 4096 };

void arena_init(struct arena *a, void *memory, size_t size, void (*exhausted)(struct arena *a))
{
	a->at = memory;
	a->used = 0;
	a->size = size;
	a->until = 0;
	a->exhausted = exhausted;
}

/* All that is taken is taken here: the piece ends where the arena is used up to. */
static void use(struct arena *a, size_t start, size_t size)
{
	if (start > a->size || size > a->size - start || --a->until == 0)
		a->exhausted(a);
	a->used = start + size;
	redzone_set(a->at + a->used, a->size - a->used < BEHIND ? a->size - a->used : BEHIND);
	redzone_clear(a->at + start, size);
}

void *take(struct arena *a, size_t size)
{
	size_t start = (a->used + REDZONE_GAP + ALIGN - 1) / ALIGN * ALIGN;

	use(a, start, size);
	return a->at + start;
}

void arena_release(struct arena *a, size_t mark)
{
	redzone_clear(a->at + mark, a->used - mark);
	memset(a->at + mark, 0, a->used - mark);
	redzone_set(a->at + mark, a->used - mark);
	a->used = mark;
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

char *take_format(struct arena *a, const char *format, ...)
{
	va_list args;
	int len;
	char *text;

	va_start(args, format);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	text = take(a, (size_t)(len < 0 ? 0 : len) + 1);
	va_start(args, format);
	vsnprintf(text, (size_t)(len < 0 ? 0 : len) + 1, format, args);
	va_end(args);
	return text;
}

void *take_longer(struct arena *a, void *piece, size_t old, size_t wanted)
{
	void *copy;

	if (piece && (char *)piece + old == a->at + a->used && wanted >= old) {
		use(a, (size_t)((char *)piece - a->at), wanted);
		return piece;
	}
	copy = take(a, wanted);
	if (piece)
		memcpy(copy, piece, old < wanted ? old : wanted);
	return copy;
}

void take_less(struct arena *a, const char *piece, size_t wanted)
{
	size_t end = (size_t)(piece - a->at) + wanted;

	redzone_set(a->at + end, a->used - end);
	a->used = end;
}
