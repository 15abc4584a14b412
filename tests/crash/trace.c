/* trace.c: see trace.h. */
#include "tests/crash/trace.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/crash/crash.h"

/* A process that is not heard of for so long waits for something that will not come. */
enum { PROCESSES_MAX = 32, NUMBERS_MAX = 1024, QUIET_MS = 300, LET_GO_SECONDS = 10 };

struct tracee {
	pid_t pid;
	char name[NAME_ROOM]; /* "": it was born, and who bore it has not told yet */
	int births;
	int n[NUMBERS_MAX]; /* how often it has made each call */
	bool failing;
	unsigned long long first; /* of the call that fails: what its first argument was */
};

struct run {
	struct tracee at[PROCESSES_MAX];
	int n;
	struct point *point;
	struct calls *calls;
	pid_t command;
	pid_t early; /* a newborn that was let go before its birth was told */
	bool executed, ended;
	int status;
};

static const long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE |
			    PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL;

static struct tracee *find(struct run *r, pid_t pid)
{
	for (int i = 0; i < r->n; i++)
		if (r->at[i].pid == pid)
			return &r->at[i];
	return NULL;
}

static struct tracee *add(struct run *r, pid_t pid)
{
	struct tracee *t = find(r, pid);

	if (t)
		return t;
	if (r->n == PROCESSES_MAX)
		die("more than %d processes", PROCESSES_MAX);
	t = &r->at[r->n++];
	*t = (struct tracee){ .pid = pid };
	return t;
}

static void forget(struct run *r, pid_t pid)
{
	struct tracee *t = find(r, pid);

	if (t)
		*t = r->at[--r->n];
}

static long resume(pid_t pid, int sig)
{
	return ptrace(PTRACE_SYSCALL, pid, NULL, (void *)(intptr_t)sig);
}

static void detach(struct run *r, pid_t pid, int sig)
{
	ptrace(PTRACE_DETACH, pid, NULL, (void *)(intptr_t)sig);
	forget(r, pid);
}

/* ---- one system call ---- */

static void fail_call(struct tracee *t)
{
	struct user_regs_struct regs;

	ptrace(PTRACE_GETREGS, t->pid, NULL, &regs);
	t->failing = true;
	t->first = regs.rdi;
	if (regs.orig_rax == SYS_close)
		return;
	/* Not number -1, as is usual: a seccomp filter looks after us, and every one of ours has write. */
	regs.orig_rax = SYS_write;
	regs.rdi = ~0ULL;
	ptrace(PTRACE_SETREGS, t->pid, NULL, &regs);
}

static void failed(struct tracee *t, int num)
{
	struct user_regs_struct regs;

	ptrace(PTRACE_GETREGS, t->pid, NULL, &regs);
	regs.rax = (unsigned long long)-(long long)num;
	regs.rdi = t->first;
	ptrace(PTRACE_SETREGS, t->pid, NULL, &regs);
	t->failing = false;
}

static void note(struct calls *calls, const struct tracee *t, long number, int n)
{
	struct call *c;

	if (!calls)
		return;
	if (calls->n == CALLS_MAX)
		die("more than %d system calls", CALLS_MAX);
	c = &calls->at[calls->n++];
	snprintf(c->process, sizeof c->process, "%s", t->name);
	c->n = n;
	c->number = number;
}

/* True: the point is behind us. */
static bool at_call(struct run *r, struct tracee *t)
{
	struct __ptrace_syscall_info info = { 0 };
	struct point *p = r->point;
	long number;
	int n;

	ptrace(PTRACE_GET_SYSCALL_INFO, t->pid, (void *)sizeof info, &info);
	if (info.op == PTRACE_SYSCALL_INFO_EXIT && t->failing) {
		failed(t, p->num);
		return true;
	}
	if (info.op != PTRACE_SYSCALL_INFO_ENTRY || (t->pid == r->command && !r->executed))
		return false;
	number = (long)info.entry.nr;
	if (number < 0 || number >= NUMBERS_MAX)
		return false;
	n = ++t->n[number];
	note(r->calls, t, number, n);
	if (p->what == COUNT || p->reached || number != p->number || n != p->n || strcmp(t->name, p->process) != 0)
		return false;
	p->reached = true;
	if (p->what == FAIL) {
		fail_call(t);
		return false;
	}
	kill(t->pid, SIGKILL); /* at the entry: the call is not made any more */
	return true;
}

/* ---- stops ---- */

static void born(struct run *r, struct tracee *parent)
{
	unsigned long pid = 0;
	struct tracee *t;
	char name[2 * NAME_ROOM];

	ptrace(PTRACE_GETEVENTMSG, parent->pid, NULL, &pid);
	snprintf(name, sizeof name, "%s.%d", parent->name, ++parent->births);
	t = find(r, (pid_t)pid);
	if (t) { /* it has stopped already, and waits for its name */
		snprintf(t->name, sizeof t->name, "%.*s", NAME_ROOM - 1, name);
		resume(t->pid, 0);
		return;
	}
	t = add(r, (pid_t)pid);
	snprintf(t->name, sizeof t->name, "%.*s", NAME_ROOM - 1, name);
}

static bool is_birth(int event)
{
	return event == PTRACE_EVENT_FORK || event == PTRACE_EVENT_VFORK || event == PTRACE_EVENT_CLONE;
}

