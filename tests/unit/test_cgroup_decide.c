/*
 * test_cgroup_decide.c: what a cgroupsPath means, and which limit becomes which write.  The expectations are written by hand
 * from config-linux.md and from what runc and crun write, not from cgroup.spec.
 */
#include "unit.h"

#include <limits.h>

#include "config_table.h"
#include "decide/cgroup.h"
#include "decide/cgroup_path.h"
#include "decide/cgroup_value.h"

static char memory[1 << 20];
static struct arena arena;
static struct error err;

static int setup(void **state)
{
	(void)state;
	unit_arena(&arena, memory, sizeof memory);
	err = (struct error){ 0 };
	return 0;
}

/* ---------------------------------------------------------------- paths */

static void path_is(const char *path, bool systemd, const char *text, bool relative, size_t ours)
{
	const struct cgroup_request request = { .path = path, .id = "c1", .systemd = systemd };
	struct cgroup_path got;

	if (cgroup_path_of(&request, &arena, &got, &err) < 0)
		fail_msg("%s: %s\n", path, err.text);
	assert_string_equal(got.text, text);
	assert_int_equal(got.relative, relative);
	assert_int_equal(got.ours, ours);
}

static void path_fails(const char *path, bool systemd, const char *text)
{
	const struct cgroup_request request = { .path = path, .id = "c1", .systemd = systemd };
	struct cgroup_path got = { .text = "untouched" };

	err = (struct error){ 0 };
	if (cgroup_path_of(&request, &arena, &got, &err) == 0)
		fail_msg("%s became %s\n", path, got.text);
	assert_int_equal(err.num, EINVAL);
	if (!strstr(err.text, text))
		fail_msg("%s: %s\n", path, err.text);
	assert_string_equal(got.text, "untouched");
}

static void plain_paths(void **state)
{
	(void)state;
	path_is(NULL, false, "/urunc/c1", true, 2);
	path_is("", true, "/urunc/c1", true, 2);
	path_is("/docker/abc", false, "/docker/abc", false, 1);
	path_is("a/b", false, "/a/b", true, 1);
	path_is("//a///b/.//c/", false, "/a/b/c", false, 1);
	path_is("./a", false, "/a", true, 1);
	path_is("/..a/b../...", false, "/..a/b../...", false, 1);
	path_is("/a b,c=\303\244%", false, "/a b,c=\303\244%", false, 1);
}

static void refused_paths(void **state)
{
	(void)state;
	path_fails("/a/../b", false, "has a step ..");
	path_fails("..", false, "has a step ..");
	path_fails("a/..", false, "has a step ..");
	path_fails("/", false, "is the root of all cgroups");
	path_fails("/./.", false, "is the root of all cgroups");
	path_fails(".", false, "is the root of all cgroups");
	path_fails("/a\nb", false, "control character");
	path_fails("/a\tb", false, "control character");
	path_fails("a.slice:x:\177", false, "control character");
}

static void systemd_paths(void **state)
{
	(void)state;
	path_is("system.slice:docker:abc", false, "/system.slice/docker-abc.scope", false, 1);
	path_is("kubepods-burstable-pod1_2.slice:cri-containerd:abc", false,
	    "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1_2.slice/cri-containerd-abc.scope", false,
	    1);
	path_is("machine.slice:libpod:abc", true, "/machine.slice/libpod-abc.scope", false, 1);
	path_is("-.slice:p:n", false, "/p-n.scope", false, 1);
	path_is("a.slice::n", false, "/a.slice/n.scope", false, 1);
	path_is("a.slice:p:sub.slice", false, "/a.slice/p-sub.slice", false, 1);
	path_is(":p:n", true, "/system.slice/p-n.scope", false, 1);
	/* colons, but no slice: a path like any other */
	path_is("foo:bar:baz", false, "/foo:bar:baz", true, 1);
	path_is("/a.slice:b", false, "/a.slice:b", false, 1);
	path_is("a.slice:b:c:d", false, "/a.slice:b:c:d", true, 1);
	path_is(":p:n", false, "/:p:n", true, 1);
}

