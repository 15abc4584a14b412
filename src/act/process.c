/* process.c: see process.h. */
#include "act/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

int process_started(pid_t pid, unsigned long long *ret, struct error *err)
{
	char path[40], stat[1024], *at;
	ssize_t len;
	int fd;

	snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT ? fail(err, ESRCH, "process %d does not exist", (int)pid)
				       : fail_errno(err, "cannot look at process %d", (int)pid);
	len = read(fd, stat, sizeof stat - 1);
	if (len < 0 && errno != ESRCH)
		fail_errno(err, "cannot look at process %d", (int)pid);
	else if (len <= 0)
		fail(err, ESRCH, "process %d has just ended", (int)pid);
	close(fd);
	if (len <= 0)
		return -1;
	stat[len] = 0;
	at = strrchr(stat, ')'); /* the second field may hold anything, blanks and ) too */
	for (int field = 2; at && field < 22; field++)
		at = strchr(at + 1, ' ');
	if (!at)
		return fail(err, EPROTO, "%s: cannot find the start time", path);
	*ret = strtoull(at + 1, NULL, 10);
	return 0;
}

int process_open(const struct process *p, int *ret_fd, struct error *err)
{
	unsigned long long started;
	int fd;

	if (p->pid <= 0)
		return fail(err, ESRCH, "no process is recorded");
	fd = (int)syscall(SYS_pidfd_open, p->pid, 0);
	/* A thread has the number by now, and pidfd_open(2) opens none: EINVAL, since Linux 6.15 ENOENT. */
	if (fd < 0 && (errno == EINVAL || errno == ENOENT))
		return fail(err, ESRCH, "process %d is a thread of another one by now", (int)p->pid);
	if (fd < 0)
		return fail_errno(err, "process %d", (int)p->pid);
	/* The descriptor comes first: what is read now belongs to what it holds, or that has ended. */
	if (process_started(p->pid, &started, err) < 0) {
		close(fd);
		return -1;
	}
	if (started != p->started) {
		close(fd);
		return fail(err, ESRCH, "process %d is another one by now", (int)p->pid);
	}
	*ret_fd = fd;
	return 0;
}

bool process_wait(int pidfd, int milliseconds)
{
	struct pollfd p = { .fd = pidfd, .events = POLLIN };
	int n;

	do
		n = poll(&p, 1, milliseconds);
	while (n < 0 && errno == EINTR);
	return n > 0;
}

bool process_ended(int pidfd)
{
	return process_wait(pidfd, 0);
}

int process_signal(int pidfd, int number, struct error *err)
{
	if (syscall(SYS_pidfd_send_signal, pidfd, number, NULL, 0) < 0)
		return errno == ESRCH ? fail(err, ESRCH, "container not running")
				      : fail_errno(err, "signal %d could not be sent", number);
	return 0;
}

bool process_catches(pid_t pid, int number)
{
	char path[40], status[4096], *caught;
	ssize_t len;
	int fd;

	snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	len = read(fd, status, sizeof status - 1);
	close(fd);
	status[len > 0 ? len : 0] = '\0';
	caught = strstr(status, "\nSigCgt:");
	return caught && (strtoull(caught + strlen("\nSigCgt:"), NULL, 16) >> (number - 1) & 1);
}

void process_signals_as_new(void)
{
	static const unsigned char as_new[64]; /* a sigaction of the kernel: SIG_DFL, no flags, no mask */
	sigset_t none;

	/* Not by the C library: it keeps three for itself, which glibc's posix_spawn leaves ignored.  KILL and STOP fail. */
	for (int number = 1; number < 65; number++)
		syscall(SYS_rt_sigaction, number, as_new, NULL, 8);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}
