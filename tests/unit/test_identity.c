/* test_identity.c: a child becomes somebody without any right, and looks at itself as the kernel sees it.  Wants root. */
#include "unit.h"

#include <fcntl.h>
#include <grp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <linux/capability.h>
#include <linux/keyctl.h>

#include "act/identity.h"

static struct plan plan;
static char *report; /* what the child saw: lines of /proc/self/status and others, shared memory */
enum { REPORT = 16384 };

static int setup(void **state)
{
	(void)state;
	memset(&plan, 0, sizeof plan);
	report = mmap(NULL, REPORT, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	return report == MAP_FAILED;
}

static int teardown(void **state)
{
	(void)state;
	return munmap(report, REPORT);
}

static void look_at_myself(int status)
{
	size_t used;
	ssize_t n;

	n = read(status, report, REPORT - 200);
	used = n < 0 ? 0 : (size_t)n;
	snprintf(report + used, REPORT - used, "umask\t%o\ndumpable\t%d\nsetuid root\t%d\nkeyring\t%ld\n", umask(0),
	    prctl(PR_GET_DUMPABLE, 0, 0, 0, 0), setresuid(0, 0, 0) == 0,
	    syscall(SYS_keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_SESSION_KEYRING, 0));
}

/* 0: the report is there; else err is in it. */
static int become(bool oom_too)
{
	pid_t pid = fork();
	int status;

	assert_true(pid >= 0);
	if (pid == 0) {
		/* opened before: an undumpable process's files in /proc belong to root */
		int own = open("/proc/self/status", O_RDONLY);
		struct error err = { 0 };

		alarm(20);
		if ((oom_too && identity_oom_score(&plan, &err) < 0) || identity_take(&plan, &err) < 0) {
			snprintf(report, REPORT, "%d %s", err.num, err.text);
			_exit(1);
		}
		look_at_myself(own);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void says(const char *line)
{
	char wanted[300];

	snprintf(wanted, sizeof wanted, "%s\n", line);
	if (!strstr(report, wanted))
		fail_msg("not \"%s\" in:\n%s\n", line, report);
}

static void has_no_right_left(void)
{
	says("CapInh:\t0000000000000000");
	says("CapPrm:\t0000000000000000");
	says("CapEff:\t0000000000000000");
	says("CapBnd:\t0000000000000000");
	says("CapAmb:\t0000000000000000");
	says("NoNewPrivs:\t1");
	says("dumpable\t0");
}

static void an_ordinary_user(void **state)
{
	static const unsigned groups[] = { 7, 70000 };

	(void)state;
	plan.user = (struct plan_user){ .uid = 1234, .gid = 2345, .groups = groups, .groups_count = 2 };
	assert_int_equal(become(false), 0);
	says("Uid:\t1234\t1234\t1234\t1234");
	says("Gid:\t2345\t2345\t2345\t2345");
	says("Groups:\t7 70000 ");
	says("setuid root\t0");
	has_no_right_left();
}

static void root_without_its_power(void **state)
{
	(void)state;
	plan.user = (struct plan_user){ .has_umask = true, .umask = 027 };
	assert_int_equal(become(false), 0);
	says("Uid:\t0\t0\t0\t0");
	says("umask\t27");
	has_no_right_left();
}

/* An empty list drops the groups of the caller: they would be root's. */
static void groups_are_always_set(void **state)
{
	static const gid_t mine[] = { 4, 27 };

	(void)state;
	assert_int_equal(setgroups(2, mine), 0);
	plan.user = (struct plan_user){ .uid = 65534, .gid = 65534 };
	assert_int_equal(become(false), 0);
	says("Groups:\t ");
	assert_int_equal(setgroups(0, NULL), 0);
}

static void ambient_and_inheritable_rights_go_too(void **state)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct before[2], data[2];

	(void)state;
	assert_int_equal(syscall(SYS_capget, &header, before), 0);
	memcpy(data, before, sizeof data);
	data[0].inheritable |= 1U << CAP_NET_RAW;
	assert_int_equal(syscall(SYS_capset, &header, data), 0);
	assert_int_equal(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_NET_RAW, 0, 0), 0);
	assert_int_equal(become(false), 0);
	has_no_right_left();
	assert_int_equal(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0), 0);
	assert_int_equal(syscall(SYS_capset, &header, before), 0);
}

