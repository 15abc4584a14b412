/* container.c: see container.h. */
#include "cmd/container.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "act/park.h"
#include "cmd/cgroups.h"
#include "lifecycle_actions.h"

static int do_action(void *with, enum action action, struct error *err)
{
	struct container *c = with;
	unsigned long long begin = trace_begin(&c->context->trace);
	int rc = action_functions[action](c, err);
	const struct trace_row row = { event_name(c->during), state_name(c->at), state_name(c->toward), rc < 0 };

	trace_row(&c->context->trace, begin, "action", action_name(action), c->record.id, &row);
	return rc;
}

static void warn_action(void *with, enum action action, const struct error *err)
{
	struct container *c = with;

	warn_add(&c->context->warnings, "container `%s`: %s: %s", c->record.id, action_name(action), err->text);
}

static void note_target(void *with, enum event event, enum state to)
{
	struct container *c = with;

	c->during = event;
	c->toward = to;
}

int container_event(struct container *c, enum event event, struct error *err)
{
	const struct actor actor = { .act = do_action, .warn = warn_action, .toward = note_target, .with = c };

	unsigned long long begin = trace_begin(&c->context->trace);
	struct trace_row row = { event_name(event), state_name(c->at), NULL, false };
	int rc = lifecycle_step(&c->at, event, &actor, c->record.id, err);

	row.to = state_name(c->at);
	row.failed = rc < 0;
	trace_row(&c->context->trace, begin, "event", event_name(event), c->record.id, &row);
	return rc;
}

static void empty(struct context *context, const char *id, struct container *ret)
{
	*ret = (struct container){ .context = context,
		.record = { .root = -1, .dir = -1, .lock = -1, .undo = -1, .id = id },
		.child = { .pidfd = -1, .channel = -1 },
		.pidfd = -1,
		.master = -1 };
}

int container_new(struct context *context, const char *id, struct container *ret, struct error *err)
{
	empty(context, id, ret);
	if (record_check_id(id, err) < 0)
		return -1;
	return record_open_root(context->root, true, &ret->record.root, err);
}

/* Nobody holds the lock of a container that is being created: its creator died. */
static int creator_died(const struct container *c, bool *ret, struct error *err)
{
	struct flock whole = { .l_type = F_WRLCK };
	int fd, rc;

	*ret = true;
	if (c->record.lock >= 0)
		return 0; /* we hold it */
	fd = openat(c->record.dir, "lock", O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0 && errno == ENOENT)
		return 0;
	rc = fd < 0 ? -1 : fcntl(fd, F_OFD_GETLK, &whole);
	if (rc < 0)
		fail_errno(err, "lock of container `%s`", c->record.id);
	if (fd >= 0)
		close(fd);
	*ret = whole.l_type == F_UNLCK;
	return rc;
}

static bool same_boot(const struct state_file *s)
{
	char boot[37];
	struct error ignored;

	return record_boot_id(boot, &ignored) < 0 || strcmp(boot, s->boot) == 0;
}

/* What cannot be found out is no end: by a lack of descriptors a running container would count as stopped. */
static int lives(struct container *c, bool *ret, struct error *err)
{
	struct process p = { c->state.pid, c->state.started };
	struct error why;

	*ret = false;
	if (!c->state.pid || !same_boot(&c->state))
		return 0;
	if (process_open(&p, &c->pidfd, &why) < 0)
		return why.num == ESRCH ? 0 : fail(err, why.num, "container `%s`: %s", c->record.id, why.text);
	if (!process_ended(c->pidfd)) {
		*ret = true;
		return 0;
	}
	close(c->pidfd);
	c->pidfd = -1;
	return 0;
}

/* Nothing is there, or what is there is none of ours; all else only says that this command could not read it. */
static bool is_broken(int num)
{
	return num == ENOENT || num == EPROTO || num == ELOOP;
}

