/* What creator, parked process and starter say to each other, and what each takes a wrong, a long or no answer for. */
#include "unit.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "act/message.h"
#include "act/park.h"
#include "act/seccomp.h"

static struct error err;
static int pair[2];

static int setup(void **state)
{
	(void)state;
	err = (struct error){ 0 };
	return socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair);
}

static int teardown(void **state)
{
	(void)state;
	for (int i = 0; i < 2; i++)
		if (pair[i] >= 0)
			close(pair[i]);
	return 0;
}

static void hang_up(void)
{
	close(pair[1]);
	pair[1] = -1;
}

static void test_one_message(void **state)
{
	static const enum message_kind kinds[] = { MESSAGE_GO, MESSAGE_READY, MESSAGE_COMMIT, MESSAGE_EXEC };

	(void)state;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		assert_int_equal(message_say(pair[1], kinds[i], &err), 0);
		assert_int_equal(message_expect(pair[0], kinds[i], 1000, &err), 0);
	}
}

static void test_report(void **state)
{
	struct error what = { .num = ENOSPC, .text = "no space for 100% of it" };

	(void)state;
	message_report(pair[1], &what);
	assert_int_equal(message_expect(pair[0], MESSAGE_READY, 1000, &err), -1);
	assert_int_equal(err.num, ENOSPC);
	assert_string_equal(err.text, "no space for 100% of it");
}

static void test_longest_report(void **state)
{
	struct error what = { .num = EIO };

	(void)state;
	memset(what.text, 'x', sizeof what.text - 1);
	message_report(pair[1], &what);
	assert_int_equal(message_expect(pair[0], MESSAGE_READY, 1000, &err), -1);
	assert_string_equal(err.text, what.text);
}

/* The sender is not trusted to have ended its text. */
static void test_report_without_end(void **state)
{
	struct message_report report = { .kind = MESSAGE_FAILED, .num = EPERM };

	(void)state;
	memset(report.text, 'y', sizeof report.text);
	assert_int_equal(send(pair[1], &report, sizeof report, 0), sizeof report);
	assert_int_equal(message_expect(pair[0], MESSAGE_READY, 1000, &err), -1);
	assert_int_equal(err.num, EPERM);
	assert_int_equal(strlen(err.text), sizeof err.text - 1);
}

static void test_report_to_nobody(void **state)
{
	struct error what = { .num = EIO, .text = "unheard" };
	struct sigaction ignore = { .sa_handler = SIG_IGN }, before;

	(void)state;
	sigaction(SIGPIPE, &ignore, &before);
	hang_up();
	message_report(pair[0], &what);
	sigaction(SIGPIPE, &before, NULL);
}

static void test_end_of_file(void **state)
{
	(void)state;
	hang_up();
	assert_int_equal(message_expect(pair[0], MESSAGE_READY, 1000, &err), -1);
	assert_int_equal(err.num, EPIPE);
	assert_int_equal(message_say(pair[0], MESSAGE_GO, &err), -1); /* and no SIGPIPE */
	assert_int_equal(err.num, EPIPE);
}

/* What was said before the end is heard first. */
static void test_said_before_the_end(void **state)
{
	struct error what = { .num = ENOENT, .text = "why" };

	(void)state;
	message_report(pair[1], &what);
	hang_up();
	assert_int_equal(message_expect(pair[0], MESSAGE_READY, 1000, &err), -1);
	assert_int_equal(err.num, ENOENT);
	assert_int_equal(message_expect(pair[0], MESSAGE_READY, 1000, &err), -1);
	assert_int_equal(err.num, EPIPE);
}

static void test_no_answer(void **state)
{
	(void)state;
	assert_int_equal(message_expect(pair[0], MESSAGE_READY, 50, &err), -1);
	assert_int_equal(err.num, ETIMEDOUT);
}

