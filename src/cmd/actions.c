/*
 * actions.c: the actions of lifecycle.spec, as the table of lifecycle_actions.h names them: each carries out one word by the
 * execution layer and the record.  Hooks are in hooks.c, the network half of start in release.c.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "act/console.h"
#include "act/descriptor.h"
#include "act/device.h"
#include "act/park.h"
#include "act/pid_file.h"
#include "cmd/cgroups.h"
#include "cmd/container.h"
#include "cmd/initrd.h"
#include "cmd/print.h"
#include "cmd/undo.h"
#include "cmd/hooks.h"
#include "decide/keep.h"
#include "decide/start.h"
#include "lifecycle_actions.h"

/*
 * Between our mkdir and our lock a delete may have removed the directory and another create made it anew: then it is that
 * one's which we have opened, and who locks it first has it.
 */
static int claim(struct container *c, struct error *err)
{
	if (record_lock(&c->record, command_name(c->context->options.command), LOCK_SECONDS, err) < 0)
		return -1;
	if (!record_is_begun(&c->record))
		return 0;
	close(c->record.lock);
	c->record.lock = -1;
	return record_fail_exists(err);
}

int act_reserve(struct container *c, struct error *err)
{
	struct error ignored;

	if (record_reserve(&c->record, err) < 0)
		return -1;
	c->state.status = c->toward;
	if (claim(c, err) == 0 && state_write(&c->record, &c->state, &c->context->arena, err) == 0)
		return 0;
	/* A full disk: the id is free again.  Without the lock somebody has deleted it, and the id may be another's. */
	if (c->record.lock >= 0)
		record_remove(c->record.root, c->record.id, &ignored);
	else
		unlinkat(c->record.root, c->record.id, AT_REMOVEDIR);
	return c->record.lock < 0 && err->num == ENOENT ? record_fail_deleted(&c->record, err) : -1;
}

/* Directories of up to a dozen hierarchies: one write for all of them. */
struct noted {
	struct container *c;
	struct text lines;
};

static int note_cgroup(void *with, const char *path, struct error *err)
{
	struct noted *noted = with;

	return record_undo_line(&noted->lines, RESOURCE_CGROUP, &path, err);
}

static int write_noted(void *with, struct error *err)
{
	struct noted *noted = with;
	int rc = record_undo_write(&noted->c->record, &noted->lines, err);

	noted->lines.used = 0;
	return rc;
}

/* What the child needs and the command opens; all of it is closed when the child is born, or was not. */
struct parts {
	struct cgroup_door cgroup;
	struct namespaces namespaces;
	struct jail_images images;
	struct console console;
	int listener;
};

/* The parts of build that take time, one by one: for --trace. */
static int step(const struct container *c, unsigned long long begin, const char *name, int rc)
{
	trace_end(&c->context->trace, begin, "step", name, c->record.id);
	return rc;
}

/* With v2 alone clone3 puts the child into its cgroup; with v1 the child enters by itself, and the cgroups can be made while
   the kernel makes its namespaces. */
static bool born_inside(const struct container *c)
{
	return c->plan->cgroup.kind == CGROUP_V2;
}

static int make_cgroup(struct container *c, struct parts *p, struct error *err)
{
	const struct plan *plan = c->plan;
	struct noted noted = { .c = c };
	const struct cgroup_note note = { note_cgroup, &noted, write_noted };
	unsigned long long begin = trace_begin(&c->context->trace);

	text_init(&noted.lines, &c->context->arena);

	if (step(c, begin, "cgroup", cgroup_make(&plan->cgroup, &note, err)) < 0 ||
	    device_confine(&plan->cgroup, &plan->device_rules, err) < 0)
		return -1;
	return born_inside(c) ? cgroup_open(&plan->cgroup, &p->cgroup, err) : 0;
}

static int open_parts(struct container *c, struct parts *p, struct error *err)
{
	const struct plan *plan = c->plan;

	if (namespaces_open(plan, &p->namespaces, err) < 0 ||
	    initrd_read(c->context, plan, &p->images.written, err) < 0 || jail_open_images(plan, &p->images, err) < 0)
		return -1;
	if (born_inside(c) && make_cgroup(c, p, err) < 0)
		return -1;
	if (plan->terminal && console_open(plan->rows, plan->columns, &p->console, err) < 0)
		return -1;
	return park_listen(c->record.dir, &p->listener, err);
}

static void close_parts(struct parts *p)
{
	cgroup_close(&p->cgroup);
	namespaces_close(&p->namespaces);
	jail_close_images(&p->images);
	console_close(&p->console);
	if (p->listener >= 0)
		close(p->listener);
}

