/* undo.c: see undo.h. */
#include "cmd/undo.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "act/process.h"
#include "record/names.h"
#include "lifecycle_actions.h"

enum { PROCESS_MS = 10000 };

/* A process that was recorded but never let on, or one whose container lost its state. */
int undo_process(struct container *c, const char *const args[], struct error *err)
{
	const struct process p = { (pid_t)strtol(args[0], NULL, 10), strtoull(args[1], NULL, 10) };
	struct error gone;
	int pidfd;

	(void)c;
	if (process_open(&p, &pidfd, &gone) < 0)
		return gone.num == ESRCH ? 0 : fail(err, gone.num, "%s", gone.text);
	if (process_signal(pidfd, SIGKILL, &gone) == 0 && !process_wait(pidfd, PROCESS_MS)) {
		close(pidfd);
		return fail(
		    err, EBUSY, "process %d did not end within %d seconds of KILL", (int)p.pid, PROCESS_MS / 1000);
	}
	close(pidfd);
	return 0;
}

enum part { NOW, LATER };

/* Nothing outlives its boot: what has the pid or the path by now is somebody else's. */
static bool of_this_boot(struct container *c)
{
	struct error ignored;
	char boot[37];

	if (c->pidfd >= 0)
		return true; /* its process was there a moment ago */
	if (!c->state.boot && state_read(&c->record, &c->context->arena, &c->state, &ignored) < 0)
		return true; /* half a record: who made it may still be there */
	/* no boot: half a record, too, or /proc could not be read */
	return !*c->state.boot || record_boot_id(boot, &ignored) < 0 || strcmp(boot, c->state.boot) == 0;
}

/* One failure does not keep the others from being undone; the first is told. */
static int undo_part(struct container *c, enum part part, struct error *err)
{
	struct record_undo *undo;
	struct error one, first = { 0 };
	size_t n;

	if (record_undo_read(&c->record, &c->context->arena, &undo, &n, err) < 0)
		return -1;
	if (n && !of_this_boot(c))
		return 0;
	while (n-- > 0) {
		if (resource_later(undo[n].resource) != (part == LATER))
			continue;
		if (undo_functions[undo[n].resource](c, undo[n].args, &one) < 0 && !first.num)
			first = one;
	}
	return first.num ? fail(err, first.num, "%s", first.text) : 0;
}

int undo_now(struct container *c, struct error *err)
{
	return undo_part(c, NOW, err);
}

static int has_later(struct container *c, bool *ret, struct error *err)
{
	struct record_undo *undo;
	size_t n;

	if (record_undo_read(&c->record, &c->context->arena, &undo, &n, err) < 0)
		return -1;
	*ret = false;
	while (n-- > 0)
		*ret |= resource_later(undo[n].resource);
	return 0;
}

/* Nobody may wait for the pipes of this command because of its helper, and no signal of its terminal may end it. */
static void detach(const struct container *c)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	/* What is still needed moves to fixed places; everything else is closed. */
	int keep[] = { null, null, null, fcntl(c->record.root, F_DUPFD, 6), fcntl(c->record.dir, F_DUPFD, 6),
		fcntl(c->record.lock, F_DUPFD, 6) };

	setsid();
	for (int i = 0; i < 6; i++)
		if (dup2(keep[i], i) < 0)
			_exit(1); /* a later command finishes it */
	if (chdir("/") < 0) /* nor may the bundle be busy because of it */
		_exit(1);
	syscall(SYS_close_range, 6, ~0U, 0);
}

/* The record stays until the last piece is gone; if that fails, a later command tries again. */
_Noreturn static void finish(struct container *c, const char *name)
{
	struct error ignored;

	detach(c);
	c->record.root = 3;
	c->record.dir = 4;
	if (undo_part(c, LATER, &ignored) == 0)
		record_remove(c->record.root, name, &ignored);
	_exit(0);
}

int undo_forget(struct container *c, struct error *err)
{
	char name[RECORD_ID_MAX + 64];
	bool later;
	pid_t pid;

	if (has_later(c, &later, err) < 0 || record_bury(&c->record, name, sizeof name, err) < 0)
		return -1;
	if (!later)
		return record_remove(c->record.root, name, err);
	pid = fork();
	if (pid == 0)
		finish(c, name);
	return pid < 0 ? fail_errno(err, "cannot make a process that finishes the removal") : 0;
}

/*
 * One record of .undo: its helper died before it was done, or is still at it and holds the lock.  All but what takes long was
 * undone before it came here, and must not be again: a cgroup of its path may be another container's by now.
 */
static void finish_one(struct context *context, int undo_room, const char *name)
{
	struct flock whole = { .l_type = F_WRLCK };
	struct container c = {
		.context = context, .record = { .root = undo_room, .undo = -1, .lock = -1, .id = name }, .pidfd = -1
	};
	struct error ignored;

	c.record.dir = openat(undo_room, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	if (c.record.dir < 0)
		return;
	c.record.lock = openat(c.record.dir, "lock", O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	if (c.record.lock < 0)
		unlinkat(undo_room, name, AT_REMOVEDIR); /* the lock goes last: it is empty */
	else if (fcntl(c.record.lock, F_OFD_SETLK, &whole) == 0 && undo_part(&c, LATER, &ignored) == 0)
		record_remove(undo_room, name, &ignored);
	if (c.record.lock >= 0)
		close(c.record.lock);
	close(c.record.dir);
}

void container_finish_undone(struct context *context, int root)
{
	int fd = openat(root, ".undo", O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	struct names names;

	if (fd < 0)
		return;
	names_begin(&names, fd);
	for (const char *name; (name = names_next(&names));)
		finish_one(context, fd, name);
	close(fd);
}
