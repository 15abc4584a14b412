/* toml.c: lines and values of TOML; see toml.h.  A line that cannot be read is a warning, and reading goes on behind it. */
#include "read/toml.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/show.h"
#include "base/text.h"
#include "base/utf8.h"

struct reader {
	struct arena *arena;
	const char *file;
	struct warnings *warn;
	toml_handler *handler;
	void *context;
	struct toml_text text;
	const char *table; /* "a.b"; NULL: its line was wrong, so that its keys are left out */
};

static bool wrong(struct reader *r, const char *what)
{
	warn_add(r->warn, "%s:%zu: %s; this line is left out", r->file, r->text.word_line, what);
	return false;
}

/* What cannot be read, as the reader of the message sees it: to the end of the line. */
static bool wrong_here(struct reader *r, const char *wanted)
{
	const char *word = r->text.word;
	const char *found = "the end of the line";
	size_t len = strcspn(word, "\r\n");

	if (len)
		found = show(r->arena, take_text(r->arena, word, len));
	else if (!*word && word < r->text.end)
		found = "a byte 0";
	return wrong(r, take_format(r->arena, "%s is wanted, not %s", wanted, found));
}

/* ---- texts */

static int hex(const char *p, int digits, uint32_t *ret)
{
	uint32_t n = 0;

	for (int i = 0; i < digits; i++) {
		char c = p[i], low = (char)(c | 0x20);

		if (!(c >= '0' && c <= '9') && !(low >= 'a' && low <= 'f'))
			return -1;
		n = n << 4 | (uint32_t)(c <= '9' ? c - '0' : low - 'a' + 10);
	}
	*ret = n;
	return 0;
}

