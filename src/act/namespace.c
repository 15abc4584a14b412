/* namespace.c: see namespace.h. */
#include "act/namespace.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/nsfs.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#ifndef CLONE_NEWTIME
#define CLONE_NEWTIME 0x00000080 /* linux/sched.h, Linux 5.6; not in musl's sched.h of Debian 12 */
#endif

static int open_one(const struct plan_namespace *n, int *ret_fd, struct error *err)
{
	int fd = open(n->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	int type;

	if (fd < 0)
		return fail_errno(err, "config.json: linux.namespaces: %s namespace %s", n->word, n->path);
	type = ioctl(fd, NS_GET_NSTYPE);
	if (type != n->flag) {
		close(fd);
		return fail(err, EINVAL, "config.json: linux.namespaces: %s is no %s namespace", n->path, n->word);
	}
	*ret_fd = fd;
	return 0;
}

int namespaces_open(const struct plan *plan, struct namespaces *ret, struct error *err)
{
	struct namespaces ns = { .own_pid = -1, .own_time = -1 };

	memset(ns.join, -1, sizeof ns.join);
	for (size_t i = 0; i < plan->namespaces_count; i++) {
		if (plan->namespaces[i].path && open_one(&plan->namespaces[i], &ns.join[i], err) < 0) {
			namespaces_close(&ns);
			return -1;
		}
	}
	*ret = ns;
	return 0;
}

unsigned long long namespaces_new(const struct plan *plan)
{
	unsigned long long flags = 0;

	for (size_t i = 0; i < plan->namespaces_count; i++)
		if (!plan->namespaces[i].path)
			flags |= (unsigned long long)plan->namespaces[i].flag;
	return flags & ~(unsigned long long)(CLONE_NEWCGROUP | CLONE_NEWTIME);
}

static int keep(const char *path, int *ret_fd, struct error *err)
{
	*ret_fd = open(path, O_RDONLY | O_CLOEXEC);
	return *ret_fd < 0 ? fail_errno(err, "cannot open %s", path) : 0;
}

static int set_clocks(const struct plan *plan, struct error *err)
{
	for (size_t i = 0; i < sizeof plan->clocks / sizeof *plan->clocks; i++) {
		const struct plan_clock *c = &plan->clocks[i];
		char line[80];
		int fd, len;

		if (!c->seconds && !c->nanoseconds)
			continue;
		len = snprintf(line, sizeof line, "%s %lld %u", c->name, c->seconds, c->nanoseconds);
		fd = open("/proc/self/timens_offsets", O_WRONLY | O_CLOEXEC);
		if (fd < 0 || write(fd, line, (size_t)len) != len) {
			fail_errno(err, "config.json: linux.timeOffsets: %s", line);
			if (fd >= 0)
				close(fd);
			return -1;
		}
		close(fd);
	}
	return 0;
}

int namespaces_before_clone(const struct plan *plan, struct namespaces *ns, struct error *err)
{
	for (size_t i = 0; i < plan->namespaces_count; i++) {
		const struct plan_namespace *n = &plan->namespaces[i];

		if (n->flag == CLONE_NEWPID && n->path) {
			if (keep("/proc/self/ns/pid", &ns->own_pid, err) < 0)
				return -1;
			if (setns(ns->join[i], CLONE_NEWPID) < 0)
				return fail_errno(err, "cannot join the pid namespace %s", n->path);
		}
		if (n->flag == CLONE_NEWTIME && !n->path) {
			if (keep("/proc/self/ns/time", &ns->own_time, err) < 0)
				return -1;
			if (unshare(CLONE_NEWTIME) < 0)
				return fail_errno(err, "cannot make a time namespace");
			if (set_clocks(plan, err) < 0)
				return -1;
		}
	}
	return 0;
}

int namespaces_after_clone(struct namespaces *ns, struct error *err)
{
	if (ns->own_pid >= 0 && setns(ns->own_pid, CLONE_NEWPID) < 0)
		return fail_errno(err, "cannot return to the own pid namespace");
	if (ns->own_time >= 0 && setns(ns->own_time, CLONE_NEWTIME) < 0)
		return fail_errno(err, "cannot return to the own time namespace");
	return 0;
}

static int set_names(const struct plan *plan, struct error *err)
{
	if (plan->hostname && sethostname(plan->hostname, strlen(plan->hostname)) < 0)
		return fail_errno(err, "config.json: hostname %s", plan->hostname);
	if (plan->domainname && setdomainname(plan->domainname, strlen(plan->domainname)) < 0)
		return fail_errno(err, "config.json: domainname %s", plan->domainname);
	return 0;
}

int namespaces_enter(const struct plan *plan, const struct namespaces *ns, struct error *err)
{
	for (size_t i = 0; i < plan->namespaces_count; i++) {
		const struct plan_namespace *n = &plan->namespaces[i];

		if (n->path && n->flag != CLONE_NEWPID && setns(ns->join[i], n->flag) < 0)
			return fail_errno(err, "cannot join the %s namespace %s", n->word, n->path);
		if (!n->path && n->flag == CLONE_NEWCGROUP && unshare(CLONE_NEWCGROUP) < 0)
			return fail_errno(err, "cannot make a cgroup namespace");
	}
	return set_names(plan, err);
}

static void close_one(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

void namespaces_close(struct namespaces *ns)
{
	for (size_t i = 0; i < sizeof ns->join / sizeof *ns->join; i++)
		close_one(&ns->join[i]);
	close_one(&ns->own_pid);
	close_one(&ns->own_time);
}
