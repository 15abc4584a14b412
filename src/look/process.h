/* process.h: what /proc says of a process that is only known by its pid: for people who look, never to act on. */
#ifndef LOOK_PROCESS_H
#define LOOK_PROCESS_H

#include <sys/types.h>
#include "base/arena.h"
#include "read/process_status.h"

struct process_look {
	struct process_status status;
	const char *command; /* its words with blanks between, fit for a line; "[NAME]" of a process that has none */
};

/* -1: it is gone.  All lives in the arena. */
int look_process(struct arena *a, pid_t pid, struct process_look *ret);

#endif
