/* Hooks: their stdin, words, environment and descriptors; time-outs, what they leave running, and how they fail. */
#include "unit.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "act/hook.h"

static struct error err;
static char before[4096];

static int enter(void **state)
{
	char directory[] = "/tmp/urunc-hook.XXXXXX";

	(void)state;
	err = (struct error){ 0 };
	return getcwd(before, sizeof before) && mkdtemp(directory) && chdir(directory) == 0 ? 0 : -1;
}

static int leave(void **state)
{
	(void)state;
	return system("rm -r \"$PWD\"") || chdir(before) ? -1 : 0;
}

static int run(const struct config_hook *hook)
{
	return hook_run(hook, "hooks.prestart[0]", "{\"id\":\"c\"}", 10, &err);
}

/* A hook of one line for sh, with what it prints to the file out. */
static int shell(const char *line, int timeout)
{
	const char *args[] = { "sh", "-c", line };
	const struct config_hook hook = {
		.path = "/bin/sh", .args = args, .args_count = 3, .timeout = timeout, .has_timeout = timeout != 0
	};

	return run(&hook);
}

static const char *said(void)
{
	static char text[4096];
	int fd = open("out", O_RDONLY);
	ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof text - 1);

	text[n > 0 ? n : 0] = 0;
	if (fd >= 0)
		close(fd);
	return text;
}

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void test_input(void **state)
{
	(void)state;
	assert_int_equal(shell("cat >out", 0), 0);
	assert_string_equal(said(), "{\"id\":\"c\"}");
	assert_int_equal(shell("exit 0", 0), 0); /* who does not read it blocks nobody */
}

/* More than a pipe holds, and a hook that never reads. */
static void test_large_input(void **state)
{
	static char large[1 << 20];
	const char *args[] = { "sh", "-c", "sleep 0.1" };
	const struct config_hook hook = { .path = "/bin/sh", .args = args, .args_count = 3 };

	(void)state;
	memset(large, 'x', sizeof large);
	assert_int_equal(hook_run(&hook, "h", large, sizeof large, &err), 0);
	args[2] = "wc -c >out";
	assert_int_equal(hook_run(&hook, "h", large, sizeof large, &err), 0);
	assert_int_equal(atoi(said()), 1 << 20);
}

static void test_words(void **state)
{
	const char *args[] = { "another name", "-c", "echo \"$0|$1|$2|$#\" >out", "zero", "", "two words" };
	struct config_hook hook = { .path = "/bin/sh", .args = args, .args_count = 6 };

	(void)state;
	assert_int_equal(run(&hook), 0);
	assert_string_equal(said(), "zero||two words|2\n");
	/* Without args the name is the path (config.md of the runtime-spec follows execv). */
	assert_int_equal(system("printf '#!/bin/sh\\necho \"$0 $#\" >out\\n' >h && chmod +x h"), 0);
	hook = (struct config_hook){ .path = "./h" };
	assert_int_equal(run(&hook), 0);
	assert_string_equal(said(), "./h 0\n");
}

static void test_environment(void **state)
{
	static const char line[] = "/usr/bin/env | grep -v '^_=\\|^PWD=\\|^SHLVL=\\|^OLDPWD=' >out; sort -o out out";
	const char *args[] = { "sh", "-c", line }, *env[] = { "A=1", "B=two words", "EMPTY=" };
	const struct config_hook hook = {
		.path = "/bin/sh", .args = args, .args_count = 3, .env = env, .env_count = 3
	};

	(void)state;
	setenv("SECRET", "leaks", 1);
	assert_int_equal(shell(line, 0), 0);
	assert_string_equal(said(), "");
	assert_int_equal(run(&hook), 0);
	assert_string_equal(said(), "A=1\nB=two words\nEMPTY=\n");
}

/* Of ours only stderr; the state as input; nothing on our stdout, which is data; no signals blocked or ignored. */
static void test_descriptors(void **state)
{
	int leak = open("/etc/passwd", O_RDONLY), high = dup2(leak, 251);
	sigset_t all, old;

	(void)state;
	signal(SIGPIPE, SIG_IGN);
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &old);
	/* Only what sh has built in: it opens files of its own for a pipe. */
	int descriptors =
	    shell("i=3; while [ $i -lt 300 ]; do [ ! -e /proc/self/fd/$i ] || exit 9; i=$((i + 1)); done", 0);
	int output = shell("[ /proc/self/fd/1 -ef /dev/null ]", 0);
	int signals = shell("exec grep -v 'ShdPnd\\|SigPnd\\|SigQ\\|SigCgt' /proc/self/status >out", 0);
	sigprocmask(SIG_SETMASK, &old, NULL);
	signal(SIGPIPE, SIG_DFL);
	assert_int_equal(descriptors, 0);
	assert_int_equal(output, 0);
	assert_int_equal(signals, 0);
	assert_non_null(strstr(said(), "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n"));
	close(leak);
	close(high);
}

