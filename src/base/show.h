/*
 * show.h: a value that somebody else chose, made fit for one line of an error: in double quotes, control characters and
 * bytes that are no UTF-8 as \xNN (\n and \t by name), quotes and backslashes escaped, cut behind 80 bytes with "..." after
 * the closing quote.
 */
#ifndef BASE_SHOW_H
#define BASE_SHOW_H

#include "base/arena.h"

enum { SHOW_MAX = 4 * 80 + 2 + 3 + 1 };

/* In the caller's buffer; returns it. */
const char *show_in(char buf[SHOW_MAX], const char *value);

/* In the arena. */
const char *show(struct arena *a, const char *value);

/* In place, a whole line: control characters and bytes that are no UTF-8 become question marks. */
void show_line(char *line);

#endif
