/* cgroup.c: see cgroup.h. */
#include "decide/cgroup.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "decide/cgroup_path.h"
#include "decide/cgroup_value.h"
#include "read/mountinfo.h"

/* The list of writes as it grows. */
struct writes {
	struct arena *a;
	struct cgroup_write *at;
	size_t n, room;
};

static void add_write(struct writes *w, const struct cgroup_write *write)
{
	if (w->n == w->room) {
		w->room = w->room ? w->room * 2 : 16;
		w->at = take_longer(w->a, w->at, w->n * sizeof *write, w->room * sizeof *write);
	}
	w->at[w->n++] = *write;
}

/* ---------------------------------------------------------------- places */

/* The directory that a relative path is below.  Under v2 a cgroup with processes in it, as the caller's own is, cannot
   hand controllers on (cgroup-v2.rst, "No Internal Process Constraint"): there it is the one above, as with runc. */
static const char *base_of(const struct cgroup_layout *layout, const struct cgroup_hierarchy *h, struct arena *a)
{
	const char *last = h->own ? strrchr(h->own, '/') : NULL;

	if (layout->kind != CGROUP_V2 || !last)
		return h->own;
	return take_text(a, h->own, (size_t)(last - h->own));
}

static int add_place(const struct cgroup_layout *layout, const struct cgroup_hierarchy *h,
    const struct cgroup_path *path, struct arena *a, struct cgroup_plan *plan, struct error *err)
{
	struct cgroup_place *place = &plan->place[plan->places];
	const char *base = path->relative ? base_of(layout, h, a) : "";

	if (!base)
		return fail(err, ENOTSUP,
		    "the cgroup mounted at %s does not show our own: "
		    "linux.cgroupsPath must be absolute",
		    h->mount);
	place->mount = h->mount;
	place->path = take_format(a, "%s%s", base, path->text);
	place->dir = take_format(a, "%s%s", h->mount, place->path);
	place->ours = path->ours;
	place->v2 = h->v2;
	place->cpuset = !h->v2 && comma_list_has(h->controllers, "cpuset");
	if (plan->devices < 0 && (h->v2 || comma_list_has(h->controllers, "devices")))
		plan->devices = (int)plan->places;
	plan->places++;
	return 0;
}

/* ---------------------------------------------------------------- writes */

const char *cgroup_limit_name(enum cgroup_limit limit)
{
	return cgroup_words + cgroup_rules[limit].field;
}

static const char *field_of(const struct cgroup_value *value)
{
	return cgroup_limit_name(value->limit);
}

/* The controller that a file of linux.resources.unified belongs to; "": the core, which is always there. */
static int unified_controller(const char *file, struct arena *a, const char **ret, struct error *err)
{
	size_t len = strcspn(file, ".");

	if (!len || !file[len] || strchr(file, '/'))
		return fail(
		    err, EINVAL, "linux.resources.unified: \"%s\" is not the name of a file such as memory.high", file);
	*ret = take_text(a, file, len);
	if (strcmp(*ret, "cgroup") != 0)
		return 0;
	if (strncmp(file, "cgroup.max.", strlen("cgroup.max.")) != 0)
		return fail(err, EINVAL, "linux.resources.unified: %s is not a limit", file);
	*ret = "";
	return 0;
}

static int controller_of(
    const struct cgroup_value *value, bool v2, struct arena *a, const char **ret, struct error *err)
{
	*ret = cgroup_words + cgroup_rules[value->limit].version[v2].controller;
	if (strcmp(*ret, "*") == 0)
		return unified_controller(value->text, a, ret, err);
	if (!**ret)
		*ret = NULL;
	return 0;
}

/*
 * Beside v1, only v2's core is used: handing one of its controllers down would change the host's other cgroups, and nobody
 * would take that back.
 */
static bool can_take(const struct cgroup_layout *layout, const struct cgroup_hierarchy *h, const char *controller)
{
	if (!controller)
		return false;
	return !*controller || ((!h->v2 || layout->kind == CGROUP_V2) && comma_list_has(h->controllers, controller));
}

