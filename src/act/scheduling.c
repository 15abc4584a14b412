/* scheduling.c: see scheduling.h. */
#include "act/scheduling.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/syscall.h>
#include <unistd.h>

/* sched_setattr(2); the C library has no name for it, and the kernel's header clashes with those of libraries that have. */
struct attributes {
	uint32_t size, policy;
	uint64_t flags;
	int32_t nice;
	uint32_t priority;
	uint64_t runtime, deadline, period;
	uint32_t least, most; /* of utilization; since Linux 5.3, and nothing says them */
};

enum { IO_OF_PROCESS = 1, PROCESSORS = 8192 };

/* The kernel leaves those of the cpuset.  A sandbox that forbids it has its reasons. */
static int use_all_processors(struct error *err)
{
	unsigned char all[PROCESSORS / 8];

	memset(all, 0xff, sizeof all);
	if (syscall(SYS_sched_setaffinity, 0, sizeof all, all) < 0 && errno != EPERM)
		return fail_errno(err, "cannot let the monitor run on all processors of its cpuset");
	return 0;
}

static int set_policy(const struct scheduling *s, struct error *err)
{
	const struct attributes a = { .size = sizeof a,
		.policy = s->policy,
		.flags = s->flags,
		.nice = s->nice,
		.priority = s->priority,
		.runtime = s->runtime,
		.deadline = s->deadline,
		.period = s->period };

	if (syscall(SYS_sched_setattr, 0, &a, 0) == 0)
		return 0;
	return fail_errno(err, "config.json: process.scheduler: %s, nice %d, priority %u cannot be had%s",
	    s->policy_word, s->nice, s->priority,
	    errno == EPERM ? " (without CAP_SYS_NICE, or without real time for its cgroup)" : "");
}

static int set_io(const struct scheduling *s, struct error *err)
{
	if (syscall(SYS_ioprio_set, IO_OF_PROCESS, 0, s->io_priority) == 0)
		return 0;
	return fail_errno(err, "config.json: process.ioPriority: %s cannot be had%s", s->io_word,
	    errno == EPERM ? " (without CAP_SYS_NICE)" : "");
}

static int set_memory(const struct scheduling *s, struct error *err)
{
	if (syscall(SYS_set_mempolicy, s->memory_mode, s->has_nodes ? s->nodes : NULL,
		s->has_nodes ? MEMORY_NODES + 1 : 0) == 0)
		return 0;
	return fail_errno(err, "config.json: linux.memoryPolicy: %s cannot be had%s", s->memory_word,
	    errno == EINVAL
		? " (nodes that are not there or not in its cpuset, or a mode or flag that this kernel has not)"
		: "");
}

int scheduling_join(const struct scheduling *s, struct error *err)
{
	const char *name = s->rdt_class;
	char path[PATH_MAX];
	int fd, rc = 0;

	if (!name)
		return 0;
	snprintf(path, sizeof path, "/sys/fs/resctrl/%s%stasks", name, *name ? "/" : "");
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return fail_errno(err, "config.json: linux.intelRdt.closID: %s", path);
	if (write(fd, "0", 1) != 1) /* the writer itself */
		rc = fail_errno(err, "config.json: linux.intelRdt.closID: %s", path);
	close(fd);
	return rc;
}

int scheduling_take(const struct scheduling *s, struct error *err)
{
	if (personality(PER_LINUX) < 0)
		return fail_errno(err, "cannot take the execution domain of Linux");
	if (use_all_processors(err) < 0)
		return -1;
	if (s->memory_word && set_memory(s, err) < 0)
		return -1;
	if (s->io_word && set_io(s, err) < 0)
		return -1;
	return s->policy_word ? set_policy(s, err) : 0;
}
