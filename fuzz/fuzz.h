/*
 * fuzz.h: what a harness is.  One file each: fuzz/NAME.c has the two functions below; fuzz/main.c runs them, under AFL++ in
 * one process for thousands of inputs, else once for each file on its command line.  Seeds are fuzz/seeds/NAME, words those
 * of the specs, inputs that once failed fuzz/crashers/NAME.
 */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <stdio.h>
#include <stdlib.h>
#include "base/arena.h"
#include "base/error.h"
#include "base/warnings.h"

/*
 * One input.  The bytes lie in a block of exactly their size, so that a sanitizer sees what reads beyond; they may be
 * changed.  The arena is empty and all zero.
 */
void fuzz_one(struct arena *a, unsigned char *bytes, size_t len);

/* A property that does not hold is as bad as a crash. */
#define must(holds) ((holds) ? (void)0 : (fprintf(stderr, "%s:%d: must hold: %s\n", __FILE__, __LINE__, #holds), abort()))

/* A refusal says why, in one line that can be printed. */
static inline void must_explain(const struct error *err)
{
	must(err->num != 0 && err->text[0]);
	for (const char *c = err->text; *c; c++)
		must(*c != '\n');
}

#endif
