/* base.c: time, children and their words; see crash.h. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/crash/crash.h"

void die(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fflush(stdout);
	fputs("crash: ", stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
	exit(2);
}

double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int slower(void)
{
	const char *given = getenv("TEST_SLOWER");

	return given && atoi(given) > 1 ? atoi(given) : 1;
}

static struct timespec span(double seconds)
{
	if (seconds < 0)
		seconds = 0;
	return (struct timespec){ (time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9) };
}

void pause_ms(double milliseconds)
{
	struct timespec t = span(milliseconds / 1000);

	nanosleep(&t, NULL);
}

/* SIGCHLD is blocked from the beginning (main), so none is missed between the look and the wait. */
pid_t next_child(double seconds, int *ret_status)
{
	double end = now() + seconds;
	sigset_t child;

	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	for (;;) {
		pid_t pid = waitpid(-1, ret_status, WNOHANG | __WALL);
		struct timespec left;

		if (pid > 0)
			return pid;
		if (now() >= end)
			return 0;
		left = span(end - now());
		sigtimedwait(&child, NULL, &left);
	}
}

void reap(void)
{
	int status;

	while (waitpid(-1, &status, WNOHANG | __WALL) > 0)
		;
}

void become(char *const argv[], int out, int err)
{
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (dup2(null, 0) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0)
		_exit(126);
	execv(argv[0], argv);
	_exit(127);
}

int text_file(void)
{
	int fd = memfd_create("text", MFD_CLOEXEC);

	if (fd < 0)
		die("memfd_create: %s", strerror(errno));
	return fd;
}

void read_back(int fd, char *text, size_t room)
{
	ssize_t n = pread(fd, text, room - 1, 0);

	text[n > 0 ? n : 0] = 0;
}

static int await(pid_t pid, double seconds)
{
	double end = now() + seconds;
	int status;

	for (;;) {
		pid_t who = next_child(end - now(), &status);

		if (who == pid)
			return status;
		if (who)
			continue;
		kill(pid, SIGKILL);
		waitpid(pid, &status, 0);
		return -1;
	}
}

void run(char *const argv[], int seconds, struct said *ret)
{
	int out = text_file(), err = text_file();
	pid_t pid = fork();

	if (pid < 0)
		die("fork: %s", strerror(errno));
	if (pid == 0)
		become(argv, out, err);
	ret->status = await(pid, seconds);
	read_back(out, ret->out, sizeof ret->out);
	read_back(err, ret->err, sizeof ret->err);
	close(out);
	close(err);
}