static int record_process(struct container *c, struct error *err)
{
	char pid[16], started[24];
	const char *args[] = { pid, started };

	c->state.pid = c->child.process.pid;
	c->state.started = c->child.process.started;
	snprintf(pid, sizeof pid, "%d", (int)c->state.pid);
	snprintf(started, sizeof started, "%llu", c->state.started);
	return record_undo_add(&c->record, &c->context->arena, RESOURCE_PROCESS, args, err);
}

/* What start needs; and, for hooks that run later, config.json as it is now: later edits have no effect. */
static int record_machine(struct container *c, struct error *err)
{
	struct text facts;

	text_init(&facts, &c->context->arena);
	start_write(c->plan, &facts);
	if (record_write(&c->record, "machine", facts.at, facts.used, err) < 0)
		return -1;
	return hooks_keep(c, err);
}

/* What the container's process says of its time: only asked for, since a page of memory is not nothing. */
static struct times *share_times(const struct context *context)
{
	void *at;

	if (context->trace.file < 0 && !context->timeline.destination)
		return NULL;
	at = mmap(NULL, sizeof(struct times), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	return at == MAP_FAILED ? NULL : at;
}

static void tell_times(struct container *c)
{
	struct timeline *t = &c->context->timeline;
	const struct trace *trace = &c->context->trace;

	if (!c->times)
		return;
	for (int p = 0; p < POINT_COUNT; p++)
		if (c->times->points[p])
			t->at[p] = c->times->points[p];
	trace_process(trace, c->state.pid, "the container's process");
	for (size_t i = 0; i < c->times->n; i++) {
		const struct timed *s = &c->times->steps[i];

		trace_of(trace, c->state.pid, s->begin, s->end, s->name, c->record.id);
	}
}

static int bear_child(struct container *c, struct parts *p, struct error *err)
{
	unsigned long long begin;
	char at[PATH_MAX];
	struct child_request request = { .plan = c->plan,
		.jail_at = at,
		.lock = c->record.lock,
		.listener = p->listener,
		.cgroup = born_inside(c) ? &p->cgroup : NULL,
		.namespaces = &p->namespaces,
		.images = &p->images,
		.console = &p->console,
		.memory = { .lean = { c->context->arena.at, c->context->arena.size } } };

	hooks_of_child(c, &request);
	request.times = c->times = share_times(c->context);
	if (record_machine(c, err) < 0)
		return -1;
	/* The state directory itself: hidden by the jail in the child's mount namespace only, which needs it no more.  By its
	   path: its descriptor is of the mount namespace of this command. */
	if (snprintf(at, sizeof at, "%s/%s", c->context->root, c->record.id) >= (int)sizeof at)
		return fail(err, ENAMETOOLONG, "--root %.80s...: the path is too long", c->context->root);
	timeline_mark(&c->context->timeline, POINT_CR_START_REEXEC);
	begin = trace_begin(&c->context->trace);
	if (step(c, begin, "clone", child_start(&request, &c->child, err)) < 0)
		return -1;
	c->pidfd = c->child.pidfd;
	c->child.pidfd = -1;
	if (record_process(c, err) < 0 || (!born_inside(c) && make_cgroup(c, p, err) < 0))
		return -1;
	timeline_mark(&c->context->timeline, POINT_CR_RECEIVED_PIDS);
	begin = trace_begin(&c->context->trace);
	if (step(c, begin, "jail", child_build(&c->child, err)) < 0)
		return -1;
	return c->console_socket ? console_send(&p->console, c->console_socket, err) : 0;
}

int act_build(struct container *c, struct error *err)
{
	struct parts p = {
		.cgroup.v2 = -1, .console = { .master = -1, .slave = -1 }, .listener = -1, .images.written.image = -1
	};
	int rc;

	memset(p.namespaces.join, -1, sizeof p.namespaces.join);
	p.namespaces.own_pid = p.namespaces.own_time = -1;
	rc = open_parts(c, &p, err);
	if (rc == 0)
		rc = bear_child(c, &p, err);
	if (rc == 0 && c->keep_master) {
		c->master = p.console.master;
		p.console.master = -1;
	}
	close_parts(&p);
	return rc;
}

int act_write_state(struct container *c, struct error *err)
{
	c->state.status = c->toward;
	return state_write(&c->record, &c->state, &c->context->arena, err);
}

/* The last thing that can fail: from now on the container lives without this command. */
int act_commit(struct container *c, struct error *err)
{
	if (c->pid_file && write_pid_file(c->pid_file, c->state.pid, err) < 0)
		return -1;
	if (c->pidfd_socket && descriptor_send(c->pidfd_socket, "--pidfd-socket", c->pidfd, "pidfd", err) < 0)
		return -1;
	tell_times(c);
	timeline_mark(&c->context->timeline, POINT_CR_SENT_ACK);
	return child_commit(&c->child, err);
}

/* What start was told of the machine; what cannot be read any more translates nothing. */
static bool machine_of(struct container *c, struct machine *ret)
{
	struct start_facts facts;
	struct error ignored;
	char *bytes;
	size_t len;

	if (record_read(&c->record, "machine", &c->context->arena, &bytes, &len, &ignored) < 0 ||
	    start_read(&c->context->arena, bytes, len, &facts, &ignored) < 0)
		return false;
	*ret = facts.machine;
	return true;
}

static bool has_keeper(struct container *c)
{
	struct machine m;

	return c->at != STATE_CREATED && machine_of(c, &m) && m.keeper;
}

/*
 * What the asked signal becomes: the parked process has handlers of its own, a keeper translates by itself, a monitor has
 * what its spec says.  A monitor that has only just been started catches nothing yet, and the kernel keeps from a pid 1 what
 * it does not catch: a signal that is meant to end it would be lost.
 */
static int translated(struct container *c)
{
	struct machine m;
	int number;

	if (c->at == STATE_CREATED || !machine_of(c, &m) || m.keeper)
		return c->signal;
	number = keep_signal(&m, c->signal, false);
	if (number == 0 || number == SIGKILL || number == SIGSTOP || number == SIGCONT)
		return number;
	return process_catches(c->state.pid, number) ? number : SIGKILL;
}

static int signal_them(struct container *c, int number, struct error *err)
{
	struct cgroup_dirs dirs;

	return container_cgroups(c, &dirs, err) < 0 ? -1 : cgroup_signal(&dirs, number, err);
}

int act_signal(struct container *c, struct error *err)
{
	int number;

	number = translated(c);
	/* These nobody can catch, the keeper neither: it stops and goes on together with its monitor. */
	if ((number == SIGSTOP || number == SIGCONT) && has_keeper(c))
		return signal_them(c, number, err);
	if (number && process_signal(c->pidfd, number, err) < 0)
		return -1;
	/* A frozen process of cgroup v1 outlives KILL until it is thawed; every other signal waits for that, too.  One that has
	   ended may have lost its cgroup to another command, which need not be thawed any more. */
	if (c->at != STATE_PAUSED || number != SIGKILL || act_thaw(c, err) == 0)
		return 0;
	return process_ended(c->pidfd) ? 0 : -1;
}

int act_signal_all(struct container *c, struct error *err)
{
	struct cgroup_dirs dirs;

	if (container_cgroups(c, &dirs, err) < 0)
		return -1;
	/* The keeper's monitor is all that there is besides it, and gets what the keeper makes of the signal. */
	if (!dirs.n || !translated(c) || (c->signal != SIGKILL && has_keeper(c)))
		return act_signal(c, err);
	return cgroup_signal(&dirs, translated(c), err);
}

int act_stop(struct container *c, struct error *err)
{
	struct error gone;

	if (c->pidfd < 0)
		return 0;
	if (process_signal(c->pidfd, SIGKILL, &gone) < 0 && gone.num != ESRCH)
		return fail(err, gone.num, "%s", gone.text);
	if (c->at == STATE_PAUSED && act_thaw(c, err) < 0) /* after KILL: no guest runs on for a moment */
		return -1;
	if (c->at != STATE_PAUSED && !process_wait(c->pidfd, STOP_MS / 20))
		act_thaw(c, &gone); /* somebody else has frozen it, perhaps */
	if (!process_wait(c->pidfd, STOP_MS))
		return fail(
		    err, EBUSY, "container `%s` did not end within %d seconds of KILL", c->record.id, STOP_MS / 1000);
	return 0;
}

int act_undo(struct container *c, struct error *err)
{
	return undo_now(c, err);
}

int act_forget(struct container *c, struct error *err)
{
	return undo_forget(c, err);
}

int act_inspect(struct container *c, struct error *err)
{
	return c->inspect(c, err);
}

int act_report(struct container *c, struct error *err)
{
	struct text out;

	text_init(&out, &c->context->arena);
	state_json(&c->state, c->at, &out);
	return print_text(&out, err);
}