/* A wrong kind, an empty packet, two bytes, half a report, a report and more. */
static void test_wrong_answers(void **state)
{
	static char bytes[sizeof(struct message_report) + 100] = { MESSAGE_READY };
	static const size_t sizes[] = { 2, 100, sizeof(struct message_report) - 1, sizeof(struct message_report),
		sizeof bytes };

	(void)state;
	message_say(pair[1], MESSAGE_EXEC, &err);
	assert_int_equal(message_expect(pair[0], MESSAGE_READY, 1000, &err), -1);
	assert_int_equal(err.num, EPROTO);
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		send(pair[1], bytes, sizes[i], 0);
		assert_int_equal(message_expect(pair[0], MESSAGE_READY, 1000, &err), -1);
		assert_int_equal(err.num, EPROTO);
	}
	bytes[0] = MESSAGE_FAILED;
	send(pair[1], bytes, 1, 0);
	assert_int_equal(message_expect(pair[0], MESSAGE_READY, 1000, &err), -1);
	assert_int_equal(err.num, EPROTO);
	bytes[0] = MESSAGE_READY;
}

/* ---------------------------------------------------------------- start's side, with a parked process of ours */

/* What a parked process does instead of what it should: the bytes it answers with, in packets. */
static void answers(const char *const *packets, const size_t *sizes, size_t n)
{
	pid_t pid = fork();
	static char got[1 << 20];

	if (pid == 0) {
		close(pair[0]);
		if (recv(pair[1], got, sizeof got, 0) < 1 || got[0] != MESSAGE_START)
			_exit(1);
		for (size_t i = 0; i < n; i++)
			if (send(pair[1], packets[i], sizes[i], MSG_NOSIGNAL) < 0)
				_exit(1);
		_exit(0);
	}
	hang_up();
}

static int started(void)
{
	int rc = park_start(pair[0], NULL, "a\0b\0", 4, NULL, &err), status;

	wait(&status);
	assert_int_equal(status, 0);
	return rc;
}

static const char exec_byte[] = { MESSAGE_EXEC };
static const char ready_byte[] = { MESSAGE_READY };

static void test_start_succeeds(void **state)
{
	const char *packets[] = { exec_byte };
	const size_t sizes[] = { 1 };

	(void)state;
	answers(packets, sizes, 1);
	assert_int_equal(started(), 0);
}

/* Ended before execve was next: that is no success, although the end of file looks the same. */
static void test_start_of_one_that_ends(void **state)
{
	(void)state;
	answers(NULL, NULL, 0);
	assert_int_equal(started(), -1);
	assert_int_equal(err.num, ESRCH);
}

static void test_start_that_fails(void **state)
{
	struct message_report report = {
		.kind = MESSAGE_FAILED, .num = EACCES, .text = "the monitor m cannot be executed"
	};
	const char *packets[] = { exec_byte, (const char *)&report };
	const size_t sizes[] = { 1, sizeof report };

	(void)state;
	answers(packets, sizes, 2);
	assert_int_equal(started(), -1);
	assert_int_equal(err.num, EACCES);
	assert_string_equal(err.text, "the monitor m cannot be executed");
}

static void test_start_of_a_liar(void **state)
{
	const char *twice[] = { exec_byte, exec_byte }, *other[] = { ready_byte };
	const size_t sizes[] = { 1, 1 };

	(void)state;
	answers(twice, sizes, 2);
	assert_int_equal(started(), -1);
	assert_int_equal(err.num, EPROTO);
	teardown(NULL);
	setup(NULL);
	answers(other, sizes, 1);
	assert_int_equal(started(), -1);
	assert_int_equal(err.num, EPROTO);
}

/* Longer than a socket takes without being asked; a guest's command line and its environment can be that long. */
static void test_start_with_many_words(void **state)
{
	enum { LONG = 600000 };
	char *words = calloc(1, LONG);
	const char *packets[] = { exec_byte };
	const size_t sizes[] = { 1 };
	int status;

	(void)state;
	memset(words, 'w', LONG - 1);
	answers(packets, sizes, 1);
	if (park_start(pair[0], NULL, words, LONG, NULL, &err) < 0)
		assert_int_equal(err.num, EMSGSIZE); /* who is not root has a limit */
	wait(&status);
	free(words);
}

/* ---------------------------------------------------------------- the listener in the state directory */

