/*
 * spec/cgroup.spec a second time, by hand from the kernel's cgroup-v1 and cgroup-v2.rst and from config-linux.md: which file each
 * limit is, how its value is written there, and which option of update means it.
 */
#include "unit.h"

#include <limits.h>

#include "cgroup_table.h"
#include "commands_table.h"
#include "decide/cgroup.h"
#include "read/options.h"

/* FIELD EMPTY  CONTROLLER FILE[|OTHER] HOW[|OTHER] of v1; the same of v2; "-": that version has none. */
static const char *const rows[LIMIT_COUNT] = {
	"cpu.shares 0 cpu cpu.shares number; cpu cpu.weight shares",
	"cpu.period 0 cpu cpu.cfs_period_us number; cpu cpu.max period",
	"cpu.quota 0 cpu cpu.cfs_quota_us number; cpu cpu.max quota",
	"cpu.burst 0 cpu cpu.cfs_burst_us number; cpu cpu.max.burst number",
	"cpu.realtimePeriod 0 cpu cpu.rt_period_us number; -",
	"cpu.realtimeRuntime 0 cpu cpu.rt_runtime_us number; -",
	"cpu.idle 0 cpu cpu.idle number; cpu cpu.idle number",
	"cpu.cpus - cpuset cpuset.cpus text; cpuset cpuset.cpus text",
	"cpu.mems - cpuset cpuset.mems text; cpuset cpuset.mems text",
	"memory.limit 0 memory memory.limit_in_bytes number; memory memory.max max",
	"memory.swap 0 memory memory.memsw.limit_in_bytes number; memory memory.swap.max swap",
	"memory.reservation 0 memory memory.soft_limit_in_bytes number; memory memory.low max",
	"memory.swappiness - memory memory.swappiness number; -",
	"memory.disableOOMKiller 0 memory memory.oom_control flag; -",
	"pids.limit 0 pids pids.max max; pids pids.max max",
	"blockIO.weight 0 blkio blkio.weight|blkio.bfq.weight number|number; io io.bfq.weight|io.weight number|weight",
	("blockIO.weightDevice 0 blkio blkio.weight_device|blkio.bfq.weight_device device|device; "
	 "io io.bfq.weight|io.weight device|device_weight"),
	"blockIO.throttleReadBpsDevice - blkio blkio.throttle.read_bps_device device; io io.max rbps=",
	"blockIO.throttleWriteBpsDevice - blkio blkio.throttle.write_bps_device device; io io.max wbps=",
	"blockIO.throttleReadIOPSDevice - blkio blkio.throttle.read_iops_device device; io io.max riops=",
	"blockIO.throttleWriteIOPSDevice - blkio blkio.throttle.write_iops_device device; io io.max wiops=",
	"hugepageLimits - hugetlb hugetlb.@.limit_in_bytes number; hugetlb hugetlb.@.max max",
	"unified - -; * * file",
};

static const char *word(unsigned offset)
{
	return cgroup_words + offset;
}

static const char *how_of(unsigned how, unsigned key)
{
	static const char *const names[] = { [HOW_NUMBER] = "number",
		[HOW_MAX] = "max",
		[HOW_TEXT] = "text",
		[HOW_FLAG] = "flag",
		[HOW_SHARES] = "shares",
		[HOW_QUOTA] = "quota",
		[HOW_PERIOD] = "period",
		[HOW_SWAP] = "swap",
		[HOW_WEIGHT] = "weight",
		[HOW_DEVICE] = "device",
		[HOW_DEVICE_WEIGHT] = "device_weight",
		[HOW_KEY] = NULL,
		[HOW_FILE] = "file" };

	return how == HOW_KEY ? word(key) : names[how];
}

static void put_rule(char *to, size_t size, const struct cgroup_file_rule *r)
{
	if (!*word(r->controller)) {
		snprintf(to, size, "-");
		return;
	}
	snprintf(to, size, "%s %s%s%s %s%s%s", word(r->controller), word(r->file), *word(r->other) ? "|" : "",
	    word(r->other), how_of(r->how, r->key), *word(r->other) ? "|" : "",
	    *word(r->other) ? how_of(r->other_how, r->key) : "");
}

static void test_files(void **state)
{
	(void)state;
	for (int i = 0; i < LIMIT_COUNT; i++) {
		const struct cgroup_rule *r = &cgroup_rules[i];
		char v1[128], v2[128], empty[24], got[400];

		put_rule(v1, sizeof v1, &r->version[0]);
		put_rule(v2, sizeof v2, &r->version[1]);
		snprintf(empty, sizeof empty, "%lld", r->empty);
		snprintf(got, sizeof got, "%s %s %s; %s", word(r->field), r->empty == LLONG_MIN ? "-" : empty, v1, v2);
		assert_string_equal(got, rows[i]);
	}
}

/* Each option of update by itself: the field that it sets, what its value is, the least number that it may be. */
static const struct said {
	const char *option, *field;
	enum cgroup_unit unit;
	int least;
} options[] = {
	{ "memory", "memory.limit", CGROUP_BYTES, -1 },
	{ "memory-swap", "memory.swap", CGROUP_BYTES, -1 },
	{ "memory-reservation", "memory.reservation", CGROUP_BYTES, -1 },
	{ "cpu-shares", "cpu.shares", CGROUP_NUMBER, 0 },
	{ "cpu-share", "cpu.shares", CGROUP_NUMBER, 0 },
	{ "cpu-period", "cpu.period", CGROUP_NUMBER, 0 },
	{ "cpu-quota", "cpu.quota", CGROUP_NUMBER, -1 },
	{ "cpu-burst", "cpu.burst", CGROUP_NUMBER, 0 },
	{ "cpu-rt-period", "cpu.realtimePeriod", CGROUP_NUMBER, 0 },
	{ "cpu-rt-runtime", "cpu.realtimeRuntime", CGROUP_NUMBER, -1 },
	{ "cpu-idle", "cpu.idle", CGROUP_NUMBER, -1 },
	{ "cpuset-cpus", "cpu.cpus", CGROUP_TEXT, 0 },
	{ "cpuset-mems", "cpu.mems", CGROUP_TEXT, 0 },
	{ "pids-limit", "pids.limit", CGROUP_NUMBER, -1 },
	{ "blkio-weight", "blockIO.weight", CGROUP_NUMBER, 0 },
};

static void test_options(void **state)
{
	(void)state;
	assert_int_equal(sizeof options / sizeof *options, CGROUP_SAID_MAX);
	for (size_t i = 0; i < CGROUP_SAID_MAX; i++) {
		static char program[] = "urunc", update[] = "update", id[] = "box";
		struct cgroup_said said[CGROUP_SAID_MAX];
		struct error err = { 0 };
		struct options o;
		char option[64];
		char *argv[] = { program, update, option, id, NULL };

		snprintf(option, sizeof option, "--%s=7", options[i].option);
		assert_int_equal(options_parse(4, argv, &o, &err), 0);
		assert_int_equal(cgroup_options(&o, said), 1);
		assert_string_equal(said[0].option, options[i].option);
		assert_string_equal(said[0].value, "7");
		assert_string_equal(word(cgroup_rules[said[0].limit].field), options[i].field);
		assert_int_equal(said[0].unit, options[i].unit);
		assert_int_equal(said[0].least, options[i].least);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_options),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
