/* report.c: see report.h. */
#include "cmd/report.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "base/show.h"

static const char words[FOUND_KINDS][8] = { "ok", "limited", "missing", "unknown" };

void report_begin(struct report *r, struct arena *a)
{
	*r = (struct report){ .a = a, .room = 64 };
	r->at = take_many(a, r->room, sizeof *r->at);
}

void report_add(struct report *r, enum found verdict, const char *about, const char *mend, const char *format, ...)
{
	char text[2048];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	show_line(text); /* names of programs and files may hold anything, and this goes to a terminal */
	if (r->n == r->room) {
		r->at = take_longer(r->a, r->at, r->room * sizeof *r->at, r->room * 2 * sizeof *r->at);
		r->room *= 2;
	}
	r->at[r->n++] = (struct finding){ verdict, about, take_copy(r->a, text), mend };
}

void report_text(const struct report *r, struct text *out)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct finding *f = &r->at[i];

		text_format(out, "%-8s %-13s %s\n", words[f->verdict], f->about, f->text);
		if (f->mend)
			text_format(out, "%-8s %-13s -> %s\n", "", "", f->mend);
	}
}

void report_json(const struct report *r, struct json_writer *w)
{
	json_array(w, "findings");
	for (size_t i = 0; i < r->n; i++) {
		const struct finding *f = &r->at[i];

		json_object(w, NULL);
		json_string(w, "verdict", words[f->verdict]);
		json_string(w, "about", f->about);
		json_string(w, "text", f->text);
		if (f->mend)
			json_string(w, "mend", f->mend);
		json_end(w, '}');
	}
	json_end(w, ']');
}
