/*
 * hook.c: see hook.h.
 *
 * Between us and the hook stands a watcher, a fork of ours without exec.  It is what remains when we are killed: it hears
 * of that by the end of a socket pair, and ends the hook.  As the subreaper of all that the hook starts it also finds what
 * went into a session of its own.  Should the hook end its watcher instead, what they share, a process group, is still known
 * to us.
 */
#include "act/hook.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "act/message.h"
#include "act/process.h"
#include "base/show.h"

enum { NO_EXEC = 127, SOCKET = 3, SAID_BYTES = 240, SWEEPS = 2000 };

struct watch {
	const struct config_hook *hook;
	const char *what;
	pid_t pid;
	int pidfd;
	int told; /* errno of an execve that failed; end of file if it did not */
	int output;
	char said[SAID_BYTES]; /* the last of its output */
	size_t used;
};

/* The state in a file of memory: a hook that does not read it blocks nobody, and no writer is needed. */
static int state_file(const char *state, size_t len)
{
	int fd = memfd_create("state", MFD_CLOEXEC);

	if (fd < 0)
		return -1;
	if (write(fd, state, len) != (ssize_t)len || lseek(fd, 0, SEEK_SET) < 0) {
		close(fd);
		return -1;
	}
	return fd;
}

/* As execve wants them, with a NULL at the end; NULL if there is no memory for that many. */
static const char **words(const char *const *from, size_t n, const char *instead)
{
	const char **to = mmap(NULL, (n + 2) * sizeof *to, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (to == MAP_FAILED)
		return NULL;
	for (size_t i = 0; i < n; i++)
		to[i] = from[i];
	if (!n)
		to[0] = instead;
	return to;
}

/* Its stdin, stdout and stderr are the watcher's; everything else closes on exec. */
_Noreturn static void become(const struct config_hook *hook, int told)
{
	const char **argv = words(hook->args, hook->args_count, hook->path);
	const char **envp = words(hook->env, hook->env_count, NULL);
	int num = ENOMEM;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (argv && envp) {
		execve(hook->path, (char *const *)(uintptr_t)argv, (char *const *)(uintptr_t)envp);
		num = errno;
	}
	if (write(told, &num, sizeof num) < 0)
		_exit(NO_EXEC);
	_exit(NO_EXEC);
}

/* ---- the watcher ---- */

/* Whatever it says is read, or it would wait for us; the last of it is kept for the case that it fails. */
static bool listen_to(struct watch *w)
{
	char bytes[4096];
	ssize_t n = read(w->output, bytes, sizeof bytes);
	size_t fresh, old;

	if (n <= 0)
		return n < 0 && (errno == EAGAIN || errno == EINTR);
	fresh = (size_t)n < sizeof w->said ? (size_t)n : sizeof w->said;
	old = w->used + fresh <= sizeof w->said ? w->used : sizeof w->said - fresh;
	memmove(w->said, w->said + w->used - old, old);
	memcpy(w->said + old, bytes + n - fresh, fresh);
	w->used = old + fresh;
	return true;
}

/* Its last line, fit for a line of ours; "" if it said nothing. */
static const char *last_line(struct watch *w, char line[SAID_BYTES + 16])
{
	size_t end = w->used, at;

	while (end && strchr("\n\r\t ", w->said[end - 1]))
		end--;
	for (at = end; at && w->said[at - 1] != '\n';)
		at--;
	for (size_t i = at; i < end; i++)
		if (!w->said[i])
			w->said[i] = '?';
	snprintf(line, SAID_BYTES + 16, "%s%.*s", end > at ? ", and said: " : "", (int)(end - at), w->said + at);
	show_line(line);
	return line;
}

static int milliseconds_until(const struct timespec *end)
{
	struct timespec now;
	long long left;

	clock_gettime(CLOCK_MONOTONIC, &now);
	left = (end->tv_sec - now.tv_sec) * 1000LL + (end->tv_nsec - now.tv_nsec + 999999) / 1000000;
	return left < 0 ? 0 : left > 60000 ? 60000 : (int)left;
}

enum outcome { ENDED, TOO_LONG, ABANDONED };

static enum outcome wait_for(struct watch *w)
{
	struct pollfd p[] = { { w->pidfd, POLLIN, 0 }, { SOCKET, 0, 0 }, { w->output, POLLIN, 0 } };
	struct timespec end;

	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += w->hook->timeout;
	for (;;) {
		int left = w->hook->has_timeout ? milliseconds_until(&end) : -1;

		if (left == 0)
			return TOO_LONG;
		if (poll(p, 3, left) <= 0)
			continue;
		if (p[1].revents)
			return ABANDONED;
		if (p[2].revents && !listen_to(w))
			p[2].fd = -1;
		if (p[0].revents)
			return ENDED;
	}
}

/* By the kernel's list, whose pids are those of the /proc at hand; so each is held by its directory there. */
static void kill_children(void)
{
	char list[4096], path[32];
	int fd = open("/proc/thread-self/children", O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? 0 : read(fd, list, sizeof list - 1);

	if (fd >= 0)
		close(fd);
	list[n > 0 ? n : 0] = 0;
	/* A blank is behind each: a number that is cut short would be another process's. */
	for (char *at = list, *end; strtol(at, &end, 10) > 0 && *end == ' '; at = end) {
		snprintf(path, sizeof path, "/proc/%ld", strtol(at, NULL, 10));
		fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (fd < 0)
			continue;
		syscall(SYS_pidfd_send_signal, fd, SIGKILL, NULL, 0);
		close(fd);
	}
}

/* What the hook left running: killed and reaped until there is none.  One that was quick to fork is found the next time. */
static void sweep(void)
{
	for (int i = 0; i < SWEEPS; i++) {
		pid_t pid = waitpid(-1, NULL, WNOHANG);

		if (pid < 0)
			return;
		if (pid > 0)
			continue;
		kill_children();
		poll(NULL, 0, 1);
	}
}

static int judge(struct watch *w, int status, struct error *err)
{
	const char *path = w->hook->path;
	char line[SAID_BYTES + 16];
	int num = 0;

	if (read(w->told, &num, sizeof num) == sizeof num)
		return fail(err, num, "%s: %s cannot be executed: %s", w->what, path, strerror(num));
	while (poll(&(struct pollfd){ w->output, POLLIN, 0 }, 1, 0) > 0 && listen_to(w))
		;
	if (WIFSIGNALED(status))
		return fail(
		    err, EIO, "%s: %s was ended by signal %d%s", w->what, path, WTERMSIG(status), last_line(w, line));
	if (WEXITSTATUS(status))
		return fail(err, EIO, "%s: %s failed with exit status %d%s", w->what, path, WEXITSTATUS(status),
		    last_line(w, line));
	return 0;
}

static int attend(struct watch *w, struct error *err)
{
	enum outcome outcome = wait_for(w);
	char line[SAID_BYTES + 16];
	int status = 0, rc;

	if (outcome != ENDED)
		kill(w->pid, SIGKILL);
	while (waitpid(w->pid, &status, 0) < 0 && errno == EINTR)
		;
	/* Others may fill the pipe for ever: they end first. */
	sweep();
	if (outcome == TOO_LONG)
		rc = fail(err, ETIMEDOUT, "%s: %s did not end within its timeout of %d seconds%s", w->what,
		    w->hook->path, w->hook->timeout, last_line(w, line));
	else
		rc = judge(w, status, err);
	return rc;
}

static int begin(struct watch *w, struct error *err)
{
	int told[2], output[2];

	if (pipe2(told, O_CLOEXEC) < 0 || pipe2(output, O_CLOEXEC) < 0 || dup2(output[1], STDOUT_FILENO) < 0 ||
	    dup2(output[1], STDERR_FILENO) < 0)
		return fail_errno(err, "%s: cannot make a pipe", w->what);
	close(output[1]);
	w->told = told[0];
	w->output = output[0];
	w->pid = fork();
	if (w->pid == 0)
		become(w->hook, told[1]);
	close(told[1]);
	if (w->pid < 0)
		return fail_errno(err, "%s: cannot make a process", w->what);
	w->pidfd = (int)syscall(SYS_pidfd_open, w->pid, 0);
	if (w->pidfd >= 0)
		return 0;
	fail_errno(err, "%s: cannot watch it", w->what);
	kill(w->pid, SIGKILL);
	return -1;
}

/* Of all our descriptors it keeps none but its end of the socket pair: a lock or a pipe of ours would outlive us with it. */
_Noreturn static void watcher(struct watch *w, int input, int socket)
{
	struct error err;

	setsid();
	process_signals_as_new();
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	if (dup2(input, STDIN_FILENO) < 0 || (socket != SOCKET && dup3(socket, SOCKET, O_CLOEXEC) < 0))
		_exit(NO_EXEC);
	syscall(SYS_close_range, SOCKET + 1, ~0U, 0);
	if (begin(w, &err) == 0 && attend(w, &err) == 0)
		message_say(SOCKET, MESSAGE_DONE, &err);
	else
		message_report(SOCKET, &err);
	_exit(0);
}

/* ---- here ---- */

static int wait_for_watcher(const struct watch *w, pid_t pid, int socket, struct error *err)
{
	int rc = message_expect(socket, MESSAGE_DONE, -1, err);

	if (rc < 0 && err->num == EPIPE)
		fail(err, ECHILD, "%s: %s ended the process that watched it", w->what, w->hook->path);
	kill(-pid, SIGKILL); /* the watcher is not reaped yet, so the group is its own */
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
	return rc;
}

int hook_run(const struct config_hook *hook, const char *what, const char *state, size_t len, struct error *err)
{
	struct watch w = { .hook = hook, .what = what };
	int input = state_file(state, len), pair[2], rc;
	pid_t pid;

	if (input < 0)
		return fail_errno(err, "%s: no memory for the state", what);
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0) {
		close(input);
		return fail_errno(err, "%s: cannot make a socket pair", what);
	}
	pid = fork();
	if (pid == 0)
		watcher(&w, input, pair[1]);
	close(input);
	close(pair[1]);
	rc = pid < 0 ? fail_errno(err, "%s: cannot make a process", what) : wait_for_watcher(&w, pid, pair[0], err);
	close(pair[0]);
	return rc;
}
