/* adapt.c: see adapt.h.  The environment's list is written anew from its items, with the blanks that stood between them. */
#include "read/adapt.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "base/json_writer.h"

enum { PROCESS_DEPTH = 2, ENV_DEPTH = 3 };

struct item {
	size_t from, to; /* in the file, with its quotes */
	const char *text;
};

struct adapter {
	struct arena *arena;
	const struct adapt *how;
	const char *file;
	int depth;
	const char *key; /* of the value that comes next */
	bool in_process, in_env;
	size_t process; /* behind the bracket that opens it; 0: there is none */
	bool process_is_empty;
	size_t begin, end; /* of what the new environment takes the place of; begin 0: there is none */
	struct item *items;
	size_t n, room;
};

static bool is_key(const struct adapter *a, int depth, const char *name)
{
	return a->depth == depth && a->key && !strcmp(a->key, name);
}

static void add_item(struct adapter *a, size_t from, size_t to, const char *text)
{
	size_t wanted = a->room ? a->room * 2 : 16;

	if (a->n == a->room) {
		a->items = take_longer(a->arena, a->items, a->room * sizeof *a->items, wanted * sizeof *a->items);
		a->room = wanted;
	}
	a->items[a->n++] = (struct item){ from, to, text };
}

static int value(struct adapter *a, struct json *j, const struct json_event *e)
{
	bool environment = a->in_process && is_key(a, PROCESS_DEPTH, "env");
	size_t from, to;

	json_span(j, &from, &to);
	if (a->in_env && a->depth == ENV_DEPTH) {
		if (e->type != JSON_STRING)
			return json_fail(j, EINVAL, "a string is wanted, not %s", json_type_name(e->type));
		add_item(a, from, to, e->text);
	}
	if (environment && e->type != JSON_LIST && e->type != JSON_NULL)
		return json_fail(j, EINVAL, "a list is wanted, not %s", json_type_name(e->type));
	if (environment) {
		a->begin = from;
		a->end = to; /* of a null; a list's is known at its end */
		a->in_env = e->type == JSON_LIST;
	}
	if (is_key(a, 1, "process") && e->type == JSON_OBJECT) {
		a->in_process = a->process_is_empty = true;
		a->process = to;
	}
	return 0;
}

static int on_event(void *context, struct json *j, const struct json_event *e)
{
	struct adapter *a = context;
	size_t from;

	if (e->type == JSON_KEY) {
		a->key = e->text;
		a->process_is_empty &= a->depth != PROCESS_DEPTH || !a->in_process;
		return 0;
	}
	if (e->type == JSON_END) {
		a->depth--;
		if (a->in_env && a->depth == ENV_DEPTH - 1) {
			a->in_env = false;
			json_span(j, &from, &a->end);
		}
		if (a->depth == PROCESS_DEPTH - 1)
			a->in_process = false;
		return 0;
	}
	if (value(a, j, e) < 0)
		return -1;
	if (e->type == JSON_OBJECT || e->type == JSON_LIST)
		a->depth++;
	return 0;
}

/* ------------------------------------------------------------------ writing */
static bool begins(const char *text, const char *with)
{
	return !strncmp(text, with, strlen(with));
}

static bool is_added(const struct adapter *a, const char *text)
{
	return begins(text, a->how->add) && text[strlen(a->how->add)] == '=';
}

/* What stands between the brackets or commas and the first item, or one blank-free comma. */
static void separate(const struct adapter *a, const char *bytes, struct text *out, bool first)
{
	if (!first)
		text_byte(out, ',');
	if (a->n) /* the blanks in front of the first item serve all of them */
		text_bytes(out, bytes + a->begin + 1, a->items[0].from - a->begin - 1);
}

/* Its JSON says which host to ask; the guest is at another one. */
static void with_host(const struct adapter *a, const char *text, struct text *out)
{
	static const char key[] = "\"host\":\"";
	const char *at;

	while ((at = strstr(text, key)) && strchr(at + strlen(key), '"')) {
		at += strlen(key);
		text_bytes(out, text, (size_t)(at - text));
		text_add(out, a->how->host);
		text = strchr(at, '"');
	}
	text_add(out, text);
}

static void write_moved(const struct adapter *a, const char *bytes, struct text *out, bool first)
{
	for (size_t i = 0; i < a->n; i++) {
		struct text changed;

		if (!begins(a->items[i].text, a->how->move))
			continue;
		text_init(&changed, a->arena);
		with_host(a, a->items[i].text, &changed);
		separate(a, bytes, out, first);
		json_quote(out, changed.at);
		first = false;
	}
	separate(a, bytes, out, first);
	json_quote(out, take_format(a->arena, "%s=%s", a->how->add, a->how->host));
}

static void write_list(const struct adapter *a, const char *bytes, struct text *out)
{
	bool first = true;

	text_byte(out, '[');
	for (size_t i = 0; i < a->n; i++) {
		const struct item *item = &a->items[i];

		if (begins(item->text, a->how->move) || is_added(a, item->text))
			continue;
		separate(a, bytes, out, first);
		text_bytes(out, bytes + item->from, item->to - item->from);
		first = false;
	}
	write_moved(a, bytes, out, first);
	if (a->n)
		text_bytes(out, bytes + a->items[a->n - 1].to, a->end - a->items[a->n - 1].to);
	else
		text_byte(out, ']');
}

static void write_all(const struct adapter *a, const struct json_source *s, struct text *out)
{
	size_t from = a->begin ? a->begin : a->process, to = a->begin ? a->end : a->process;

	text_bytes(out, s->bytes, from);
	if (!a->begin)
		text_add(out, "\"env\":");
	write_list(a, s->bytes, out);
	if (!a->begin && !a->process_is_empty)
		text_byte(out, ',');
	text_bytes(out, s->bytes + to, s->len - to);
}

int adapt_config(
    struct arena *a, const struct json_source *source, const struct adapt *how, struct text *out, struct error *err)
{
	struct adapter all = { .arena = a, .how = how };

	if (json_read(a, source, on_event, &all, err) < 0)
		return -1;
	if (!all.process)
		return fail(err, EINVAL, "%s: process is missing: its environment is to be changed", source->file);
	write_all(&all, source, out);
	return 0;
}
