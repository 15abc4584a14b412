/*
 * What `update` writes, refuses and would put back.  The expectations are written by hand from the kernel's cgroup-v1 and
 * cgroup-v2.rst and from what engines send.
 */
#include "unit.h"

#include <limits.h>

#include "commands_table.h"
#include "decide/cgroup.h"

static char memory[1 << 20];
static struct arena arena;
static struct error err;
static struct cgroup_now now;
static struct cgroup_plan plan;

static const char *const dirs_v1[] = { "/c/cpu/x", "/c/memory/m/x", "/c/pids/x" };
static const char *const dirs_v2[] = { "/c/u/x.scope" };
static const struct cgroup_layout v1 = { CGROUP_V1,
	{ { "/c/cpu", "cpu,cpuacct", "", false }, { "/c/cpuset", "cpuset", "", false },
	    { "/c/memory", "memory", "", false }, { "/c/pids", "pids", "", false } },
	4 };
static const struct cgroup_layout v2 = { CGROUP_V2, { { "/c", "cpuset,cpu,io,memory,pids", "", true } }, 1 };

static int setup(void **state)
{
	(void)state;
	unit_arena(&arena, memory, sizeof memory);
	err = (struct error){ 0 };
	now = (struct cgroup_now){ 0 };
	return 0;
}

static int decide(const struct cgroup_layout *layout, const struct cgroup_value *values, size_t n)
{
	const struct cgroup_limits limits = { values, n };

	now.dirs = layout == &v1 ? dirs_v1 : dirs_v2;
	now.dirs_count = layout == &v1 ? 3 : 1;
	cgroup_places_of(layout, &now, &plan);
	return cgroup_decide_update(layout, &now, &limits, &arena, &plan, &err);
}

/* "DIR/FILE=VALUE " of each write, in order. */
static const char *writes(void)
{
	static char all[2048];
	size_t used = 0;

	all[0] = 0;
	for (size_t i = 0; i < plan.writes; i++)
		used += (size_t)snprintf(all + used, sizeof all - used, "%s/%s=%s ",
		    plan.place[plan.write[i].place].dir, plan.write[i].file, plan.write[i].value);
	return all;
}

#define WRITES(on, wanted, ...)                                                \
	do {                                                                   \
		const struct cgroup_value values_[] = { __VA_ARGS__ };         \
		if (decide(on, values_, sizeof values_ / sizeof *values_) < 0) \
			fail_msg("%s\n", err.text);                            \
		assert_string_equal(writes(), wanted);                         \
	} while (0)
#define REFUSES(on, error, wanted, ...)                                                      \
	do {                                                                                 \
		const struct cgroup_value values_[] = { __VA_ARGS__ };                       \
		assert_int_equal(decide(on, values_, sizeof values_ / sizeof *values_), -1); \
		assert_string_equal(err.text, wanted);                                       \
		assert_int_equal(err.num, error);                                            \
	} while (0)