static bool listens(int dir)
{
	bool does = false;

	assert_int_equal(park_listens(dir, &does, &err), 0);
	return does;
}

static void test_listener(void **state)
{
	char directory[300] = "/tmp/urunc-park.XXXXXX", command[400];
	int dir, listener, fd;

	(void)state;
	assert_non_null(mkdtemp(directory));
	/* A path of more than 108 bytes. */
	strcat(directory, "/");
	memset(directory + strlen(directory), 'd', 200);
	assert_int_equal(mkdir(directory, 0700), 0);
	dir = open(directory, O_RDONLY | O_DIRECTORY);
	assert_false(listens(dir));
	assert_int_equal(park_connect(dir, &fd, &err), -1);
	assert_int_equal(err.num, ENOENT);
	assert_int_equal(park_listen(dir, &listener, &err), 0);
	assert_int_equal(fcntl(listener, F_GETFD), FD_CLOEXEC);
	assert_true(listens(dir));
	assert_int_equal(park_connect(dir, &fd, &err), 0);
	assert_int_equal(fcntl(fd, F_GETFD), FD_CLOEXEC);
	close(fd);
	/* It ends while a starter stands in line: that one hears of the end, and of nothing else. */
	assert_int_equal(park_connect(dir, &fd, &err), 0);
	close(listener);
	assert_int_equal(park_start(fd, NULL, "a\0", 2, NULL, &err), -1);
	assert_int_equal(err.num, ESRCH);
	assert_non_null(strstr(err.text, "has ended"));
	close(fd);
	assert_int_equal(unlinkat(dir, "sock", 0), 0);
	assert_int_equal(park_listen(dir, &listener, &err), 0);
	assert_int_equal(park_listen(dir, &fd, &err), -1); /* somebody is there */
	assert_int_equal(err.num, EADDRINUSE);
	close(listener);
	assert_false(listens(dir));
	assert_int_equal(park_connect(dir, &fd, &err), -1);
	assert_int_equal(err.num, ECONNREFUSED);
	close(dir);
	snprintf(command, sizeof command, "rm -r '%.22s'", directory);
	assert_int_equal(system(command), 0);
}

/* ---------------------------------------------------------------- the parked process itself */

/* Parks a child with PROGRAM on the fixed descriptors; pair[0] is not used.  The directory is the current one. */
static pid_t parked(const char *program, const char *directory, int *ret_dir)
{
	static const struct park_memory nothing;
	int dir = open(directory, O_RDONLY | O_DIRECTORY), listener, out, ready[2];
	char nothing_said;
	pid_t pid;

	assert_int_equal(park_listen(dir, &listener, &err), 0);
	assert_int_equal(pipe(ready), 0);
	pid = fork();
	if (pid == 0) {
		int keep = fcntl(listener, F_DUPFD, 64), file = open(program, O_PATH);

		file = fcntl(file, F_DUPFD, 64);
		out = open("out", O_WRONLY | O_CREAT | O_TRUNC, 0600);
		dup2(out, 1);
		dup3(file, PARK_PROGRAM, O_CLOEXEC);
		dup3(keep, PARK_LISTENER, O_CLOEXEC);
		signal(SIGPIPE, SIG_IGN);
		park_catch_signals();
		close_range(PARK_CHANNEL, ~0U, 0);
		park_wait(SECCOMP_FILTER_NONE, &nothing);
	}
	close(listener);
	close(ready[1]);
	assert_int_equal(read(ready[0], &nothing_said, 1), 0); /* it catches signals by now */
	close(ready[0]);
	*ret_dir = dir;
	return pid;
}

static void read_out(char *to, size_t room)
{
	int fd = open("out", O_RDONLY);
	ssize_t n = read(fd, to, room - 1);

	to[n > 0 ? n : 0] = 0;
	close(fd);
}

static int enter(void **state)
{
	char directory[] = "/tmp/urunc-park.XXXXXX";

	return mkdtemp(directory) && chdir(directory) == 0 ? setup(state) : -1;
}

static int leave(void **state)
{
	return system("rm -r \"$PWD\"") || chdir("/") ? -1 : teardown(state);
}

