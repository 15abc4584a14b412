/*
 * JSON of any texts up to 2 bytes: nothing is written behind its room, and every level is closed.
 *
 * sources: src/base/json_writer.c src/base/text.c tests/prove/take.c
 * options: -eva-precision 0 -eva-ilevel 256 -eva-slevel 1000
 * quick
 */
#include <stdarg.h>
#include <stdio.h>

#include "prove.h"
#include "base/json_writer.h"

enum { MOST = 2 };

static char object[MOST + 1];

/* The one format that is used for a text is \u%04x: 6 bytes, whatever they are. */
int vsnprintf(char *to, size_t room, const char *format, va_list args)
{
	(void)format;
	(void)args;
	for (size_t i = 0; to && i < room && i < 7; i++)
		to[i] = i < 6 && i + 1 < room ? any_char() : 0;
	return 6;
}

int main(void)
{
	size_t n = any(0, MOST);
	struct json_writer w;
	struct text t;
	char *text;

	//@ split n;
	text = any_text(object, sizeof object, n);
	text_init(&t, pieces());
	json_begin(&w, &t, any(0, 1));
	json_object(&w, NULL);
	json_string(&w, "k", text);
	json_array(&w, "a");
	json_end(&w, ']');
	json_null(&w, "n");
	json_end(&w, '}');
	//@ assert every_level_is_closed: w.depth == 0;
	//@ assert there_is_room: t.used < t.room;
	return 0;
}