/* The hierarchy that can take a value; *ret is layout->count when there is none. */
static int find_hierarchy(const struct cgroup_layout *layout, const struct cgroup_value *value, struct arena *a,
    size_t *ret, const char **ret_controller, struct error *err)
{
	const char *controller[2];

	if (controller_of(value, false, a, &controller[0], err) < 0 ||
	    controller_of(value, true, a, &controller[1], err) < 0)
		return -1;
	for (*ret = 0; *ret < layout->count; ++*ret) {
		const struct cgroup_hierarchy *h = &layout->hierarchy[*ret];

		*ret_controller = controller[h->v2];
		if (can_take(layout, h, *ret_controller))
			return 0;
	}
	*ret_controller =
	    controller[0] && layout->kind != CGROUP_V2 ? controller[0] : controller[layout->kind != CGROUP_V1];
	return 0;
}

static const char *kind_word(enum cgroup_kind kind)
{
	static const char words[][24] = { "no cgroups", "cgroup v1", "cgroup v2", "cgroup v1 and a bare v2" };

	return words[kind];
}

static int no_hierarchy(
    const struct cgroup_layout *layout, const struct cgroup_value *value, const char *controller, struct error *err)
{
	const char *detail = value->limit == LIMIT_UNIFIED ? value->text : "";

	if (!controller)
		return fail(err, ENOTSUP, "linux.resources.%s%s%s: this host has %s, which has no such limit",
		    field_of(value), *detail ? "." : "", detail, kind_word(layout->kind));
	return fail(err, ENOTSUP, "linux.resources.%s%s%s: this host has %s without the %s controller", field_of(value),
	    *detail ? "." : "", detail, kind_word(layout->kind), controller);
}

static bool is_page_size(const char *text)
{
	size_t digits = strspn(text, "0123456789");

	return digits && digits < 8 && text[digits] && strchr("KMG", text[digits]) &&
	       strcmp(text + digits + 1, "B") == 0;
}

/* The name of a file: "@" stands for the size of a huge page, "*" for what the field says. */
static int file_of(
    unsigned offset, const struct cgroup_value *value, struct arena *a, const char **ret, struct error *err)
{
	const char *file = cgroup_words + offset, *at = strchr(file, '@');

	if (strcmp(file, "*") == 0)
		file = value->text;
	if (at && !is_page_size(value->text))
		return fail(err, EINVAL, "linux.resources.%s: \"%s\" is not the size of a page, such as 2MB",
		    field_of(value), value->text);
	*ret = at ? take_format(a, "%.*s%s%s", (int)(at - file), file, value->text, at + 1) : file;
	return 0;
}

static int add_value(struct writes *w, const struct cgroup_hierarchy *h, size_t place, const struct cgroup_value *value,
    const struct cgroup_limits *all, struct error *err)
{
	const struct cgroup_file_rule *rule = &cgroup_rules[value->limit].version[h->v2];
	const char *key = cgroup_words + rule->key;
	struct cgroup_write write = { .place = place, .if_there = cgroup_value_is_free(value), .limit = value->limit };

	if (file_of(rule->file, value, w->a, &write.file, err) < 0 ||
	    cgroup_value_text((enum cgroup_how)rule->how, key, value, all, w->a, &write.value, err) < 0)
		return -1;
	if (rule->other) {
		write.else_file = cgroup_words + rule->other;
		if (cgroup_value_text((enum cgroup_how)rule->other_how, key, value, all, w->a, &write.else_value, err) <
		    0)
			return -1;
	}
	/* A kernel without swap has no memory.swap.max, and asking it for none is no reason to fail (as runc). */
	if (rule->how == HOW_SWAP && write.value && strcmp(write.value, "0") == 0)
		write.if_there = true;
	if (write.value)
		add_write(w, &write);
	return 0;
}