static bool put_character(struct text *t, uint32_t c)
{
	if (!c || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return false;
	if (c < 0x80) {
		text_byte(t, (char)c);
		return true;
	}
	if (c >= 0x10000)
		text_byte(t, (char)(0xf0 | c >> 18));
	if (c >= 0x800)
		text_byte(t, (char)((c >= 0x10000 ? 0x80 : 0xe0) | (c >> 12 & (c >= 0x10000 ? 0x3f : 0x0f))));
	text_byte(t, (char)((c >= 0x800 ? 0x80 : 0xc0) | (c >> 6 & (c >= 0x800 ? 0x3f : 0x1f))));
	text_byte(t, (char)(0x80 | (c & 0x3f)));
	return true;
}

/* What stands behind a backslash; how many bytes that are, 0: no such escape. */
static size_t put_escape(struct text *t, const char *p)
{
	static const char from[] = "btnfr\"\\", to[] = "\b\t\n\f\r\"\\";
	const char *simple = strchr(from, *p);
	uint32_t c;

	if (simple) {
		text_byte(t, to[simple - from]);
		return 1;
	}
	if ((*p != 'u' && *p != 'U') || hex(p + 1, *p == 'u' ? 4 : 8, &c) || !put_character(t, c))
		return 0;
	return *p == 'u' ? 5 : 9;
}

/* The text of a word in quotes; NULL with a warning. */
static const char *text_of(struct reader *r, enum toml_word kind)
{
	const char *p = r->text.word + 1, *end = r->text.word + r->text.len - 1;
	struct text t;

	text_init(&t, r->arena);
	while (p < end) {
		size_t len = *p == '\\' && kind == TOML_BASIC ? put_escape(&t, p + 1) : 0;

		if (!len && *p == '\\' && kind == TOML_BASIC)
			return wrong_here(r, "\\b \\t \\n \\f \\r \\\" \\\\ \\uXXXX or \\UXXXXXXXX in a text"), NULL;
		if (!len)
			text_byte(&t, *p);
		p += len + 1;
	}
	if (utf8_valid(t.at, t.used) < t.used)
		return wrong(r, "a text is no UTF-8"), NULL;
	return t.at;
}

/* ---- keys */

/* One part of a key goes behind the others; one that is no bare word keeps quotes, so that it is no other's name. */
static bool put_part(struct reader *r, struct text *path, enum toml_word kind)
{
	const char *text;

	if (path->used)
		text_byte(path, '.');
	if (kind == TOML_BARE) {
		text_bytes(path, r->text.word, r->text.len);
		return true;
	}
	if (kind != TOML_BASIC && kind != TOML_LITERAL)
		return wrong_here(r, "a key");
	text = text_of(r, kind);
	if (!text)
		return false;
	text_add(path, *text && !text[strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")]
			   ? text
			   : show(r->arena, text));
	return true;
}

/* a.b.c, whose first word was read; the word behind it has to be `last`. */
static bool take_path(struct reader *r, struct text *path, enum toml_word kind, enum toml_word last, const char *wanted)
{
	for (;;) {
		if (!put_part(r, path, kind))
			return false;
		kind = toml_key_word(&r->text);
		if (kind == last)
			return true;
		if (kind != TOML_DOT)
			return wrong_here(r, wanted);
		kind = toml_key_word(&r->text);
	}
}

/* ---- values */

static bool take_whole(struct reader *r, struct toml_value *v)
{
	const char *p = r->text.word, *end = p + r->text.len;
	bool minus = *p == '-';
	long long n = 0;

	for (p += *p == '-' || *p == '+'; p < end; p++) {
		if (*p == '_')
			continue;
		if (__builtin_mul_overflow(n, 10, &n) || __builtin_add_overflow(n, *p - '0', &n))
			return wrong(r, "a number is too large");
	}
	*v = (struct toml_value){ .type = TOML_NUMBER, .number = minus ? -n : n };
	return true;
}

static bool add_text(struct reader *r, struct toml_value *v, size_t *room, enum toml_word kind)
{
	size_t wanted = *room ? *room * 2 : 4;
	const char *text = text_of(r, kind);

	if (!text)
		return false;
	if (v->count == *room) {
		v->texts = take_longer(r->arena, v->texts, *room * sizeof *v->texts, wanted * sizeof *v->texts);
		*room = wanted;
	}
	v->texts[v->count++] = text;
	return true;
}

static enum toml_word next_in_list(struct reader *r)
{
	enum toml_word kind;

	do
		kind = toml_value_word(&r->text);
	while (kind == TOML_LINE);
	return kind;
}

static bool take_item(struct reader *r, struct toml_value *v, size_t *room, enum toml_word kind)
{
	switch (kind) {
	case TOML_BASIC:
	case TOML_LITERAL:
		return add_text(r, v, room, kind);
	case TOML_TRUE:
	case TOML_FALSE:
	case TOML_WHOLE:
	case TOML_OTHER:
		v->type = TOML_MIXED;
		return true;
	default:
		return wrong_here(r, "a text or the ] of a list");
	}
}

static bool take_list(struct reader *r, struct toml_value *v)
{
	size_t room = 0;
	enum toml_word kind;

	*v = (struct toml_value){ .type = TOML_TEXTS };
	for (;;) {
		kind = next_in_list(r);
		if (kind == TOML_CLOSE)
			return true;
		if (!take_item(r, v, &room, kind))
			return false;
		kind = next_in_list(r);
		if (kind == TOML_CLOSE)
			return true;
		if (kind != TOML_COMMA)
			return wrong_here(r, "a comma or the ] of a list");
	}
}

static bool take_value(struct reader *r, struct toml_value *v)
{
	enum toml_word kind = toml_value_word(&r->text);

	switch (kind) {
	case TOML_TRUE:
	case TOML_FALSE:
		*v = (struct toml_value){ .type = TOML_FLAG, .number = kind == TOML_TRUE };
		return true;
	case TOML_WHOLE:
		return take_whole(r, v);
	case TOML_BASIC:
	case TOML_LITERAL:
		*v = (struct toml_value){ .type = TOML_TEXT, .text = text_of(r, kind) };
		return v->text != NULL;
	case TOML_OPEN:
		return take_list(r, v);
	case TOML_BRACE:
		return wrong(r, "a table in braces is not read here: write it as [table] with lines of its own");
	case TOML_MANY_LINES:
		return wrong(r, "a text over several lines is not read here");
	default:
		return wrong_here(r, "a text in quotes, a whole number, true, false or a list of texts");
	}
}

/* ---- lines */

static bool take_end(struct reader *r, enum toml_word kind)
{
	return kind == TOML_LINE || kind == TOML_END || wrong_here(r, "the end of the line");
}

static bool take_table(struct reader *r, enum toml_word kind)
{
	struct text path;

	r->table = NULL;
	if (kind == TOML_OPEN_TWO)
		return wrong(r, "a list of tables is not read here");
	text_init(&path, r->arena);
	if (!take_path(r, &path, toml_key_word(&r->text), TOML_CLOSE, "the ] of a table"))
		return false;
	kind = toml_key_word(&r->text);
	if (!take_end(r, kind))
		return false;
	r->table = path.at;
	return true;
}

static bool take_key(struct reader *r, enum toml_word kind)
{
	struct text path;
	struct toml_value v;
	size_t line = r->text.word_line;

	text_init(&path, r->arena);
	text_add(&path, r->table ? r->table : "");
	if (!take_path(r, &path, kind, TOML_EQUALS, "the = of a key") || !take_value(r, &v))
		return false;
	kind = toml_value_word(&r->text);
	if (!take_end(r, kind))
		return false;
	if (r->table)
		r->handler(r->context, path.at, line, &v);
	return true;
}

static void skip_line(struct toml_text *t)
{
	const char *end;

	if (t->word < t->at && t->at[-1] == '\n') /* the wrong word was the end of its line */
		return;
	end = memchr(t->at, '\n', (size_t)(t->end - t->at));
	t->at = end ? end + 1 : t->end;
	t->line += end != NULL;
}

void toml_read(struct arena *a, const char *bytes, size_t len, const char *file, toml_handler *handler, void *context,
    struct warnings *warn)
{
	struct reader r = {
		.arena = a, .file = file, .warn = warn, .handler = handler, .context = context, .table = ""
	};
	size_t mark = len >= 3 && !memcmp(bytes, "\xef\xbb\xbf", 3) ? 3 : 0;
	enum toml_word kind;

	r.text.at = take_text(a, bytes + mark, len - mark);
	r.text.end = r.text.at + len - mark;
	r.text.line = 1;
	while ((kind = toml_key_word(&r.text)) != TOML_END) {
		if (kind == TOML_LINE)
			continue;
		if (!(kind == TOML_OPEN || kind == TOML_OPEN_TWO ? take_table(&r, kind) : take_key(&r, kind)))
			skip_line(&r.text);
	}
}
