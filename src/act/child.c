/* child.c: see child.h. */
#include "act/child.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "act/identity.h"
#include "act/message.h"
#include "act/park.h"
#include "act/scheduling.h"

enum { FOR_EVER = -1, BUILD_MS = 60000 };

/* The descriptors that the parked process keeps get fixed numbers; all others, the caller's too, are closed. */
static int keep_three(int program, int listener, int channel, struct error *err)
{
	/* Copies above all fixed numbers first: the originals may lie on them. */
	int high[3] = { fcntl(program, F_DUPFD, PARK_FIRST_FREE), fcntl(listener, F_DUPFD, PARK_FIRST_FREE),
		fcntl(channel, F_DUPFD, PARK_FIRST_FREE) };
	static const int fixed[3] = { PARK_PROGRAM, PARK_LISTENER, PARK_CHANNEL };

	for (int i = 0; i < 3; i++)
		if (high[i] < 0 || dup3(high[i], fixed[i], O_CLOEXEC) < 0)
			return fail_errno(err, "cannot arrange descriptors");
	if (syscall(SYS_close_range, PARK_FIRST_FREE, ~0U, 0) < 0)
		return fail_errno(err, "cannot close inherited descriptors");
	return 0;
}

static int open_program(const struct plan *plan, int *ret_fd, struct error *err)
{
	*ret_fd = open(plan->machine.binary, O_PATH | O_CLOEXEC);
	return *ret_fd < 0 ? fail_errno(err, "the monitor %s", plan->program) : 0;
}

static int enter_cgroup(const struct child_request *r, struct error *err)
{
	struct cgroup_door door;
	int rc;

	if (r->cgroup)
		return cgroup_enter(r->cgroup, err);
	if (cgroup_open(&r->plan->cgroup, &door, err) < 0)
		return -1;
	rc = cgroup_enter_v2(&door, err);
	if (rc == 0)
		rc = cgroup_enter(&door, err);
	cgroup_close(&door);
	return rc;
}

/*
 * What ends with this process, and so needs no record: it is made before the go, while the creator makes the cgroups.  A new
 * network namespace alone takes as long as those.  Rejected: another helper that makes it while the creator still reads; on two
 * processors that gained nothing.
 */
static int prepare(const struct child_request *r, struct error *err)
{
	if (!r->cgroup && (namespaces_new(r->plan) & CLONE_NEWNET) && syscall(SYS_unshare, CLONE_NEWNET) < 0)
		return fail_errno(err, "cannot make a network namespace");
	times_step(r->times, "be born", 0);
	times_point(r->times, POINT_RX_CLOSE_PIPES_AND_SETUP_BASE);
	if (times_step(r->times, "mounts", jail_build(r->plan, r->images, r->jail_at, err)) < 0)
		return -1;
	times_point(r->times, POINT_RX_DISK_SETUP_COMPLETED);
	return 0;
}

/*
 * Hooks of the runtime's namespaces run while it waits; then it is the turn of those that belong here (config.md).  While it
 * waits for these it does not listen to the channel: should the creator end, the kernel ends it, and its hook with it.
 */
static int pause_for_hooks(const struct child_request *r, int channel, struct error *err)
{
	int rc;

	if (!r->pauses)
		return 0;
	times_begin(r->times);
	prctl(PR_SET_PDEATHSIG, SIGKILL); /* the creator lives: it has yet to let us on */
	if (message_say(channel, MESSAGE_MOUNTED, err) < 0 || message_expect(channel, MESSAGE_PIVOT, FOR_EVER, err) < 0)
		return -1;
	times_step(r->times, "hooks outside", 0);
	rc = r->hooks ? times_step(r->times, "hooks inside", r->hooks(r->with, err)) : 0;
	prctl(PR_SET_PDEATHSIG, 0);
	return rc;
}

/* Everything between the go and the ready, in the order that the kernel wants (DESIGN of the execution layer).  The channel
   gets its fixed number on the way: what fails afterwards is told there. */
static int build(const struct child_request *r, int *channel, struct error *err)
{
	struct times *t = r->times;
	int program;

	if (times_step(t, "enter cgroups", enter_cgroup(r, err)) < 0 || identity_oom_score(r->plan, err) < 0 ||
	    scheduling_join(&r->plan->scheduling, err) < 0 || jail_write(r->images, err) < 0 ||
	    times_step(t, "enter namespaces", namespaces_enter(r->plan, r->namespaces, err)) < 0)
		return -1;
	if (pause_for_hooks(r, *channel, err) < 0 || times_step(t, "pivot_root", jail_enter(err)) < 0 ||
	    open_program(r->plan, &program, err) < 0)
		return -1;
	if (r->console->slave >= 0 && console_take(r->console, err) < 0)
		return -1;
	if (keep_three(program, r->listener, *channel, err) < 0)
		return -1;
	*channel = PARK_CHANNEL;
	if (scheduling_take(&r->plan->scheduling, err) < 0)
		return -1;
	return times_step(t, "identity", identity_take(r->plan, err));
}

