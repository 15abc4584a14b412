/*
 * lean.h: waiting with next to no memory.  A process that waits for long, of which there may be many, keeps one page of the
 * program and of its stack what is in use.
 */
#ifndef ACT_LEAN_H
#define ACT_LEAN_H

#include <poll.h>
#include <stddef.h>

/* What nobody will use again: the arena of create. */
struct lean_memory {
	void *at;
	size_t size;
};

/*
 * poll(2); when nothing comes at once, the memory is given back first: the arena, the unused part of the stack, and pages of
 * the program, which come again when they are touched.  `p` must lie in the caller's frame or above.
 */
int lean_poll(struct pollfd *p, nfds_t n, int milliseconds, const struct lean_memory *memory);

#endif