static void refused_units(void **state)
{
	(void)state;
	path_fails("foo:bar:baz", true, "with --systemd-cgroup it is slice:prefix:name");
	path_fails("/docker/abc", true, "with --systemd-cgroup it is slice:prefix:name");
	path_fails("a--b.slice:p:n", false, "a--b.slice is not the name of a slice");
	path_fails("-a.slice:p:n", false, "is not the name of a slice");
	path_fails("a-.slice:p:n", false, "is not the name of a slice");
	path_fails(".slice:p:n", false, "is not the name of a slice");
	path_fails("a/b.slice:p:n", false, "is not the name of a slice");
	path_fails("../x.slice:p:n", false, "is not the name of a slice");
	path_fails("a.slice:p:", false, "is not the name of a scope");
	path_fails("a.slice:p:..", false, "is not the name of a scope");
	path_fails("a.slice:p:x/../../y", false, "is not the name of a scope");
	path_fails("a.slice:../..:n", false, "is not the name of a scope");
}

static void systemd_that_runs(void **state)
{
	const struct cgroup_request asked = {
		.path = "a.slice:p:n", .id = "c1", .systemd = true, .systemd_runs = true
	};
	const struct cgroup_request inferred = { .path = "a.slice:p:n", .id = "c1", .systemd_runs = true };
	struct cgroup_path got;

	(void)state;
	assert_int_equal(cgroup_path_of(&asked, &arena, &got, &err), -1);
	assert_int_equal(err.num, ENOTSUP);
	assert_non_null(strstr(err.text, "--systemd-cgroup: systemd runs here and would have to be asked"));
	assert_int_equal(cgroup_path_of(&inferred, &arena, &got, &err), 0);
	assert_string_equal(got.text, "/a.slice/p-n.scope");
}

/* ---------------------------------------------------------------- layouts */

static const struct cgroup_layout v1 = { CGROUP_V1,
	{ { "/c/cpu", "cpu,cpuacct", "/own", false }, { "/c/cpuset", "cpuset", "", false },
	    { "/c/memory", "memory", "/m", false }, { "/c/blkio", "blkio", "", false },
	    { "/c/pids", "pids", "", false }, { "/c/hugetlb", "hugetlb", "", false },
	    { "/c/devices", "devices", "", false }, { "/c/systemd", "name=systemd", "/s", false },
	    { "/c/freezer", "freezer", "", false } },
	9 };
static const struct cgroup_layout v2 = { CGROUP_V2,
	{ { "/c", "cpuset,cpu,io,memory,hugetlb,pids,rdma", "/u/s.scope", true } }, 1 };
static const struct cgroup_layout v2_top = { CGROUP_V2, { { "/c", "cpu,memory", "", true } }, 1 };
static const struct cgroup_layout bare = { CGROUP_HYBRID,
	{ { "/c/memory", "memory", "", false }, { "/c/unified", "hugetlb", "/x", true } }, 2 };
static const struct cgroup_layout none = { CGROUP_NONE, { { 0 } }, 0 };

static struct cgroup_plan plan;

static int decide(const struct cgroup_layout *layout, const char *path, const struct cgroup_value *values, size_t n)
{
	const struct cgroup_request request = { .path = path, .id = "c1", .limits = { values, n } };

	return cgroup_decide(layout, &request, &arena, &plan, &err);
}

static void places(void **state)
{
	(void)state;
	assert_int_equal(decide(&v1, "/a/b", NULL, 0), 0);
	assert_int_equal(plan.kind, CGROUP_V1);
	assert_int_equal(plan.places, 9);
	assert_string_equal(plan.place[0].dir, "/c/cpu/a/b");
	assert_string_equal(plan.place[0].path, "/a/b");
	assert_string_equal(plan.place[0].mount, "/c/cpu");
	assert_string_equal(plan.place[7].dir, "/c/systemd/a/b");
	assert_int_equal(plan.devices, 6);
	for (size_t i = 0; i < plan.places; i++)
		assert_int_equal(plan.place[i].cpuset, i == 1);

	assert_int_equal(decide(&v1, "a", NULL, 0), 0);
	assert_string_equal(plan.place[0].dir, "/c/cpu/own/a");
	assert_string_equal(plan.place[1].dir, "/c/cpuset/a");
	assert_string_equal(plan.place[2].dir, "/c/memory/m/a");

	assert_int_equal(decide(&v1, NULL, NULL, 0), 0);
	assert_string_equal(plan.place[2].dir, "/c/memory/m/urunc/c1");
	assert_int_equal(plan.place[2].ours, 2);
}

