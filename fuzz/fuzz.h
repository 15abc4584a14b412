/*
 * fuzz.h: what a harness is.  One file each: fuzz/NAME.c has the two functions below; fuzz/main.c runs them, under AFL++ in
 * one process for thousands of inputs, else once for each file on its command line.  Seeds are fuzz/seeds/NAME, words those
 * of the specs, inputs that once failed fuzz/crashers/NAME.
 */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_parse.h>
#include "base/arena.h"
#include "base/error.h"
#include "base/warnings.h"
#include "read/bytes.h"

/*
 * One input.  The bytes lie in a block of exactly their size, so that a sanitizer sees what reads beyond; they may be
 * changed.  The arena is empty and all zero.
 */
void fuzz_one(struct arena *a, unsigned char *bytes, size_t len);

/* A property that does not hold is as bad as a crash. */
#define must(holds) \
	((holds) ? (void)0 : (fprintf(stderr, "%s:%d: must hold: %s\n", __FILE__, __LINE__, #holds), abort()))

/* A refusal says why, in one line that can be printed. */
static inline void must_explain(const struct error *err)
{
	must(err->num != 0 && err->text[0]);
	for (const char *c = err->text; *c; c++)
		must(*c != '\n');
}

/* Inputs of several parts have a byte 1e between them; the last part is all that is left. */
struct part {
	const char *at;
	size_t len;
};

static inline struct part part_cut(struct part *rest)
{
	const char *end = memchr(rest->at, 0x1e, rest->len);
	struct part ret = { rest->at, end ? (size_t)(end - rest->at) : rest->len };

	rest->at += ret.len + (end != NULL);
	rest->len -= ret.len + (end != NULL);
	return ret;
}

/* The same file, of which a read fails: the UNTIL-th. */
static inline int fetch_until(const struct bytes *b, unsigned long long offset, void *to, size_t len)
{
	unsigned *until = b->cache;

	if (*until && --*until == 0) {
		errno = EIO;
		return -1;
	}
	memcpy(to, (const char *)b->memory + offset, len);
	return 0;
}

static inline struct bytes bytes_until(const struct bytes *whole, unsigned *until)
{
	struct bytes ret = *whole;

	ret.fetch = fetch_until;
	ret.cache = until;
	return ret;
}

/* What we write for others to read is JSON.  Not by our own reader: it is stricter than others, and would agree with us. */
static inline void must_be_json(const char *bytes, size_t len)
{
	yajl_handle yajl = yajl_alloc(NULL, NULL, NULL);

	must(yajl_parse(yajl, (const unsigned char *)bytes, len) == yajl_status_ok);
	must(yajl_complete_parse(yajl) == yajl_status_ok);
	yajl_free(yajl);
}

#endif
