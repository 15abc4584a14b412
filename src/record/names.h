/* names.h: what is in a directory, without the memory that opendir(3) would take from the C library for the first time. */
#ifndef RECORD_NAMES_H
#define RECORD_NAMES_H

#include <stdbool.h>
#include <stddef.h>

struct names {
	int dir;
	size_t at, len;
	bool failed; /* the directory could not be read, or not to its end; errno says why */
	_Alignas(8) char entries[2048];
};

/* The descriptor must be open for reading, and stays the caller's. */
void names_begin(struct names *n, int dir);

/* The next name, never "." or ".."; NULL: there is none, or it failed.  Valid until the next call. */
const char *names_next(struct names *n);

#endif
