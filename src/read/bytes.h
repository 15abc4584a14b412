/*
 * bytes.h: where a parser gets its bytes from.  Parsers of big files (programs, kernels) read only the few ranges that
 * they need, and make no system call: whoever calls them says how a range is fetched, a test gives memory.
 */
#ifndef READ_BYTES_H
#define READ_BYTES_H

#include <stddef.h>
#include "base/error.h"

struct bytes {
	const char *name; /* the file as the user named it: for error texts */
	unsigned long long size; /* of the whole file */
	/* Fetches exactly LEN bytes that lie inside `size`; -1 and errno when that cannot be done. */
	int (*fetch)(const struct bytes *b, unsigned long long offset, void *to, size_t len);
	const void *memory; /* for bytes_of_memory */
	int fd; /* for whoever fetches from a descriptor: see look/file.h */
	void *cache; /* the same */
};

/* The bytes stay the caller's and must outlive the result. */
struct bytes bytes_of_memory(const char *name, const void *at, size_t len);

/* Is the range inside the file?  No overflow whatever the numbers are. */
int bytes_hold(const struct bytes *b, unsigned long long offset, unsigned long long len);

/* Reads a range; WHAT names it in the error ("its program headers").  A range outside of the file is EINVAL. */
int bytes_read(
    const struct bytes *b, unsigned long long offset, void *to, size_t len, const char *what, struct error *err);

#endif
