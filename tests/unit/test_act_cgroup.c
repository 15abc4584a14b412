/*
 * test_act_cgroup.c: real cgroups on whatever this host has, below our own, in a directory named by $TEST_CGROUP.  Wants root.
 * What v1 and v2 do differently is tried on both where both are mounted.
 */
#include "unit.h"

#include <fcntl.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include "act/cgroup.h"
#include "act/cgroup_file.h"
#include "act/device.h"
#include "look/cgroups.h"

static char memory[16 << 20];
static struct arena arena;
static struct error err;
static struct cgroup_layout layout;
static struct cgroup_plan plan;
static char name[200];

/* Everything that was noted, in order. */
static char noted[100][CGROUP_PATH_MAX];
static size_t noted_n;
static bool noted_late; /* something that was there already, though it is the container's own */

static int note(void *with, const char *path, struct error *e)
{
	(void)with;
	(void)e;
	if (path[strlen(path) - 1] != '/' && access(path, F_OK) == 0)
		noted_late = true;
	assert_in_range(noted_n, 0, 99);
	snprintf(noted[noted_n++], sizeof *noted, "%s", path);
	return 0;
}

static const struct cgroup_note noting = { note, NULL };

static void undo_all(void)
{
	while (noted_n > 0) {
		struct error e = { 0 };

		if (cgroup_remove(noted[--noted_n], &e) < 0)
			print_error("left: %s\n", e.text);
	}
}

static int decide(const struct cgroup_value *values, size_t n)
{
	const struct cgroup_request request = { .path = name, .id = "x", .limits = { values, n } };

	return cgroup_decide(&layout, &request, &arena, &plan, &err);
}

static void must(int rc)
{
	if (rc < 0)
		fail_msg("%s\n", err.text);
}

static int setup(void **state)
{
	const char *test = getenv("TEST_CGROUP");

	(void)state;
	unit_arena(&arena, memory, sizeof memory);
	err = (struct error){ 0 };
	noted_n = 0;
	noted_late = false;
	snprintf(name, sizeof name, "%s/c1", test ? test : "urunc-test-act-cgroup");
	must(look_cgroups(&arena, &layout, &err));
	must(decide(NULL, 0));
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	undo_all();
	return 0;
}

static struct cgroup_dirs all_dirs(bool v1, bool v2)
{
	static const char *dirs[CGROUP_HIERARCHIES_MAX];
	size_t n = 0;

	for (size_t i = 0; i < plan.places; i++)
		if (plan.place[i].v2 ? v2 : v1)
			dirs[n++] = plan.place[i].dir;
	return (struct cgroup_dirs){ dirs, n };
}

/* ---------------------------------------------------------------- processes */

/* Runs `work` inside the plan's cgroups; the child's exit status is its result. */
static pid_t child(int (*work)(void *with), void *with)
{
	struct cgroup_door door;
	struct clone_args args = { .exit_signal = SIGCHLD };
	pid_t pid;

	must(cgroup_open(&plan, &door, &err));
	if (door.v2 >= 0) {
		args.flags = CLONE_INTO_CGROUP;
		args.cgroup = (uint64_t)door.v2;
	}
	pid = (pid_t)syscall(SYS_clone3, &args, sizeof args);
	if (pid == 0) {
		alarm(30);
		_exit(cgroup_enter(&door, &err) < 0 ? 99 : work(with));
	}
	assert_true(pid > 0);
	cgroup_close(&door);
	return pid;
}

