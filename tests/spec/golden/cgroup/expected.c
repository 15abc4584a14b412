/*
 * cgroup_table.c: generated from spec/cgroup.spec by gen/cgroup.awk.  Change those, not this.
 * Which file of a cgroup each limit of config.json is.
 */

#include "cgroup_table.h"

#include <limits.h>
#include <stdint.h>

#include "commands_table.h"
#include "config_table.h"
#include "decide/cgroup.h"

const struct cgroup_rule cgroup_rules[LIMIT_COUNT] = {
	/* line 2: memory.limit */
	[LIMIT_MEMORY_LIMIT] = { 1, 0, { { 14, 1, 0, 0, HOW_NUMBER, HOW_NUMBER }, { 14, 21, 0, 0, HOW_MAX, HOW_NUMBER } } },
	/* line 3: cpu.shares */
	[LIMIT_CPU_SHARES] = { 32, 0, { { 43, 32, 0, 0, HOW_NUMBER, HOW_NUMBER }, { 43, 47, 0, 0, HOW_SHARES, HOW_NUMBER } } },
	/* line 4: pids.limit */
	[LIMIT_PIDS_LIMIT] = { 58, LLONG_MIN, { { 69, 74, 0, 0, HOW_MAX, HOW_NUMBER }, { 0 } } },
	/* line 5: cpu.cpus */
	[LIMIT_CPU_CPUS] = { 83, LLONG_MIN, { { 0 }, { 92, 99, 0, 0, HOW_TEXT, HOW_NUMBER } } },
	/* line 6: memory.oom */
	[LIMIT_MEMORY_OOM] = { 111, 0, { { 14, 122, 0, 0, HOW_FLAG, HOW_NUMBER }, { 0 } } },
	/* line 7: blockIO.rate */
	[LIMIT_BLOCKIO_RATE] = { 141, LLONG_MIN, { { 154, 160, 0, 0, HOW_DEVICE, HOW_NUMBER }, { 171, 174, 0, 181, HOW_KEY, HOW_NUMBER } } },
	/* line 8: blockIO.weight */
	[LIMIT_BLOCKIO_WEIGHT] = { 187, 0, { { 154, 202, 210, 0, HOW_DEVICE, HOW_DEVICE }, { 171, 218, 223, 0, HOW_DEVICE, HOW_DEVICE_WEIGHT } } },
	/* line 9: pages */
	[LIMIT_PAGES] = { 233, LLONG_MIN, { { 239, 247, 0, 0, HOW_NUMBER, HOW_NUMBER }, { 239, 263, 0, 0, HOW_MAX, HOW_NUMBER } } },
	/* line 10: unified */
	[LIMIT_UNIFIED] = { 277, LLONG_MIN, { { 0 }, { 285, 285, 0, 0, HOW_FILE, HOW_NUMBER } } },
};

const char cgroup_words[] =
	"\0"
	/* 1 */ "memory.limit" "\0"
	/* 14 */ "memory" "\0"
	/* 21 */ "memory.max" "\0"
	/* 32 */ "cpu.shares" "\0"
	/* 43 */ "cpu" "\0"
	/* 47 */ "cpu.weight" "\0"
	/* 58 */ "pids.limit" "\0"
	/* 69 */ "pids" "\0"
	/* 74 */ "pids.max" "\0"
	/* 83 */ "cpu.cpus" "\0"
	/* 92 */ "cpuset" "\0"
	/* 99 */ "cpuset.cpus" "\0"
	/* 111 */ "memory.oom" "\0"
	/* 122 */ "memory.oom_control" "\0"
	/* 141 */ "blockIO.rate" "\0"
	/* 154 */ "blkio" "\0"
	/* 160 */ "blkio.rate" "\0"
	/* 171 */ "io" "\0"
	/* 174 */ "io.max" "\0"
	/* 181 */ "rbps=" "\0"
	/* 187 */ "blockIO.weight" "\0"
	/* 202 */ "blkio.w" "\0"
	/* 210 */ "blkio.x" "\0"
	/* 218 */ "io.a" "\0"
	/* 223 */ "io.weight" "\0"
	/* 233 */ "pages" "\0"
	/* 239 */ "hugetlb" "\0"
	/* 247 */ "hugetlb.@.limit" "\0"
	/* 263 */ "hugetlb.@.max" "\0"
	/* 277 */ "unified" "\0"
	/* 285 */ "*" "\0";