static long session_keyring(void)
{
	return syscall(SYS_keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_SESSION_KEYRING, 1);
}

static void a_session_keyring_of_its_own(void **state)
{
	long mine = session_keyring();
	char line[60];

	(void)state;
	if (mine < 0) { /* a kernel without keyrings: nothing to leave, and no reason to fail */
		assert_int_equal(become(false), 0);
		return;
	}
	snprintf(line, sizeof line, "keyring\t%ld\n", mine);
	assert_int_equal(become(false), 0);
	assert_non_null(strstr(report, "keyring\t"));
	assert_null(strstr(report, line));
	plan.no_new_keyring = true;
	assert_int_equal(become(false), 0);
	assert_non_null(strstr(report, line));
}

static void limits(void **state)
{
	struct plan_rlimit list[] = { { RLIMIT_NOFILE, "RLIMIT_NOFILE", 33, 44 },
		{ RLIMIT_CORE, "RLIMIT_CORE", 0, 0 } };
	pid_t pid;
	int status;

	(void)state;
	plan.rlimits = list;
	plan.rlimits_count = 2;
	pid = fork();
	if (pid == 0) {
		struct rlimit files, core;
		struct error err;

		if (identity_take(&plan, &err) < 0)
			_exit(1);
		getrlimit(RLIMIT_NOFILE, &files);
		getrlimit(RLIMIT_CORE, &core);
		_exit(files.rlim_cur == 33 && files.rlim_max == 44 && core.rlim_max == 0 ? 5 : 6);
	}
	waitpid(pid, &status, 0);
	assert_int_equal(status, 5 << 8);
}

/* Where CAP_SYS_RESOURCE is there, soft above hard is what no kernel takes. */
static void what_cannot_be_set_is_named(void **state)
{
	struct plan_rlimit list[] = { { RLIMIT_NOFILE, "RLIMIT_NOFILE", 5, 4 } };
	struct rlimit now;

	(void)state;
	plan.rlimits = list;
	plan.rlimits_count = 1;
	assert_int_equal(become(false), 1);
	assert_string_equal(
	    report, "22 process.rlimits: RLIMIT_NOFILE cannot be set to soft 5, hard 4: Invalid argument");
	getrlimit(RLIMIT_NOFILE, &now);
	list[0].soft = now.rlim_cur;
	list[0].hard = now.rlim_max + 1;
	if (become(false) == 0) /* whoever has CAP_SYS_RESOURCE may */
		return;
	assert_non_null(strstr(report, "1 process.rlimits: RLIMIT_NOFILE cannot be set to soft "));
	assert_non_null(strstr(report, "(raising a hard limit needs CAP_SYS_RESOURCE): Operation not permitted"));
}

static void oom_score(void **state)
{
	char got[16] = "";
	pid_t pid;
	int status, fd;

	(void)state;
	plan.has_oom_score_adj = true;
	plan.oom_score_adj = 777;
	pid = fork();
	if (pid == 0) {
		struct error err;

		if (identity_oom_score(&plan, &err) < 0)
			_exit(1);
		fd = open("/proc/self/oom_score_adj", O_RDONLY);
		_exit(read(fd, got, sizeof got - 1) > 0 && strcmp(got, "777\n") == 0 ? 5 : 6);
	}
	waitpid(pid, &status, 0);
	assert_int_equal(status, 5 << 8);
	plan.oom_score_adj = 5000;
	assert_int_equal(become(true), 1);
	assert_non_null(strstr(report, "process.oomScoreAdj 5000 cannot be set"));
	plan.has_oom_score_adj = false;
	assert_int_equal(become(true), 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_ordinary_user),
		TEST(root_without_its_power),
		TEST(groups_are_always_set),
		TEST(ambient_and_inheritable_rights_go_too),
		TEST(a_session_keyring_of_its_own),
		TEST(limits),
		TEST(what_cannot_be_set_is_named),
		TEST(oom_score),
	};

	if (geteuid() != 0) {
		printf("1..0 # SKIP needs root\n");
		return 0;
	}
	return cmocka_run_group_tests_name("identity", tests, NULL, NULL);
}
