/*
 * json_writer.h: writes JSON (RFC 8259) into a text.  The key is NULL inside arrays.  Bytes that are no UTF-8 are the
 * caller's to refuse; control characters are escaped.
 */
#ifndef BASE_JSON_WRITER_H
#define BASE_JSON_WRITER_H

#include <stdbool.h>
#include "base/text.h"

struct json_writer {
	struct text *out;
	int depth;
	bool pretty; /* two blanks for each level */
	bool comma; /* something stands before on this level */
};

void json_begin(struct json_writer *w, struct text *out, bool pretty);
void json_object(struct json_writer *w, const char *key);
void json_array(struct json_writer *w, const char *key);
void json_end(struct json_writer *w, char close); /* '}' or ']' */
void json_string(struct json_writer *w, const char *key, const char *value);
void json_number(struct json_writer *w, const char *key, long long value);
void json_unsigned(struct json_writer *w, const char *key, unsigned long long value);
void json_bool(struct json_writer *w, const char *key, bool value);
void json_null(struct json_writer *w, const char *key);

/* Only the string itself, with its quotes. */
void json_quote(struct text *out, const char *value);

#endif
