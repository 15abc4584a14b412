/* kill.c: sends a signal to a container. */
#include <errno.h>
#include <signal.h>

#include "cmd/container.h"
#include "command_functions.h"
#include "read/signal.h"

int cmd_kill(struct context *context)
{
	struct options *o = &context->options;
	struct container c;
	int number = SIGTERM, rc;

	if (o->signal && signal_read(o->signal, &number, &context->err) < 0)
		return EXIT_ERROR;
	/* No lock: a start or delete that takes long must not keep a signal from the process.  The pidfd is enough. */
	rc = container_find(context, o->id, NULL, &c, &context->err);
	c.signal = number;
	if (rc == 0)
		rc = container_event(&c, o->all ? EVENT_KILL_ALL : EVENT_KILL, &context->err);
	container_close(&c);
	return rc < 0 ? EXIT_ERROR : EXIT_OK;
}
