/* version.c: see version.h. */
#include "look/version.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { LINE = 120, CANNOT_RUN = 126 };

static long long now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000ll + t.tv_nsec / 1000000;
}

/* In the child. */
_Noreturn static void run(const char *program, int out)
{
	char path[] = "PATH=/usr/sbin:/usr/bin:/sbin:/bin", locale[] = "LC_ALL=C", ask[] = "--version";
	char *const env[] = { path, locale, NULL };
	char *const argv[] = { (char *)(uintptr_t)program, ask, NULL };
	int null = open("/dev/null", O_RDONLY);
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	setsid(); /* no terminal to ask, and all that it starts ends with its group */
	if (null < 0 || dup2(null, 0) < 0 || dup2(out, 1) < 0 || dup2(out, 2) < 0)
		_exit(CANNOT_RUN);
	execve(program, argv, env);
	_exit(CANNOT_RUN);
}

/* The first bytes of what comes, until there is a line, the end, or no time left. */
static bool read_line(int from, char line[LINE + 1], long long end)
{
	size_t used = 0;

	while (used < LINE && !memchr(line, '\n', used)) {
		struct pollfd p = { .fd = from, .events = POLLIN };
		long long left = end - now();
		int n = left > 0 ? poll(&p, 1, (int)left) : 0;
		ssize_t got;

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		got = read(from, line + used, LINE - used);
		if (got <= 0)
			break;
		used += (size_t)got;
	}
	line[used] = 0;
	return true;
}

/* Waits for the end; closing our end of the pipe has told it that nobody reads any more. */
static bool wait_for(pid_t pid, long long end, int *status)
{
	struct timespec little = { .tv_nsec = 2000000 };

	for (;;) {
		pid_t got = waitpid(pid, status, WNOHANG);

		if (got == pid)
			return true;
		if ((got < 0 && errno != EINTR) || now() >= end)
			return false;
		nanosleep(&little, NULL);
	}
}

static const char *printable(struct arena *a, char *line)
{
	line[strcspn(line, "\r\n")] = 0;
	for (char *c = line; *c; c++)
		if (*c < ' ' || *c > '~')
			*c = '?';
	return take_copy(a, line);
}

static int judge(const char *program, bool in_time, int status, int milliseconds, struct error *err)
{
	if (!in_time)
		return fail(err, ETIMEDOUT, "%s --version did not end within %d ms", program, milliseconds);
	if (WIFSIGNALED(status) && WTERMSIG(status) != SIGPIPE)
		return fail(err, ECHILD, "%s --version was killed by signal %d (%s)", program, WTERMSIG(status),
		    strsignal(WTERMSIG(status)));
	if (WIFEXITED(status) && (WEXITSTATUS(status) == CANNOT_RUN || WEXITSTATUS(status) == CANNOT_RUN + 1))
		return fail(err, ENOEXEC, "%s cannot be executed here", program);
	return 0;
}

int program_version(struct arena *a, const char *program, int milliseconds, const char **ret, struct error *err)
{
	long long end = now() + milliseconds;
	char line[LINE + 1] = "";
	int ends[2], status = 0;
	bool in_time;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC))
		return fail_errno(err, "cannot make a pipe");
	pid = fork();
	if (pid == 0)
		run(program, ends[1]);
	close(ends[1]);
	in_time = pid > 0 && read_line(ends[0], line, end);
	close(ends[0]);
	if (pid < 0)
		return fail_errno(err, "cannot make a process");
	in_time = in_time && wait_for(pid, end, &status);
	kill(-pid, SIGKILL);
	if (!in_time) {
		kill(pid, SIGKILL); /* it may have had no time for setsid() */
		waitpid(pid, NULL, 0);
	}
	if (judge(program, in_time, status, milliseconds, err))
		return -1;
	*ret = printable(a, line);
	return 0;
}
