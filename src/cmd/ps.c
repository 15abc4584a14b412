/* ps.c: lists the processes of a container: the monitor, and what serves it. */
#include <stdlib.h>

#include "base/json_writer.h"
#include "cmd/cgroups.h"
#include "cmd/print.h"
#include "command_functions.h"
#include "look/process.h"

struct pids {
	pid_t *at;
	size_t n;
};

static int by_number(const void *a, const void *b)
{
	const pid_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* All in the cgroup; without one only the process that is recorded. */
static int find_pids(struct container *c, struct pids *ret, struct error *err)
{
	struct cgroup_dirs dirs;
	size_t room = 64, n;

	if (container_cgroups(c, &dirs, err) < 0)
		return -1;
	for (;; room = n + 64) {
		ret->at = take_many(&c->context->arena, room, sizeof *ret->at);
		if (cgroup_pids(&dirs, ret->at, room, &n, err) < 0)
			return -1;
		if (n <= room)
			break;
	}
	if (!dirs.n)
		ret->at[n++] = c->state.pid;
	ret->n = n;
	qsort(ret->at, n, sizeof *ret->at, by_number);
	return 0;
}

static void as_json(const struct pids *p, struct text *out)
{
	struct json_writer w;

	json_begin(&w, out, false);
	json_array(&w, NULL);
	for (size_t i = 0; i < p->n; i++)
		json_number(&w, NULL, p->at[i]);
	json_end(&w, ']');
	text_byte(out, '\n');
}

/* Engines look for the column PID.  Who has ended since is left out. */
static void as_table(const struct pids *p, struct arena *a, struct text *out)
{
	text_format(out, "%-8s %8s %8s %8s %s\n", "UID", "PID", "PPID", "TIME", "CMD");
	for (size_t i = 0; i < p->n; i++) {
		struct process_look at;
		unsigned long long seconds;

		if (look_process(a, p->at[i], &at) < 0)
			continue;
		seconds = at.status.ticks / 100;
		text_format(out, "%-8llu %8d %8llu %02llu:%02llu:%02llu %s\n", at.status.uid, (int)p->at[i],
		    at.status.parent, seconds / 3600, seconds / 60 % 60, seconds % 60, at.command);
	}
}

static int list(struct container *c, struct error *err)
{
	struct context *context = c->context;
	struct pids pids;
	struct text out;

	if (find_pids(c, &pids, err) < 0)
		return -1;
	text_init(&out, &context->arena);
	if (context->options.format == WORD_JSON)
		as_json(&pids, &out);
	else
		as_table(&pids, &context->arena, &out);
	return print_text(&out, err);
}

int cmd_ps(struct context *context)
{
	struct container c;
	int rc = container_find(context, context->options.id, NULL, &c, &context->err);

	c.inspect = list;
	if (rc == 0)
		rc = container_event(&c, EVENT_INSPECT, &context->err);
	container_close(&c);
	return rc < 0 ? EXIT_ERROR : EXIT_OK;
}
