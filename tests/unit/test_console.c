/* Descriptors that go to an engine's socket, of any length of path; the pseudo-terminal; the size of it. */
#include "unit.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "act/console.h"
#include "act/descriptor.h"

static struct error err;

static int enter(void **state)
{
	char directory[] = "/tmp/urunc-console.XXXXXX";

	(void)state;
	err = (struct error){ 0 };
	return mkdtemp(directory) && chdir(directory) == 0 ? 0 : -1;
}

static int leave(void **state)
{
	(void)state;
	return system("rm -r \"$PWD\"") || chdir("/") ? -1 : 0;
}

static int listener(const char *name, int type)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, type | SOCK_CLOEXEC, 0);

	snprintf(address.sun_path, sizeof address.sun_path, "%s", name);
	assert_int_equal(bind(fd, (const struct sockaddr *)&address, sizeof address), 0);
	if (type == SOCK_STREAM)
		assert_int_equal(listen(fd, 4), 0);
	return fd;
}

/* Takes one message; the descriptor, or -1. */
static int receive(int at, char *text, size_t room)
{
	union {
		char bytes[CMSG_SPACE(8 * sizeof(int))];
		struct cmsghdr align;
	} control;
	struct iovec data = { text, room - 1 };
	struct msghdr message = {
		.msg_iov = &data, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes
	};
	int from = accept(at, NULL, NULL), fd = -1;
	ssize_t len = recvmsg(from, &message, 0);
	const struct cmsghdr *header = CMSG_FIRSTHDR(&message);
	char byte;

	assert_true(len > 0);
	text[len] = 0;
	assert_non_null(header);
	assert_int_equal(header->cmsg_len, CMSG_LEN(sizeof(int))); /* exactly one: go-runc asks for it */
	memcpy(&fd, CMSG_DATA(header), sizeof fd);
	assert_int_equal(read(from, &byte, 1), 0); /* one message, and nothing after it */
	close(from);
	return fd;
}

static void assert_sends(const char *path, int at)
{
	char text[100];
	struct stat sent, got;
	int fd = open("/etc/passwd", O_RDONLY), copy;

	if (descriptor_send(path, "--x", fd, "a name", &err))
		fail_msg("%s\n", err.text);
	copy = receive(at, text, sizeof text);
	assert_string_equal(text, "a name");
	fstat(fd, &sent);
	fstat(copy, &got);
	assert_int_equal(sent.st_ino, got.st_ino);
	close(fd);
	close(copy);
}

/* Paths around the 108 bytes of sun_path, and names that alone are longer than what is left beside a directory. */
static void test_every_length(void **state)
{
	char name[120], path[400], cwd[100];
	int next = dup(0);

	(void)state;
	assert_non_null(getcwd(cwd, sizeof cwd));
	close(next);
	for (size_t len = 1; len < 108; len += len < 70 || len > 100 ? 1 : 7) {
		memset(name, 'n', len);
		name[len] = 0;
		int at = listener(name, SOCK_STREAM);

		snprintf(path, sizeof path, "%s/%s", cwd, name);
		assert_sends(path, at);
		assert_sends(name, at);
		close(at);
		unlink(name);
	}
	assert_int_equal(dup(0), next); /* nothing stays open */
	close(next);
}

static void test_long_directory(void **state)
{
	char path[1000];
	int at = listener("s", SOCK_STREAM);

	(void)state;
	memset(path, 0, sizeof path);
	for (int i = 0; i < 300; i++)
		strcat(path, "./");
	strcat(path, "s");
	assert_sends(path, at);
	close(at);
}

static void test_refused(void **state)
{
	static const struct {
		const char *path;
		int num;
	} bad[] = { { "none", ENOENT }, { "closed", ECONNREFUSED }, { "file", ECONNREFUSED }, { "packets", EPROTOTYPE },
		{ "", ECONNREFUSED } };
	char path[400], wanted[600];

	(void)state;
	close(listener("closed", SOCK_STREAM));
	int packets = listener("packets", SOCK_DGRAM);
	close(open("file", O_WRONLY | O_CREAT, 0600));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_int_equal(descriptor_send(bad[i].path, "--x", 0, "t", &err), -1);
		assert_int_equal(err.num, bad[i].num);
		snprintf(wanted, sizeof wanted, "--x %s: %s", bad[i].path, strerror(bad[i].num));
		assert_string_equal(err.text, wanted);
	}
	memset(path, 'z', 300);
	path[300] = 0;
	assert_int_equal(descriptor_send(path, "--x", 0, "t", &err), -1);
	assert_int_equal(err.num, ENAMETOOLONG);
	close(packets);
}

static void test_console(void **state)
{
	struct console c;
	struct winsize size = { 0 };
	char name[100];

	(void)state;
	assert_int_equal(console_open(33, 77, &c, &err), 0);
	assert_int_equal(fcntl(c.master, F_GETFD), FD_CLOEXEC);
	assert_int_equal(fcntl(c.slave, F_GETFD), FD_CLOEXEC);
	assert_int_equal(ioctl(c.slave, TIOCGWINSZ, &size), 0);
	assert_int_equal(size.ws_row, 33);
	assert_int_equal(size.ws_col, 77);
	assert_int_equal(ttyname_r(c.slave, name, sizeof name), 0);
	assert_string_equal(c.name, name);
	console_close(&c);
	assert_int_equal(c.master, -1);
	assert_int_equal(c.slave, -1);
	console_close(&c); /* and once more is nothing */
	/* A size with a 0 in it is none. */
	assert_int_equal(console_open(0, 77, &c, &err), 0);
	assert_int_equal(ioctl(c.slave, TIOCGWINSZ, &size), 0);
	assert_int_equal(size.ws_col, 0);
	console_close(&c);
}

static void test_take(void **state)
{
	struct console c;
	int status;
	pid_t pid;
	char said[100];
	ssize_t n;

	(void)state;
	assert_int_equal(console_open(1, 1, &c, &err), 0);
	pid = fork();
	if (pid == 0) {
		setsid();
		if (console_take(&c, &err) || !isatty(0) || !isatty(1) || !isatty(2))
			_exit(1);
		int tty = open("/dev/tty", O_RDWR);
		_exit(tty >= 0 && write(tty, "hello", 5) == 5 && tcgetpgrp(0) == getpid() ? 0 : 2);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	n = read(c.master, said, sizeof said - 1);
	said[n > 0 ? n : 0] = 0;
	assert_string_equal(said, "hello");
	console_close(&c);
}

static void test_send(void **state)
{
	struct console c;
	char text[100];
	int at = listener("s", SOCK_STREAM), got;
	unsigned number;

	(void)state;
	assert_int_equal(console_open(1, 2, &c, &err), 0);
	assert_int_equal(console_send(&c, "s", &err), 0);
	got = receive(at, text, sizeof text);
	assert_string_equal(text, c.name);
	assert_int_equal(ioctl(got, TIOCGPTN, &number), 0); /* only a master answers that */
	assert_int_equal((int)number, atoi(c.name + strlen("/dev/pts/")));
	close(got);
	close(at);
	console_close(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_every_length, enter, leave),
		cmocka_unit_test_setup_teardown(test_long_directory, enter, leave),
		cmocka_unit_test_setup_teardown(test_refused, enter, leave),
		cmocka_unit_test_setup_teardown(test_console, enter, leave),
		cmocka_unit_test_setup_teardown(test_take, enter, leave),
		cmocka_unit_test_setup_teardown(test_send, enter, leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
