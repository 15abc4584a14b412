/* json_writer.c: see json_writer.h. */
#include "base/json_writer.h"

void json_begin(struct json_writer *w, struct text *out, bool pretty)
{
	*w = (struct json_writer){ .out = out, .pretty = pretty };
}

void json_quote(struct text *out, const char *value)
{
	const char *plain = value; /* what may stand as it is goes out in one piece */

	text_byte(out, '"');
	for (; *value; value++) {
		unsigned char c = (unsigned char)*value;

		if (c != '"' && c != '\\' && c >= 0x20)
			continue;
		text_bytes(out, plain, (size_t)(value - plain));
		plain = value + 1;
		if (c < 0x20)
			text_format(out, "\\u%04x", c);
		else
			text_bytes(out, (const char[]){ '\\', *value }, 2);
	}
	text_bytes(out, plain, (size_t)(value - plain));
	text_byte(out, '"');
}

static void new_line(struct json_writer *w)
{
	if (!w->pretty)
		return;
	text_byte(w->out, '\n');
	for (int i = 0; i < w->depth; i++)
		text_add(w->out, "  ");
}

static void begin_value(struct json_writer *w, const char *key)
{
	if (w->comma)
		text_byte(w->out, ',');
	if (w->depth)
		new_line(w);
	if (key) {
		json_quote(w->out, key);
		text_add(w->out, w->pretty ? ": " : ":");
	}
	w->comma = true;
}

static void begin_level(struct json_writer *w, const char *key, char open)
{
	begin_value(w, key);
	text_byte(w->out, open);
	w->depth++;
	w->comma = false;
}

void json_object(struct json_writer *w, const char *key)
{
	begin_level(w, key, '{');
}

void json_array(struct json_writer *w, const char *key)
{
	begin_level(w, key, '[');
}

void json_end(struct json_writer *w, char close)
{
	w->depth--;
	if (w->comma)
		new_line(w);
	text_byte(w->out, close);
	w->comma = true;
}

void json_string(struct json_writer *w, const char *key, const char *value)
{
	begin_value(w, key);
	json_quote(w->out, value);
}

void json_number(struct json_writer *w, const char *key, long long value)
{
	begin_value(w, key);
	text_number(w->out, value);
}

void json_unsigned(struct json_writer *w, const char *key, unsigned long long value)
{
	begin_value(w, key);
	text_format(w->out, "%llu", value);
}

void json_bool(struct json_writer *w, const char *key, bool value)
{
	begin_value(w, key);
	text_add(w->out, value ? "true" : "false");
}

void json_null(struct json_writer *w, const char *key)
{
	begin_value(w, key);
	text_add(w->out, "null");
}
