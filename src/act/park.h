/*
 * park.h: the process that waits between create and start, and how start talks to it.
 *
 * It listens on a SOCK_SEQPACKET path in the state directory; the listener closes on exec, so a living process that
 * refuses connections is the monitor, or its keeper.  (An abstract socket cannot be reached across network namespaces.)
 */
#ifndef ACT_PARK_H
#define ACT_PARK_H

#include <stdbool.h>
#include <stddef.h>
#include "act/lean.h"
#include "base/error.h"
#include "decide/keep.h"

/* Descriptors of the parked process: their numbers are fixed, all others are closed.  PARK_PROGRAM is in the seccomp
   specs too, whose only execveat is that of this descriptor. */
enum { PARK_PROGRAM = 3, PARK_LISTENER = 4, PARK_CHANNEL = 5, PARK_FIRST_FREE = 6 };

/* Makes the listener <dir>/sock. */
int park_listen(int dir, int *ret_fd, struct error *err);

/*
 * Waits for starters, for ever; executes what one of them says, or goes on waiting when it goes away without a word.
 * TERM, INT, HUP and QUIT end it with 128 + their number: pid 1 of a namespace would not hear them without a handler.
 */
struct park_memory {
	struct lean_memory lean;
	unsigned long long committed; /* when it was told that it is created; 0: nobody wants to know */
};
_Noreturn void park_wait(int seccomp, const struct park_memory *memory);
void park_catch_signals(void);

/* start's side.  ECONNREFUSED: the process is past exec. */
int park_connect(int dir, int *ret_fd, struct error *err);

/* What the parked process has seen, in nanoseconds since 1970. */
struct park_times {
	unsigned long long committed, received, executes; /* committed: 0 if create did not want to know */
};

/*
 * Sends argv (its words, each with its 0) and waits for the outcome: 0 exactly when execve succeeded.  `keep`: the process
 * stays, and the monitor becomes its child (keeper.h); NULL: it becomes the monitor itself.  `times` may be NULL: then the
 * parked process does not look at the clock.
 */
int park_start(
    int fd, const struct keep *keep, const char *words, size_t len, struct park_times *times, struct error *err);

/*
 * Is a process parked there?  (Connects and goes away again, which it does not mind.)  Never blocks.  -1: it could not be found
 * out, which is no reason to say that a guest runs, or does not.
 */
int park_listens(int dir, bool *ret, struct error *err);

#endif
