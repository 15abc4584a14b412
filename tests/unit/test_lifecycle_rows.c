/*
 * The whole of the lifecycle a second time, by hand: what each event does in each state, in which order, and how it is said.
 * spec/lifecycle.spec is the same told in fewer rows; a word that is wrong there is not wrong here as well.
 */
#include "unit.h"
#include "decide/lifecycle.h"

#define GONE	    "stop undo hook:poststop? forget"
#define ABSENT	    "container `{id}` does not exist"
#define BEING_MADE  "container `{id}` is still being created"
#define TAKEN	    "container with given ID already exists"
#define NOT_RUNNING "container not running"
#define NOT_PAUSED  "container `{id}` is not paused"
#define ALIVE	    "container `{id}` is not stopped; --force would kill it"

/* to and does: a step; fails: the event that a failed action becomes, NULL: none.  errnum and why: a refusal.  Else ignored. */
static const struct row {
	const char *to, *does, *fails;
	int errnum;
	const char *why;
} rows[STATE_COUNT][EVENT_COUNT] = {
	[STATE_NONE] = {
		[EVENT_CREATE] = { "creating", "reserve" },
		[EVENT_START] = { .errnum = ENOENT, .why = ABSENT },
		[EVENT_KILL] = { .errnum = ENOENT, .why = ABSENT },
		[EVENT_KILL_ALL] = { .errnum = ENOENT, .why = ABSENT },
		[EVENT_PAUSE] = { .errnum = ENOENT, .why = ABSENT },
		[EVENT_RESUME] = { .errnum = ENOENT, .why = ABSENT },
		[EVENT_DELETE] = { .errnum = ENOENT, .why = ABSENT },
		[EVENT_STATE] = { .errnum = ENOENT, .why = ABSENT },
		[EVENT_INSPECT] = { .errnum = ENOENT, .why = ABSENT },
		[EVENT_UPDATE] = { .errnum = ENOENT, .why = ABSENT },
	},
	[STATE_CREATING] = {
		[EVENT_CREATE] = { .errnum = EEXIST, .why = TAKEN },
		[EVENT_START] = { .errnum = EBUSY, .why = BEING_MADE },
		[EVENT_KILL] = { .errnum = EBUSY, .why = BEING_MADE },
		[EVENT_KILL_ALL] = { .errnum = EBUSY, .why = BEING_MADE },
		[EVENT_PAUSE] = { .errnum = EBUSY, .why = BEING_MADE },
		[EVENT_RESUME] = { .errnum = EBUSY, .why = BEING_MADE },
		[EVENT_DELETE] = { .errnum = EBUSY, .why = BEING_MADE },
		[EVENT_DELETE_FORCE] = { "none", GONE },
		[EVENT_STATE] = { "creating", "report" },
		[EVENT_INSPECT] = { .errnum = EBUSY, .why = BEING_MADE },
		[EVENT_UPDATE] = { .errnum = EBUSY, .why = BEING_MADE },
		[EVENT_RESERVED] = { "creating", "build hook:prestart hook:createRuntime hook:createContainer", "failed" },
		[EVENT_BUILT] = { "created", "write_state commit", "failed" },
		[EVENT_EXITED] = { "none", "undo hook:poststop? forget" },
		[EVENT_FAILED] = { "none", GONE },
	},
	[STATE_CREATED] = {
		[EVENT_CREATE] = { .errnum = EEXIST, .why = TAKEN },
		[EVENT_START] = { "created", "hook:startContainer release", "failed" },
		[EVENT_KILL] = { "created", "signal" },
		[EVENT_KILL_ALL] = { "created", "signal_all" },
		[EVENT_PAUSE] = { .errnum = EINVAL, .why = "container `{id}` has not been started" },
		[EVENT_RESUME] = { .errnum = EINVAL, .why = NOT_PAUSED },
		[EVENT_DELETE] = { "none", GONE },
		[EVENT_DELETE_FORCE] = { "none", GONE },
		[EVENT_STATE] = { "created", "report" },
		[EVENT_INSPECT] = { "created", "inspect" },
		[EVENT_UPDATE] = { "created", "limit" },
		[EVENT_EXECED] = { "running", "write_state hook:poststart", "failed" },
		[EVENT_EXITED] = { "stopped", "write_state" },
		[EVENT_FAILED] = { "none", GONE },
	},
	[STATE_RUNNING] = {
		[EVENT_CREATE] = { .errnum = EEXIST, .why = TAKEN },
		[EVENT_START] = { .errnum = EINVAL, .why = "container `{id}` was started before" },
		[EVENT_KILL] = { "running", "signal" },
		[EVENT_KILL_ALL] = { "running", "signal_all" },
		[EVENT_PAUSE] = { "running", "freeze" },
		[EVENT_RESUME] = { .errnum = EINVAL, .why = NOT_PAUSED },
		[EVENT_DELETE] = { .errnum = EBUSY, .why = ALIVE },
		[EVENT_DELETE_FORCE] = { "none", GONE },
		[EVENT_STATE] = { "running", "report" },
		[EVENT_INSPECT] = { "running", "inspect" },
		[EVENT_UPDATE] = { "running", "limit" },
		[EVENT_FROZEN] = { "paused", "write_state" },
		[EVENT_EXITED] = { "stopped", "write_state" },
		[EVENT_FAILED] = { "none", GONE },
	},
	[STATE_PAUSED] = {
		[EVENT_CREATE] = { .errnum = EEXIST, .why = TAKEN },
		[EVENT_START] = { .errnum = EINVAL, .why = "container `{id}` was started before" },
		[EVENT_KILL] = { "paused", "signal" },
		[EVENT_KILL_ALL] = { "paused", "signal_all" },
		[EVENT_PAUSE] = { .errnum = EINVAL, .why = "container `{id}` is paused already" },
		[EVENT_RESUME] = { "paused", "thaw" },
		[EVENT_DELETE] = { .errnum = EBUSY, .why = ALIVE },
		[EVENT_DELETE_FORCE] = { "none", GONE },
		[EVENT_STATE] = { "paused", "report" },
		[EVENT_INSPECT] = { "paused", "inspect" },
		[EVENT_UPDATE] = { "paused", "limit" },
		[EVENT_THAWED] = { "running", "write_state" },
		[EVENT_EXITED] = { "stopped", "write_state" },
	},
	[STATE_STOPPED] = {
		[EVENT_CREATE] = { .errnum = EEXIST, .why = TAKEN },
		[EVENT_START] = { .errnum = EINVAL, .why = "container `{id}` has stopped; it cannot be started again" },
		[EVENT_KILL] = { .errnum = ESRCH, .why = NOT_RUNNING },
		[EVENT_PAUSE] = { .errnum = ESRCH, .why = NOT_RUNNING },
		[EVENT_RESUME] = { .errnum = EINVAL, .why = NOT_PAUSED },
		[EVENT_DELETE] = { "none", GONE },
		[EVENT_DELETE_FORCE] = { "none", GONE },
		[EVENT_STATE] = { "stopped", "report" },
		[EVENT_INSPECT] = { .errnum = ESRCH, .why = NOT_RUNNING },
		[EVENT_UPDATE] = { .errnum = ESRCH, .why = NOT_RUNNING },
	},
};

