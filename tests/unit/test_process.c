/* A process is known by pid and start time; the file that tells an engine its pid. */
#include "unit.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "act/pid_file.h"
#include "act/process.h"

static struct error err;

static pid_t sleeper(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		pause();
		_exit(0);
	}
	return pid;
}

static void end(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

/* The start time in clock ticks since boot, as the clock says it. */
static void test_started(void **state)
{
	struct timespec now;
	unsigned long long started = 0, ticks, hz = (unsigned long long)sysconf(_SC_CLK_TCK);
	pid_t pid = sleeper();

	(void)state;
	clock_gettime(CLOCK_BOOTTIME, &now);
	ticks = (unsigned long long)now.tv_sec * hz + (unsigned long long)now.tv_nsec * hz / 1000000000;
	assert_int_equal(process_started(pid, &started, &err), 0);
	assert_in_range(started, ticks - 200, ticks + 1);
	end(pid);
	started = 7;
	assert_int_equal(process_started(pid, &started, &err), -1);
	assert_int_equal(err.num, ESRCH);
	assert_true(started == 7);
	assert_int_equal(process_started(-1, &started, &err), -1);
}

static void *thread_that_looks(void *with)
{
	const struct process p = { gettid(), 1 };
	int fd = -1;

	*(int *)with = process_open(&p, &fd, &err) < 0 ? err.num : 0;
	return NULL;
}

/* Threads have numbers of the same space: one that has the number of an ended container is not that container. */
static void test_number_of_a_thread(void **state)
{
	pthread_t t;
	int number = 0;

	(void)state;
	assert_int_equal(pthread_create(&t, NULL, thread_that_looks, &number), 0);
	pthread_join(t, NULL);
	assert_int_equal(number, ESRCH);
	assert_non_null(strstr(err.text, "thread"));
}

/* A name with blanks and ) in it, as proc(5) warns of. */
static void test_name_with_a_bracket(void **state)
{
	static const char *const names[] = { "a) S 1 2 3 4", ")))))", " ) ", "(((", "\n)\n 9" };
	unsigned long long plain, odd;
	char before[16];

	(void)state;
	prctl(PR_GET_NAME, before);
	assert_int_equal(process_started(getpid(), &plain, &err), 0);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		prctl(PR_SET_NAME, names[i]);
		assert_int_equal(process_started(getpid(), &odd, &err), 0);
		assert_true(odd == plain);
	}
	prctl(PR_SET_NAME, before);
}

static void test_open(void **state)
{
	struct process p = { .pid = sleeper() };
	int fd = -1;

	(void)state;
	assert_int_equal(process_started(p.pid, &p.started, &err), 0);
	assert_int_equal(process_open(&p, &fd, &err), 0);
	assert_int_equal(fcntl(fd, F_GETFD), FD_CLOEXEC);
	assert_false(process_ended(fd));
	assert_false(process_wait(fd, 20));
	assert_int_equal(process_signal(fd, SIGTERM, &err), 0);
	assert_true(process_wait(fd, 2000));
	assert_true(process_ended(fd)); /* a zombie, whom nobody has reaped */
	/* The signal of a zombie goes nowhere, and says nothing: the kernel takes it. */
	waitpid(p.pid, NULL, 0);
	assert_int_equal(process_signal(fd, SIGTERM, &err), -1);
	assert_int_equal(err.num, ESRCH);
	assert_string_equal(err.text, "container not running");
	close(fd);
	fd = -7;
	assert_int_equal(process_open(&p, &fd, &err), -1);
	assert_int_equal(err.num, ESRCH);
	assert_int_equal(fd, -7);
}

/* The same pid at another time is somebody else. */
static void test_reuse(void **state)
{
	struct process p = { .pid = getpid() };
	int fd = -7, next = dup(0);

	(void)state;
	assert_int_equal(process_started(p.pid, &p.started, &err), 0);
	for (int i = -1; i < 2; i += 2) {
		struct process other = { p.pid, p.started + (unsigned long long)i };

		assert_int_equal(process_open(&other, &fd, &err), -1);
		assert_int_equal(err.num, ESRCH);
	}
	p.pid = 0;
	assert_int_equal(process_open(&p, &fd, &err), -1);
	p.pid = -1;
	assert_int_equal(process_open(&p, &fd, &err), -1);
	assert_int_equal(fd, -7);
	close(next);
	assert_int_equal(dup(0), next); /* none of them is open any more */
	close(next);
}