static void test_failures(void **state)
{
	(void)state;
	assert_int_equal(shell("exit 3", 0), -1);
	assert_string_equal(err.text, "hooks.prestart[0]: /bin/sh failed with exit status 3");
	assert_int_equal(shell("exit 127", 0), -1); /* its own 127 is not ours */
	assert_string_equal(err.text, "hooks.prestart[0]: /bin/sh failed with exit status 127");
	assert_int_equal(shell("kill -9 $$", 0), -1);
	assert_string_equal(err.text, "hooks.prestart[0]: /bin/sh was ended by signal 9");
}

static void test_cannot_be_executed(void **state)
{
	static const struct {
		const char *path;
		int num;
	} bad[] = { { "/nowhere/hook", ENOENT }, { "/etc/passwd", EACCES }, { "/etc", EACCES }, { "./text", ENOEXEC },
		{ "./script", ENOENT } };

	(void)state;
	assert_int_equal(system("echo hello >text; echo '#!/nowhere/sh' >script; chmod +x text script"), 0);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		const struct config_hook hook = { .path = bad[i].path };
		char wanted[200];

		assert_int_equal(run(&hook), -1);
		assert_int_equal(err.num, bad[i].num);
		snprintf(wanted, sizeof wanted, "hooks.prestart[0]: %s cannot be executed: %s", bad[i].path,
		    strerror(bad[i].num));
		assert_string_equal(err.text, wanted);
	}
}

static bool lives(const char *file)
{
	char text[32] = "";
	int fd = open(file, O_RDONLY);
	ssize_t n = read(fd, text, sizeof text - 1);
	char path[64], stat[200] = "";

	close(fd);
	assert_true(n > 0);
	snprintf(path, sizeof path, "/proc/%d/stat", atoi(text));
	fd = open(path, O_RDONLY);
	if (fd < 0)
		return false;
	n = read(fd, stat, sizeof stat - 1);
	close(fd);
	return n > 0 && !strstr(stat, ") Z ");
}

static void assert_dies(const char *file)
{
	for (int i = 0; i < 200 && lives(file); i++)
		usleep(10000);
	assert_false(lives(file));
}

/* The whole group ends, not only the hook, and at once. */
static void test_timeout(void **state)
{
	double began = seconds();

	(void)state;
	assert_int_equal(shell("sleep 100 & echo $! >child; trap '' TERM; sleep 100", 1), -1);
	assert_true(seconds() - began < 3);
	assert_int_equal(err.num, ETIMEDOUT);
	assert_string_equal(err.text, "hooks.prestart[0]: /bin/sh did not end within its timeout of 1 seconds");
	assert_dies("child");
}

static void test_in_time(void **state)
{
	(void)state;
	assert_int_equal(shell("sleep 0.2", 10), 0);
}

/* What a hook leaves in its group ends with it, even if the hook succeeded: nobody would look after it. */
static void test_left_behind(void **state)
{
	double began = seconds();

	(void)state;
	assert_int_equal(shell("sleep 100 & echo $! >child", 10), 0);
	assert_true(seconds() - began < 3);
	assert_dies("child");
}

/* Its own session: signals of our terminal and of our group do not reach it. */
static void test_session(void **state)
{
	(void)state;
	assert_int_equal(shell("cut -d' ' -f1,5,6 /proc/$$/stat >out", 0), 0);
	int pid, group, session;
	assert_int_equal(sscanf(said(), "%d %d %d", &pid, &group, &session), 3);
	assert_int_equal(pid, group);
	assert_int_equal(pid, session);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_input, enter, leave),
		cmocka_unit_test_setup_teardown(test_large_input, enter, leave),
		cmocka_unit_test_setup_teardown(test_words, enter, leave),
		cmocka_unit_test_setup_teardown(test_environment, enter, leave),
		cmocka_unit_test_setup_teardown(test_descriptors, enter, leave),
		cmocka_unit_test_setup_teardown(test_failures, enter, leave),
		cmocka_unit_test_setup_teardown(test_cannot_be_executed, enter, leave),
		cmocka_unit_test_setup_teardown(test_timeout, enter, leave),
		cmocka_unit_test_setup_teardown(test_in_time, enter, leave),
		cmocka_unit_test_setup_teardown(test_left_behind, enter, leave),
		cmocka_unit_test_setup_teardown(test_session, enter, leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
