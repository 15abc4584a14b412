/*
 * json.c: see json.h.  The bytes are copied once and given to yajl in one piece: it then hands out strings as places in
 * that copy, and the quote behind a string can become the 0 at its end.  Only strings with escapes are copied again.
 */
#include "read/json.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <errno.h>
#include <yajl/yajl_parse.h>

#include "base/show.h"
#include "base/text.h"
#include "base/utf8.h"
#include "read/json_keys.h"

enum { LONGEST_KEY = 64 }; /* that messages show as it is */

struct level {
	bool list;
	const char *key; /* the one whose value is read; NULL before the first */
	long index; /* of the item at hand; -1 before the first */
	size_t keys; /* where this object's keys begin in the list of all open objects' keys */
};

struct json {
	struct arena *arena;
	const struct json_source *source;
	json_handler *handler;
	void *context;
	struct error *err;
	char *bytes; /* our copy */
	size_t len;
	size_t token; /* where the event before ended */
	bool at_end; /* yajl was told that nothing follows */
	bool failed; /* err is set */
	yajl_handle yajl;
	struct level levels[JSON_DEPTH];
	int depth;
	struct json_keys keys;
};

/* ---- where we are */

static size_t position(const struct json *j)
{
	return j->at_end ? j->len : yajl_get_bytes_consumed(j->yajl);
}

static size_t line_at(const struct json *j, size_t at)
{
	size_t line = 1;

	for (const char *p = j->bytes; (p = memchr(p, '\n', (size_t)(j->bytes + at - p))); p++)
		line++;
	return line;
}

static const char *shown_key(const struct json *j, const char *key)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
	size_t len = strspn(key, plain);

	return len && len <= LONGEST_KEY && !key[len] ? key : show(j->arena, key);
}

static void path_of(const struct json *j, struct text *t)
{
	for (const struct level *l = j->levels; l < j->levels + j->depth; l++) {
		if (l->list && l->index >= 0)
			text_format(t, "[%ld]", l->index);
		if (!l->list && l->key)
			text_format(t, "%s%s", t->used ? "." : "", shown_key(j, l->key));
	}
}

static const char *where(const struct json *j, size_t at)
{
	struct text path;

	text_init(&path, j->arena);
	path_of(j, &path);
	return take_format(j->arena, "%s:%zu: %s%s", j->source->file, line_at(j, at), path.at, path.used ? ": " : "");
}

const char *json_where(struct json *j)
{
	return where(j, position(j));
}

void json_span(struct json *j, size_t *ret_from, size_t *ret_to)
{
	*ret_to = position(j);
	*ret_from = j->token + strspn(j->source->bytes + j->token, " \t\r\n,:");
}

static int fail_at(struct json *j, size_t at, int num, const char *what)
{
	j->failed = true;
	return fail(j->err, num, "%s%s", where(j, at), what);
}

int json_fail(struct json *j, int num, const char *format, ...)
{
	char what[sizeof j->err->text];
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof what, format, args);
	va_end(args);
	return fail_at(j, position(j), num, what);
}

/* ---- strings */

