/* cgroup_update.c: limits of a container that is there, see cgroup.h. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/show.h"
#include "decide/cgroup.h"
#include "decide/cgroup_value.h"

/* ---------------------------------------------------------------- options */

static int not_a_number(const struct cgroup_said *s, struct error *err)
{
	char shown[SHOW_MAX];

	if (s->unit == CGROUP_BYTES)
		return fail(err, EINVAL, "--%s: %s is no number of bytes, such as 67108864 or 64m", s->option,
		    show_in(shown, s->value));
	return fail(err, EINVAL, "--%s: %s is no number", s->option, show_in(shown, s->value));
}

/* "64m" as engines' people say it: k, m, g, t, in either case, with b or ib behind. */
static int shift_of(const char *unit)
{
	static const char letters[] = "kmgt";
	const char *at = *unit ? strchr(letters, *unit | 0x20) : NULL;

	if (!*unit || strcmp(unit, "b") == 0 || strcmp(unit, "B") == 0)
		return 0;
	if (!at || (unit[1] && strcmp(unit + 1, "b") != 0 && strcmp(unit + 1, "B") != 0 &&
		       strcmp(unit + 1, "iB") != 0 && strcmp(unit + 1, "ib") != 0))
		return -1;
	return 10 * (int)(at - letters + 1);
}

static int number_of(const struct cgroup_said *s, long long *ret, struct error *err)
{
	const char *digits = s->value + (*s->value == '-');
	size_t len = strspn(digits, "0123456789");
	int shift = s->unit == CGROUP_BYTES ? shift_of(digits + len) : digits[len] ? -1 : 0;

	if (!len || len > 18 || shift < 0)
		return not_a_number(s, err);
	*ret = strtoll(s->value, NULL, 10);
	if (*ret < s->least)
		return fail(err, EINVAL, "--%s: %lld is less than %lld", s->option, *ret, s->least);
	if (*ret > LLONG_MAX >> shift)
		return not_a_number(s, err);
	*ret = *ret < 0 ? *ret : *ret << shift;
	return 0;
}

int cgroup_limits_said(const struct options *o, struct arena *a, struct cgroup_limits *ret, struct error *err)
{
	struct cgroup_said said[CGROUP_SAID_MAX];
	size_t n = cgroup_options(o, said);
	struct cgroup_value *values = take_many(a, n + 1, sizeof *values);

	for (size_t i = 0; i < n; i++) {
		values[i].limit = said[i].limit;
		if (said[i].unit == CGROUP_TEXT)
			values[i].text = said[i].value;
		else if (number_of(&said[i], &values[i].number, err) < 0)
			return -1;
	}
	*ret = (struct cgroup_limits){ values, n };
	return 0;
}

/* ---------------------------------------------------------------- places */

static const char *dir_below(const struct cgroup_now *now, const char *mount)
{
	size_t len = strlen(mount);

	for (size_t i = 0; i < now->dirs_count; i++)
		if (strncmp(now->dirs[i], mount, len) == 0 && now->dirs[i][len] == '/')
			return now->dirs[i];
	return NULL;
}

void cgroup_places_of(const struct cgroup_layout *layout, const struct cgroup_now *now, struct cgroup_plan *ret)
{
	*ret = (struct cgroup_plan){ .kind = layout->kind, .places = layout->count, .devices = -1 };
	for (size_t i = 0; i < layout->count; i++) {
		const struct cgroup_hierarchy *h = &layout->hierarchy[i];
		struct cgroup_place *place = &ret->place[i];

		place->mount = h->mount;
		place->v2 = h->v2;
		place->dir = dir_below(now, h->mount);
		place->path = place->dir ? place->dir + strlen(h->mount) : NULL;
	}
}

/* ---------------------------------------------------------------- what belongs together */

bool cgroup_update_asks(enum cgroup_limit limit)
{
	return limit == LIMIT_MEMORY_LIMIT || limit == LIMIT_MEMORY_SWAP || limit == LIMIT_CPU_QUOTA;
}

static const struct cgroup_value *said(const struct cgroup_limits *limits, enum cgroup_limit limit)
{
	for (size_t i = 0; i < limits->n; i++)
		if (limits->at[i].limit == limit && !cgroup_value_is_empty(&limits->at[i]))
			return &limits->at[i];
	return NULL;
}

/* A number at the begin of a file's first line; -1: there is none, or no limit (v1 says so by a number near the greatest). */
static long long number_now(const struct cgroup_now *now, enum cgroup_limit limit)
{
	const char *text = now->text[limit];
	long long n = text && *text >= '0' && *text <= '9' ? strtoll(text, NULL, 10) : -1;

	return n > LLONG_MAX - (1 << 20) ? -1 : n;
}

static bool is_v2(const struct cgroup_layout *layout)
{
	return layout->kind == CGROUP_V2;
}

/* The limits that were said, and those that are written with them. */
static struct cgroup_limits completed(const struct cgroup_layout *layout, const struct cgroup_now *now,
    const struct cgroup_limits *limits, struct arena *a)
{
	struct cgroup_value *all = take_many(a, limits->n + 2, sizeof *all);
	const struct cgroup_value *memory = said(limits, LIMIT_MEMORY_LIMIT), *swap = said(limits, LIMIT_MEMORY_SWAP);
	long long quota = number_now(now, LIMIT_CPU_QUOTA);
	size_t n = limits->n;

	if (n)
		memcpy(all, limits->at, n * sizeof *all);
	/* v2 has both in one file: a period alone would lift the quota */
	if (is_v2(layout) && said(limits, LIMIT_CPU_PERIOD) && !said(limits, LIMIT_CPU_QUOTA) && quota > 0)
		all[n++] = (struct cgroup_value){ LIMIT_CPU_QUOTA, .number = quota };
	/* v2's swap does not include the memory, what is said does */
	if (is_v2(layout) && swap && swap->number >= 0 && !memory)
		all[n++] = (struct cgroup_value){ LIMIT_MEMORY_LIMIT, .number = number_now(now, LIMIT_MEMORY_LIMIT) };
	/* v1's swap includes the memory, which is to have no limit any more */
	if (!is_v2(layout) && memory && memory->number < 0 && !swap)
		all[n++] = (struct cgroup_value){ LIMIT_MEMORY_SWAP, .number = -1 };
	return (struct cgroup_limits){ all, n };
}

