/*
 * process.h: a process that is known by pid and start time.  A pid alone is not enough: it may be somebody else's by now
 * (pid reuse).  Everything goes through a pidfd (pidfd_open(2), Linux 5.3).
 */
#ifndef ACT_PROCESS_H
#define ACT_PROCESS_H

#include <stdbool.h>
#include <sys/types.h>
#include "base/error.h"

struct process {
	pid_t pid; /* 0: none */
	unsigned long long started; /* clock ticks since boot: field 22 of /proc/PID/stat (proc(5)) */
};

/* Reads the start time of a living process or zombie.  ESRCH: there is none; anything else: it could not be found out. */
int process_started(pid_t pid, unsigned long long *ret, struct error *err);

/* A descriptor of exactly this process; -1 with ESRCH when it is gone or the pid is another's, and with anything else when that
   could not be found out: it may live. */
int process_open(const struct process *p, int *ret_fd, struct error *err);

/* Has it ended?  A zombie has: nobody reaps it here but its parent. */
bool process_ended(int pidfd);

/* Waits until it has ended, at most this long (milliseconds; -1: for ever).  Returns whether it has. */
bool process_wait(int pidfd, int milliseconds);

/* pidfd_send_signal(2).  ESRCH: it has ended. */
int process_signal(int pidfd, int number, struct error *err);

/* Does it have a handler for this signal?  No when it is gone. */
bool process_catches(pid_t pid, int number);

/*
 * No signal is ignored, handled or blocked from now on: what a caller ignored (SIGPIPE of a shim, SIGINT of a background
 * job) would survive exec.  For a child that is about to become another program.
 */
void process_signals_as_new(void);

#endif
