/*
 * limits.c: linux.resources, as config.json and `update --resources` have it: where they are written, and what.  Three parts:
 * the layout of the host (1, 2 or h) with the path that was asked for behind it, what some files say now (a line each), JSON.
 */
#include "fuzz.h"

#include "base/utf8.h"
#include "config_table.h"
#include "decide/cgroup.h"
#include "read/config.h"

static const char v1[] = "cpu,cpuacct\0memory\0pids\0devices\0cpuset\0blkio\0hugetlb\0net_cls,net_prio\0rdma\0freezer";

static void add(struct cgroup_layout *l, const char *mount, const char *controllers, bool is_v2)
{
	l->hierarchy[l->count++] = (struct cgroup_hierarchy){ mount, controllers, "/own", is_v2 };
}

static void host(struct arena *a, char kind, struct cgroup_layout *ret)
{
	ret->kind = kind == '2' ? CGROUP_V2 : kind == 'h' ? CGROUP_HYBRID : CGROUP_V1;
	for (const char *c = v1; ret->kind != CGROUP_V2 && c < v1 + sizeof v1; c += strlen(c) + 1)
		add(ret, take_format(a, "/sys/fs/cgroup/%s", c), c, false);
	if (ret->kind != CGROUP_V1)
		add(ret, "/sys/fs/cgroup", kind == '2' ? "cpu,cpuset,io,memory,pids,hugetlb,rdma" : "", true);
}

/* No file is another's: each is one name in a directory below its hierarchy, and what is written is one text. */
static void must_stay(const struct cgroup_plan *plan)
{
	for (size_t i = 0; i < plan->places; i++) {
		const struct cgroup_place *p = &plan->place[i];
		size_t len = strlen(p->mount);

		if (!p->dir)
			continue;
		must(!strncmp(p->dir, p->mount, len) && p->dir[len] == '/' && p->dir[len + 1]);
		must(!strstr(p->dir, "/../") && strcmp(p->dir + strlen(p->dir) - 3, "/.."));
	}
	for (size_t i = 0; i < plan->writes; i++) {
		const struct cgroup_write *w = &plan->write[i];

		must(w->place < plan->places && w->file[0] && !strchr(w->file, '/') && w->value);
		must(!w->else_file || (w->else_value && !strchr(w->else_file, '/')));
	}
}

static void put_back(struct arena *a, const struct cgroup_plan *plan, const char *content)
{
	for (size_t i = 0; i < plan->writes; i++)
		must(cgroup_value_before(&plan->write[i], plan->place[plan->write[i].place].v2, content, a)[0] ||
		     !content[0]);
}

static void show(struct arena *a, const struct cgroup_plan *plan)
{
	struct json_writer w;
	struct text out;

	text_init(&out, a);
	json_begin(&w, &out, false);
	json_object(&w, NULL);
	cgroup_json(plan, &w, "cgroup");
	json_end(&w, '}');
	must_be_json(out.at, out.used);
}

static void update(struct arena *a, const struct cgroup_layout *layout, const struct cgroup_plan *made,
    const struct cgroup_limits *limits, struct part files)
{
	char *content = take_text(a, files.at, files.len), *line = content;
	const char *dirs[CGROUP_HIERARCHIES_MAX];
	struct cgroup_now now = { .dirs = dirs };
	struct cgroup_plan plan;
	struct error err = { 0 };

	for (; now.dirs_count < made->places; now.dirs_count++)
		dirs[now.dirs_count] = made->place[now.dirs_count].dir;
	for (int i = 0; i < LIMIT_COUNT; i++)
		if (cgroup_update_asks((enum cgroup_limit)i) && *line) {
			now.text[i] = line;
			line += strcspn(line, "\n");
			line += *line != 0;
		}
	now.pinned = *line ? 1 << 20 : 0;
	cgroup_places_of(layout, &now, &plan);
	if (cgroup_decide_update(layout, &now, limits, a, &plan, &err) < 0) {
		must_explain(&err);
		return;
	}
	must_stay(&plan);
	put_back(a, &plan, content);
}

void fuzz_one(struct arena *a, unsigned char *bytes, size_t len)
{
	struct part rest = { (const char *)bytes, len }, where = part_cut(&rest), files = part_cut(&rest);
	struct config *config = take(a, sizeof *config);
	struct cgroup_request request = { .id = "c" };
	struct cgroup_layout layout = { 0 };
	struct warnings warnings;
	struct cgroup_plan plan;
	struct error err = { 0 };

	if (!where.len || utf8_valid(where.at, where.len) < where.len)
		return; /* it is a string of config.json */
	warnings_init(&warnings, a);
	host(a, where.at[0], &layout);
	request.path = take_text(a, where.at + 1, where.len - 1);
	if (config_read_part(a, rest.at, rest.len, "r", CONFIG_PART_RESOURCES, config, &warnings, &err) < 0) {
		must_explain(&err);
		return;
	}
	request.limits = cgroup_limits_of(config, a);
	if (cgroup_decide(&layout, &request, a, &plan, &err) < 0) {
		must_explain(&err);
		return;
	}
	must_stay(&plan);
	show(a, &plan);
	update(a, &layout, &plan, &request.limits, files);
}
