/* test_act_cgroup_v2.c: what only cgroup v2 does: freezing, killing at once, device rules. */
#include "cgroup_fixture.h"

#include <time.h>

static void frozen_thawed_killed(void **state)
{
	struct cgroup_dirs dirs;
	pid_t pid;

	(void)state;
	must(cgroup_make(&plan, &noting, &err));
	dirs = all_dirs(false, true);
	pid = start_counters();
	assert_int_equal(who_is_there(&dirs), 3);
	must(cgroup_freeze(&dirs, true, &err));
	assert_false(counters_move());
	must(cgroup_freeze(&dirs, true, &err)); /* twice is once */
	must(cgroup_freeze(&dirs, false, &err));
	assert_true(counters_move());
	must(cgroup_freeze(&dirs, true, &err));
	must(cgroup_signal(&dirs, SIGKILL, &err)); /* the frozen die too */
	assert_int_equal(WTERMSIG(status_of(pid)), SIGKILL);
	wait_until_empty(&dirs);
}

/* While pause waits another command may kill and thaw what it freezes: nobody is left who could become frozen. */
static void nobody_left_to_freeze(void **state)
{
	struct timespec before, after;
	size_t i = 0;

	(void)state;
	must(cgroup_make(&plan, &noting, &err));
	while (!plan.place[i].v2)
		i++;
	clock_gettime(CLOCK_MONOTONIC, &before);
	assert_false(cgroup_wait_event(plan.place[i].dir, "frozen 1", 10000));
	clock_gettime(CLOCK_MONOTONIC, &after);
	assert_in_range(after.tv_sec - before.tv_sec, 0, 5);
}

/* A directory is removed with whoever is in it, and with the directories below. */
static void removing_kills(void **state)
{
	char below[CGROUP_PATH_MAX];
	size_t i = 0;
	pid_t pid;

	(void)state;
	must(cgroup_make(&plan, &noting, &err));
	while (!plan.place[i].v2)
		i++;
	snprintf(below, sizeof below, "%s/below", plan.place[i].dir);
	assert_int_equal(mkdir(below, 0755), 0);
	pid = start_counters();
	must(cgroup_remove(plan.place[i].dir, &err));
	assert_int_equal(access(plan.place[i].dir, F_OK), -1);
	assert_int_equal(WTERMSIG(status_of(pid)), SIGKILL);
}

static const struct device_rule only_null[] = { { false, 'a', -1, -1, DEVICE_ALL },
	{ true, 'c', 1, 3, DEVICE_READ | DEVICE_MAKE }, { true, 'c', 1, 9, DEVICE_ALL } };

static bool opens(const char *path, int flags)
{
	int fd = open(path, flags);

	if (fd >= 0)
		close(fd);
	return fd >= 0 || errno != EPERM;
}

/* A bit for each thing that the rules let happen. */
static int what_opens(void *with)
{
	int made;

	(void)with;
	made = mknod("/dev/urunc-test-node", S_IFCHR | 0600, makedev(1, 5));
	if (made == 0)
		unlink("/dev/urunc-test-node");
	return opens("/dev/null", O_RDONLY) | opens("/dev/null", O_WRONLY) << 1 | opens("/dev/null", O_RDWR) << 2 |
	       opens("/dev/urandom", O_RDWR) << 3 | opens("/dev/zero", O_RDONLY) << 4 |
	       (made == 0 || errno != EPERM) << 5;
}

static void devices_are_bound(void **state)
{
	const struct device_rules rules = { only_null, 3 };

	(void)state;
	plan.devices = (int)plan.places - 1;
	must(cgroup_make(&plan, &noting, &err));
	assert_int_equal(status_of(child(what_opens, NULL)), 63 << 8);
	must(device_confine(&plan, &rules, &err));
	assert_int_equal(status_of(child(what_opens, NULL)), 9 << 8);
}

static int opens_zero(void *with)
{
	(void)with;
	return opens("/dev/zero", O_RDONLY);
}

/* What a directory above denies stays denied, whatever the container's own rules allow. */
static void rules_of_above_stay_in_force(void **state)
{
	const struct device_rule all = { true, 'a', -1, -1, DEVICE_ALL };
	const struct device_rules here = { &all, 1 }, above = { only_null, 3 };
	struct cgroup_plan parent;
	char *slash;

	(void)state;
	plan.devices = (int)plan.places - 1;
	must(cgroup_make(&plan, &noting, &err));
	must(device_confine(&plan, &here, &err));
	assert_int_equal(status_of(child(opens_zero, NULL)), 1 << 8);
	parent = plan;
	slash = take_copy(&arena, plan.place[plan.devices].dir);
	*strrchr(slash, '/') = 0;
	parent.place[parent.devices].dir = slash;
	must(device_confine(&parent, &above, &err));
	assert_int_equal(status_of(child(opens_zero, NULL)), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(frozen_thawed_killed),
		TEST(nobody_left_to_freeze),
		TEST(removing_kills),
		TEST(devices_are_bound),
		TEST(rules_of_above_stay_in_force),
	};
	const char *why_not = why_not_here();

	if (why_not)
		return skip_all(why_not);
	if (!has_version(true))
		return skip_all("this host has no cgroup v2");
	return cmocka_run_group_tests_name("act_cgroup_v2", tests, NULL, NULL);
}