static void places_of_version_2(void **state)
{
	(void)state;
	assert_int_equal(decide(&v2, NULL, NULL, 0), 0);
	assert_string_equal(plan.place[0].dir, "/c/u/urunc/c1"); /* beside the caller's own: that has processes in it */
	assert_true(plan.place[0].v2);
	assert_int_equal(plan.devices, 0);
	assert_string_equal(plan.enable, "");
	assert_string_equal(plan.enable_if_can, "+cpu +cpuset +io +memory +pids +hugetlb");
	assert_int_equal(decide(&v2_top, "x", NULL, 0), 0);
	assert_string_equal(plan.place[0].dir, "/c/x");
	assert_string_equal(plan.enable_if_can, "+cpu +memory");
	assert_int_equal(decide(&bare, "x", NULL, 0), 0);
	assert_string_equal(
	    plan.place[1].dir, "/c/unified/x/x"); /* no controllers are handed down: below the own one */
	assert_string_equal(plan.enable_if_can, "");
	assert_int_equal(plan.devices, 1);
	assert_int_equal(decide(&none, "x", NULL, 0), 0);
	assert_int_equal(plan.places, 0);
	assert_int_equal(plan.devices, -1);
}

static void an_own_cgroup_that_cannot_be_seen(void **state)
{
	const struct cgroup_layout hidden = { CGROUP_V1, { { "/c/m", "memory", NULL, false } }, 1 };

	(void)state;
	assert_int_equal(decide(&hidden, "/x", NULL, 0), 0);
	assert_int_equal(decide(&hidden, "x", NULL, 0), -1);
	assert_string_equal(
	    err.text, "the cgroup mounted at /c/m does not show our own: linux.cgroupsPath must be absolute");
}

/* ---------------------------------------------------------------- limits */

static void wrote(size_t i, const char *dir, const char *file, const char *value)
{
	assert_in_range(i, 0, plan.writes - 1);
	assert_string_equal(plan.place[plan.write[i].place].dir, dir);
	assert_string_equal(plan.write[i].file, file);
	assert_string_equal(plan.write[i].value, value);
}

/* One value: exactly one write. */
static void one(const struct cgroup_layout *layout, struct cgroup_value value, const char *file, const char *text)
{
	if (decide(layout, "/x", &value, 1) < 0)
		fail_msg("%s: %s\n", file, err.text);
	assert_int_equal(plan.writes, 1);
	assert_string_equal(plan.write[0].file, file);
	assert_string_equal(plan.write[0].value, text);
}

static void nothing(const struct cgroup_layout *layout, struct cgroup_value value)
{
	if (decide(layout, "/x", &value, 1) < 0)
		fail_msg("%s\n", err.text);
	assert_int_equal(plan.writes, 0);
}

static void fails(const struct cgroup_layout *layout, struct cgroup_value value, int num, const char *text)
{
	err = (struct error){ 0 };
	plan.writes = 99;
	assert_int_equal(decide(layout, "/x", &value, 1), -1);
	assert_int_equal(err.num, num);
	if (strcmp(err.text, text) != 0)
		fail_msg("%s\n", err.text);
	assert_int_equal(plan.writes, 99);
}

#define N(name, value) ((struct cgroup_value){ LIMIT_##name, .number = (value) })
#define T(name, value) ((struct cgroup_value){ LIMIT_##name, .text = (value) })

