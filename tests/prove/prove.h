/*
 * prove.h: what a proof says of its inputs.  Eva takes each of these for every value at once.
 *
 * What is read lies at the end of its object, so that a byte too far is an alarm; its length is split, so that each one is
 * looked at by itself.
 */
#ifndef PROVE_H
#define PROVE_H

#include <stdbool.h>
#include <stddef.h>
#include "__fc_builtin.h"
#include "base/arena.h"

static inline int any(int least, int most)
{
	return Frama_C_interval(least, most);
}

/* Any byte but 0. */
static inline char any_char(void)
{
	char c = Frama_C_char_interval(-128, 127);

	return c ? c : 1;
}

/* N bytes, whatever they are. */
static inline char *any_bytes(char *object, size_t size, size_t n)
{
	Frama_C_make_unknown(object, size);
	return object + (size - n);
}

/* A text of N bytes and its 0. */
static inline char *any_text(char *object, size_t size, size_t n)
{
	char *text = object + (size - 1 - n);

	for (size_t i = 0; i < n; i++)
		text[i] = any_char();
	text[n] = 0;
	return text;
}

/* An arena as base/arena.h has it, of which each piece ends with its object (take.c). */
struct arena *pieces(void);

#endif