/* The actions of a row of the table as the spec would write them. */
static void actions_of(const struct step *s, char out[256])
{
	out[0] = 0;
	for (int i = 0; s->actions[i] != ACTION_END; i++) {
		strcat(out, i ? " " : "");
		strcat(out, action_name((enum action)(s->actions[i] & ~ACTION_ONLY_WARNS)));
		strcat(out, s->actions[i] & ACTION_ONLY_WARNS ? "?" : "");
	}
}

static void compare(const struct row *want, const struct step *got, enum state in)
{
	char actions[256];

	actions_of(got, actions);
	assert_int_equal(got->verdict, want->does ? VERDICT_STEP : want->why ? VERDICT_REFUSE : VERDICT_IGNORE);
	assert_string_equal(actions, want->does ? want->does : "");
	assert_string_equal(state_name((enum state)got->to), want->to ? want->to : state_name(in));
	assert_string_equal(
	    got->fails == EVENT_COUNT ? "" : event_name((enum event)got->fails), want->fails ? want->fails : "");
	assert_int_equal(got->errnum, want->errnum);
	assert_string_equal(step_why(got), want->why ? want->why : "");
}

static void test_rows(void **state)
{
	(void)state;
	for (int in = 0; in < STATE_COUNT; in++)
		for (int ev = 0; ev < EVENT_COUNT; ev++)
			compare(&rows[in][ev], &lifecycle[in][ev], (enum state)in);
}

/* OCI's words for the states of a container, and ours: engines read the first. */
static void test_states(void **state)
{
	static const struct {
		const char *name;
		bool saved, pid;
	} want[STATE_COUNT] = {
		[STATE_NONE] = { "none", false, false },
		[STATE_CREATING] = { "creating", true, false },
		[STATE_CREATED] = { "created", true, true },
		[STATE_RUNNING] = { "running", true, true },
		[STATE_PAUSED] = { "paused", true, true },
		[STATE_STOPPED] = { "stopped", true, false },
	};

	(void)state;
	for (int i = 0; i < STATE_COUNT; i++) {
		assert_string_equal(state_name((enum state)i), want[i].name);
		assert_int_equal(!!state_is_saved((enum state)i), want[i].saved);
		assert_int_equal(!!state_has_pid((enum state)i), want[i].pid);
	}
}

static void expect_resource(enum resource r, enum action maker, bool later, const char *args)
{
	char got[128] = "";

	for (int i = 0; i < resource_args(r); i++)
		strcat(strcat(got, i ? "," : ""), resource_arg_name(r, i));
	assert_string_equal(got, args);
	assert_int_equal(resource_maker(r), maker);
	assert_int_equal(resource_later(r), later);
}

static void test_resources(void **state)
{
	(void)state;
	assert_int_equal(RESOURCE_COUNT, 4);
	expect_resource(RESOURCE_CGROUP, ACTION_BUILD, false, "path");
	expect_resource(RESOURCE_PROCESS, ACTION_BUILD, false, "pid,starttime");
	expect_resource(RESOURCE_TAP, ACTION_RELEASE, true, "netns,inode,ifindex,name");
	expect_resource(RESOURCE_REDIRECT, ACTION_RELEASE, false, "netns,inode,ifindex,tap");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_states),
		cmocka_unit_test(test_resources),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
