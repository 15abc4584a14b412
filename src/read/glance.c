/* glance.c: see glance.h. */
#include "read/glance.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "annotations_table.h"
#include "read/json.h"

enum place { ELSEWHERE, TOP, ROOT, PROCESS, ARGS, ANNOTATIONS };

enum { LEVELS = 3 };

struct glancer {
	struct arena *arena;
	enum place places[LEVELS + 1]; /* of the levels that are open, the outermost first */
	int depth; /* levels that are open */
	const char *key; /* whose value comes next */
	struct glance ret;
	struct pair *pairs;
	size_t room;
};

static const struct step {
	enum place in;
	char key[12];
	enum json_type type;
	enum place to;
} steps[] = {
	{ TOP, "root", JSON_OBJECT, ROOT },
	{ TOP, "process", JSON_OBJECT, PROCESS },
	{ TOP, "annotations", JSON_OBJECT, ANNOTATIONS },
	{ PROCESS, "args", JSON_LIST, ARGS },
};

static enum place here(const struct glancer *g)
{
	return g->depth > LEVELS ? ELSEWHERE : g->places[g->depth];
}

static enum place place_below(const struct glancer *g, const struct json_event *e)
{
	if (!g->depth)
		return e->type == JSON_OBJECT ? TOP : ELSEWHERE;
	for (size_t i = 0; g->key && i < sizeof steps / sizeof *steps; i++)
		if (steps[i].in == here(g) && steps[i].type == e->type && !strcmp(steps[i].key, g->key))
			return steps[i].to;
	return ELSEWHERE;
}

static void add_pair(struct glancer *g, const char *value)
{
	size_t wanted = g->room ? g->room * 2 : 16, n = g->ret.annotations_count;

	if (n == g->room) {
		g->pairs = take_longer(g->arena, g->pairs, n * sizeof *g->pairs, wanted * sizeof *g->pairs);
		g->room = wanted;
		g->ret.annotations = g->pairs;
	}
	g->pairs[n] = (struct pair){ .key = g->key, .value = value };
	g->ret.annotations_count++;
}

static void add_string(struct glancer *g, const char *text)
{
	switch (here(g)) {
	case TOP:
		if (!strcmp(g->key, "ociVersion"))
			g->ret.oci_version = text;
		break;
	case ROOT:
		if (!strcmp(g->key, "path"))
			g->ret.root_path = text;
		break;
	case ARGS:
		if (!g->ret.program)
			g->ret.program = text;
		break;
	case ANNOTATIONS:
		add_pair(g, text);
		break;
	default:
		break;
	}
}

/* What decides whether this is a guest must be understood; the rest need not be. */
static int check_type(const struct glancer *g, struct json *j, const struct json_event *e)
{
	bool ours = here(g) == ANNOTATIONS && !strncmp(g->key, ANNOTATION_PREFIX, strlen(ANNOTATION_PREFIX));

	if (e->type == JSON_NULL)
		return 0;
	if (!g->depth && e->type != JSON_OBJECT)
		return json_fail(j, EINVAL, "an object is wanted, not %s", json_type_name(e->type));
	if (ours && e->type != JSON_STRING)
		return json_fail(j, EINVAL, "a string is wanted, not %s", json_type_name(e->type));
	if (here(g) == TOP && !strcmp(g->key, steps[2].key) && e->type != JSON_OBJECT)
		return json_fail(j, EINVAL, "an object is wanted, not %s", json_type_name(e->type));
	return 0;
}

static int on_event(void *context, struct json *j, const struct json_event *e)
{
	struct glancer *g = context;
	enum place below;

	if (e->type == JSON_END) {
		g->depth--;
		return 0;
	}
	if (e->type == JSON_KEY) {
		g->key = e->text;
		return 0;
	}
	if (check_type(g, j, e) < 0)
		return -1;
	if (e->type == JSON_STRING)
		add_string(g, e->text);
	if (e->type != JSON_OBJECT && e->type != JSON_LIST)
		return 0;
	below = place_below(g, e);
	if (++g->depth <= LEVELS)
		g->places[g->depth] = below;
	return 0;
}

int glance_read(struct arena *a, const char *bytes, size_t len, size_t most, const char *file, struct glance *ret,
    struct error *err)
{
	const struct json_source source = { bytes, len, file, most };
	struct glancer g = { .arena = a };

	if (json_read(a, &source, on_event, &g, err) < 0)
		return -1;
	*ret = g.ret;
	return 0;
}
