/* test_act_cgroup.c: directories made, recorded, entered, signalled, removed, on whatever version this host has. */
#include "cgroup_fixture.h"

/* ---------------------------------------------------------------- made and removed */

static void made_noted_removed(void **state)
{
	char parent[CGROUP_PATH_MAX];

	(void)state;
	must(cgroup_make(&plan, &noting, &err));
	assert_false(noted_late);
	assert_int_equal(noted_n, 2 * plan.places);
	for (size_t i = 0; i < plan.places; i++) {
		snprintf(parent, sizeof parent, "%.*s/", (int)(strrchr(plan.place[i].dir, '/') - plan.place[i].dir),
		    plan.place[i].dir);
		assert_string_equal(noted[2 * i], parent);
		assert_string_equal(noted[2 * i + 1], plan.place[i].dir);
		assert_int_equal(access(plan.place[i].dir, F_OK), 0);
	}
	for (size_t i = noted_n; i-- > 0;) {
		must(cgroup_remove(noted[i], &err));
		assert_int_equal(access(noted[i], F_OK), -1);
		must(cgroup_remove(noted[i], &err)); /* may be repeated */
	}
	noted_n = 0;
}

static void a_directory_that_others_use_stays(void **state)
{
	char other[CGROUP_PATH_MAX + 8], parent[CGROUP_PATH_MAX];

	(void)state;
	must(cgroup_make(&plan, &noting, &err));
	snprintf(parent, sizeof parent, "%.*s/", (int)(strrchr(plan.place[0].dir, '/') - plan.place[0].dir),
	    plan.place[0].dir);
	snprintf(other, sizeof other, "%sother", parent);
	assert_int_equal(mkdir(other, 0755), 0);
	must(cgroup_remove(plan.place[0].dir, &err));
	must(cgroup_remove(parent, &err));
	assert_int_equal(access(other, F_OK), 0);
	assert_int_equal(rmdir(other), 0);
	must(cgroup_remove(parent, &err));
	assert_int_equal(access(parent, F_OK), -1);
}

static int sleeping(void *with)
{
	(void)with;
	pause();
	return 0;
}

static void in_use_is_refused_and_not_noted(void **state)
{
	pid_t pid;
	size_t before;

	(void)state;
	must(cgroup_make(&plan, &noting, &err));
	before = noted_n;
	pid = child(sleeping, NULL);
	/* the child is in all of them only when it sleeps */
	for (int i = 0;
	     i < 5000 && who_is_there(&(struct cgroup_dirs){ (const char *[]){ plan.place[0].dir }, 1 }) == 0; i++)
		usleep(1000);
	assert_int_equal(cgroup_make(&plan, &noting, &err), -1);
	assert_int_equal(err.num, EBUSY);
	assert_non_null(strstr(err.text, plan.place[0].dir));
	assert_int_equal(noted_n, before);
	assert_int_equal(kill(pid, SIGKILL), 0);
	status_of(pid);
	must(cgroup_make(&plan, &noting, &err)); /* an empty one is taken over */
}

static void nonsense_is_not_removed(void **state)
{
	(void)state;
	assert_int_equal(cgroup_remove("", &err), -1);
	assert_int_equal(cgroup_remove("relative", &err), -1);
	assert_int_equal(cgroup_remove("/", &err), -1);
	assert_int_equal(err.num, EINVAL);
	must(cgroup_remove("/nowhere/at/all", &err));
}

/* ---------------------------------------------------------------- inside */

static int where_am_i(void *with)
{
	char line[8192];
	FILE *f = fopen("/proc/self/cgroup", "r");
	size_t inside = 0;

	(void)with;
	while (f && fgets(line, sizeof line, f)) {
		size_t len = strlen(line) - 1, end = strlen(name);

		inside += len > end && strncmp(line + len - end, name, end) == 0;
	}
	return inside == plan.places ? 0 : 1;
}

static void a_child_is_in_all_of_them(void **state)
{
	(void)state;
	must(cgroup_make(&plan, &noting, &err));
	assert_true(plan.places > 0);
	assert_int_equal(status_of(child(where_am_i, NULL)), 0);
}

