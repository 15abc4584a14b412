/*
 * keep.h: what becomes of signals and exit codes.  Most of it the monitor itself can do, and nothing of urunc stays beside
 * it.  Where a row asks for more (control, code, ended, exit, a signal that is a powerdown) a keeper stays: act/keeper.h.
 * Pure.  DESIGN.md 8; the rows: docs/forms.md.
 */
#ifndef DECIDE_KEEP_H
#define DECIDE_KEEP_H

#include <stdbool.h>
#include <stddef.h>
#include "forms.h"

/* The descriptors that a monitor inherits besides its stdio. */
enum { KEEP_CONTROL = 10, KEEP_CODE = 11 };

/* In place of a signal's number: the guest's power button. */
enum { KEEP_POWERDOWN = 64 };

enum { KEEP_SIGNALS = 32, KEEP_ENDS = 8, KEEP_EXITS = 8, KEEP_WORD = 24, KEEP_SIGNAL_STATUS = 256 };

/* What a keeper has to know.  It is sent to the parked process as it is, which is the same program or refuses it. */
struct keep {
	unsigned grace; /* seconds between the power button and KILL; 0: KILL at once */
	bool control, code; /* which of the descriptors there are */
	unsigned char deed[KEEP_SIGNALS]; /* of each signal: what the monitor gets, 0 for nothing, or KEEP_POWERDOWN */
	unsigned char
	    plain[KEEP_SIGNALS]; /* the same where there is no way to reach the button: never KEEP_POWERDOWN */
	struct {
		char word[KEEP_WORD]; /* the monitor's own word for how the guest ended; "": no more of them */
		unsigned short status; /* KEEP_SIGNAL_STATUS: 128 and the signal that was asked for */
	} ended[KEEP_ENDS];
	struct {
		unsigned char from, to; /* 0 to 0: no more of them */
	} exits[KEEP_EXITS];
};

/* How it ended, as the keeper saw it. */
struct keep_end {
	bool signaled; /* the monitor was ended by a signal */
	int status; /* exit status or signal of the monitor */
	const char *word; /* the monitor's own word; "": it said none */
	int code; /* what the guest said; -1: nothing */
	int asked; /* the last signal that was asked for; 0: none */
};

/* Sets the facts keeper, control and code of a machine whose guest, monitor and arch are known. */
void keep_settle(struct machine *m);

/* What a keeper of this machine has to know. */
struct keep keep_make(const struct machine *m);

/*
 * What becomes of SIGNO in this machine: a signal for the monitor, 0 for none, or KEEP_POWERDOWN.  KILL, STOP and CONT are
 * always what they are.  With PLAIN the guest's own rows do not count.
 */
int keep_signal(const struct machine *m, int signo, bool plain);

/*
 * The exit status of the container.  A signal that ended the monitor is 128 and its number, as a shell says it; then what
 * the guest said counts; then what the monitor said of the guest; then what its exit status means.
 */
int keep_status(const struct keep *k, const struct keep_end *end);

#endif
