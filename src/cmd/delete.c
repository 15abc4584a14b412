/* delete.c: removes a container and all that it left. */
#include "cmd/container.h"
#include "command_functions.h"

int cmd_delete(struct context *context)
{
	struct options *o = &context->options;
	struct container c;
	int rc = container_find(context, o->id, command_name(o->command), &c, &context->err);

	if (rc == 0)
		rc = container_event(&c, o->force ? EVENT_DELETE_FORCE : EVENT_DELETE, &context->err);
	if (rc == 0 && c.record.root >= 0)
		container_finish_undone(context, c.record.root);
	container_close(&c);
	return rc < 0 ? EXIT_ERROR : EXIT_OK;
}