/* Starters that come and go, or say something else, are passed over; the words are the argv, empty ones too. */
static void test_parked(void **state)
{
	static const char words[] = "sh\0-c\0echo \"$#:$1:$2:$3\"; env; ls /proc/$$/fd\0name\0one two\0\0three";
	static const char *const junk[] = { "", "x", "s", "g", "d\0\0" };
	char out[1000];
	int dir, fd, status;
	pid_t pid = parked("/bin/sh", ".", &dir);

	(void)state;
	for (size_t i = 0; i < sizeof junk / sizeof *junk; i++) {
		assert_int_equal(park_connect(dir, &fd, &err), 0);
		if (i)
			send(fd, junk[i], i == 4 ? 3 : 1, MSG_NOSIGNAL);
		close(fd);
		assert_true(listens(dir));
	}
	assert_int_equal(park_connect(dir, &fd, &err), 0);
	if (park_start(fd, NULL, words, sizeof words, NULL, &err))
		fail_msg("%s\n", err.text);
	close(fd);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_false(listens(dir));
	read_out(out, sizeof out);
	/* the environment is what sh itself adds, the descriptors 0, 1, 2 and what ls opens */
	assert_int_equal(strncmp(out, "3:one two::three\n", 17), 0);
	assert_non_null(strstr(out, "\n0\n1\n2\n"));
	assert_null(strstr(out, "HOME="));
	assert_null(strstr(out, "\n4\n"));
	close(dir);
}

static void test_parked_cannot_execute(void **state)
{
	int dir, fd, status;
	pid_t pid;

	(void)state;
	assert_int_equal(system("printf '#!/nowhere/sh\\n' >script && chmod +x script"), 0);
	pid = parked("script", ".", &dir);
	assert_int_equal(park_connect(dir, &fd, &err), 0);
	assert_int_equal(park_start(fd, NULL, "script", 7, NULL, &err), -1);
	assert_int_equal(err.num, ENOENT);
	assert_string_equal(err.text, "the monitor script cannot be executed: No such file or directory");
	close(fd);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(WEXITSTATUS(status), 127);
	close(dir);
}

static void test_parked_and_signals(void **state)
{
	static const int numbers[] = { SIGTERM, SIGINT, SIGHUP, SIGQUIT };
	int dir, status;
	char name[8];

	(void)state;
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		pid_t pid;

		snprintf(name, sizeof name, "%zu", i);
		mkdir(name, 0700);
		pid = parked("/bin/true", name, &dir);
		assert_int_equal(kill(pid, numbers[i]), 0);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 128 + numbers[i]);
		close(dir);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_one_message, setup, teardown),
		cmocka_unit_test_setup_teardown(test_report, setup, teardown),
		cmocka_unit_test_setup_teardown(test_longest_report, setup, teardown),
		cmocka_unit_test_setup_teardown(test_report_without_end, setup, teardown),
		cmocka_unit_test_setup_teardown(test_report_to_nobody, setup, teardown),
		cmocka_unit_test_setup_teardown(test_end_of_file, setup, teardown),
		cmocka_unit_test_setup_teardown(test_said_before_the_end, setup, teardown),
		cmocka_unit_test_setup_teardown(test_no_answer, setup, teardown),
		cmocka_unit_test_setup_teardown(test_wrong_answers, setup, teardown),
		cmocka_unit_test_setup_teardown(test_start_succeeds, setup, teardown),
		cmocka_unit_test_setup_teardown(test_start_of_one_that_ends, setup, teardown),
		cmocka_unit_test_setup_teardown(test_start_that_fails, setup, teardown),
		cmocka_unit_test_setup_teardown(test_start_of_a_liar, setup, teardown),
		cmocka_unit_test_setup_teardown(test_start_with_many_words, setup, teardown),
		cmocka_unit_test_setup_teardown(test_listener, setup, teardown),
		cmocka_unit_test_setup_teardown(test_parked, enter, leave),
		cmocka_unit_test_setup_teardown(test_parked_cannot_execute, enter, leave),
		cmocka_unit_test_setup_teardown(test_parked_and_signals, enter, leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