static void on_v1(void **state)
{
	(void)state;
	WRITES(&v1, "/c/cpu/x/cpu.shares=77 /c/pids/x/pids.max=max ", { LIMIT_PIDS_LIMIT, .number = -1 },
	    { LIMIT_CPU_SHARES, .number = 77 });
	/* what has no number of its own asks for nothing */
	WRITES(&v1, "", { LIMIT_CPU_SHARES, .number = 0 }, { LIMIT_MEMORY_LIMIT, .number = 0 });
	/* v1 wants memory below both together at every moment */
	now.text[LIMIT_MEMORY_LIMIT] = "1000";
	now.text[LIMIT_MEMORY_SWAP] = "2000";
	WRITES(&v1, "/c/memory/m/x/memory.limit_in_bytes=500 /c/memory/m/x/memory.memsw.limit_in_bytes=600 ",
	    { LIMIT_MEMORY_LIMIT, .number = 500 }, { LIMIT_MEMORY_SWAP, .number = 600 });
	WRITES(&v1, "/c/memory/m/x/memory.memsw.limit_in_bytes=4000 /c/memory/m/x/memory.limit_in_bytes=3000 ",
	    { LIMIT_MEMORY_LIMIT, .number = 3000 }, { LIMIT_MEMORY_SWAP, .number = 4000 });
	WRITES(&v1, "/c/memory/m/x/memory.memsw.limit_in_bytes=-1 /c/memory/m/x/memory.limit_in_bytes=-1 ",
	    { LIMIT_MEMORY_LIMIT, .number = -1 });
	WRITES(&v1, "/c/memory/m/x/memory.limit_in_bytes=2000 ", { LIMIT_MEMORY_LIMIT, .number = 2000 });
	REFUSES(&v1, EINVAL,
	    "linux.resources.memory.limit: 2001 is above linux.resources.memory.swap, which is 2000 now and includes it: give both",
	    { LIMIT_MEMORY_LIMIT, .number = 2001 });
	REFUSES(&v1, EINVAL,
	    "linux.resources.memory.swap (999) is below linux.resources.memory.limit (1000), which it includes",
	    { LIMIT_MEMORY_SWAP, .number = 999 });
	now.text[LIMIT_MEMORY_LIMIT] = now.text[LIMIT_MEMORY_SWAP] = "9223372036854771712"; /* no limit */
	WRITES(&v1, "/c/memory/m/x/memory.limit_in_bytes=5000 /c/memory/m/x/memory.memsw.limit_in_bytes=6000 ",
	    { LIMIT_MEMORY_LIMIT, .number = 5000 }, { LIMIT_MEMORY_SWAP, .number = 6000 });
	/* the container has no directory in one that was mounted later */
	REFUSES(&v1, ENOTSUP, "linux.resources.cpu.cpus: the container has no cgroup below /c/cpuset",
	    { LIMIT_CPU_CPUS, .text = "0" });
	REFUSES(&v1, ENOTSUP, "linux.resources.unified.nobody.max: this host has cgroup v1, which has no such limit",
	    { LIMIT_UNIFIED, .text = "nobody.max", .more = "1" });
}

static void on_v2(void **state)
{
	(void)state;
	now.text[LIMIT_CPU_QUOTA] = "max 100000";
	WRITES(&v2, "/c/u/x.scope/cpu.max=max 50000 ", { LIMIT_CPU_PERIOD, .number = 50000 });
	WRITES(&v2, "/c/u/x.scope/cpu.max=30000 ", { LIMIT_CPU_QUOTA, .number = 30000 });
	now.text[LIMIT_CPU_QUOTA] = "20000 100000";
	WRITES(&v2, "/c/u/x.scope/cpu.max=20000 50000 ", { LIMIT_CPU_PERIOD, .number = 50000 });
	WRITES(&v2, "/c/u/x.scope/cpu.max=30000 50000 ", { LIMIT_CPU_PERIOD, .number = 50000 },
	    { LIMIT_CPU_QUOTA, .number = 30000 });
	now.text[LIMIT_MEMORY_LIMIT] = "1000";
	now.text[LIMIT_MEMORY_SWAP] = "5"; /* v2's own: without the memory */
	WRITES(&v2, "/c/u/x.scope/memory.max=1000 /c/u/x.scope/memory.swap.max=500 ",
	    { LIMIT_MEMORY_SWAP, .number = 1500 });
	WRITES(&v2, "/c/u/x.scope/memory.max=2000 ", { LIMIT_MEMORY_LIMIT, .number = 2000 });
	REFUSES(&v2, EINVAL,
	    "linux.resources.memory.swap (900) is below linux.resources.memory.limit (1000), which it includes",
	    { LIMIT_MEMORY_SWAP, .number = 900 });
	now.pinned = 700;
	WRITES(&v2, "/c/u/x.scope/memory.max=700 ", { LIMIT_MEMORY_LIMIT, .number = 700 });
	WRITES(&v2, "/c/u/x.scope/memory.max=max ", { LIMIT_MEMORY_LIMIT, .number = -1 });
	REFUSES(&v2, EBUSY, "linux.resources.memory.limit: 699 bytes are less than the 700 that the container uses now",
	    { LIMIT_MEMORY_LIMIT, .number = 699 });
	REFUSES(&v2, ENOTSUP,
	    "linux.resources.unified.nobody.max: this host has cgroup v2 without the nobody controller",
	    { LIMIT_UNIFIED, .text = "nobody.max", .more = "1" });
}

