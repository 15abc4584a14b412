/* text.h: a text that grows in an arena; always ends with a 0 that `used` does not count. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stddef.h>
#include "base/arena.h"

struct text {
	struct arena *arena;
	char *at;
	size_t used, room;
};

void text_init(struct text *t, struct arena *a);
void text_byte(struct text *t, char c);
void text_bytes(struct text *t, const char *bytes, size_t len);
void text_add(struct text *t, const char *text);
void text_number(struct text *t, long long n);
void text_format(struct text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
