/* hook.c: see hook.h. */
#include "act/hook.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "act/process.h"

enum { NO_EXEC = 127, WORDS_MAX = 256 };

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

static void words(const char *const *from, size_t n, const char *instead, const char *to[WORDS_MAX + 1])
{
	size_t used = 0;

	for (; used < n && used < WORDS_MAX; used++)
		to[used] = from[used];
	if (!n && instead)
		to[used++] = instead;
	to[used] = NULL;
}

_Noreturn static void become(const struct config_hook *hook, int input, int told)
{
	const char *argv[WORDS_MAX + 1], *envp[WORDS_MAX + 1];
	int num;

	setsid();
	process_signals_as_new();
	words(hook->args, hook->args_count, hook->path, argv);
	words(hook->env, hook->env_count, NULL, envp);
	dup2(input, STDIN_FILENO);
	dup2(open("/dev/null", O_WRONLY | O_CLOEXEC), STDOUT_FILENO);
	dup3(told, 3, O_CLOEXEC);
	syscall(SYS_close_range, 4, ~0U, 0);
	execve(hook->path, (char *const *)(uintptr_t)argv, (char *const *)(uintptr_t)envp);
	num = errno;
	if (write(3, &num, sizeof num) < 0)
		_exit(NO_EXEC);
	_exit(NO_EXEC);
}

static int judge(const struct config_hook *hook, const char *what, pid_t pid, int told, struct error *err)
{
	int status, num = 0;

	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (read(told, &num, sizeof num) == sizeof num)
		return fail(err, num, "%s: %s cannot be executed: %s", what, hook->path, strerror(num));
	if (WIFSIGNALED(status))
		return fail(err, EIO, "%s: %s was ended by signal %d", what, hook->path, WTERMSIG(status));
	if (WEXITSTATUS(status))
		return fail(err, EIO, "%s: %s failed with exit status %d", what, hook->path, WEXITSTATUS(status));
	return 0;
}

static int watch(const struct config_hook *hook, const char *what, pid_t pid, int told, struct error *err)
{
	int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	/* What poll(2) cannot count in milliseconds, 24 days, is for ever. */
	int limit = hook->has_timeout && hook->timeout <= INT_MAX / 1000 ? hook->timeout * 1000 : -1;
	struct error ignored;
	int rc;

	if (pidfd >= 0 && !process_wait(pidfd, limit)) {
		kill(-pid, SIGKILL);
		judge(hook, what, pid, told, &ignored);
		rc = fail(err, ETIMEDOUT, "%s: %s did not end within its timeout of %d seconds", what, hook->path,
		    hook->timeout);
	} else {
		rc = judge(hook, what, pid, told, err);
		kill(-pid, SIGKILL); /* what it left in its group */
	}
	if (pidfd >= 0)
		close(pidfd);
	return rc;
}

int hook_run(const struct config_hook *hook, const char *what, const char *state, size_t len, struct error *err)
{
	int input = state_file(state, len), told[2], rc;
	pid_t pid;

	if (input < 0)
		return fail_errno(err, "%s: no memory for the state", what);
	if (pipe2(told, O_CLOEXEC) < 0) {
		close(input);
		return fail_errno(err, "%s: cannot make a pipe", what);
	}
	pid = fork();
	if (pid == 0)
		become(hook, input, told[1]);
	close(input);
	close(told[1]);
	rc = pid < 0 ? fail_errno(err, "%s: cannot make a process", what) : watch(hook, what, pid, told[0], err);
	close(told[0]);
	return rc;
}
