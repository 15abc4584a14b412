/* run.c: create and start in one; in the foreground it waits for the guest and exits with its code. */
#include <errno.h>
#include <unistd.h>

#include "act/relay.h"
#include "cmd/container.h"
#include "cmd/prepare.h"
#include "command_functions.h"

/* There may be thousands, such as SIGWINCH: each gives back the memory that its look took, if it leaves no warning there. */
static int pass(void *with, int number)
{
	struct container *c = with;
	struct arena *a = &c->context->arena;
	const struct state_file kept = c->state;
	size_t mark = a->used, warned = c->context->warnings.n;
	struct error ignored;
	int rc;

	c->signal = number;
	container_refresh(c);
	rc = container_event(c, EVENT_KILL, &ignored);
	if (c->context->warnings.n == warned) {
		c->state = kept;
		arena_release(a, mark);
	}
	return rc;
}

/* While the guest runs others may change the container: the lock is taken again for the end. */
static int wait_and_delete(struct container *c, bool keep, int *ret_code, struct error *err)
{
	const struct relay relay = { .pidfd = c->pidfd, .master = c->master, .signal = pass, .with = c };
	struct error gone;

	close(c->record.lock);
	c->record.lock = -1;
	if (relay_wait(&relay, ret_code, err) < 0)
		return -1;
	if (record_lock(&c->record, command_name(c->context->options.command), LOCK_SECONDS, &gone) < 0)
		return gone.num == ENOENT ? 0 : fail(err, gone.num, "%s", gone.text);
	container_refresh(c);
	/* By force: that it has stopped need not stand in a record that is about to go. */
	return container_event(c, keep ? EVENT_EXITED : EVENT_DELETE_FORCE, err);
}

/* A guest that cannot be started is gone afterwards: the table says so. */
static int run(struct container *c, const struct plan *plan, int *ret_code, struct error *err)
{
	const struct options *o = &c->context->options;

	c->keep_master = plan->terminal && !o->console_socket;
	if (container_create(c, plan, err) < 0 || container_start(c, err) < 0)
		return -1;
	return o->detach ? 0 : wait_and_delete(c, o->keep, ret_code, err);
}

int cmd_run(struct context *context)
{
	struct plan plan;
	struct container c;
	int code = EXIT_OK, rc;

	timeline_mark(&context->timeline, POINT_CR_INVOKED);
	if (record_check_id(context->options.id, &context->err) < 0 ||
	    prepare_plan(context, context->options.id, &plan, &context->err) < 0)
		return EXIT_ERROR;
	if (!context->options.detach)
		relay_block();
	rc = container_new(context, context->options.id, &c, &context->err);
	if (rc == 0) {
		container_finish_undone(context, c.record.root);
		rc = run(&c, &plan, &code, &context->err);
	}
	container_close(&c);
	return rc < 0 ? EXIT_ERROR : code;
}
