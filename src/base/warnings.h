/*
 * warnings.h: what a person should know although nothing failed: an unknown key, a setting of the wrong type.  Readers and
 * decide only collect them; the command prints them.  Texts follow the rules of error.h: what, which file or key, one line.
 */
#ifndef BASE_WARNINGS_H
#define BASE_WARNINGS_H

#include <stddef.h>
#include "base/arena.h"

struct warnings {
	struct arena *a;
	const char **at;
	size_t n;
};

void warnings_init(struct warnings *w, struct arena *a);

/* The text lives in the arena.  A text that is in the list already is not added again; after 100 only one more line is. */
void warn_add(struct warnings *w, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
