/* test_act_limits.c: limits are in force as soon as somebody is inside; what the kernel refuses is told. */
#include "cgroup_fixture.h"

/* ---------------------------------------------------------------- limits */

static int index_with(const char *file)
{
	for (size_t i = 0; i < plan.places; i++)
		if (cgroup_file_is_there(plan.place[i].dir, file))
			return (int)i;
	return -1;
}

static void holds(const char *v1_file, const char *v2_file, const char *text)
{
	const char *file = index_with(v1_file) >= 0 ? v1_file : v2_file;
	int i = index_with(file);
	char got[200];

	assert_true(i >= 0);
	assert_true(cgroup_file_read(plan.place[i].dir, file, got, sizeof got) >= 0);
	assert_string_equal(got, text);
}

static int try_to_fork(void *with)
{
	pid_t pid = fork();

	(void)with;
	if (pid == 0)
		_exit(0);
	return pid < 0 && errno == EAGAIN ? 7 : 0;
}

static void limits_are_in_force(void **state)
{
	const struct cgroup_value values[] = { { LIMIT_MEMORY_LIMIT, .number = 64 << 20 },
		{ LIMIT_PIDS_LIMIT, .number = 1 }, { LIMIT_CPU_QUOTA, .number = 30000 },
		{ LIMIT_CPU_PERIOD, .number = 50000 }, { LIMIT_CPU_CPUS, .text = "0" } };

	(void)state;
	must(decide(values, 5));
	must(cgroup_make(&plan, &noting, &err));
	holds("memory.limit_in_bytes", "memory.max", "67108864");
	holds("pids.max", "pids.max", "1");
	holds("cpuset.cpus", "cpuset.cpus", "0");
	if (index_with("cpu.cfs_quota_us") >= 0) {
		holds("cpu.cfs_quota_us", "", "30000");
		holds("cpu.cfs_period_us", "", "50000");
	} else
		holds("cpu.max", "cpu.max", "30000 50000");
	assert_int_equal(status_of(child(try_to_fork, NULL)), 7 << 8);
}

static int eat(void *with)
{
	volatile char *p = mmap(NULL, 64 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	(void)with;
	for (size_t i = 0; i < 64 << 20; i += 4096)
		p[i] = 1;
	return 0;
}

static void memory_is_bounded(void **state)
{
	const struct cgroup_value value = { LIMIT_MEMORY_LIMIT, .number = 8 << 20 };

	(void)state;
	must(decide(&value, 1));
	must(cgroup_make(&plan, &noting, &err));
	assert_int_equal(WTERMSIG(status_of(child(eat, NULL))), SIGKILL);
}

static void what_the_kernel_refuses_is_told(void **state)
{
	const struct cgroup_value value = { LIMIT_CPU_CPUS, .text = "4000" };
	struct cgroup_write write = { .file = "no.such.file", .value = "1" };

	(void)state;
	must(decide(&value, 1));
	assert_int_equal(cgroup_make(&plan, &noting, &err), -1);
	assert_non_null(strstr(err.text, "linux.resources.cpu.cpus: cannot write \"4000\" to "));
	assert_non_null(strstr(err.text, "/cpuset.cpus"));
	undo_all();
	must(decide(NULL, 0));
	plan.write = &write;
	plan.writes = 1;
	assert_int_equal(cgroup_make(&plan, &noting, &err), -1);
	assert_int_equal(err.num, ENOTSUP);
	assert_non_null(strstr(err.text, "this kernel has no cgroup limit no.such.file"));
	write.if_there = true;
	must(cgroup_make(&plan, &noting, &err));
	write.if_there = false;
	write.else_file = "cgroup.procs"; /* any file that is there */
	write.else_value = "";
	must(cgroup_make(&plan, &noting, &err));
}

static const char *controllers_missing(void)
{
	static const char wanted[][8] = { "memory", "pids", "cpu", "cpuset" };
	static char text[80];

	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
		bool found = false;

		for (size_t k = 0; k < layout.count; k++)
			found = found || comma_list_has(layout.hierarchy[k].controllers, wanted[i]);
		snprintf(text, sizeof text, "no cgroup here has the %s controller", wanted[i]);
		if (!found)
			return text;
	}
	return NULL;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(limits_are_in_force),
		TEST(memory_is_bounded),
		TEST(what_the_kernel_refuses_is_told),
	};
	const char *why_not = why_not_here();

	if (why_not)
		return skip_all(why_not);
	why_not = controllers_missing();
	if (why_not)
		return skip_all(why_not);
	return cmocka_run_group_tests_name("act_limits", tests, NULL, NULL);
}
