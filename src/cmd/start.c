/* start.c: runs the guest of a created container. */
#include "cmd/container.h"
#include "command_functions.h"

int container_start(struct container *c, struct error *err)
{
	if (container_event(c, EVENT_START, err) < 0)
		return -1;
	return container_event(c, EVENT_EXECED, err);
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
