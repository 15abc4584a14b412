/* options_find.h: which option or command was meant; for options.c. */
#ifndef READ_OPTIONS_FIND_H
#define READ_OPTIONS_FIND_H

#include <stddef.h>
#include "read/options.h"

/* An option as it was said: --NAME=VALUE, or -NAME, without the dashes; value is NULL when there was no "=". */
struct said {
	const char *whole; /* with its dashes */
	const char *name;
	size_t len;
	const char *value;
	bool one_dash;
};

struct said option_split(const char *arg);

/* The row of an option behind COMMAND, or before any (COMMAND_NONE).  NULL: an error that names the nearest, or says where
 * help is. */
const struct option_row *option_find(enum command command, const struct said *s, struct error *err);

/* The same without an error: NULL. */
const struct option_row *option_row_of(enum command command, const struct said *s);

/* The command of this name; else an error of the same kind. */
int command_find(const char *name, enum command *ret, struct error *err);

#endif