static void limits_of_version_1(void **state)
{
	(void)state;
	one(&v1, N(MEMORY_LIMIT, 1 << 30), "memory.limit_in_bytes", "1073741824");
	one(&v1, N(MEMORY_LIMIT, -1), "memory.limit_in_bytes", "-1");
	one(&v1, N(MEMORY_SWAP, 5), "memory.memsw.limit_in_bytes", "5");
	one(&v1, N(MEMORY_RESERVATION, 5), "memory.soft_limit_in_bytes", "5");
	one(&v1, N(MEMORY_SWAPPINESS, 0), "memory.swappiness", "0");
	one(&v1, N(MEMORY_DISABLEOOMKILLER, 1), "memory.oom_control", "1");
	one(&v1, N(CPU_SHARES, 1024), "cpu.shares", "1024");
	one(&v1, N(CPU_QUOTA, -1), "cpu.cfs_quota_us", "-1");
	one(&v1, N(CPU_PERIOD, 100000), "cpu.cfs_period_us", "100000");
	one(&v1, N(CPU_BURST, 7), "cpu.cfs_burst_us", "7");
	one(&v1, N(CPU_REALTIMEPERIOD, 7), "cpu.rt_period_us", "7");
	one(&v1, N(CPU_REALTIMERUNTIME, 7), "cpu.rt_runtime_us", "7");
	one(&v1, N(CPU_IDLE, 1), "cpu.idle", "1");
	one(&v1, T(CPU_CPUS, "0-1,3"), "cpuset.cpus", "0-1,3");
	one(&v1, T(CPU_MEMS, "0"), "cpuset.mems", "0");
	one(&v1, N(PIDS_LIMIT, 100), "pids.max", "100");
	one(&v1, N(PIDS_LIMIT, -1), "pids.max", "max");
	one(&v1, N(BLOCKIO_WEIGHT, 500), "blkio.weight", "500");
	assert_string_equal(plan.write[0].else_file, "blkio.bfq.weight");
	assert_string_equal(plan.write[0].else_value, "500");
	one(&v1, ((struct cgroup_value){ LIMIT_BLOCKIO_WEIGHTDEVICE, .major = 8, .minor = 16, .number = 300 }),
	    "blkio.weight_device", "8:16 300");
	one(&v1, ((struct cgroup_value){ LIMIT_BLOCKIO_THROTTLEREADBPSDEVICE, .major = 8, .minor = 0, .number = 1000 }),
	    "blkio.throttle.read_bps_device", "8:0 1000");
	one(&v1, ((struct cgroup_value){ LIMIT_BLOCKIO_THROTTLEWRITEBPSDEVICE, .major = 8, .number = 1 }),
	    "blkio.throttle.write_bps_device", "8:0 1");
	one(&v1, ((struct cgroup_value){ LIMIT_BLOCKIO_THROTTLEREADIOPSDEVICE, .major = 8, .number = 1 }),
	    "blkio.throttle.read_iops_device", "8:0 1");
	one(&v1, ((struct cgroup_value){ LIMIT_BLOCKIO_THROTTLEWRITEIOPSDEVICE, .major = 8, .number = 0 }),
	    "blkio.throttle.write_iops_device", "8:0 0");
	one(&v1, ((struct cgroup_value){ LIMIT_HUGEPAGELIMITS, .text = "2MB", .number = 0 }),
	    "hugetlb.2MB.limit_in_bytes", "0");
}

