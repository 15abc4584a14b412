/* Hooks: their stdin, words, environment and descriptors; time-outs, what they leave running, and how they fail. */
#include "unit.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
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

/* None of ours; the state as input; nothing on our stdout, which is data; no signals blocked or ignored. */
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
	int output = shell("[ -p /proc/self/fd/1 ] && [ /proc/self/fd/1 -ef /proc/self/fd/2 ]", 0);
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

/* More than the kernel tells of at a time. */
static void test_many_left_behind(void **state)
{
	static const char line[] =
	    "setsid sleep 100 & echo $! >first; i=0; while [ $i -lt 900 ]; do setsid sleep 100 & i=$((i+1)); done; echo $! >last";

	(void)state;
	assert_int_equal(shell(line, 0), 0);
	assert_false(lives("first"));
	assert_false(lives("last"));
}

/* A session that is not ours: signals of our terminal and of our group do not reach it. */
static void test_session(void **state)
{
	(void)state;
	assert_int_equal(shell("cut -d' ' -f1,5,6 /proc/$$/stat >out", 0), 0);
	int pid, group, session;
	assert_int_equal(sscanf(said(), "%d %d %d", &pid, &group, &session), 3);
	assert_int_not_equal(group, getpgrp());
	assert_int_not_equal(session, getsid(0));
}

/* What it says is read, whatever it is and however much, and shown only of one that fails. */
static void test_output(void **state)
{
	(void)state;
	assert_int_equal(shell("echo one; echo two >&2; echo; exit 1", 0), -1);
	assert_string_equal(err.text, "hooks.prestart[0]: /bin/sh failed with exit status 1, and said: two");
	assert_int_equal(shell("printf 'a\\033[2J\\0b\\n'; kill -15 $$", 0), -1);
	assert_string_equal(err.text, "hooks.prestart[0]: /bin/sh was ended by signal 15, and said: a?[2J?b");
	assert_int_equal(shell("head -c 50000000 /dev/zero; head -c 50000000 /dev/zero >&2", 0), 0);
	assert_int_equal(shell("echo begun; while :; do echo 0123456789; done", 1), -1);
	assert_non_null(strstr(err.text, "did not end within its timeout of 1 seconds, and said: "));
	assert_true(strlen(err.text) < 400);
	assert_int_equal(shell("head -c 3000 /dev/zero | tr '\\0' x; exit 1", 0), -1);
	assert_true(strlen(err.text) > 200 && strlen(err.text) < 400);
	assert_int_equal(
	    shell("exec <&- >&- 2>&-; exit 4", 0), -1); /* who closes all three is waited for all the same */
	assert_string_equal(err.text, "hooks.prestart[0]: /bin/sh failed with exit status 4");
}

static void test_many_words(void **state)
{
	enum { MANY = 3000 };
	static const char *args[MANY];
	const struct config_hook hook = {
		.path = "/bin/sh", .args = args, .args_count = MANY, .env = args, .env_count = MANY
	};

	(void)state;
	for (int i = 0; i < MANY; i++)
		args[i] = "x=y";
	args[0] = "sh";
	args[1] = "-c";
	args[2] = "echo $# >out";
	assert_int_equal(run(&hook), 0);
	assert_int_equal(atoi(said()), MANY - 4);
}

/* One that hides in a session of its own, twice forked, is found too. */
static void test_daemon(void **state)
{
	static const char line[] =
	    "(setsid sh -c 'trap \"\" TERM HUP; (sleep 100 & echo $! >child; wait)' >/dev/null 2>&1 &); "
	    "while [ ! -s child ]; do sleep 0.01; done";

	(void)state;
	assert_int_equal(shell(line, 10), 0);
	assert_false(lives("child"));
	assert_int_equal(unlink("child"), 0);
	static char hangs[sizeof line + 20];
	snprintf(hangs, sizeof hangs, "%s; sleep 100", line);
	assert_int_equal(shell(hangs, 1), -1);
	assert_int_equal(err.num, ETIMEDOUT);
	assert_false(lives("child"));
}

/* A hook that ends the process that watches it ends with it. */
static void test_kills_its_watcher(void **state)
{
	(void)state;
	assert_int_equal(shell("sleep 100 & echo $! >child; kill -9 $PPID; sleep 100", 0), -1);
	assert_string_equal(err.text, "hooks.prestart[0]: /bin/sh ended the process that watched it");
	assert_dies("child");
}

/* Who runs it may be killed: by the hook, or meanwhile. */
static void test_caller_killed(void **state)
{
	int status;
	pid_t pid = fork();

	(void)state;
	if (pid == 0) {
		shell(
		    "(setsid sleep 100 & echo $! >hidden); sleep 100 & echo $! >child; while [ ! -s caller ]; do sleep 0.01; done; kill -9 `cat caller`; sleep 100",
		    0);
		_exit(0);
	}
	dprintf(open("caller.new", O_WRONLY | O_CREAT, 0600), "%d", (int)pid);
	assert_int_equal(rename("caller.new", "caller"), 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
	assert_dies("child");
	assert_dies("hidden");
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
		cmocka_unit_test_setup_teardown(test_many_left_behind, enter, leave),
		cmocka_unit_test_setup_teardown(test_session, enter, leave),
		cmocka_unit_test_setup_teardown(test_output, enter, leave),
		cmocka_unit_test_setup_teardown(test_many_words, enter, leave),
		cmocka_unit_test_setup_teardown(test_daemon, enter, leave),
		cmocka_unit_test_setup_teardown(test_kills_its_watcher, enter, leave),
		cmocka_unit_test_setup_teardown(test_caller_killed, enter, leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
