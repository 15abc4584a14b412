/* events.c: prints what a container uses, and when it ran out of memory. */
#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "act/cgroup_file.h"
#include "act/oom.h"
#include "cmd/cgroups.h"
#include "cmd/print.h"
#include "command_functions.h"
#include "decide/cgroup_report.h"
#include "look/cgroups.h"
#include "read/duration.h"
#include "read/mountinfo.h"

enum { FILE_MAX = 64 << 10, INTERVAL_MS = 5000, SIZES_MAX = 8 };

struct watching {
	struct container *c;
	struct cgroup_layout layout;
	struct cgroup_plan plan; /* its places */
	struct oom oom;
};

/* ---------------------------------------------------------------- figures */

static const char *content(struct arena *a, const char *dir, const char *file)
{
	static char bytes[FILE_MAX];
	ssize_t len = cgroup_file_read(dir, file, bytes, sizeof bytes);

	return len < 0 ? NULL : take_text(a, bytes, (size_t)len);
}

/* A file of the container's directory where its controller is. */
static const char *figure(const struct watching *w, struct cgroup_figure_file file, bool v2, struct arena *a)
{
	for (size_t i = 0; file.file && i < w->plan.places; i++) {
		const struct cgroup_place *place = &w->plan.place[i];
		const char *text;

		if (place->v2 != v2 || !place->dir ||
		    !comma_list_has(w->layout.hierarchy[i].controllers, file.controller))
			continue;
		text = content(a, place->dir, file.file);
		if (text)
			return text;
	}
	return NULL;
}

/* "hugepages-2048kB" as "2MB": so the cgroup's files are called. */
static const char *size_name(struct arena *a, const char *entry)
{
	unsigned long long size = strncmp(entry, "hugepages-", 10) == 0 ? strtoull(entry + 10, NULL, 10) : 0;
	int unit = 0;

	for (; size >= 1024 && size % 1024 == 0 && unit < 2; unit++)
		size /= 1024;
	return size ? take_format(a, "%llu%cB", size, "KMG"[unit]) : NULL;
}

static const char *pages_file(const struct watching *w, bool v2, const char *size, const char *what, struct arena *a)
{
	return figure(w, (struct cgroup_figure_file){ "hugetlb", take_format(a, "hugetlb.%s.%s", size, what) }, v2, a);
}

static void find_pages(const struct watching *w, struct arena *a, struct cgroup_figures *f)
{
	struct cgroup_pages *pages = take_many(a, SIZES_MAX, sizeof *pages);
	DIR *dir = opendir("/sys/kernel/mm/hugepages");
	bool v2 = w->plan.kind == CGROUP_V2;
	struct dirent *entry;

	f->pages = pages;
	while (dir && f->pages_count < SIZES_MAX && (entry = readdir(dir))) {
		struct cgroup_pages *p = &pages[f->pages_count];

		p->size = size_name(a, entry->d_name);
		if (!p->size)
			continue;
		p->usage = pages_file(w, v2, p->size, v2 ? "current" : "usage_in_bytes", a);
		p->most = v2 ? NULL : pages_file(w, v2, p->size, "max_usage_in_bytes", a);
		p->fails = pages_file(w, v2, p->size, v2 ? "events" : "failcnt", a);
		f->pages_count += p->usage != NULL;
	}
	if (dir)
		closedir(dir);
}

static void find_figures(const struct watching *w, struct arena *a, struct cgroup_figures *f)
{
	for (int i = 0; i < FIGURES; i++)
		for (int v2 = 0; v2 < 2 && !f->text[i]; v2++) {
			f->text[i] = figure(w, cgroup_figure_file((enum cgroup_figure)i, v2), v2, a);
			f->v2[i] = v2;
		}
	find_pages(w, a, f);
}

/* ---------------------------------------------------------------- lines */

static int print_line(struct watching *w, const char *type, const struct cgroup_figures *data, struct error *err)
{
	struct arena *a = &w->c->context->arena;
	struct json_writer json;
	struct text line;

	text_init(&line, a);
	json_begin(&json, &line, false);
	json_object(&json, NULL);
	json_string(&json, "type", type);
	json_string(&json, "id", w->c->record.id);
	if (data) {
		json_object(&json, "data");
		cgroup_report(data, a, &json);
		json_end(&json, '}');
	}
	json_end(&json, '}');
	text_byte(&line, '\n');
	return print_text(&line, err);
}

static int print_stats(struct watching *w, struct error *err)
{
	struct arena *a = &w->c->context->arena;
	size_t mark = a->used;
	struct cgroup_figures figures = { 0 };
	int rc;

	find_figures(w, a, &figures);
	rc = print_line(w, "stats", &figures, err);
	arena_release(a, mark); /* this may go on for months */
	return rc;
}

static int print_oom(struct watching *w, struct error *err)
{
	struct arena *a = &w->c->context->arena;
	size_t mark = a->used;
	int rc = print_line(w, "oom", NULL, err);

	arena_release(a, mark);
	return rc;
}

/* ---------------------------------------------------------------- time goes by */

static long long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

/* Until the process has ended.  What ran out of memory is told before that: both come at nearly the same time. */
static int stream(struct watching *w, int interval, struct error *err)
{
	struct pollfd p[] = { { .fd = w->c->pidfd, .events = POLLIN }, { .fd = w->oom.fd, .events = POLLIN } };
	long long next = now_ms() + interval;

	while (!p[0].revents) {
		long long left = next - now_ms();

		if (poll(p, 2, left > 0 ? (int)left : 0) < 0 && errno != EINTR)
			return fail_errno(err, "waiting for events");
		if (oom_happened(&w->oom) && print_oom(w, err) < 0)
			return -1;
		if (p[0].revents || now_ms() < next)
			continue;
		next += interval;
		if (print_stats(w, err) < 0)
			return -1;
	}
	return 0;
}

static int watch(struct container *c, struct error *err)
{
	const struct options *o = &c->context->options;
	struct watching *w = take(&c->context->arena, sizeof *w);
	struct cgroup_now now = { 0 };
	struct cgroup_dirs dirs;
	int interval = INTERVAL_MS, rc;

	w->c = c;
	if (o->interval && duration_read("interval", o->interval, &interval, err) < 0)
		return -1;
	if (look_cgroups(&c->context->arena, &w->layout, err) < 0 || container_cgroups(c, &dirs, err) < 0)
		return -1;
	now.dirs = dirs.at;
	now.dirs_count = dirs.n;
	cgroup_places_of(&w->layout, &now, &w->plan);
	if (o->stats)
		return print_stats(w, err);
	if (oom_open(&dirs, &w->oom, err) < 0)
		return -1;
	rc = stream(w, interval, err);
	oom_close(&w->oom);
	return rc;
}

int cmd_events(struct context *context)
{
	struct container c;
	int rc = container_find(context, context->options.id, NULL, &c, &context->err);

	c.inspect = watch;
	if (rc == 0)
		rc = container_event(&c, EVENT_INSPECT, &context->err);
	container_close(&c);
	return rc < 0 ? EXIT_ERROR : EXIT_OK;
}