/* A record whose state.json is missing or broken is one whose creator died at once. */
static int read_state(struct container *c, struct error *err)
{
	struct error why;

	if (state_read(&c->record, &c->context->arena, &c->state, &why) == 0)
		return 0;
	if (why.num != ENOENT && (c->record.lock < 0 || !is_broken(why.num)))
		return fail(err, why.num, "%s", why.text);
	c->state = (struct state_file){ .oci_version = "",
		.id = c->record.id,
		.bundle = "",
		.rootfs = "",
		.created = "",
		.status = STATE_CREATING,
		.boot = "" };
	return 0;
}

/*
 * Between our look at state.json and the one at the lock its creator may have written that it is created and gone, or taken
 * everything back: spin found both (spec/world.pml).  What stands there now is what it left.
 */
static int look_again(struct container *c, bool *ret_died, struct error *err)
{
	bool buried;

	*ret_died = false;
	if (c->state.status == STATE_CREATING && creator_died(c, ret_died, err) < 0)
		return -1;
	if (!*ret_died || c->record.lock >= 0)
		return 0;
	if (record_is_buried(&c->record, &buried, err) < 0)
		return -1;
	if (buried) {
		close(c->record.dir);
		c->record.dir = -1;
		c->state.status = STATE_NONE;
		return 0;
	}
	return read_state(c, err);
}

/*
 * The record says what the last command knew; the process says what is true.  A creator that died leaves `creating`, a
 * starter that died after exec leaves `created`, one that died in a pause leaves `running`, a monitor that ended leaves
 * anything.
 */
static int observe(struct container *c, bool creator_is_dead, struct error *err)
{
	enum state at = c->state.status;
	bool alive = false, parked = true;

	c->at = at;
	if (at != STATE_NONE && lives(c, &alive, err) < 0)
		return -1;
	if (at == STATE_CREATING)
		c->at = creator_is_dead ? STATE_STOPPED : STATE_CREATING;
	else if (state_has_pid(at) && !alive)
		c->at = STATE_STOPPED;
	else if (at == STATE_PAUSED || (at == STATE_RUNNING && c->state.freezing))
		c->at = container_frozen(c, at);
	else if (at == STATE_CREATED && park_listens(c->record.dir, &parked, err) < 0)
		return -1;
	if (!parked)
		c->at = process_ended(c->pidfd) ? STATE_STOPPED : STATE_RUNNING; /* it may have ended just now */
	return 0;
}

int container_find(struct context *context, const char *id, const char *who, struct container *ret, struct error *err)
{
	struct container *c = ret;
	bool creator_is_dead;
	struct error why;

	empty(context, id, c);
	if (record_check_id(id, err) < 0)
		return -1;
	if (record_open_root(context->root, false, &c->record.root, &why) < 0)
		return why.num == ENOENT ? 0 : fail(err, why.num, "%s", why.text);
	if (record_owner(c->record.root, id) != OWNER_OURS)
		return 0;
	if (record_open(&c->record, err) < 0)
		return -1;
	if (c->record.dir < 0)
		return 0;
	if (who && record_lock(&c->record, who, LOCK_SECONDS, &why) < 0) {
		if (why.num != ENOENT)
			return fail(err, why.num, "%s", why.text);
		close(c->record.dir); /* deleted while we waited */
		c->record.dir = -1;
		return 0;
	}
	if (read_state(c, err) < 0 || look_again(c, &creator_is_dead, err) < 0)
		return -1;
	return observe(c, creator_is_dead, err);
}

void container_refresh(struct container *c)
{
	struct error ignored;

	if (state_read(&c->record, &c->context->arena, &c->state, &ignored) < 0)
		return;
	c->at = c->state.status;
	if (!process_ended(c->pidfd) && (c->at == STATE_PAUSED || (c->at == STATE_RUNNING && c->state.freezing)))
		c->at = container_frozen(c, c->at);
}

static void shut(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

void container_close(struct container *c)
{
	shut(&c->pidfd);
	shut(&c->record.undo);
	shut(&c->record.lock);
	shut(&c->record.dir);
	shut(&c->record.root);
}
