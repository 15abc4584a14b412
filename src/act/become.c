/* become.c: see become.h. */
#include "act/become.h"

#include <unistd.h>

#include "act/inherit.h"

int become(const char *program, char **argv, struct error *err)
{
	inherit_restore();
	execve(program, argv, environ);
	return fail_errno(err, "cannot execute %s", program);
}