static int status_of(pid_t pid)
{
	int status;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

/* A process and two children that count in shared memory, one slot each. */
struct counters {
	volatile unsigned long n[3];
	volatile int ready;
};
static struct counters *counters;

static void count(int slot)
{
	for (;;) {
		counters->n[slot]++;
		usleep(500);
	}
}

static int three_counters(void *with)
{
	(void)with;
	for (int i = 1; i < 3; i++)
		if (fork() == 0)
			count(i);
	counters->ready = 1;
	count(0);
	return 0;
}

static pid_t start_counters(void)
{
	pid_t pid;

	counters = mmap(NULL, sizeof *counters, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_ptr_not_equal(counters, MAP_FAILED);
	pid = child(three_counters, NULL);
	for (int i = 0; i < 5000 && !(counters->ready && counters->n[1] && counters->n[2]); i++)
		usleep(1000);
	assert_true(counters->n[1] > 0 && counters->n[2] > 0);
	return pid;
}

static bool counters_move(void)
{
	unsigned long before[3] = { counters->n[0], counters->n[1], counters->n[2] };

	for (int i = 0; i < 200; i++) {
		usleep(1000);
		if (counters->n[0] != before[0] || counters->n[1] != before[1] || counters->n[2] != before[2])
			return true;
	}
	return false;
}

static size_t who_is_there(const struct cgroup_dirs *dirs)
{
	pid_t pids[10];
	size_t n = 77;

	must(cgroup_pids(dirs, pids, 10, &n, &err));
	return n;
}

static void wait_until_empty(const struct cgroup_dirs *dirs)
{
	for (int i = 0; i < 5000 && who_is_there(dirs); i++)
		usleep(1000);
	assert_int_equal(who_is_there(dirs), 0);
}

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
	if (decide(values, 5) < 0) {
		print_message("# SKIP %s\n", err.text);
		skip();
	}
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
	if (decide(&value, 1) < 0) {
		print_message("# SKIP %s\n", err.text);
		skip();
	}
	must(cgroup_make(&plan, &noting, &err));
	assert_int_equal(WTERMSIG(status_of(child(eat, NULL))), SIGKILL);
}

static void what_the_kernel_refuses_is_told(void **state)
{
	const struct cgroup_value value = { LIMIT_CPU_CPUS, .text = "4000" };
	struct cgroup_write write = { .file = "no.such.file", .value = "1" };

	(void)state;
	if (decide(&value, 1) == 0) {
		assert_int_equal(cgroup_make(&plan, &noting, &err), -1);
		assert_non_null(strstr(err.text, "cannot write \"4000\" to "));
		assert_non_null(strstr(err.text, "/cpuset.cpus: "));
		undo_all();
	}
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

static void frozen_and_thawed(bool v1, bool v2)
{
	struct cgroup_dirs dirs;
	pid_t pid;

	must(cgroup_make(&plan, &noting, &err));
	dirs = all_dirs(v1, v2);
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

static bool has(bool v2)
{
	for (size_t i = 0; i < plan.places; i++)
		if (plan.place[i].v2 == v2)
			return true;
	print_message("# SKIP this host has no cgroup v%d\n", v2 ? 2 : 1);
	return false;
}

static void freeze_and_kill_by_version_1(void **state)
{
	(void)state;
	if (!has(false))
		skip();
	frozen_and_thawed(true, false);
}

static void freeze_and_kill_by_version_2(void **state)
{
	(void)state;
	if (!has(true))
		skip();
	frozen_and_thawed(false, true);
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

/* A directory is removed with whoever is in it, and with the directories below. */
static void removing_kills(bool v2)
{
	char below[CGROUP_PATH_MAX];
	size_t i = 0;
	pid_t pid;

	must(cgroup_make(&plan, &noting, &err));
	while (plan.place[i].v2 != v2)
		i++;
	snprintf(below, sizeof below, "%s/below", plan.place[i].dir);
	assert_int_equal(mkdir(below, 0755), 0);
	pid = start_counters();
	must(cgroup_remove(plan.place[i].dir, &err));
	assert_int_equal(access(plan.place[i].dir, F_OK), -1);
	assert_int_equal(WTERMSIG(status_of(pid)), SIGKILL);
}

static void removing_kills_in_version_1(void **state)
{
	(void)state;
	if (!has(false))
		skip();
	removing_kills(false);
}

static void removing_kills_in_version_2(void **state)
{
	(void)state;
	if (!has(true))
		skip();
	removing_kills(true);
}

/* ---------------------------------------------------------------- devices */

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

static void devices_are_bound(int place)
{
	const struct device_rules rules = { only_null, 3 };

	plan.devices = place;
	must(cgroup_make(&plan, &noting, &err));
	assert_int_equal(status_of(child(what_opens, NULL)), 63 << 8);
	must(device_confine(&plan, &rules, &err));
	assert_int_equal(status_of(child(what_opens, NULL)), 9 << 8);
}

static void device_rules_of_version_1(void **state)
{
	(void)state;
	if (plan.devices < 0 || plan.place[plan.devices].v2) {
		print_message("# SKIP this host has no devices controller of cgroup v1\n");
		skip();
	}
	devices_are_bound(plan.devices);
}

static void device_rules_of_version_2(void **state)
{
	(void)state;
	if (!has(true))
		skip();
	devices_are_bound((int)plan.places - 1);
}

static void no_device_cgroup_is_an_error(void **state)
{
	const struct device_rules rules = { only_null, 3 };

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

/* ---------------------------------------------------------------- what was wrong before it was right */

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

static const char *why_not_here(void)
{
	unit_arena(&arena, memory, sizeof memory);
	if (geteuid() != 0)
		return "needs root";
	if (look_cgroups(&arena, &layout, &err) < 0)
		return "no cgroups can be read";
	return layout.count ? NULL : "no cgroup hierarchy is mounted and writable";
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(made_noted_removed),
		TEST(a_directory_that_others_use_stays),
		TEST(in_use_is_refused_and_not_noted),
		TEST(nonsense_is_not_removed),
		TEST(limits_are_in_force),
		TEST(memory_is_bounded),
		TEST(what_the_kernel_refuses_is_told),
		TEST(a_child_is_in_all_of_them),
		TEST(freeze_and_kill_by_version_1),
		TEST(freeze_and_kill_by_version_2),
		TEST(no_freezer_is_an_error),
		TEST(signals_reach_all),
		TEST(removing_kills_in_version_1),
		TEST(removing_kills_in_version_2),
		TEST(device_rules_of_version_1),
		TEST(device_rules_of_version_2),
		TEST(no_device_cgroup_is_an_error),
		TEST(nodes),
		TEST(the_last_one_removes_what_was_shared),
	};

	const char *why_not = why_not_here();

	if (why_not) {
		printf("1..0 # SKIP %s\n", why_not);
		return 0;
	}
	return cmocka_run_group_tests_name("act_cgroup", tests, NULL, NULL);
}