static void limits_of_version_2(void **state)
{
	(void)state;
	one(&v2, N(MEMORY_LIMIT, 1 << 30), "memory.max", "1073741824");
	assert_string_equal(plan.enable, "+memory");
	assert_string_equal(plan.enable_if_can, "+cpu +cpuset +io +pids +hugetlb");
	one(&v2, N(MEMORY_LIMIT, -1), "memory.max", "max");
	one(&v2, N(MEMORY_RESERVATION, 5), "memory.low", "5");
	one(&v2, N(MEMORY_SWAP, -1), "memory.swap.max", "max");
	one(&v2, N(CPU_SHARES, 1024), "cpu.weight", "100");
	one(&v2, N(CPU_QUOTA, 50000), "cpu.max", "50000");
	one(&v2, N(CPU_QUOTA, -1), "cpu.max", "max");
	one(&v2, N(CPU_PERIOD, 20000), "cpu.max", "max 20000");
	one(&v2, N(CPU_BURST, 7), "cpu.max.burst", "7");
	one(&v2, N(CPU_IDLE, 1), "cpu.idle", "1");
	one(&v2, T(CPU_CPUS, "0-1,3"), "cpuset.cpus", "0-1,3");
	one(&v2, T(CPU_MEMS, "0"), "cpuset.mems", "0");
	one(&v2, N(PIDS_LIMIT, 100), "pids.max", "100");
	one(&v2, N(PIDS_LIMIT, -5), "pids.max", "max");
	one(&v2, N(BLOCKIO_WEIGHT, 10), "io.bfq.weight", "10");
	assert_string_equal(plan.write[0].else_file, "io.weight");
	assert_string_equal(plan.write[0].else_value, "1");
	one(&v2, N(BLOCKIO_WEIGHT, 1000), "io.bfq.weight", "1000");
	assert_string_equal(plan.write[0].else_value, "10000");
	one(&v2, ((struct cgroup_value){ LIMIT_BLOCKIO_WEIGHTDEVICE, .major = 8, .minor = 16, .number = 1000 }),
	    "io.bfq.weight", "8:16 1000");
	assert_string_equal(plan.write[0].else_value, "8:16 10000");
	one(&v2, ((struct cgroup_value){ LIMIT_BLOCKIO_THROTTLEREADBPSDEVICE, .major = 8, .minor = 1, .number = 1000 }),
	    "io.max", "8:1 rbps=1000");
	one(&v2, ((struct cgroup_value){ LIMIT_BLOCKIO_THROTTLEWRITEBPSDEVICE, .major = 8, .number = 3 }), "io.max",
	    "8:0 wbps=3");
	one(&v2, ((struct cgroup_value){ LIMIT_BLOCKIO_THROTTLEREADIOPSDEVICE, .major = 8, .number = 3 }), "io.max",
	    "8:0 riops=3");
	one(&v2, ((struct cgroup_value){ LIMIT_BLOCKIO_THROTTLEWRITEIOPSDEVICE, .major = 8, .number = 0 }), "io.max",
	    "8:0 wiops=max");
	one(&v2, ((struct cgroup_value){ LIMIT_HUGEPAGELIMITS, .text = "1GB", .number = 9 }), "hugetlb.1GB.max", "9");
	one(&v2, ((struct cgroup_value){ LIMIT_UNIFIED, .text = "memory.high", .more = "77" }), "memory.high", "77");
	one(&v2, ((struct cgroup_value){ LIMIT_UNIFIED, .text = "cgroup.max.depth", .more = "3" }), "cgroup.max.depth",
	    "3");
	assert_string_equal(plan.enable, "");
}

static void together(void **state)
{
	const struct cgroup_value values[] = { N(MEMORY_SWAP, 300), N(MEMORY_LIMIT, 100), N(CPU_QUOTA, 5),
		N(CPU_PERIOD, 10), ((struct cgroup_value){ LIMIT_HUGEPAGELIMITS, .text = "2MB", .number = 1 }),
		((struct cgroup_value){ LIMIT_HUGEPAGELIMITS, .text = "1GB", .number = 2 }) };

	(void)state;
	assert_int_equal(decide(&v2, "/x", values, 6), 0);
	assert_int_equal(plan.writes, 5);
	wrote(0, "/c/x", "cpu.max", "5 10");
	wrote(1, "/c/x", "memory.max", "100");
	wrote(2, "/c/x", "memory.swap.max", "200");
	wrote(3, "/c/x", "hugetlb.2MB.max", "1");
	wrote(4, "/c/x", "hugetlb.1GB.max", "2");
	assert_string_equal(plan.enable, "+cpu +memory +hugetlb");

	assert_int_equal(decide(&v1, "/x", values, 6), 0);
	assert_int_equal(plan.writes, 6);
	wrote(0, "/c/cpu/x", "cpu.cfs_period_us", "10"); /* before the quota, and the limit before limit and swap */
	wrote(1, "/c/cpu/x", "cpu.cfs_quota_us", "5");
	wrote(2, "/c/memory/x", "memory.limit_in_bytes", "100");
	wrote(3, "/c/memory/x", "memory.memsw.limit_in_bytes", "300");
	wrote(4, "/c/hugetlb/x", "hugetlb.2MB.limit_in_bytes", "1");

	assert_int_equal(decide(&bare, "/x", values, 2), 0); /* memory is v1's there */
	wrote(0, "/c/memory/x", "memory.limit_in_bytes", "100");
	assert_string_equal(plan.enable, "");
	/* v2's controllers stay where they are beside v1: handing one down would change the host */
	assert_int_equal(decide(&bare, "/x", values + 4, 1), -1);
	assert_string_equal(err.text,
	    "linux.resources.hugepageLimits: this host has cgroup v1 and a bare v2 without the hugetlb controller");
}

