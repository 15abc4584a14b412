/* trace.c: what --trace has written, whole or not, and the picture that is drawn of it. */
#include "fuzz.h"

#include <stdbool.h>
#include "decide/trace_picture.h"
#include "read/trace_file.h"

/* One tag from behind its '<'; returns behind its '>'.  What stands in quotes has no '<' in it. */
static const char *tag(const char *at, int *depth)
{
	bool end = *at == '/', quoted = false;
	char last = 0;

	for (; *at && (*at != '>' || quoted); last = *at++) {
		must(*at != '<');
		quoted ^= *at == '"';
	}
	must(*at == '>' && !quoted);
	*depth += end ? -1 : last != '/';
	must(*depth >= 0);
	return at + 1;
}

/* Whatever the names were, the picture is one element with all others in it. */
static void must_be_xml(const char *at, size_t len)
{
	int depth = 0, tags = 0;

	must(strlen(at) == len && !strncmp(at, "<svg ", 5) && !strstr(at, "<script"));
	while ((at = strchr(at, '<'))) {
		must(!tags || depth > 0);
		at = tag(at + 1, &depth);
		tags++;
	}
	must(depth == 0 && tags > 2);
}

void fuzz_one(struct arena *a, unsigned char *bytes, size_t len)
{
	struct trace_file file = { 0 };
	struct error err = { 0 };
	struct text out;

	if (trace_file_read(a, take_text(a, (const char *)bytes, len), len, "t", &file, &err) < 0) {
		must_explain(&err);
		return;
	}
	must(file.spans_count <= TRACE_SPANS);
	for (size_t i = 0; i < file.spans_count; i++)
		must(file.spans[i].name && file.spans[i].begin <= file.spans[i].end);
	text_init(&out, a);
	trace_picture(a, &file, &out);
	must_be_xml(out.at, out.used);
}
