/*
 * arena.h: memory of one command.  Everything that read and decide make lives in one arena and goes away with it.
 * There is no free: a command lives for milliseconds, and what is never freed cannot be freed twice.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena {
	char *at;
	size_t used, size;
	size_t until; /* a test's: so many more pieces, and there is no room; 0: as many as fit */
	void (*exhausted)(struct arena *a); /* must not return: it ends the program or jumps out */
};

/* Uses the caller's memory, which must be zeroed (fresh from mmap or static). */
void arena_init(struct arena *a, void *memory, size_t size, void (*exhausted)(struct arena *a));

/* Zeroed, aligned for anything.  Never NULL: when there is no room, `exhausted` is called. */
void *take(struct arena *a, size_t size);

/* Takes back everything that was taken since a->used was `mark`: for a command that goes round for long. */
void arena_release(struct arena *a, size_t mark);

/* COUNT items of SIZE bytes; an overflow of the product counts as no room. */
void *take_many(struct arena *a, size_t count, size_t size);

/* Copies with a 0 at the end. */
char *take_text(struct arena *a, const char *text, size_t len);
char *take_copy(struct arena *a, const char *text);
char *take_format(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Makes the last piece taken longer, in place if it is the last, else by a copy; the new part is zero. */
void *take_longer(struct arena *a, void *piece, size_t old, size_t wanted);

/* Makes the last piece taken shorter; what is given back must still be zero. */
void take_less(struct arena *a, const char *piece, size_t wanted);

#endif