static void swap_of_version_2(void **state)
{
	const struct cgroup_value same[] = { N(MEMORY_LIMIT, 100), N(MEMORY_SWAP, 100) };
	const struct cgroup_value less[] = { N(MEMORY_LIMIT, 100), N(MEMORY_SWAP, 99) };
	const struct cgroup_value open[] = { N(MEMORY_LIMIT, -1), N(MEMORY_SWAP, 99) };

	(void)state;
	assert_int_equal(decide(&v2, "/x", same, 2), 0);
	wrote(1, "/c/x", "memory.swap.max", "0");
	assert_true(plan.write[1].if_there); /* a kernel without swap gives none anyhow */
	assert_false(plan.write[0].if_there);
	assert_int_equal(decide(&v2, "/x", less, 2), -1);
	assert_string_equal(err.text,
	    "linux.resources.memory.swap (99) is below linux.resources.memory.limit (100), which it includes");
	assert_int_equal(decide(&v2, "/x", open, 2), -1);
	fails(&v2, N(MEMORY_SWAP, 99), EINVAL,
	    "linux.resources.memory.swap needs a linux.resources.memory.limit, which it includes");
}

static void values_that_ask_for_nothing(void **state)
{
	(void)state;
	nothing(&v1, N(MEMORY_LIMIT, 0));
	nothing(&v2, N(CPU_SHARES, 0));
	nothing(&none, N(PIDS_LIMIT, 0));
	nothing(&none, N(PIDS_LIMIT, -1)); /* unlimited: nobody need see to it */
	nothing(&none, N(MEMORY_LIMIT, -1));
	nothing(&v2, N(CPU_REALTIMERUNTIME, 0));
	one(&v1, N(MEMORY_SWAP, -1), "memory.memsw.limit_in_bytes", "-1");
	assert_true(plan.write[0].if_there);
	one(&v1, N(MEMORY_SWAP, 1), "memory.memsw.limit_in_bytes", "1");
	assert_false(plan.write[0].if_there);
}

static void what_is_not_there_is_named(void **state)
{
	(void)state;
	fails(&none, N(MEMORY_LIMIT, 1), ENOTSUP,
	    "linux.resources.memory.limit: this host has no cgroups without the memory controller");
	fails(&v2_top, N(PIDS_LIMIT, 1), ENOTSUP,
	    "linux.resources.pids.limit: this host has cgroup v2 without the pids controller");
	fails(&bare, T(CPU_CPUS, "0"), ENOTSUP,
	    "linux.resources.cpu.cpus: this host has cgroup v1 and a bare v2 without the cpuset controller");
	fails(&v2, N(MEMORY_SWAPPINESS, 60), ENOTSUP,
	    "linux.resources.memory.swappiness: this host has cgroup v2, which has no such limit");
	fails(&v2, N(CPU_REALTIMERUNTIME, 5), ENOTSUP,
	    "linux.resources.cpu.realtimeRuntime: this host has cgroup v2, which has no such limit");
	fails(&v1, ((struct cgroup_value){ LIMIT_UNIFIED, .text = "memory.high", .more = "1" }), ENOTSUP,
	    "linux.resources.unified.memory.high: this host has cgroup v1, which has no such limit");
	fails(&bare, ((struct cgroup_value){ LIMIT_UNIFIED, .text = "hugetlb.2MB.max", .more = "1" }), ENOTSUP,
	    "linux.resources.unified.hugetlb.2MB.max: this host has cgroup v1 and a bare v2 without the hugetlb controller");
	one(&bare, ((struct cgroup_value){ LIMIT_UNIFIED, .text = "cgroup.max.depth", .more = "3" }),
	    "cgroup.max.depth", "3");
	fails(&v1, ((struct cgroup_value){ LIMIT_UNIFIED, .text = "cgroup.max.depth", .more = "3" }), ENOTSUP,
	    "linux.resources.unified.cgroup.max.depth: this host has cgroup v1, which has no such limit");
	fails(&v2, ((struct cgroup_value){ LIMIT_UNIFIED, .text = "misc.max", .more = "1" }), ENOTSUP,
	    "linux.resources.unified.misc.max: this host has cgroup v2 without the misc controller");
}

