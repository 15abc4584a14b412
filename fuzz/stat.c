/*
 * stat.c: the small files in which a cgroup tells how it fares, and the line of `events` that they become.  Parts: a letter
 * for the figure (A is the first; a digit: huge pages of a size), 1 or 2 for the version, the file.
 */
#include "fuzz.h"

#include "base/utf8.h"
#include "decide/cgroup_report.h"
#include "read/cgroup_stat.h"

enum { PAGES = 4 };

static void tokens(const char *text)
{
	struct cgroup_stat s = { .at = text };
	const char *end = text + strlen(text);
	enum cgroup_token token;

	while ((token = cgroup_stat_next(&s)) != CGROUP_TOKEN_END) {
		must(s.at > text && s.at <= end);
		must(token == CGROUP_TOKEN_LINE || token == CGROUP_TOKEN_DEVICE ||
		     (s.word >= text && s.word + s.len <= end));
	}
	cgroup_stat_of(text, "total_inactive_file");
	cgroup_stat_number(text);
}

static void add(struct cgroup_figures *f, struct cgroup_pages *pages, char what, bool v2, const char *text)
{
	if (what >= 'A' && what < 'A' + FIGURES) {
		f->text[what - 'A'] = text;
		f->v2[what - 'A'] = v2;
	} else if (what >= '0' && what < '0' + PAGES) {
		pages[what - '0'] = (struct cgroup_pages){ "2MB", text, v2 ? NULL : text, text };
		f->pages_count = (size_t)(what - '0') + 1;
	}
}

void fuzz_one(struct arena *a, unsigned char *bytes, size_t len)
{
	struct part rest = { (const char *)bytes, len };
	struct cgroup_pages pages[PAGES] = { 0 };
	struct cgroup_figures figures = { .pages = pages };
	struct json_writer json;
	struct text out;

	if (utf8_valid((const char *)bytes, len) < len)
		return; /* the kernel writes ASCII */
	while (rest.len) {
		struct part p = part_cut(&rest);
		const char *text = p.len < 2 ? "" : take_text(a, p.at + 2, p.len - 2);

		tokens(text);
		if (p.len >= 2)
			add(&figures, pages, p.at[0], p.at[1] == '2', text);
	}
	for (size_t i = 0; i < figures.pages_count; i++)
		if (!pages[i].size)
			pages[i] = (struct cgroup_pages){ "1GB", "1", NULL, NULL };
	text_init(&out, a);
	json_begin(&json, &out, false);
	json_object(&json, NULL);
	cgroup_report(&figures, a, &json);
	json_end(&json, '}');
	must_be_json(out.at, out.used);
}