/* v2's controllers have to be handed down by name: used[] says which. */
static int decide_one(const struct cgroup_layout *layout, const struct cgroup_value *value,
    const struct cgroup_limits *all, struct writes *w, struct text *enable, struct error *err)
{
	const char *controller = NULL;
	size_t i;

	if (cgroup_value_is_empty(value))
		return 0;
	if (find_hierarchy(layout, value, w->a, &i, &controller, err) < 0)
		return -1;
	if (i == layout->count)
		return cgroup_value_is_free(value) ? 0 : no_hierarchy(layout, value, controller, err);
	if (layout->hierarchy[i].v2 && *controller && !comma_list_has(enable->at, controller))
		text_format(enable, "%s%s", enable->used ? "," : "", controller);
	return add_value(w, &layout->hierarchy[i], i, value, all, err);
}

static int decide_writes(const struct cgroup_layout *layout, const struct cgroup_limits *all, struct writes *w,
    struct text *enable, struct error *err)
{
	for (int limit = 0; limit < LIMIT_COUNT; limit++)
		for (size_t i = 0; i < all->n; i++)
			if ((int)all->at[i].limit == limit && decide_one(layout, &all->at[i], all, w, enable, err) < 0)
				return -1;
	return 0;
}

/* ---------------------------------------------------------------- v2's controllers */

/* "a,b" as "+a +b". */
static const char *plus(const char *list, struct arena *a)
{
	struct text t;

	text_init(&t, a);
	for (; *list; list++) {
		if (!t.used)
			text_byte(&t, '+');
		text_add(&t, *list == ',' ? " +" : "");
		if (*list != ',')
			text_byte(&t, *list);
	}
	return t.at;
}

/* Statistics that engines read need these; a limit does not. */
static const char *wanted_for_statistics(const struct cgroup_layout *layout, const char *enabled, struct arena *a)
{
	static const char words[][8] = { "cpu", "cpuset", "io", "memory", "pids", "hugetlb" };
	struct text t;

	text_init(&t, a);
	for (size_t i = 0; layout->kind == CGROUP_V2 && i < sizeof words / sizeof *words; i++)
		if (comma_list_has(layout->hierarchy[layout->count - 1].controllers, words[i]) &&
		    !comma_list_has(enabled, words[i]))
			text_format(&t, "%s%s", t.used ? "," : "", words[i]);
	return plus(t.at, a);
}

int cgroup_decide_writes(const struct cgroup_layout *layout, const struct cgroup_limits *limits, struct arena *a,
    struct cgroup_plan *plan, struct error *err)
{
	struct writes w = { .a = a };
	struct text enable;

	text_init(&enable, a);
	if (decide_writes(layout, limits, &w, &enable, err) < 0)
		return -1;
	plan->enable = plus(enable.at, a);
	plan->enable_if_can = wanted_for_statistics(layout, enable.at, a);
	plan->write = w.at;
	plan->writes = w.n;
	return 0;
}

int cgroup_decide(const struct cgroup_layout *layout, const struct cgroup_request *request, struct arena *a,
    struct cgroup_plan *ret, struct error *err)
{
	struct cgroup_plan *plan = take(a, sizeof *plan);
	struct cgroup_path path;

	plan->kind = layout->kind;
	plan->devices = -1;
	if (cgroup_path_of(request, a, &path, err) < 0)
		return -1;
	for (size_t i = 0; i < layout->count; i++)
		if (add_place(layout, &layout->hierarchy[i], &path, a, plan, err) < 0)
			return -1;
	if (cgroup_decide_writes(layout, &request->limits, a, plan, err) < 0)
		return -1;
	*ret = *plan;
	return 0;
}

/* ---------------------------------------------------------------- for people */

void cgroup_json(const struct cgroup_plan *plan, struct json_writer *w, const char *key)
{
	json_object(w, key);
	json_string(w, "kind", kind_word(plan->kind));
	json_array(w, "directories");
	for (size_t i = 0; i < plan->places; i++)
		json_string(w, NULL, plan->place[i].dir);
	json_end(w, ']');
	json_array(w, "writes");
	for (size_t i = 0; i < plan->writes; i++) {
		const struct cgroup_write *write = &plan->write[i];

		json_object(w, NULL);
		json_string(w, "directory", plan->place[write->place].dir);
		json_string(w, "file", write->file);
		json_string(w, "value", write->value);
		json_end(w, '}');
	}
	json_end(w, ']');
	json_end(w, '}');
}