static bool stopped(struct run *r, pid_t pid, int status)
{
	int event = status >> 16, sig = WSTOPSIG(status);
	struct tracee *t = find(r, pid);

	if (!t) {
		add(r, pid);
		return false;
	}
	if (sig == (SIGTRAP | 0x80)) {
		bool done = at_call(r, t);

		if (!done)
			resume(pid, 0);
		return done;
	}
	if (is_birth(event))
		born(r, t);
	else if (event == PTRACE_EVENT_EXEC && (pid != r->command || r->executed)) {
		detach(r, pid, 0);
		return false;
	} else if (event == PTRACE_EVENT_EXEC)
		r->executed = true;
	resume(pid, event ? 0 : sig);
	return false;
}

/* ---- letting go ---- */

static void ended(struct run *r, pid_t pid, int status)
{
	if (pid == r->command) {
		r->ended = true;
		r->status = status;
	}
	forget(r, pid);
}

/* A newborn may stop before the birth is told: it must not be waited for twice. */
static void let_one_go(struct run *r, pid_t pid, int status)
{
	unsigned long child = 0;

	if (!WIFSTOPPED(status)) {
		ended(r, pid, status);
		return;
	}
	if (is_birth(status >> 16)) {
		ptrace(PTRACE_GETEVENTMSG, pid, NULL, &child);
		if ((pid_t)child == r->early)
			r->early = 0;
		else
			add(r, (pid_t)child);
	}
	if (!find(r, pid))
		r->early = pid;
	detach(r, pid, status >> 16 || WSTOPSIG(status) == (SIGTRAP | 0x80) ? 0 : WSTOPSIG(status));
}

/* `still` stands in a stop already. */
static void let_all_go(struct run *r, pid_t still)
{
	int status;
	pid_t pid;

	if (still && find(r, still))
		detach(r, still, 0);
	for (int i = 0; i < r->n; i++)
		ptrace(PTRACE_INTERRUPT, r->at[i].pid, NULL, NULL);
	while (r->n) {
		pid = next_child(slower() * LET_GO_SECONDS, &status);
		if (!pid)
			die("process %d (%s) does not stop", (int)r->at[0].pid, r->at[0].name);
		let_one_go(r, pid, status);
	}
}

/* ---- the run ---- */

static pid_t launch(const struct traced *what)
{
	int gate[2];
	pid_t pid;
	char byte;

	if (pipe(gate) < 0)
		die("pipe: %s", strerror(errno));
	pid = fork();
	if (pid < 0)
		die("fork: %s", strerror(errno));
	if (pid == 0) {
		close(gate[1]);
		if (read(gate[0], &byte, 1) < 0)
			_exit(126);
		become(what->argv, what->out, what->err);
	}
	close(gate[0]);
	if (ptrace(PTRACE_SEIZE, pid, NULL, (void *)options) < 0)
		die("ptrace: %s", strerror(errno));
	close(gate[1]);
	return pid;
}

static void attach(struct run *r, const struct traced *what)
{
	struct tracee *t;
	int status;

	if (!what->attach)
		return;
	if (ptrace(PTRACE_SEIZE, what->attach, NULL, (void *)options) < 0 ||
	    ptrace(PTRACE_INTERRUPT, what->attach, NULL, NULL) < 0 || waitpid(what->attach, &status, __WALL) < 0)
		die("ptrace of process %d: %s", (int)what->attach, strerror(errno));
	t = add(r, what->attach);
	snprintf(t->name, sizeof t->name, "%s", what->attached_name);
	resume(what->attach, 0);
}

/* After the point: the command goes on alone. */
static void await_command(struct run *r, double end)
{
	while (r->command && !r->ended) {
		int status;
		pid_t pid = next_child(end - now(), &status);

		if (pid == 0)
			return;
		if (!WIFSTOPPED(status))
			ended(r, pid, status);
	}
}

/* True: the point was reached, and `*ret_last` stands there. */
static bool follow(struct run *r, double end, pid_t *ret_last)
{
	while (r->n && now() < end) {
		double wait = r->ended || !r->command ? slower() * QUIET_MS / 1000.0 : end - now();
		int status;
		pid_t pid = next_child(wait, &status);

		*ret_last = pid;
		if (pid == 0)
			return false;
		if (WIFSTOPPED(status)) {
			if (stopped(r, pid, status))
				return true;
			continue;
		}
		ended(r, pid, status);
	}
	*ret_last = 0;
	return false;
}

int trace_run(const struct traced *what, struct point *point, struct calls *calls)
{
	struct run r = { .point = point, .calls = calls, .executed = !what->argv };
	double end = now() + what->seconds;
	pid_t last = 0;

	point->reached = false;
	attach(&r, what);
	if (what->argv) {
		r.command = launch(what);
		snprintf(add(&r, r.command)->name, NAME_ROOM, "command");
	}
	if (what->victim)
		kill(what->victim, SIGKILL);
	let_all_go(&r, follow(&r, end, &last) && point->what == FAIL ? last : 0);
	await_command(&r, end);
	if (r.command && !r.ended) {
		kill(r.command, SIGKILL);
		waitpid(r.command, &r.status, __WALL);
		return -1;
	}
	return r.status;
}
