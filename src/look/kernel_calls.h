/* kernel_calls.h: which of the system calls that urunc is built on this kernel has, found out without any effect. */
#ifndef LOOK_KERNEL_CALLS_H
#define LOOK_KERNEL_CALLS_H

#include <stddef.h>

struct kernel_call {
	const char *name, *since; /* of Linux */
	int num; /* 0: it is there; ENOSYS: it is not; EPERM: somebody forbids it (a container's seccomp filter) */
};

enum { KERNEL_CALLS = 11 };

/* All of them; each is called with arguments that no kernel takes. */
void kernel_calls_look(struct kernel_call ret[KERNEL_CALLS]);

/* Version of Landlock's interface; 0: it is not there, or not switched on. */
int kernel_landlock(void);

#endif
