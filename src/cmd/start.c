/* start.c: runs the guest of a created container. */
#include "cmd/container.h"
#include "command_functions.h"

int container_start(struct container *c, struct error *err)
{
	int rc;

	timeline_mark(&c->context->timeline, POINT_ST_INVOKED);
	rc = container_event(c, EVENT_START, err);
	if (rc == 0)
		rc = container_event(c, EVENT_EXECED, err);
	timeline_write(&c->context->timeline, c->record.id, &c->context->arena, &c->context->warnings);
	return rc;
}

int cmd_start(struct context *context)
{
	struct options *o = &context->options;
	struct container c;
	int rc = container_find(context, o->id, command_name(o->command), &c, &context->err);

	if (rc == 0)
		rc = container_start(&c, &context->err);
	container_close(&c);
	return rc < 0 ? EXIT_ERROR : EXIT_OK;
}
