/* join.c: see join.h. */
#include "act/join.h"

#include <errno.h>
#include <fcntl.h>
#include <sanitizer/asan_interface.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * The helper borrows this process's memory, as vfork(2) does, so it costs half of a fork and needs no way to send results
 * back.  It needs a stack of its own.  Rejected: setns there and back by the command itself, which would stay in the wrong
 * namespace after a failure in between; threads, because musl then starts to lock.
 */
enum { STACK = 96 * 1024, SECONDS = 30 };
static _Alignas(16) char stack[STACK];

struct errand {
	int netns;
	int (*work)(void *data, struct error *err);
	void *data;
	struct error *err;
	int result;
};

/* Signals are blocked but for the alarm: no handler of the command may run in here. */
static void bound_time(void)
{
	struct sigaction action = { .sa_handler = SIG_DFL };
	sigset_t only_alarm;

	sigaction(SIGALRM, &action, NULL);
	sigemptyset(&only_alarm);
	sigaddset(&only_alarm, SIGALRM);
	sigprocmask(SIG_UNBLOCK, &only_alarm, NULL);
	alarm(SECONDS);
}

static int helper(void *data)
{
	struct errand *errand = data;

	bound_time();
	if (setns(errand->netns, CLONE_NEWNET))
		errand->result = fail_errno(errand->err, "cannot join the container's network namespace");
	else
		errand->result = errand->work(errand->data, errand->err);
	return 0;
}

static int reap(pid_t pid, struct error *err)
{
	int status = 0;
	pid_t got;

	do
		got = waitpid(pid, &status, __WALL);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return fail_errno(err, "cannot wait for the network helper");
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
		return fail(err, ETIMEDOUT, "setting up the network took longer than %d s", SECONDS);
	if (WIFSIGNALED(status))
		return fail(err, EINTR, "the network helper was ended by signal %d", WTERMSIG(status));
	return 0;
}

int join_run(int netns, int (*work)(void *data, struct error *err), void *data, struct error *err)
{
	struct errand errand = { .netns = netns, .work = work, .data = data, .err = err, .result = -1 };
	sigset_t all, before;
	pid_t pid;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	/* That sanitizer guards frames by marks elsewhere, which each takes back at its end: one that was killed did not. */
	ASAN_UNPOISON_MEMORY_REGION(stack, sizeof stack);
	pid = clone(helper, stack + STACK, CLONE_VM | CLONE_VFORK | SIGCHLD, &errand);
	if (pid < 0)
		fail_errno(err, "cannot start the network helper");
	else if (reap(pid, err))
		errand.result = -1;
	sigprocmask(SIG_SETMASK, &before, NULL);
	return errand.result;
}

static void inode_text(const struct stat *st, char ret[NETNS_INODE])
{
	snprintf(ret, NETNS_INODE, "%llu:%llu", (unsigned long long)st->st_dev, (unsigned long long)st->st_ino);
}

int netns_inode(int netns, char ret[NETNS_INODE], struct error *err)
{
	struct stat st;

	if (fstat(netns, &st))
		return fail_errno(err, "cannot examine the container's network namespace");
	inode_text(&st, ret);
	return 0;
}

int netns_find(const char *path, const char *inode, int *ret_fd, struct error *err)
{
	char found[NETNS_INODE];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR || errno == ESRCH)) {
		*ret_fd = -1;
		return 0;
	}
	if (fd < 0)
		return fail_errno(err, "cannot open the network namespace %s", path);
	if (netns_inode(fd, found, err)) {
		close(fd);
		return -1;
	}
	if (strcmp(found, inode) != 0) { /* another one that has the path now */
		close(fd);
		fd = -1;
	}
	*ret_fd = fd;
	return 0;
}

static bool is_same(const struct stat *a, const char *path)
{
	struct stat b;

	return stat(path, &b) == 0 && a->st_dev == b.st_dev && a->st_ino == b.st_ino;
}

int netns_not_host(int netns, struct error *err)
{
	struct stat st;

	if (fstat(netns, &st))
		return fail_errno(err, "cannot examine the container's network namespace");
	if (is_same(&st, "/proc/1/ns/net") || is_same(&st, "/proc/self/ns/net"))
		return fail(err, EPERM,
		    "the container would share the host's network namespace, and a guest there would take the host's own "
		    "links; give it a network of its own (no `--network host`, no `hostNetwork: true`)");
	return 0;
}
