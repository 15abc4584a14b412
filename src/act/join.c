/* join.c: see join.h. */
#include "act/join.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * There and back by the command itself.  Who stayed there by mistake would run hooks in a container's namespace: so a command
 * that cannot come back says so and ends, as if it were killed, which everything here is prepared for.  Rejected: a helper, which costs
 * 70 us more, and needs a way for its results; threads, because musl then starts to lock.
 */
static void come_back(int own)
{
	if (setns(own, CLONE_NEWNET) < 0) {
		dprintf(STDERR_FILENO, "urunc: cannot come back to the own network namespace: %s\n", strerror(errno));
		_exit(1);
	}
	close(own);
}

int join_run(int netns, int (*work)(void *data, struct error *err), void *data, struct error *err)
{
	int own = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC), rc;

	if (own < 0)
		return fail_errno(err, "cannot open the own network namespace");
	if (setns(netns, CLONE_NEWNET) < 0) {
		rc = fail_errno(err, "cannot join the container's network namespace");
		close(own);
		return rc;
	}
	rc = work(data, err);
	come_back(own);
	return rc;
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