static void values_that_no_kernel_takes(void **state)
{
	static const char *const names[] = { "../memory.max", "memory", ".max", "", "a/b.c", "/x.y" };
	static const char *const commands[] = { "cgroup.procs", "cgroup.kill", "cgroup.subtree_control",
		"cgroup.freeze" };
	static const char *const sizes[] = { "", "2", "MB", "2mb", "2MBx", "../2MB", "2 MB", "99999999MB" };
	char text[200];

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		snprintf(text, sizeof text,
		    "linux.resources.unified: \"%s\" is not the name of a file such as memory.high", names[i]);
		fails(&v2, ((struct cgroup_value){ LIMIT_UNIFIED, .text = names[i], .more = "1" }), EINVAL, text);
	}
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
		snprintf(text, sizeof text, "linux.resources.unified: %s is not a limit", commands[i]);
		fails(&v2, ((struct cgroup_value){ LIMIT_UNIFIED, .text = commands[i], .more = "1" }), EINVAL, text);
	}
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		snprintf(text, sizeof text,
		    "linux.resources.hugepageLimits: \"%s\" is not the size of a page, such as 2MB", sizes[i]);
		fails(
		    &v1, ((struct cgroup_value){ LIMIT_HUGEPAGELIMITS, .text = sizes[i], .number = 1 }), EINVAL, text);
	}
	fails(&v2, N(BLOCKIO_WEIGHT, 9), EINVAL, "linux.resources.blockIO: a weight is from 10 to 1000, not 9");
	fails(&v2, N(BLOCKIO_WEIGHT, 1001), EINVAL, "linux.resources.blockIO: a weight is from 10 to 1000, not 1001");
	fails(&v1, ((struct cgroup_value){ LIMIT_BLOCKIO_THROTTLEREADBPSDEVICE, .major = -1, .number = 1 }), EINVAL,
	    "linux.resources.blockIO.throttleReadBpsDevice: -1:0 is not the number of a device");
}

/* The points that runc's tests have too, and the way between. */
static void shares_as_weight(void **state)
{
	unsigned before = 1;

	(void)state;
	assert_int_equal(cgroup_weight_of_shares(2), 1);
	assert_int_equal(cgroup_weight_of_shares(1024), 100);
	assert_int_equal(cgroup_weight_of_shares(262144), 10000);
	assert_int_equal(cgroup_weight_of_shares(512), 59);
	assert_int_equal(cgroup_weight_of_shares(2048), 174);
	assert_int_equal(cgroup_weight_of_shares(-5), 1);
	assert_int_equal(cgroup_weight_of_shares(0), 1);
	assert_int_equal(cgroup_weight_of_shares(LLONG_MAX), 10000);
	for (int shares = 2; shares <= 262144; shares++) {
		unsigned weight = cgroup_weight_of_shares(shares);

		assert_in_range(weight, before, 10000);
		before = weight;
	}
}

/* ---------------------------------------------------------------- from config.json, and for people */

