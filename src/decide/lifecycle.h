/*
 * lifecycle.h: the one interpreter of lifecycle.spec, and the only place where a state changes.  Actions only succeed or
 * fail; the caller brings them, so that this room links without src/act and a test can bring actions of its own.
 */
#ifndef DECIDE_LIFECYCLE_H
#define DECIDE_LIFECYCLE_H

#include "base/error.h"
#include "lifecycle_table.h"

struct actor {
	/* 0, or -1 with err. */
	int (*act)(void *with, enum action a, struct error *err);
	/* An action failed whose failure changes nothing: one with "?", or one that cleans up after another failure. */
	void (*warn)(void *with, enum action a, const struct error *err);
	/* May be NULL: told before a step's actions whose they are, and which state they lead to, for the one that writes the
	   record and for who tells the way (a failure is an event of its own). */
	void (*toward)(void *with, enum event ev, enum state to);
	void *with;
};

/* What an event would be in this state, without doing it: a step, a refusal, or nothing to do. */
enum verdict lifecycle_verdict(enum state at, enum event ev);

/*
 * Does the step of this state and event, and assigns the state that it leads to.  0: done, or nothing to do.  -1: refused
 * (err says why, with the id in its text, and *at stays) or an action failed: err is of the first that did, and *at is
 * what the row says, after the event that the failure became.
 */
int lifecycle_step(enum state *at, enum event ev, const struct actor *who, const char *id, struct error *err);

#endif
