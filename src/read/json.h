/*
 * json.h: JSON (RFC 8259) as a stream of events; yajl stands behind this one file.
 *
 * Stricter than yajl: strict UTF-8, no NUL in a string (\u0000), no half of a surrogate pair, no key twice in one object, no
 * more than JSON_DEPTH levels, no comments, nothing behind the value.  Time is linear in the size, times the logarithm of
 * an object's number of keys.  Errors read FILE:LINE: PATH: what.
 */
#ifndef READ_JSON_H
#define READ_JSON_H

#include <stddef.h>
#include "base/arena.h"
#include "base/error.h"
#include "base/pair.h"

enum { JSON_DEPTH = 32 };

struct json_source {
	const char *bytes;
	size_t len;
	const char *file; /* for messages */
	size_t most; /* a longer one is refused unread */
};

enum json_type {
	JSON_NULL,
	JSON_BOOL, /* text: true or false */
	JSON_NUMBER, /* text: as it stands in the file */
	JSON_STRING,
	JSON_OBJECT, /* begins; JSON_KEYs, each followed by its value, and a JSON_END follow */
	JSON_LIST, /* begins; values and a JSON_END follow */
	JSON_KEY,
	JSON_END, /* of the innermost object or list */
};

struct json_event {
	enum json_type type;
	const char *text; /* ends with a 0, except that of a number; lives in the arena */
	size_t len;
};

struct json; /* a reading under way */

/* Told each event in turn; returns 0, or -1 by json_fail() to end it. */
typedef int json_handler(void *context, struct json *j, const struct json_event *e);

/* The arena takes a copy of the bytes, in which the strings stay; and 16 bytes for each key of the largest object. */
int json_read(
    struct arena *a, const struct json_source *source, json_handler *handler, void *context, struct error *err);

/* For handlers: sets the error with file, line and path of the event at hand in front; always -1. */
int json_fail(struct json *j, int num, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* For handlers: "FILE:LINE: PATH: " of the event at hand, in the arena, for a warning. */
const char *json_where(struct json *j);

/* For handlers: where the event at hand stands in the bytes of the source, from its first to behind its last. */
void json_span(struct json *j, size_t *ret_from, size_t *ret_to);

/* For handlers: a whole number from least to most, as the bits of a 64-bit integer; fractions and exponents are refused. */
int json_whole(
    struct json *j, const struct json_event *e, long long least, unsigned long long most, unsigned long long *ret);

/* What an event is, for messages: "a string". */
const char *json_type_name(enum json_type type);

/*
 * One flat object of strings, as urunc.json: all pairs whose value is a string.  A value of another type is an error if its
 * key begins with prefix, and skipped with all that is in it if not; null is as no key.  Pairs live in the arena.
 */
int json_pairs(struct arena *a, const struct json_source *source, const char *prefix, struct pair **ret, size_t *ret_n,
    struct error *err);

#endif
