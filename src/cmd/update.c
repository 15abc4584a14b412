/* update.c: changes limits of a container that is there. */
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "act/cgroup_file.h"
#include "cmd/cgroups.h"
#include "command_functions.h"
#include "decide/start.h"
#include "lifecycle_actions.h"
#include "look/cgroups.h"
#include "look/file.h"
#include "read/cgroup_stat.h"
#include "read/config.h"

enum { LINE_MAX_BYTES = 256, STAT_MAX = 16 << 10 };

/* ---------------------------------------------------------------- what is asked for */

/* What cannot be mapped or measured, such as a pipe, is read to its end. */
static int read_stdin(struct arena *a, char **ret, size_t *ret_len, struct error *err)
{
	struct text t;
	char piece[4096];
	ssize_t n;

	text_init(&t, a);
	while ((n = read(STDIN_FILENO, piece, sizeof piece)) != 0) {
		if (n < 0 && errno != EINTR)
			return fail_errno(err, "--resources: cannot read standard input");
		if (n > 0)
			text_bytes(&t, piece, (size_t)n);
		if (t.used > CONFIG_BYTES)
			return fail(err, EFBIG, "--resources: more than %d bytes on standard input", CONFIG_BYTES);
	}
	*ret = t.at;
	*ret_len = t.used;
	return 0;
}

static int read_resources(struct context *c, const char *file, struct cgroup_limits *ret, struct error *err)
{
	bool is_stdin = strcmp(file, "-") == 0;
	struct config *config = take(&c->arena, sizeof *config);
	char *bytes;
	size_t len;

	if ((is_stdin ? read_stdin(&c->arena, &bytes, &len, err)
		      : look_read_file(&c->arena, file, CONFIG_BYTES, &bytes, &len, err)) < 0)
		return -1;
	if (config_read_part(&c->arena, bytes, len, is_stdin ? "standard input" : file, CONFIG_PART_RESOURCES, config,
		&c->warnings, err) < 0)
		return -1;
	*ret = cgroup_limits_of(config, &c->arena);
	return 0;
}

static int read_limits(struct context *c, struct cgroup_limits *ret, struct error *err)
{
	const char *file = c->options.resources;
	struct cgroup_said said[CGROUP_SAID_MAX];

	if (cgroup_limits_said(&c->options, &c->arena, ret, err) < 0)
		return -1;
	if (!file)
		return ret->n ? 0
			      : fail(err, EINVAL,
				    "update: nothing is said: --resources or an option such as --memory is "
				    "needed");
	if (cgroup_options(&c->options, said))
		return fail(err, EINVAL, "--resources says all limits: --%s may not be beside it", said[0].option);
	return read_resources(c, file, ret, err);
}

/* ---------------------------------------------------------------- what is there now */

static const char *text_of(struct container *c, const char *dir, const char *file, size_t most)
{
	char *text = take(&c->context->arena, most);

	return dir && cgroup_file_read(dir, file, text, most) >= 0 ? text : NULL;
}

static const char *limit_now(struct container *c, const struct cgroup_plan *plan, enum cgroup_limit limit)
{
	const char *text = NULL;

	for (size_t i = 0; i < plan->places && !text; i++)
		text = text_of(c, plan->place[i].dir,
		    cgroup_words + cgroup_rules[limit].version[plan->place[i].v2].file, LINE_MAX_BYTES);
	return text;
}

/*
 * v2 takes a limit below what is in use, and then kills: pages of files can go, a guest's memory cannot.  v1 refuses by
 * itself, after it has tried.
 */
static long long pinned(struct container *c, const struct cgroup_plan *plan)
{
	const char *dir = plan->kind == CGROUP_V2 ? plan->place[0].dir : NULL;
	const char *current = text_of(c, dir, "memory.current", LINE_MAX_BYTES);
	const char *stat = text_of(c, dir, "memory.stat", STAT_MAX);
	unsigned long long files, all;

	if (!current || !stat)
		return 0;
	all = cgroup_stat_number(current);
	files = cgroup_stat_of(stat, "inactive_file") + cgroup_stat_of(stat, "active_file");
	return all > files && all < LLONG_MAX ? (long long)(all - files) : 0;
}

static int look_now(struct container *c, const struct cgroup_layout *layout, struct cgroup_now *now,
    struct cgroup_plan *plan, struct error *err)
{
	struct cgroup_dirs dirs;

	if (container_cgroups(c, &dirs, err) < 0)
		return -1;
	now->dirs = dirs.at;
	now->dirs_count = dirs.n;
	cgroup_places_of(layout, now, plan);
	for (int limit = 0; limit < LIMIT_COUNT; limit++)
		if (cgroup_update_asks((enum cgroup_limit)limit))
			now->text[limit] = limit_now(c, plan, (enum cgroup_limit)limit);
	now->pinned = pinned(c, plan);
	return 0;
}

/* ---------------------------------------------------------------- what a guest cannot follow */

static void warn_guest(struct container *c, const struct cgroup_value *value, const struct machine *m)
{
	struct warnings *w = &c->context->warnings;

	if (value->limit == LIMIT_MEMORY_LIMIT && value->number >= 0 && value->number >> 20 < (long long)m->mem_mib)
		warn_add(w,
		    "linux.resources.memory.limit: the guest keeps the %lu MiB that it was started with, which is "
		    "more: it will be killed when it uses them",
		    m->mem_mib);
	else if (value->limit == LIMIT_MEMORY_LIMIT)
		warn_add(w, "linux.resources.memory.limit: the guest keeps the %lu MiB that it was started with",
		    m->mem_mib);
	if (value->limit == LIMIT_CPU_QUOTA || value->limit == LIMIT_CPU_CPUS)
		warn_add(w, "linux.resources.%s: the guest keeps the %lu CPUs that it was started with",
		    cgroup_limit_name(value->limit), m->cpus);
}

static void warn_of(struct container *c, const struct cgroup_limits *limits)
{
	struct start_facts facts;
	struct error ignored;
	char *bytes;
	size_t len;

	if (record_read(&c->record, "machine", &c->context->arena, &bytes, &len, &ignored) < 0 ||
	    start_read(&c->context->arena, bytes, len, &facts, &ignored) < 0)
		return;
	for (size_t i = 0; i < limits->n; i++)
		warn_guest(c, &limits->at[i], &facts.machine);
}

int act_limit(struct container *c, struct error *err)
{
	struct cgroup_layout layout;
	struct cgroup_now now = { 0 };
	struct cgroup_plan plan;

	if (look_cgroups(&c->context->arena, &layout, err) < 0 || look_now(c, &layout, &now, &plan, err) < 0)
		return -1;
	if (cgroup_decide_update(&layout, &now, c->limits, &c->context->arena, &plan, err) < 0 ||
	    cgroup_update(&plan, &c->context->arena, err) < 0)
		return -1;
	warn_of(c, c->limits);
	return 0;
}

int cmd_update(struct context *context)
{
	struct options *o = &context->options;
	struct cgroup_limits limits;
	struct container c;
	int rc;

	if (record_check_id(o->id, &context->err) < 0 || read_limits(context, &limits, &context->err) < 0)
		return EXIT_ERROR;
	rc = container_find(context, o->id, command_name(o->command), &c, &context->err);
	c.limits = &limits;
	if (rc == 0)
		rc = container_event(&c, EVENT_UPDATE, &context->err);
	container_close(&c);
	return rc < 0 ? EXIT_ERROR : EXIT_OK;
}
