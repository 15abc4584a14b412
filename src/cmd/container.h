/*
 * container.h: one container as a command sees it: its record, what was observed of its process, and the actions of
 * lifecycle.spec (actions.c).  Commands raise events; the interpreter (decide/lifecycle.h) does the rest.
 */
#ifndef CMD_CONTAINER_H
#define CMD_CONTAINER_H

#include <stdbool.h>
#include "act/child.h"
#include "cmd/context.h"
#include "decide/lifecycle.h"
#include "record/record.h"
#include "record/state.h"

enum { LOCK_SECONDS = 10, STOP_MS = 10000 };

struct container {
	struct context *context;
	struct record record;
	enum state at; /* as observed; only the interpreter changes it */
	enum event during; /* the event whose step is at hand */
	enum state toward; /* where that leads */
	struct state_file state;
	int pidfd; /* of the process while it lives; -1 */

	int signal; /* kill */
	const struct cgroup_limits *limits; /* update */
	int (*inspect)(struct container *c, struct error *err); /* what a command does that only reads */
	const struct plan *plan; /* create */
	struct child child;
	struct times *times; /* of the container's process, shared with it; NULL: nobody wants to know */
	const char *pid_file, *console_socket, *pidfd_socket;
	bool keep_master; /* run: the terminal's master stays with this command */
	int master;
};

/* For create: the root is made, no record is looked for. */
int container_new(struct context *context, const char *id, struct container *ret, struct error *err);

/*
 * Finds the container and its true state.  With `who` (the command's name) the record is locked for it.
 * A container that is not there is no error: its state is none.
 */
int container_find(struct context *context, const char *id, const char *who, struct container *ret, struct error *err);

/*
 * What others have made of it meanwhile: a command that waits for long without the lock looks again before it raises an event.
 * Of a process that has ended since, the state is that of the record: to say `exited` is the caller's.  What cannot be read
 * leaves what was known.
 */
void container_refresh(struct container *c);

/* Raises an event. */
int container_event(struct container *c, enum event event, struct error *err);

/* The events of create and of start, one after the other. */
int container_create(struct container *c, const struct plan *plan, struct error *err);
int container_start(struct container *c, struct error *err);

void container_close(struct container *c);

/* Finishes the records of deleted containers that nobody finishes: called by commands that change something. */
void container_finish_undone(struct context *context, int root);

#endif
