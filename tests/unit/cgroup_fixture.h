/*
 * cgroup_fixture.h: real cgroups for tests, below our own, in a directory named by $TEST_CGROUP; wants root.  Each test program
 * says what it needs of the host, and is skipped as a whole without that.
 */
#ifndef CGROUP_FIXTURE_H
#define CGROUP_FIXTURE_H

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

static inline int note(void *with, const char *path, struct error *e)
{
	(void)with;
	(void)e;
	if (path[strlen(path) - 1] != '/' && access(path, F_OK) == 0)
		noted_late = true;
	assert_in_range(noted_n, 0, 99);
	snprintf(noted[noted_n++], sizeof *noted, "%s", path);
	return 0;
}

static const struct cgroup_note noting = { note, NULL, NULL };

static inline void undo_all(void)
{
	while (noted_n > 0) {
		struct error e = { 0 };

		if (cgroup_remove(noted[--noted_n], &e) < 0)
			print_error("left: %s\n", e.text);
	}
}

static inline int decide(const struct cgroup_value *values, size_t n)
{
	const struct cgroup_request request = { .path = name, .id = "x", .limits = { values, n } };

	return cgroup_decide(&layout, &request, &arena, &plan, &err);
}

static inline void must(int rc)
{
	if (rc < 0)
		fail_msg("%s\n", err.text);
}

static inline int setup(void **state)
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

static inline int teardown(void **state)
{
	(void)state;
	undo_all();
	return 0;
}

static inline struct cgroup_dirs all_dirs(bool v1, bool v2)
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
static inline pid_t child(int (*work)(void *with), void *with)
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

static inline int status_of(pid_t pid)
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

static inline void count(int slot)
{
	for (;;) {
		counters->n[slot]++;
		usleep(500);
	}
}

static inline int three_counters(void *with)
{
	(void)with;
	for (int i = 1; i < 3; i++)
		if (fork() == 0)
			count(i);
	counters->ready = 1;
	count(0);
	return 0;
}

static inline pid_t start_counters(void)
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

static inline bool counters_move(void)
{
	unsigned long before[3] = { counters->n[0], counters->n[1], counters->n[2] };

	for (int i = 0; i < 200; i++) {
		usleep(1000);
		if (counters->n[0] != before[0] || counters->n[1] != before[1] || counters->n[2] != before[2])
			return true;
	}
	return false;
}

static inline size_t who_is_there(const struct cgroup_dirs *dirs)
{
	pid_t pids[10];
	size_t n = 77;

	must(cgroup_pids(dirs, pids, 10, &n, &err));
	return n;
}

static inline void wait_until_empty(const struct cgroup_dirs *dirs)
{
	for (int i = 0; i < 5000 && who_is_there(dirs); i++)
		usleep(1000);
	assert_int_equal(who_is_there(dirs), 0);
}

static inline bool has_version(bool v2)
{
	for (size_t i = 0; i < layout.count; i++)
		if (layout.hierarchy[i].v2 == v2)
			return true;
	return false;
}

/* NULL, or why there are no cgroups to play with; the layout is known then. */
static inline const char *why_not_here(void)
{
	unit_arena(&arena, memory, sizeof memory);
	if (geteuid() != 0)
		return "needs root";
	if (look_cgroups(&arena, &layout, &err) < 0)
		return "no cgroups can be read";
	return layout.count ? NULL : "no cgroup hierarchy is mounted and writable";
}

static inline int skip_all(const char *why)
{
	printf("1..0 # SKIP %s\n", why);
	return 0;
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

#endif
