/*
 * toml.h: the part of TOML 1.0 that settings need: tables [a.b], dotted and quoted keys, texts in "" and '', whole decimal
 * numbers, true and false, lists of texts.  Everything else (fractions, dates, inline tables, lists of tables, texts over
 * several lines) is a warning that names FILE:LINE; that line is left out and the rest is read.
 */
#ifndef READ_TOML_H
#define READ_TOML_H

#include <stddef.h>
#include "base/arena.h"
#include "base/warnings.h"

enum toml_type {
	TOML_FLAG,
	TOML_NUMBER,
	TOML_TEXT,
	TOML_TEXTS,
	TOML_MIXED, /* a list of other things than texts */
};

struct toml_value {
	enum toml_type type;
	long long number; /* of a flag too */
	const char *text; /* strict UTF-8 without NUL */
	const char **texts;
	size_t count;
};

/* Told each key with its table in front, "a.b.key"; a part that is no bare word stands in quotes. */
typedef void toml_handler(void *context, const char *path, size_t line, const struct toml_value *v);

void toml_read(struct arena *a, const char *bytes, size_t len, const char *file, toml_handler *handler, void *context,
    struct warnings *warn);

/* ---- words: toml.re */

enum toml_word {
	TOML_END,
	TOML_LINE, /* a line ends */
	TOML_OPEN, /* [ */
	TOML_OPEN_TWO, /* [[ */
	TOML_CLOSE, /* ] */
	TOML_EQUALS,
	TOML_DOT,
	TOML_COMMA,
	TOML_BARE, /* a key without quotes */
	TOML_BASIC, /* "..." with its quotes and escapes */
	TOML_LITERAL, /* '...' with its quotes */
	TOML_TRUE,
	TOML_FALSE,
	TOML_WHOLE, /* digits, perhaps with a sign and underscores */
	TOML_OTHER, /* any other value without quotes */
	TOML_MANY_LINES, /* three quotes */
	TOML_BRACE, /* { */
	TOML_BAD, /* a byte that begins nothing */
};

struct toml_text {
	const char *at, *end; /* *end is 0 */
	const char *word; /* the last one */
	size_t len;
	size_t word_line, line; /* of the last one, and of what comes next */
};

/* The next word where a key may stand, or where a value may stand.  Blanks and comments are passed over. */
enum toml_word toml_key_word(struct toml_text *t);
enum toml_word toml_value_word(struct toml_text *t);

#endif
