/*
 * json_keys.h: the keys of the objects that are open, to find one that is there twice.  Looked for at the end of an object:
 * few keys are compared each with each, many are sorted first.  A hash would need a secret to be safe from chosen keys.
 */
#ifndef READ_JSON_KEYS_H
#define READ_JSON_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"

struct json_key {
	const char *text;
	unsigned int len, at; /* at: where it ends in the file */
};

struct json_keys {
	struct json_key *at;
	size_t n, room;
};

void json_keys_add(struct json_keys *k, struct arena *a, const char *text, size_t len, size_t at);

/* Is one of the keys from `first` on there twice?  Then they are keys->at[*ret_first] and, later in the file, [*ret_second]. */
bool json_keys_twice(struct json_keys *k, size_t first, size_t *ret_first, size_t *ret_second);

#endif
