/* pause.c: freezes a running container. */
#include "cmd/container.h"
#include "command_functions.h"

int cmd_pause(struct context *context)
{
	struct options *o = &context->options;
	struct container c;
	int rc = container_find(context, o->id, command_name(o->command), &c, &context->err);

	if (rc == 0)
		rc = container_event(&c, EVENT_PAUSE, &context->err);
	if (rc == 0)
		rc = container_event(&c, EVENT_FROZEN, &context->err);
	container_close(&c);
	return rc < 0 ? EXIT_ERROR : EXIT_OK;
}