static int check_memory(const struct cgroup_layout *layout, const struct cgroup_now *now,
    const struct cgroup_limits *limits, struct error *err)
{
	const struct cgroup_value *memory = said(limits, LIMIT_MEMORY_LIMIT), *swap = said(limits, LIMIT_MEMORY_SWAP);
	long long limit = memory ? memory->number : number_now(now, LIMIT_MEMORY_LIMIT);
	long long both = swap ? swap->number : is_v2(layout) ? -1 : number_now(now, LIMIT_MEMORY_SWAP);

	if (memory && limit >= 0 && limit < now->pinned)
		return fail(err, EBUSY,
		    "linux.resources.memory.limit: %lld bytes are less than the %lld that the container uses now",
		    limit, now->pinned);
	if (swap && both >= 0 && both < limit)
		return fail(err, EINVAL,
		    "linux.resources.memory.swap (%lld) is below linux.resources.memory.limit (%lld), which it includes",
		    both, limit);
	if (memory && both >= 0 && (limit < 0 || limit > both))
		return fail(err, EINVAL,
		    "linux.resources.memory.limit: %lld is above linux.resources.memory.swap, which is %lld now and "
		    "includes it: give both",
		    limit, both);
	return 0;
}

/* v1 refuses a limit of memory above that of both, in between too: what grows goes first. */
static void order_memory(
    const struct cgroup_now *now, const struct cgroup_limits *limits, struct cgroup_write *w, size_t n)
{
	const struct cgroup_value *swap = said(limits, LIMIT_MEMORY_SWAP);
	long long before = number_now(now, LIMIT_MEMORY_SWAP);

	if (!swap || (swap->number >= 0 && (before < 0 || swap->number <= before)))
		return;
	for (size_t i = 0; i + 1 < n; i++)
		if (w[i].limit == LIMIT_MEMORY_LIMIT && w[i + 1].limit == LIMIT_MEMORY_SWAP) {
			struct cgroup_write first = w[i];

			w[i] = w[i + 1];
			w[i + 1] = first;
		}
}

static int check_places(const struct cgroup_plan *plan, struct error *err)
{
	for (size_t i = 0; i < plan->writes; i++)
		if (!plan->place[plan->write[i].place].dir)
			return fail(err, ENOTSUP, "linux.resources.%s: the container has no cgroup below %s",
			    cgroup_limit_name(plan->write[i].limit), plan->place[plan->write[i].place].mount);
	return 0;
}

int cgroup_decide_update(const struct cgroup_layout *layout, const struct cgroup_now *now,
    const struct cgroup_limits *limits, struct arena *a, struct cgroup_plan *plan, struct error *err)
{
	struct cgroup_limits all = completed(layout, now, limits, a);
	struct cgroup_write *ordered;

	if (check_memory(layout, now, &all, err) < 0 || cgroup_decide_writes(layout, &all, a, plan, err) < 0)
		return -1;
	ordered = take_many(a, plan->writes + 1, sizeof *ordered);
	if (plan->writes)
		memcpy(ordered, plan->write, plan->writes * sizeof *ordered);
	if (!is_v2(layout))
		order_memory(now, &all, ordered, plan->writes);
	plan->write = ordered;
	return check_places(plan, err);
}

/* ---------------------------------------------------------------- back */

/* The line of a device, which the written value begins with: "8:0 ". */
static const char *device_line(const char *content, const char *value, size_t *ret_len)
{
	size_t number = strcspn(value, " ") + 1;

	for (const char *line = content; line && *line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL)
		if (strncmp(line, value, number) == 0) {
			*ret_len = strcspn(line, "\n");
			return line;
		}
	return NULL;
}

static const char *device_before(enum cgroup_how how, const char *content, const char *value, struct arena *a)
{
	size_t len, number = strcspn(value, " "), key = strcspn(value, "=");
	const char *line = device_line(content, value, &len);

	if (line)
		return take_text(a, line, len);
	if (how == HOW_KEY)
		return take_format(a, "%.*s=max", (int)key, value);
	return take_format(a, "%.*s %s", (int)number, value, how == HOW_DEVICE_WEIGHT ? "default" : "0");
}

const char *cgroup_value_before(const struct cgroup_write *write, bool v2, const char *content, struct arena *a)
{
	enum cgroup_how how = (enum cgroup_how)cgroup_rules[write->limit].version[v2].how;
	size_t len = strcspn(content, "\n");
	const char *last;

	if (how == HOW_DEVICE || how == HOW_DEVICE_WEIGHT || how == HOW_KEY)
		return device_before(how, content, write->value, a);
	while (len && content[len - 1] == ' ')
		len--;
	if (!len)
		return "\n"; /* an empty list: the kernel is not told of nothing at all */
	last = take_text(a, content, len);
	return how == HOW_FLAG && strrchr(last, ' ') ? strrchr(last, ' ') + 1 : last;
}