static void no_freezer_is_an_error(void **state)
{
	const struct cgroup_dirs none = { NULL, 0 };

	(void)state;
	assert_int_equal(cgroup_freeze(&none, true, &err), -1);
	assert_int_equal(err.num, ENOTSUP);
	must(cgroup_signal(&none, SIGKILL, &err));
	assert_int_equal(who_is_there(&none), 0);
}

static int caught(void *with)
{
	sigset_t set;
	int got;

	(void)with;
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	if (fork() == 0)
		sigwait(&set, &got), _exit(0);
	sigwait(&set, &got);
	return wait(NULL) > 0 ? 5 : 6;
}

static void signals_reach_all(void **state)
{
	struct cgroup_dirs dirs;
	sigset_t set;
	pid_t pid;

	(void)state;
	must(cgroup_make(&plan, &noting, &err));
	dirs = all_dirs(true, true);
	sigemptyset(&set); /* a signal before the child blocks it would end it */
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	pid = child(caught, NULL);
	for (int i = 0; i < 5000 && who_is_there(&dirs) < 2; i++)
		usleep(1000);
	must(cgroup_signal(&dirs, SIGUSR1, &err));
	assert_int_equal(status_of(pid), 5 << 8);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}

static void no_device_cgroup_is_an_error(void **state)
{
	const struct device_rules rules = { NULL, 0 };

	(void)state;
	plan.devices = -1;
	assert_int_equal(device_confine(&plan, &rules, &err), -1);
	assert_int_equal(err.num, ENOTSUP);
}

static void nodes(void **state)
{
	char dir[] = "/tmp/urunc-test-node-XXXXXX";
	struct stat st;
	mode_t before = umask(077);
	int fd;

	(void)state;
	assert_non_null(mkdtemp(dir));
	fd = open(dir, O_RDONLY | O_DIRECTORY);
	must(device_node(fd, "null", 0666, 'c', 1, 3, 1234, 2345, &err));
	assert_int_equal(fstatat(fd, "null", &st, 0), 0);
	assert_int_equal(st.st_mode, S_IFCHR | 0666);
	assert_int_equal(st.st_uid, 1234);
	assert_int_equal(st.st_gid, 2345);
	assert_int_equal(st.st_rdev, makedev(1, 3));
	assert_int_equal(device_node(fd, "null", 0666, 'b', 1, 3, 0, 0, &err), -1);
	assert_int_equal(err.num, EEXIST);
	must(device_node(fd, "disk", 0600, 'b', 7, 300, 0, 0, &err));
	assert_int_equal(fstatat(fd, "disk", &st, 0), 0);
	assert_int_equal(st.st_mode, S_IFBLK | 0600);
	assert_int_equal(st.st_rdev, makedev(7, 300));
	unlinkat(fd, "null", 0);
	unlinkat(fd, "disk", 0);
	close(fd);
	rmdir(dir);
	umask(before);
}

/* Two containers share the directory urunc; who goes last removes it. */
static void the_last_one_removes_what_was_shared(void **state)
{
	struct cgroup_plan first = plan;
	size_t n, others;

	(void)state;
	for (size_t i = 0; i < first.places; i++)
		first.place[i].ours = 2;
	must(cgroup_make(&first, &noting, &err));
	n = noted_n;
	strcpy(name + strlen(name) - 2, "c2");
	must(decide(NULL, 0));
	for (size_t i = 0; i < plan.places; i++)
		plan.place[i].ours = 2;
	must(cgroup_make(&plan, &noting, &err));
	others = noted_n - n;
	assert_int_equal(others, n); /* the second has noted them too */
	for (size_t i = n; i-- > 0;)
		must(cgroup_remove(noted[i], &err));
	assert_int_equal(access(noted[0], F_OK), 0);
	undo_all();
	assert_int_equal(access(noted[0], F_OK), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(made_noted_removed),
		TEST(a_directory_that_others_use_stays),
		TEST(in_use_is_refused_and_not_noted),
		TEST(nonsense_is_not_removed),
		TEST(a_child_is_in_all_of_them),
		TEST(no_freezer_is_an_error),
		TEST(signals_reach_all),
		TEST(no_device_cgroup_is_an_error),
		TEST(nodes),
		TEST(the_last_one_removes_what_was_shared),
	};
	const char *why_not = why_not_here();

	if (why_not)
		return skip_all(why_not);
	return cmocka_run_group_tests_name("act_cgroup", tests, NULL, NULL);
}