/* ---------------------------------------------------------------- pid file */

static char directory[] = "/tmp/urunc-pid.XXXXXX";

static int enter(void **state)
{
	(void)state;
	strcpy(directory, "/tmp/urunc-pid.XXXXXX");
	return mkdtemp(directory) && chdir(directory) == 0 ? 0 : -1;
}

static int leave(void **state)
{
	(void)state;
	return system("rm -r \"$PWD\"") || chdir("/") ? -1 : 0;
}

static void assert_holds(const char *path, const char *wanted)
{
	char text[64];
	int fd = open(path, O_RDONLY);
	ssize_t n = read(fd, text, sizeof text - 1);

	close(fd);
	assert_true(n >= 0);
	text[n] = 0;
	assert_string_equal(text, wanted);
}

static void test_pid_file(void **state)
{
	struct stat st;
	char path[100];

	(void)state;
	umask(022);
	assert_int_equal(write_pid_file("p", 1, &err), 0);
	assert_holds("p", "1");
	assert_int_equal(stat(".p", &st), -1);
	assert_int_equal(stat("p", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0644);
	/* Another in its place, and what a killed one left. */
	assert_int_equal(system("echo old >.p; chmod 0 .p; ln p other"), 0);
	assert_int_equal(write_pid_file("p", 4194304, &err), 0);
	assert_holds("p", "4194304");
	assert_holds("other", "1"); /* not written into: replaced */
	snprintf(path, sizeof path, "%s/absolute", directory);
	assert_int_equal(write_pid_file(path, 22, &err), 0);
	assert_holds("absolute", "22");
	assert_int_equal(write_pid_file("./p", 23, &err), 0);
	assert_holds("p", "23");
}

/* A link in place of the temporary file is not written through. */
static void test_pid_file_link(void **state)
{
	(void)state;
	assert_int_equal(system("echo kept >victim; ln -s victim .p; ln -s victim q"), 0);
	assert_int_equal(write_pid_file("p", 5, &err), 0);
	assert_int_equal(write_pid_file("q", 6, &err), 0);
	assert_holds("victim", "kept\n");
	assert_holds("p", "5");
	assert_holds("q", "6");
}

static void test_pid_file_fails(void **state)
{
	struct stat st;
	char *path = calloc(1, 6000);

	(void)state;
	assert_int_equal(write_pid_file("none/p", 5, &err), -1);
	assert_int_equal(err.num, ENOENT);
	assert_string_equal(err.text, "--pid-file none/p: No such file or directory");
	assert_int_equal(mkdir("d", 0700), 0);
	assert_int_equal(write_pid_file("d", 5, &err), -1);
	assert_int_equal(err.num, EISDIR);
	assert_int_equal(stat(".d", &st), -1);
	memset(path, 'x', 5000);
	assert_int_equal(write_pid_file(path, 5, &err), -1);
	assert_int_equal(err.num, ENAMETOOLONG);
	assert_int_equal(write_pid_file("", 5, &err), -1);
	free(path);
}

/* A full disk: no half of a number under the name. */
static void test_pid_file_on_a_full_disk(void **state)
{
	struct stat st;

	(void)state;
	if (geteuid() || unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_PRIVATE | MS_REC, NULL))
		skip();
	assert_int_equal(mkdir("full", 0700), 0);
	assert_int_equal(
	    system(
		"mount -t tmpfs -o size=4k tmpfs full && { dd if=/dev/zero of=full/filler bs=4k 2>/dev/null; true; }"),
	    0);
	int rc = write_pid_file("full/p", 12345, &err);
	int there = stat("full/p", &st), temporary = stat("full/.p", &st);
	assert_int_equal(system("umount full"), 0);
	assert_int_equal(rc, -1);
	assert_int_equal(err.num, ENOSPC);
	assert_int_equal(there, -1);
	assert_int_equal(temporary, -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_started),
		cmocka_unit_test(test_number_of_a_thread),
		cmocka_unit_test(test_name_with_a_bracket),
		cmocka_unit_test(test_open),
		cmocka_unit_test(test_reuse),
		cmocka_unit_test_setup_teardown(test_pid_file, enter, leave),
		cmocka_unit_test_setup_teardown(test_pid_file_link, enter, leave),
		cmocka_unit_test_setup_teardown(test_pid_file_fails, enter, leave),
		cmocka_unit_test_setup_teardown(test_pid_file_on_a_full_disk, enter, leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
