/*
 * lifecycle_table.h: generated from tiny.spec by gen/lifecycle.awk.  Change those, not this.
 * One table for the program, its model, its tests and its documentation.
 */

#ifndef LIFECYCLE_TABLE_H
#define LIFECYCLE_TABLE_H

#include <stdbool.h>

enum state {
	STATE_DARK, /* nothing is there */
	STATE_ON, /* it burns */
	STATE_BROKEN, /* it has burnt out */
	STATE_COUNT
};

enum event {
	EVENT_PRESS, /* asked */
	EVENT_KICK, /* asked */
	EVENT_BURNT, /* seen */
	EVENT_COUNT
};

enum action {
	ACTION_END,
	ACTION_CONNECT,
	ACTION_HOOK_BEFORE_LIGHT,
	ACTION_LIGHT,
	ACTION_SWITCH_OFF,
	ACTION_NOTE,
	ACTION_SWEEP,
	ACTION_COUNT,
	ACTION_ONLY_WARNS = 0x80 /* or'ed to an action whose failure is a warning */
};

enum resource {
	RESOURCE_WIRE, /* from,to: by both its ends */
	RESOURCE_HEAT, /* watts: it goes away by itself */
	RESOURCE_COUNT
};

enum { RESOURCE_ARGS_MAX = 2 };

enum verdict { VERDICT_STEP, VERDICT_REFUSE, VERDICT_IGNORE };

struct step {
	unsigned char verdict;
	unsigned char to;
	unsigned char fails; /* the event that a failed action becomes; EVENT_COUNT: none */
	unsigned char actions[4]; /* in order, ends at ACTION_END */
	unsigned char errnum; /* why the event is refused, or 0 */
	unsigned short why; /* see step_why */
};

extern const struct step lifecycle[STATE_COUNT][EVENT_COUNT];

/* The words of the spec.  by_name: -1 when there is no such name. */
const char *state_name(enum state);
const char *event_name(enum event);
const char *action_name(enum action);
const char *resource_name(enum resource);
int state_by_name(const char *name);
int event_by_name(const char *name);
int resource_by_name(const char *name);

/* Why an event is refused, "" when it is not; {id} stands for the container's id. */
const char *step_why(const struct step *step);

int state_is_saved(enum state); /* there is a record */
int state_has_pid(enum state); /* a process belongs to it */

/* What is recorded with a resource: how many arguments, and the name of each. */
int resource_args(enum resource);
const char *resource_arg_name(enum resource, int arg);
/* What takes long to go away is undone where nobody waits for it. */
bool resource_later(enum resource);
enum action resource_maker(enum resource);

#endif
