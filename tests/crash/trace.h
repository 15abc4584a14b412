/*
 * trace.h: a command of the runtime under ptrace: its system calls are counted, for each of its processes apart, and one of
 * them is where its process is killed, or is made to fail.
 */
#ifndef TESTS_CRASH_TRACE_H
#define TESTS_CRASH_TRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* "command", its first child "command.1", the first child of that "command.1.1"; or of a process that was there before. */
enum { NAME_ROOM = 32, CALLS_MAX = 20000 };

struct call {
	char process[NAME_ROOM];
	long number; /* as the kernel numbers it */
	int n; /* the how many'th of this number in its process, from 1 */
};

struct calls {
	struct call at[CALLS_MAX];
	int n;
};

enum what { COUNT, KILL, FAIL };

struct point {
	enum what what;
	const char *process;
	long number;
	int n; /* as in struct call: how often a file is read depends on its length, and moves no other calls */
	int num; /* FAIL: the errno.  The call is not made, only close(2) is, since Linux closes whatever it says */
	bool reached;
};

struct traced {
	char *const *argv; /* NULL: no command, only what `attach` does */
	int out, err; /* its descriptors */
	pid_t attach; /* 0: nobody */
	const char *attached_name;
	pid_t victim; /* 0: nobody; gets KILL when tracing has begun */
	int seconds; /* how long the command may take */
};

/*
 * Runs it to its end.  Processes are let go as soon as the point was reached, and when they execute another program: a
 * monitor or a hook is no part of the runtime.  Only the one process is killed, not all of them: so do an engine's time-out
 * and the kernel's search for memory, and those that remain must then end by themselves, which is the harder case.
 * `calls` may be NULL.  Status as of wait(2); -1 if it did not end in time, and was killed.
 */
int trace_run(const struct traced *what, struct point *point, struct calls *calls);

#endif
