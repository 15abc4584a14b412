/* state.c: prints the state of a container. */
#include "cmd/container.h"
#include "command_functions.h"

int cmd_state(struct context *context)
{
	struct container c;
	int rc = container_find(context, context->options.id, NULL, &c, &context->err);

	if (rc == 0)
		rc = container_event(&c, EVENT_STATE, &context->err);
	container_close(&c);
	return rc < 0 ? EXIT_ERROR : EXIT_OK;
}
