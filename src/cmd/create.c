/* create.c: makes a container, everything but its guest's first instruction. */
#include <string.h>

#include "cmd/container.h"
#include "cmd/prepare.h"
#include "command_functions.h"
#include "decide/start.h"

int container_create(struct container *c, const struct plan *plan, struct error *err)
{
	const struct options *o = &c->context->options;
	struct timeline *timeline = &c->context->timeline;
	int rc;

	c->plan = plan;
	c->pid_file = o->pid_file;
	c->console_socket = o->console_socket;
	c->pidfd_socket = o->pidfd_socket;
	if (prepare_state(c->context, plan, &c->state, err) < 0)
		return -1;
	timeline->destination = plan->timestamps;
	timeline_mark(timeline, POINT_CR_UNIKONTAINER_CREATED);
	rc = container_event(c, EVENT_CREATE, err);
	if (rc == 0)
		timeline_mark(timeline, POINT_CR_INITIAL_SETUP);
	if (rc == 0)
		rc = container_event(c, EVENT_RESERVED, err);
	if (rc == 0)
		rc = container_event(c, EVENT_BUILT, err);
	if (rc == 0)
		timeline_mark(timeline, POINT_CR_TERMINATED);
	timeline_write(timeline, c->record.id, &c->context->arena, &c->context->warnings);
	return rc;
}

int cmd_create(struct context *context)
{
	struct plan plan;
	struct container c;
	int rc;

	timeline_mark(&context->timeline, POINT_CR_INVOKED);
	if (record_check_id(context->options.id, &context->err) < 0 ||
	    prepare_plan(context, context->options.id, &plan, &context->err) < 0)
		return EXIT_ERROR;
	rc = container_new(context, context->options.id, &c, &context->err);
	if (rc == 0) {
		container_finish_undone(context, c.record.root);
		rc = container_create(&c, &plan, &context->err);
	}
	container_close(&c);
	return rc < 0 ? EXIT_ERROR : EXIT_OK;
}
