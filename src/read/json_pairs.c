/* json_pairs.c: one flat object of strings; see json.h. */
#include "read/json.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

struct pairs {
	struct arena *arena;
	const char *prefix;
	const char *key; /* whose value comes next */
	int depth; /* 0: before the object, 1: in it, more: in a value that is skipped */
	struct pair *at;
	size_t n, room;
};

static void add(struct pairs *p, const char *value)
{
	size_t wanted = p->room ? p->room * 2 : 16;

	if (p->n == p->room) {
		p->at = take_longer(p->arena, p->at, p->room * sizeof *p->at, wanted * sizeof *p->at);
		p->room = wanted;
	}
	p->at[p->n++] = (struct pair){ .key = p->key, .value = value };
}

static bool ours(const struct pairs *p)
{
	return !strncmp(p->key, p->prefix, strlen(p->prefix));
}

static int value_of_key(struct pairs *p, struct json *j, const struct json_event *e)
{
	if (e->type == JSON_STRING)
		add(p, e->text);
	else if (e->type != JSON_NULL && ours(p))
		return json_fail(j, EINVAL, "a string is wanted, not %s", json_type_name(e->type));
	return 0;
}

static int on_event(void *context, struct json *j, const struct json_event *e)
{
	struct pairs *p = context;
	int depth = p->depth;

	if (!depth && e->type != JSON_OBJECT)
		return json_fail(j, EINVAL, "an object is wanted, not %s", json_type_name(e->type));
	if (e->type == JSON_OBJECT || e->type == JSON_LIST)
		p->depth++;
	if (e->type == JSON_END)
		p->depth--;
	else if (e->type == JSON_KEY)
		p->key = e->text;
	else if (depth == 1)
		return value_of_key(p, j, e);
	return 0;
}

int json_pairs(struct arena *a, const struct json_source *source, const char *prefix, struct pair **ret, size_t *ret_n,
    struct error *err)
{
	struct pairs p = { .arena = a, .prefix = prefix };

	if (json_read(a, source, on_event, &p, err))
		return -1;
	*ret = p.at;
	*ret_n = p.n;
	return 0;
}
