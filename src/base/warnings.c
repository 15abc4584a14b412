/* warnings.c: see warnings.h. */
#include "base/warnings.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { MOST = 100 }; /* nobody reads more, and a hostile file must not make megabytes of log */

void warnings_init(struct warnings *w, struct arena *a)
{
	*w = (struct warnings){ .a = a };
}

static void add(struct warnings *w, const char *text)
{
	if (!w->at)
		w->at = take_many(w->a, MOST + 1, sizeof *w->at);
	w->at[w->n++] = text;
}

static int is_there(const struct warnings *w, const char *text)
{
	for (size_t i = 0; i < w->n; i++)
		if (!strcmp(w->at[i], text))
			return 1;
	return 0;
}

void warn_add(struct warnings *w, const char *format, ...)
{
	char text[1024];
	va_list args;

	if (w->n > MOST)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	if (is_there(w, text))
		return;
	add(w, w->n == MOST ? "more warnings are not shown" : take_copy(w->a, text));
}