static void from_config(void **state)
{
	struct config_throttle throttle[] = { { 8, 0, UINT64_MAX }, { 8, 16, 5 } };
	struct pair unified[] = { { "memory.high", "1" } };
	struct config_hugepage pages[] = { { "2MB", 3 } };
	struct config_weight_device weights[] = { { .major = 8, .minor = 1, .weight = 20 } };
	const struct config config = { .linux_resources_memory_limit = 7,
		.has_linux_resources_memory_limit = true,
		.linux_resources_cpu_shares = UINT64_MAX,
		.has_linux_resources_cpu_shares = true,
		.linux_resources_pids_limit = 9, /* not said to be there */
		.linux_resources_cpu_cpus = "0",
		.linux_resources_cpu_mems = "",
		.linux_resources_memory_disableOOMKiller = true,
		.linux_resources_blockIO_throttleReadBpsDevice = throttle,
		.linux_resources_blockIO_throttleReadBpsDevice_count = 2,
		.linux_resources_blockIO_weightDevice = weights,
		.linux_resources_blockIO_weightDevice_count = 1,
		.linux_resources_hugepageLimits = pages,
		.linux_resources_hugepageLimits_count = 1,
		.linux_resources_unified = unified,
		.linux_resources_unified_count = 1 };
	const struct cgroup_value wanted[] = { N(CPU_SHARES, LLONG_MAX), T(CPU_CPUS, "0"), N(MEMORY_LIMIT, 7),
		N(MEMORY_DISABLEOOMKILLER, 1), { LIMIT_BLOCKIO_WEIGHTDEVICE, .major = 8, .minor = 1, .number = 20 },
		{ LIMIT_BLOCKIO_THROTTLEREADBPSDEVICE, .major = 8, .number = LLONG_MAX },
		{ LIMIT_BLOCKIO_THROTTLEREADBPSDEVICE, .major = 8, .minor = 16, .number = 5 },
		{ LIMIT_HUGEPAGELIMITS, .text = "2MB", .number = 3 },
		{ LIMIT_UNIFIED, .text = "memory.high", .more = "1" } };
	struct cgroup_limits limits = cgroup_limits_of(&config, &arena);

	(void)state;
	assert_int_equal(limits.n, sizeof wanted / sizeof *wanted);
	for (size_t i = 0; i < limits.n; i++) {
		assert_int_equal(limits.at[i].limit, wanted[i].limit);
		assert_true(limits.at[i].number == wanted[i].number);
		assert_true(limits.at[i].major == wanted[i].major && limits.at[i].minor == wanted[i].minor);
		assert_string_equal(limits.at[i].text ? limits.at[i].text : "", wanted[i].text ? wanted[i].text : "");
		assert_string_equal(limits.at[i].more ? limits.at[i].more : "", wanted[i].more ? wanted[i].more : "");
	}
}

static void as_json(void **state)
{
	const struct cgroup_value value = N(MEMORY_LIMIT, 7);
	struct json_writer w;
	struct text t;

	(void)state;
	assert_int_equal(decide(&bare, "/x", &value, 1), 0);
	text_init(&t, &arena);
	json_begin(&w, &t, false);
	json_object(&w, NULL);
	cgroup_json(&plan, &w, "cgroup");
	json_end(&w, '}');
	assert_non_null(strstr(t.at, "\"directories\":[\"/c/memory/x\",\"/c/unified/x\"]"));
	assert_non_null(
	    strstr(t.at, "{\"directory\":\"/c/memory/x\",\"file\":\"memory.limit_in_bytes\",\"value\":\"7\"}"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(plain_paths, setup),
		cmocka_unit_test_setup(refused_paths, setup),
		cmocka_unit_test_setup(systemd_paths, setup),
		cmocka_unit_test_setup(refused_units, setup),
		cmocka_unit_test_setup(systemd_that_runs, setup),
		cmocka_unit_test_setup(places, setup),
		cmocka_unit_test_setup(places_of_version_2, setup),
		cmocka_unit_test_setup(an_own_cgroup_that_cannot_be_seen, setup),
		cmocka_unit_test_setup(limits_of_version_1, setup),
		cmocka_unit_test_setup(limits_of_version_2, setup),
		cmocka_unit_test_setup(together, setup),
		cmocka_unit_test_setup(swap_of_version_2, setup),
		cmocka_unit_test_setup(values_that_ask_for_nothing, setup),
		cmocka_unit_test_setup(what_is_not_there_is_named, setup),
		cmocka_unit_test_setup(values_that_no_kernel_takes, setup),
		cmocka_unit_test_setup(shares_as_weight, setup),
		cmocka_unit_test_setup(from_config, setup),
		cmocka_unit_test_setup(as_json, setup),
	};

	return cmocka_run_group_tests_name("cgroup_decide", tests, NULL, NULL);
}