static void before(enum cgroup_limit limit, bool is_v2, const char *value, const char *content, const char *wanted)
{
	const struct cgroup_write write = { .limit = limit, .value = value };

	assert_string_equal(cgroup_value_before(&write, is_v2, content, &arena), wanted);
}

static void put_back(void **state)
{
	static const char io[] = "8:0 rbps=1 wbps=max riops=max wiops=max\n8:16 rbps=max wbps=2 riops=max wiops=max\n";

	(void)state;
	before(LIMIT_CPU_SHARES, false, "7", "1024", "1024");
	before(LIMIT_CPU_QUOTA, true, "7", "max 100000\n", "max 100000");
	before(LIMIT_CPU_CPUS, true, "0", "", "\n");
	before(LIMIT_MEMORY_DISABLEOOMKILLER, false, "1", "oom_kill_disable 0\nunder_oom 0\n", "0");
	before(LIMIT_MEMORY_DISABLEOOMKILLER, false, "1", "oom_kill_disable 0 \n", "0");
	before(
	    LIMIT_BLOCKIO_THROTTLEREADBPSDEVICE, true, "8:16 rbps=9", io, "8:16 rbps=max wbps=2 riops=max wiops=max");
	before(LIMIT_BLOCKIO_THROTTLEREADBPSDEVICE, true, "8:1 rbps=9", io, "8:1 rbps=max");
	before(LIMIT_BLOCKIO_THROTTLEREADBPSDEVICE, false, "8:1 9", "8:0 5\n8:1 6", "8:1 6");
	before(LIMIT_BLOCKIO_THROTTLEREADBPSDEVICE, false, "8:1 9", "", "8:1 0");
	before(LIMIT_UNIFIED, true, "9", "max", "max");
}

/* ---------------------------------------------------------------- options */

static int said(const struct options *o, struct cgroup_limits *ret)
{
	return cgroup_limits_said(o, &arena, ret, &err);
}

static void options(void **state)
{
	static const struct {
		const char *text;
		long long bytes;
	} good[] = { { "0", 0 }, { "-1", -1 }, { "67108864", 67108864 }, { "64m", 67108864 }, { "64M", 67108864 },
		{ "64MiB", 67108864 }, { "64mb", 67108864 }, { "1g", 1 << 30 }, { "3k", 3072 }, { "1t", 1LL << 40 },
		{ "5b", 5 }, { "6B", 6 }, { "2mB", 2 << 20 }, { "2mib", 2 << 20 },
		{ "9007199254740991k", 9007199254740991LL << 10 } };
	static const char *const wrong[] = { "x", "-", "1x", "m", "1.5g", "1 m", "0x10", "1mm", "9007199254740992k",
		"99999999999999999999", "--1", "+1", "1gib2" };
	struct cgroup_limits limits;

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		const struct options o = { .memory = good[i].text };

		if (said(&o, &limits) < 0)
			fail_msg("%s\n", err.text);
		assert_int_equal(limits.n, 1);
		assert_int_equal(limits.at[0].limit, LIMIT_MEMORY_LIMIT);
		assert_true(limits.at[0].number == good[i].bytes);
	}
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		const struct options o = { .memory_swap = wrong[i] };

		if (said(&o, &limits) == 0)
			fail_msg("%s is taken\n", wrong[i]);
		assert_non_null(strstr(err.text, "--memory-swap: \""));
	}
	assert_int_equal(said(&(struct options){ .cpu_shares = "-1" }, &limits), -1);
	assert_string_equal(err.text, "--cpu-shares: -1 is less than 0");
	assert_int_equal(said(&(struct options){ .memory = "-2" }, &limits), -1);
	assert_string_equal(err.text, "--memory: -2 is less than -1");
	assert_int_equal(said(&(struct options){ .pids_limit = "5k" }, &limits), -1);
	assert_string_equal(err.text, "--pids-limit: \"5k\" is no number");
	assert_int_equal(said(&(struct options){ .cpuset_cpus = "0-3", .cpu_idle = "1" }, &limits), 0);
	assert_int_equal(limits.n, 2);
	assert_int_equal(limits.at[0].limit, LIMIT_CPU_IDLE);
	assert_string_equal(limits.at[1].text, "0-3");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(on_v1, setup),
		cmocka_unit_test_setup(on_v2, setup),
		cmocka_unit_test_setup(put_back, setup),
		cmocka_unit_test_setup(options, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