_Noreturn static void child(const struct child_request *r, int channel)
{
	struct park_memory memory;
	struct error err, early;
	int seccomp, rc;

	close(r->lock);
	times_point(r->times, POINT_RX_CREATE_INVOKED);
	times_begin(r->times);
	/* First: in a shared pid namespace others of uid 0 may be without capabilities, as this process will be, and could
	   open its program on the host for writing by /proc/PID/exe (CVE-2019-5736).  exec sets it anew, from the monitor's. */
	prctl(PR_SET_DUMPABLE, 0);
	setsid(); /* signals for the caller's terminal are not the monitor's */
	park_catch_signals();
	rc = prepare(r, &early);
	if (message_expect(channel, MESSAGE_GO, FOR_EVER, &err) < 0)
		_exit(1);
	times_step(r->times, "wait to be on record", 0);
	if (rc == 0)
		rc = build(r, &channel, &early);
	if (rc < 0) {
		message_report(channel, &early);
		_exit(1);
	}
	if (message_say(PARK_CHANNEL, MESSAGE_READY, &err) < 0 ||
	    message_expect(PARK_CHANNEL, MESSAGE_COMMIT, FOR_EVER, &err) < 0)
		_exit(1);
	close(PARK_CHANNEL);
	seccomp = r->plan->seccomp; /* the plan is in the memory that is given back */
	memory = r->memory;
	if (r->times) {
		memory.committed = times_now();
		munmap(r->times, sizeof *r->times);
	}
	park_wait(seccomp, &memory);
}

static pid_t clone_child(const struct child_request *r, int *ret_pidfd)
{
	struct clone_args args = { .flags = namespaces_new(r->plan) | CLONE_PIDFD,
		.pidfd = (__u64)(uintptr_t)ret_pidfd,
		.exit_signal = SIGCHLD };

	if (!r->cgroup)
		args.flags &= ~(__u64)CLONE_NEWNET;
	else if (r->cgroup->v2 >= 0) {
		args.flags |= CLONE_INTO_CGROUP;
		args.cgroup = (__u64)r->cgroup->v2;
	}
	return (pid_t)syscall(SYS_clone3, &args, sizeof args);
}

int child_start(const struct child_request *r, struct child *ret, struct error *err)
{
	struct child c = { .pidfd = -1, .pauses = r->pauses };
	struct error ignored;
	int channel[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, channel) < 0)
		return fail_errno(err, "cannot make a socket pair");
	if (namespaces_before_clone(r->plan, r->namespaces, err) < 0) {
		namespaces_after_clone(r->namespaces, &ignored);
		close(channel[0]);
		close(channel[1]);
		return -1;
	}
	c.process.pid = clone_child(r, &c.pidfd);
	if (c.process.pid == 0) {
		close(channel[0]);
		child(r, channel[1]);
	}
	close(channel[1]);
	c.channel = channel[0];
	if (c.process.pid < 0) {
		fail_errno(err, "cannot make the container's process and namespaces");
		namespaces_after_clone(r->namespaces, &ignored); /* hooks and helpers are still to be born */
		close(channel[0]);
		return -1;
	}
	if (namespaces_after_clone(r->namespaces, err) < 0 ||
	    process_started(c.process.pid, &c.process.started, err) < 0) {
		child_close(&c);
		return -1;
	}
	*ret = c;
	return 0;
}

/* It reports what fails: without a word it only ends when somebody kills it. */
static int explain_end(struct error *err)
{
	return err->num == EPIPE ? fail(err, ESRCH, "the container's process was killed before create was done") : -1;
}

int child_build(const struct child *c, struct error *err)
{
	if (message_say(c->channel, MESSAGE_GO, err) == 0 &&
	    message_expect(c->channel, c->pauses ? MESSAGE_MOUNTED : MESSAGE_READY, BUILD_MS, err) == 0)
		return 0;
	return explain_end(err);
}

int child_enter(const struct child *c, struct error *err)
{
	if (!c->pauses || (message_say(c->channel, MESSAGE_PIVOT, err) == 0 &&
			      message_expect(c->channel, MESSAGE_READY, FOR_EVER, err) == 0))
		return 0;
	return explain_end(err);
}

/* Nobody waits for an answer: the packet stays in the queue of a living child even when this end is closed. */
int child_commit(const struct child *c, struct error *err)
{
	return message_say(c->channel, MESSAGE_COMMIT, err) < 0 ? explain_end(err) : 0;
}

void child_close(struct child *c)
{
	close(c->channel);
	if (c->pidfd >= 0)
		close(c->pidfd);
	c->channel = c->pidfd = -1;
}
