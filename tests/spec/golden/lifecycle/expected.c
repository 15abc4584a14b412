/*
 * lifecycle_table.c: generated from tiny.spec by gen/lifecycle.awk.  Change those, not this.
 * One table for the program, its model, its tests and its documentation.
 */

#include "lifecycle_table.h"
#include <errno.h>
#include <string.h>

static const char pool[] =
	"\0"
	/* 1 */ "dark" "\0"
	/* 6 */ "on" "\0"
	/* 9 */ "broken" "\0"
	/* 16 */ "press" "\0"
	/* 22 */ "kick" "\0"
	/* 27 */ "burnt" "\0"
	/* 33 */ "connect" "\0"
	/* 41 */ "hook:beforeLight" "\0"
	/* 58 */ "light" "\0"
	/* 64 */ "switch_off" "\0"
	/* 75 */ "note" "\0"
	/* 80 */ "sweep" "\0"
	/* 86 */ "wire" "\0"
	/* 91 */ "from" "\0"
	/* 96 */ "to" "\0"
	/* 99 */ "heat" "\0"
	/* 104 */ "watts" "\0"
	/* 110 */ "lamp {id} does not like that" "\0"
	/* 139 */ "lamp {id} is broken" "\0";

static const unsigned short state_names[STATE_COUNT] = {
	1, /* dark */
	6, /* on */
	9, /* broken */
};

const char *state_name(enum state state)
{
	return pool + state_names[state];
}

static const unsigned short event_names[EVENT_COUNT] = {
	16, /* press */
	22, /* kick */
	27, /* burnt */
};

const char *event_name(enum event event)
{
	return pool + event_names[event];
}

static const unsigned short action_names[ACTION_COUNT] = {
	0,
	33, /* connect */
	41, /* hook:beforeLight */
	58, /* light */
	64, /* switch_off */
	75, /* note */
	80, /* sweep */
};

const char *action_name(enum action action)
{
	return pool + action_names[action];
}

static const unsigned short resource_names[RESOURCE_COUNT] = {
	86, /* wire */
	99, /* heat */
};

const char *resource_name(enum resource resource)
{
	return pool + resource_names[resource];
}

int state_by_name(const char *name)
{
	for (int i = 0; i < STATE_COUNT; i++)
		if (strcmp(pool + state_names[i], name) == 0)
			return i;
	return -1;
}

int event_by_name(const char *name)
{
	for (int i = 0; i < EVENT_COUNT; i++)
		if (strcmp(pool + event_names[i], name) == 0)
			return i;
	return -1;
}

int resource_by_name(const char *name)
{
	for (int i = 0; i < RESOURCE_COUNT; i++)
		if (strcmp(pool + resource_names[i], name) == 0)
			return i;
	return -1;
}

const char *step_why(const struct step *step)
{
	return pool + step->why;
}

static const unsigned is_saved_states = 1u << STATE_ON | 1u << STATE_BROKEN | 0;
static const unsigned has_pid_states = 1u << STATE_ON | 0;

int state_is_saved(enum state state)
{
	return is_saved_states >> state & 1;
}

int state_has_pid(enum state state)
{
	return has_pid_states >> state & 1;
}

bool resource_later(enum resource resource)
{
	return (0u | 1u << RESOURCE_HEAT) >> resource & 1;
}

static const unsigned short arg_names[RESOURCE_COUNT][RESOURCE_ARGS_MAX + 1] = {
	[RESOURCE_WIRE] = { 91, 96, 0 }, /* line 21: from,to */
	[RESOURCE_HEAT] = { 104, 0 }, /* line 22: watts */
};

int resource_args(enum resource resource)
{
	int n = 0;

	while (arg_names[resource][n])
		n++;
	return n;
}

const char *resource_arg_name(enum resource resource, int arg)
{
	return pool + arg_names[resource][arg];
}

static const unsigned char makers[RESOURCE_COUNT] = {
	[RESOURCE_WIRE] = ACTION_CONNECT,
	[RESOURCE_HEAT] = ACTION_LIGHT,
};

enum action resource_maker(enum resource resource)
{
	return makers[resource];
}

const struct step lifecycle[STATE_COUNT][EVENT_COUNT] = {
	[STATE_DARK] = {
		[EVENT_PRESS] = { VERDICT_STEP, STATE_ON, EVENT_BURNT, { ACTION_CONNECT, ACTION_HOOK_BEFORE_LIGHT | ACTION_ONLY_WARNS, ACTION_LIGHT, ACTION_END } }, /* line 12 */
		[EVENT_KICK] = { VERDICT_REFUSE, STATE_DARK, EVENT_COUNT, .errnum = EPERM, .why = 110 }, /* line 17 */
		[EVENT_BURNT] = { VERDICT_IGNORE, STATE_DARK, EVENT_COUNT }, /* line 19 */
	},
	[STATE_ON] = {
		[EVENT_PRESS] = { VERDICT_STEP, STATE_DARK, EVENT_COUNT, { ACTION_SWITCH_OFF, ACTION_END } }, /* line 13 */
		[EVENT_KICK] = { VERDICT_REFUSE, STATE_ON, EVENT_COUNT, .errnum = EPERM, .why = 110 }, /* line 17 */
		[EVENT_BURNT] = { VERDICT_STEP, STATE_BROKEN, EVENT_COUNT, { ACTION_NOTE, ACTION_END } }, /* line 14 */
	},
	[STATE_BROKEN] = {
		[EVENT_PRESS] = { VERDICT_REFUSE, STATE_BROKEN, EVENT_COUNT, .errnum = EINVAL, .why = 139 }, /* line 18 */
		[EVENT_KICK] = { VERDICT_STEP, STATE_DARK, EVENT_COUNT, { ACTION_SWEEP | ACTION_ONLY_WARNS, ACTION_NOTE, ACTION_END } }, /* line 15 */
		[EVENT_BURNT] = { VERDICT_IGNORE, STATE_BROKEN, EVENT_COUNT }, /* line 19 */
	},
};