static long long clamp(uint64_t n)
{
	return n > LLONG_MAX ? LLONG_MAX : (long long)n;
}

struct list {
	struct cgroup_value *at;
	size_t n, room;
};

static void add(struct list *l, struct arena *a, struct cgroup_value value)
{
	if (l->n == l->room) {
		l->room = l->room ? l->room * 2 : 16;
		l->at = take_longer(a, l->at, l->n * sizeof value, l->room * sizeof value);
	}
	l->at[l->n++] = value;
}

struct cgroup_limits cgroup_limits_of(const struct config *c, struct arena *a)
{
	struct list l = { 0 };

	/* line 2: memory.limit */
	if (c->has_linux_resources_memory_limit)
		add(&l, a, (struct cgroup_value){ LIMIT_MEMORY_LIMIT, .number = c->linux_resources_memory_limit });
	/* line 3: cpu.shares */
	if (c->has_linux_resources_cpu_shares)
		add(&l, a, (struct cgroup_value){ LIMIT_CPU_SHARES, .number = clamp(c->linux_resources_cpu_shares) });
	/* line 4: pids.limit */
	add(&l, a, (struct cgroup_value){ LIMIT_PIDS_LIMIT, .number = c->linux_resources_pids_limit });
	/* line 5: cpu.cpus */
	if (c->linux_resources_cpu_cpus && *c->linux_resources_cpu_cpus)
		add(&l, a, (struct cgroup_value){ LIMIT_CPU_CPUS, .text = c->linux_resources_cpu_cpus });
	/* line 6: memory.oom */
	if (c->linux_resources_memory_oom)
		add(&l, a, (struct cgroup_value){ LIMIT_MEMORY_OOM, .number = 1 });
	/* line 7: blockIO.rate */
	for (size_t i = 0; i < c->linux_resources_blockIO_rate_count; i++) {
		const struct config_throttle *from = &c->linux_resources_blockIO_rate[i];

		add(&l, a, (struct cgroup_value){ LIMIT_BLOCKIO_RATE, .major = from->major, .minor = from->minor, .number = clamp(from->rate) });
	}
	/* line 8: blockIO.weight */
	for (size_t i = 0; i < c->linux_resources_blockIO_weight_count; i++) {
		const struct config_weight_device *from = &c->linux_resources_blockIO_weight[i];

		add(&l, a, (struct cgroup_value){ LIMIT_BLOCKIO_WEIGHT, .major = from->major, .minor = from->minor, .number = from->weight });
	}
	/* line 9: pages */
	for (size_t i = 0; i < c->linux_resources_pages_count; i++) {
		const struct config_hugepage *from = &c->linux_resources_pages[i];

		add(&l, a, (struct cgroup_value){ LIMIT_PAGES, .text = from->pageSize, .number = clamp(from->limit) });
	}
	/* line 10: unified */
	for (size_t i = 0; i < c->linux_resources_unified_count; i++) {
		const struct pair *from = &c->linux_resources_unified[i];

		add(&l, a, (struct cgroup_value){ LIMIT_UNIFIED, .text = from->key, .more = from->value });
	}
	return (struct cgroup_limits){ l.at, l.n };
}

size_t cgroup_options(const struct options *o, struct cgroup_said ret[CGROUP_SAID_MAX])
{
	size_t n = 0;

	if (o->memory) /* line 11 */
		ret[n++] = (struct cgroup_said){ LIMIT_MEMORY_LIMIT, CGROUP_BYTES, "memory", o->memory, -1 };
	if (o->cpu_share) /* line 12 */
		ret[n++] = (struct cgroup_said){ LIMIT_CPU_SHARES, CGROUP_NUMBER, "cpu-share", o->cpu_share, 0 };
	if (o->cpus) /* line 13 */
		ret[n++] = (struct cgroup_said){ LIMIT_CPU_CPUS, CGROUP_TEXT, "cpus", o->cpus, 0 };
	return n;
}
