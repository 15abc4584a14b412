/* relay.h: `run` in the foreground: waits for the monitor, passes signals on, and carries a terminal's bytes. */
#ifndef ACT_RELAY_H
#define ACT_RELAY_H

#include "base/error.h"

struct relay {
	int pidfd; /* of the monitor, a child of this process */
	int master; /* of its terminal, or -1 */
	int (*signal)(
	    void *with, int number); /* told of each signal but WINCH of a terminal, which goes to it by itself */
	void *with;
};

/* Blocks the signals that relay_wait passes on, and ignores PIPE: before anything is made, so that none of them ends this
   command halfway. */
void relay_block(void);

/* Waits for the end; the exit code: the monitor's own, or 128 and the number of the signal that ended it. */
int relay_wait(const struct relay *r, int *ret_code, struct error *err);

#endif
