/* process_status.h: what /proc/PID/status and /proc/PID/stat say of a process (proc(5)).  Pure: bytes to struct. */
#ifndef READ_PROCESS_STATUS_H
#define READ_PROCESS_STATUS_H

#include "base/arena.h"

struct process_status {
	const char *name; /* as the kernel knows it: at most 15 bytes; in the arena */
	unsigned long long uid, parent; /* real user; pid of the parent */
	unsigned long long ticks; /* of processor time, user's and kernel's; a hundred are a second */
};

/* From the texts of both files.  -1: they are not what proc(5) says; then the process ended while they were read. */
int process_status_read(struct arena *a, const char *status, const char *stat, struct process_status *ret);

#endif