static int hex4(const char *p)
{
	int n = 0;

	for (int i = 0; i < 4; i++) {
		char c = p[i];

		n = n * 16 + (c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
	}
	return n;
}

static bool half(const char *p, const char *end, int first) /* \uD800 or \uDC00 and what follows */
{
	return end - p >= 6 && p[0] == '\\' && p[1] == 'u' && (hex4(p + 2) & 0xfc00) == first;
}

/* What yajl lets pass or replaces by a question mark.  Escapes are well-formed: yajl has read the string. */
static int check_escapes(struct json *j, const char *p, const char *end)
{
	while ((p = memchr(p, '\\', (size_t)(end - p)))) {
		if (p[1] == 'u' && !hex4(p + 2))
			return json_fail(j, EINVAL, "a string holds the character NUL (\\u0000)");
		if (half(p, end, 0xdc00) || (half(p, end, 0xd800) && !half(p + 6, end, 0xdc00)))
			return json_fail(j, EINVAL, "a string holds half of a surrogate pair: %.6s", p);
		p += half(p, end, 0xd800) ? 12 : 2;
	}
	return 0;
}

/* Gives a string its 0: in place if it stands in our copy as it is, else in a copy of its own.  NULL: failed. */
static const char *text_of(struct json *j, const unsigned char *text, size_t len)
{
	size_t offset = (size_t)((const char *)text - j->bytes);
	bool in_place = (const char *)text >= j->bytes && offset < j->len;

	if (!in_place && check_escapes(j, j->bytes + j->token, j->bytes + position(j)))
		return NULL;
	if (!in_place)
		return take_text(j->arena, (const char *)text, len);
	j->bytes[offset + len] = 0;
	return j->bytes + offset;
}

/* ---- events */

static int tell(struct json *j, enum json_type type, const char *text, size_t len)
{
	struct json_event e = { .type = type, .text = text, .len = len };
	int failed = j->handler(j->context, j, &e);

	j->token = position(j);
	if (failed)
		j->failed = true;
	return !failed;
}

static void next_item(struct json *j)
{
	if (j->depth && j->levels[j->depth - 1].list)
		j->levels[j->depth - 1].index++;
}

static int on_null(void *context)
{
	next_item(context);
	return tell(context, JSON_NULL, "null", 4);
}

static int on_bool(void *context, int value)
{
	next_item(context);
	return tell(context, JSON_BOOL, value ? "true" : "false", value ? 4 : 5);
}

static int on_number(void *context, const char *text, size_t len)
{
	next_item(context);
	return tell(context, JSON_NUMBER, text, len);
}

static int on_string(void *context, const unsigned char *bytes, size_t len)
{
	struct json *j = context;
	const char *text;

	next_item(j);
	text = text_of(j, bytes, len);
	return text && tell(j, JSON_STRING, text, len);
}

static int on_key(void *context, const unsigned char *bytes, size_t len)
{
	struct json *j = context;
	const char *text = text_of(j, bytes, len);

	if (!text)
		return 0;
	json_keys_add(&j->keys, j->arena, text, len, position(j));
	j->levels[j->depth - 1].key = text;
	return tell(j, JSON_KEY, text, len);
}

static int begin(struct json *j, enum json_type type)
{
	next_item(j);
	if (j->depth == JSON_DEPTH)
		return json_fail(j, EINVAL, "nested deeper than %d levels", JSON_DEPTH), 0;
	if (!tell(j, type, "", 0))
		return 0;
	j->levels[j->depth++] = (struct level){ .list = type == JSON_LIST, .index = -1, .keys = j->keys.n };
	return 1;
}

static int begin_object(void *context)
{
	return begin(context, JSON_OBJECT);
}

static int begin_list(void *context)
{
	return begin(context, JSON_LIST);
}

static int check_keys(struct json *j)
{
	struct level *top = &j->levels[j->depth - 1];
	size_t first, second;
	const char *what;

	if (!json_keys_twice(&j->keys, top->keys, &first, &second))
		return 0;
	top->key = NULL;
	what = take_format(j->arena, "the key %s is there twice, first on line %zu",
	    show(j->arena, j->keys.at[second].text), line_at(j, j->keys.at[first].at));
	return fail_at(j, j->keys.at[second].at, EINVAL, what);
}

static int end(void *context)
{
	struct json *j = context;
	struct level *top = &j->levels[j->depth - 1];

	if (!top->list && check_keys(j))
		return 0;
	top->key = NULL;
	top->index = -1;
	j->keys.n = top->keys;
	if (!tell(j, JSON_END, "", 0))
		return 0;
	j->depth--;
	return 1;
}

/* ---- yajl's memory: pieces of the arena with their size in front, because realloc is not told it */

enum { HEAD = 16 };

static void *yajl_take(void *context, size_t size)
{
	char *piece = take(context, HEAD + size);

	memcpy(piece, &size, sizeof size);
	return piece + HEAD;
}

static void *yajl_longer(void *context, void *old, size_t size)
{
	void *piece = yajl_take(context, size);
	size_t had = 0;

	if (old)
		memcpy(&had, (char *)old - HEAD, sizeof had);
	if (old)
		memcpy(piece, old, had < size ? had : size);
	return piece;
}

static void yajl_leave(void *context, void *piece)
{
	(void)context;
	(void)piece;
}

/* ---- reading */

static int broken(struct json *j, yajl_status status)
{
	const unsigned char *text;
	const char *what, *colon;
	size_t len;

	if (status == yajl_status_client_canceled || j->failed)
		return -1;
	text = yajl_get_error(j->yajl, 0, NULL, 0); /* "lexical error: invalid char in json text.\n" */
	what = (const char *)text;
	colon = strstr(what, ": ");
	what = colon ? colon + 2 : what;
	len = strcspn(what, "\n");
	len -= len && what[len - 1] == '.';
	return json_fail(j, EINVAL, "broken JSON: %.*s", (int)len, what);
}

static int parse(struct json *j)
{
	yajl_status status = yajl_parse(j->yajl, (const unsigned char *)j->bytes, j->len);

	if (status != yajl_status_ok)
		return broken(j, status);
	j->at_end = true;
	status = yajl_complete_parse(j->yajl);
	return status == yajl_status_ok ? 0 : broken(j, status);
}

static int check_bytes(const struct json_source *s, struct error *err)
{
	if (s->len > s->most)
		return fail(err, EFBIG, "%s: %zu bytes are too many: %zu are read at most", s->file, s->len, s->most);
	if (!s->len)
		return fail(err, EINVAL, "%s: the file is empty", s->file);
	return 0;
}

int json_read(
    struct arena *a, const struct json_source *source, json_handler *handler, void *context, struct error *err)
{
	static const yajl_callbacks callbacks = { .yajl_null = on_null,
		.yajl_boolean = on_bool,
		.yajl_number = on_number,
		.yajl_string = on_string,
		.yajl_start_map = begin_object,
		.yajl_map_key = on_key,
		.yajl_end_map = end,
		.yajl_start_array = begin_list,
		.yajl_end_array = end };
	yajl_alloc_funcs memory = { .malloc = yajl_take, .realloc = yajl_longer, .free = yajl_leave, .ctx = a };
	struct json *j;
	size_t good;

	if (check_bytes(source, err))
		return -1;
	j = take(a, sizeof *j);
	*j = (struct json){ .arena = a, .source = source, .handler = handler, .context = context, .err = err };
	j->bytes = take_text(a, source->bytes, source->len);
	j->len = source->len;
	good = utf8_valid(j->bytes, j->len);
	if (good < j->len)
		return fail_at(j, good, EILSEQ, "these bytes are no UTF-8");
	j->yajl = yajl_alloc(&callbacks, &memory, j);
	yajl_config(j->yajl, yajl_dont_validate_strings, 1); /* ours is stricter */
	return parse(j);
}

/* ---- for handlers */

const char *json_type_name(enum json_type type)
{
	static const char names[][12] = { "null", "true/false", "a number", "a string", "an object", "a list", "a key",
		"an end" };

	return names[type];
}

static bool digits(const char *p, size_t len, unsigned long long *ret)
{
	unsigned long long n = 0;

	for (size_t i = 0; i < len; i++) {
		if (p[i] < '0' || p[i] > '9')
			return false;
		if (__builtin_mul_overflow(n, 10ull, &n) || __builtin_add_overflow(n, (unsigned)(p[i] - '0'), &n))
			return false;
	}
	*ret = n;
	return len > 0;
}

static bool in_range(bool minus, unsigned long long n, long long least, unsigned long long most)
{
	if (minus && n)
		return least < 0 && n <= 0 - (unsigned long long)least;
	return n <= most && (least <= 0 || n >= (unsigned long long)least);
}

static const char *show_number(struct json *j, const struct json_event *e)
{
	return e->len <= LONGEST_KEY ? take_text(j->arena, e->text, e->len) : "one so long";
}

int json_whole(
    struct json *j, const struct json_event *e, long long least, unsigned long long most, unsigned long long *ret)
{
	bool minus = e->len && e->text[0] == '-';
	unsigned long long n;

	if (!digits(e->text + minus, e->len - minus, &n) || !in_range(minus, n, least, most))
		return json_fail(
		    j, ERANGE, "a whole number from %lld to %llu is wanted, not %s", least, most, show_number(j, e));
	*ret = minus ? 0 - n : n;
	return 0;
}
