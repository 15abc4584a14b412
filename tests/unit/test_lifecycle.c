/*
 * Every pair of state and event, and each of its actions failing in turn, against the vectors that the generator wrote on a
 * path of its own (names, not table rows); and by hand what the OCI runtime-spec and the engines ask for.
 */
#include "unit.h"
#include "decide/lifecycle.h"

struct vector {
	const char *in, *event, *verdict, *to;
	int errnum;
	const char *fails, *actions;
};

static const struct vector vectors[] = {
#define VECTOR(in, event, verdict, to, errnum, fails, actions) { in, event, verdict, to, errnum, fails, actions },
#include "lifecycle_vectors.h"
};
enum { VECTORS = sizeof vectors / sizeof *vectors };

/* What a run did: all its actions, those that only warned, the states it was told of. */
struct run {
	int done, fail_at, fail_too, warned;
	char log[512], warnings[512];
	enum event during;
	enum state toward;
};

static int act(void *with, enum action a, struct error *err)
{
	struct run *r = with;

	strcat(strcat(r->log, r->log[0] ? " " : ""), action_name(a));
	r->done++;
	if (r->done == r->fail_at || r->done == r->fail_too)
		return fail(err, EIO, "attempt %d failed", r->done);
	return 0;
}

static void warn(void *with, enum action a, const struct error *err)
{
	struct run *r = with;

	assert_int_equal(err->num, EIO);
	strcat(strcat(r->warnings, r->warnings[0] ? " " : ""), action_name(a));
	r->warned++;
}

static void toward(void *with, enum event ev, enum state to)
{
	((struct run *)with)->during = ev;
	((struct run *)with)->toward = to;
}

static int step(struct run *r, enum state *at, enum event ev, struct error *err)
{
	struct actor who = { .act = act, .warn = warn, .toward = toward, .with = r };

	return lifecycle_step(at, ev, &who, "box", err);
}

static enum state state_of(const char *name)
{
	int state = state_by_name(name);

	assert_int_not_equal(state, -1);
	return (enum state)state;
}

static const struct vector *vector_of(const char *in, const char *event)
{
	for (int i = 0; i < VECTORS; i++)
		if (!strcmp(vectors[i].in, in) && !strcmp(vectors[i].event, event))
			return &vectors[i];
	fail_msg("no vector for %s %s", in, event);
	return NULL;
}

/* The actions of a vector: their names without "?", which of them only warn; returns how many. */
static int split_actions(const char *actions, char plain[512], int warns[16])
{
	int n = 0;

	plain[0] = 0;
	for (const char *p = actions; *p; p++) {
		if (p == actions || p[-1] == ' ')
			warns[n++] = 0;
		if (*p == '?')
			warns[n - 1] = 1;
		else
			strncat(plain, p, 1);
	}
	return n;
}

static void run_vector(const struct vector *v, int fail_at)
{
	char plain[512];
	int warns[16], n = split_actions(v->actions, plain, warns);
	struct run r = { .fail_at = fail_at };
	struct error err = { 0 };
	enum state at = state_of(v->in);
	int hard = fail_at && !warns[fail_at - 1];
	const char *end = v->to;

	if (hard)
		end = strcmp(v->fails, "=") ? vector_of(v->to, v->fails)->to : v->in;
	assert_int_equal(step(&r, &at, (enum event)event_by_name(v->event), &err), hard || v->errnum ? -1 : 0);
	assert_string_equal(state_name(at), end);
	assert_int_equal(r.warned, fail_at && !hard);
	assert_int_equal(err.num, hard ? EIO : v->errnum);
	if (hard) {
		char want[64];

		snprintf(want, sizeof want, "attempt %d failed", fail_at);
		assert_string_equal(err.text, want);
	} else {
		assert_string_equal(r.log, plain);
		assert_int_equal(r.done, n);
	}
}

static void test_vectors(void **state)
{
	int runs = 0;

	(void)state;
	assert_int_equal(VECTORS, STATE_COUNT * EVENT_COUNT);
	for (int i = 0; i < VECTORS; i++) {
		char plain[512];
		int warns[16], n = split_actions(vectors[i].actions, plain, warns);

		for (int k = 0; k <= n; k++, runs++)
			run_vector(&vectors[i], k);
	}
	assert_true(runs > VECTORS);
}

static void test_verdicts(void **state)
{
	static const char *const names[] = { "step", "refuse", "ignore" };

	(void)state;
	for (int i = 0; i < VECTORS; i++) {
		enum verdict v =
		    lifecycle_verdict(state_of(vectors[i].in), (enum event)event_by_name(vectors[i].event));

		assert_string_equal(names[v], vectors[i].verdict);
	}
}

static void expect_refused(enum state from, enum event ev, int num, const char *text)
{
	struct run r = { 0 };
	struct error err = { 0 };
	enum state at = from;

	assert_int_equal(step(&r, &at, ev, &err), -1);
	assert_int_equal(at, from);
	assert_int_equal(r.done, 0);
	assert_int_equal(err.num, num);
	assert_string_equal(err.text, text);
}

/* By hand: the texts that engines look for. */
static void test_refusals(void **state)
{
	(void)state;
	expect_refused(STATE_NONE, EVENT_START, ENOENT, "container `box` does not exist");
	expect_refused(STATE_NONE, EVENT_KILL, ENOENT, "container `box` does not exist");
	expect_refused(STATE_NONE, EVENT_STATE, ENOENT, "container `box` does not exist");
	expect_refused(STATE_NONE, EVENT_DELETE, ENOENT, "container `box` does not exist");
	expect_refused(STATE_RUNNING, EVENT_CREATE, EEXIST, "container with given ID already exists");
	expect_refused(STATE_STOPPED, EVENT_KILL, ESRCH, "container not running");
	expect_refused(STATE_RUNNING, EVENT_DELETE, EBUSY, "container `box` is not stopped; --force would kill it");
}

/* An id is never read as a format or as another hole. */
static void test_hostile_id(void **state)
{
	struct run r = { 0 };
	struct actor who = { .act = act, .warn = warn, .with = &r };
	struct error err = { 0 };
	enum state at = STATE_NONE;

	(void)state;
	assert_int_equal(lifecycle_step(&at, EVENT_START, &who, "%s%n{id}", &err), -1);
	assert_string_equal(err.text, "container `%s%n{id}` does not exist");
}

static void expect_step(enum state from, enum event ev, enum state to, const char *actions)
{
	struct run r = { 0 };
	struct error err = { 0 };
	enum state at = from;

	assert_int_equal(step(&r, &at, ev, &err), 0);
	assert_int_equal(at, to);
	assert_string_equal(r.log, actions);
	if (actions[0]) {
		assert_int_equal(r.during, ev);
		assert_int_equal(r.toward, to);
	}
}

/* By hand: the way of a container, the two kinds of delete, and kill --all of a stopped one. */
static void test_way(void **state)
{
	(void)state;
	expect_step(STATE_NONE, EVENT_CREATE, STATE_CREATING, "reserve");
	expect_step(STATE_CREATING, EVENT_RESERVED, STATE_CREATING,
	    "build hook:prestart hook:createRuntime hook:createContainer");
	expect_step(STATE_CREATING, EVENT_BUILT, STATE_CREATED, "write_state commit");
	expect_step(STATE_CREATED, EVENT_START, STATE_CREATED, "hook:startContainer release");
	expect_step(STATE_CREATED, EVENT_EXECED, STATE_RUNNING, "write_state hook:poststart");
	expect_step(STATE_RUNNING, EVENT_EXITED, STATE_STOPPED, "write_state");
	expect_step(STATE_STOPPED, EVENT_DELETE, STATE_NONE, "stop undo hook:poststop forget");
	expect_step(STATE_CREATED, EVENT_DELETE, STATE_NONE, "stop undo hook:poststop forget");
	expect_step(STATE_RUNNING, EVENT_DELETE_FORCE, STATE_NONE, "stop undo hook:poststop forget");
	expect_step(STATE_NONE, EVENT_DELETE_FORCE, STATE_NONE, "");
	expect_step(STATE_STOPPED, EVENT_KILL_ALL, STATE_STOPPED, "");
}

/* A start whose poststart hook fails ends as OCI says; what fails while cleaning up is a warning, never the error. */
static void test_failed_start(void **state)
{
	struct run r = { .fail_at = 2, .fail_too = 4 };
	struct error err = { 0 };
	enum state at = STATE_CREATED;

	(void)state;
	assert_int_equal(step(&r, &at, EVENT_EXECED, &err), -1);
	assert_string_equal(r.log, "write_state hook:poststart stop undo");
	assert_int_equal(r.during, EVENT_FAILED);
	assert_string_equal(r.warnings, "undo");
	assert_string_equal(err.text, "attempt 2 failed");
	assert_int_equal(at, STATE_RUNNING); /* the record stays: delete --force can be repeated */
}

static void test_names(void **state)
{
	(void)state;
	for (int i = 0; i < STATE_COUNT; i++)
		assert_int_equal(state_by_name(state_name((enum state)i)), i);
	for (int i = 0; i < EVENT_COUNT; i++)
		assert_int_equal(event_by_name(event_name((enum event)i)), i);
	for (int i = 0; i < RESOURCE_COUNT; i++)
		assert_int_equal(resource_by_name(resource_name((enum resource)i)), i);
	assert_int_equal(state_by_name("Running"), -1);
	assert_int_equal(state_by_name(""), -1);
	assert_string_equal(action_name(ACTION_HOOK_CREATE_RUNTIME), "hook:createRuntime");
	assert_string_equal(action_name(ACTION_END), "");
}

static void test_resources(void **state)
{
	(void)state;
	assert_int_equal(resource_args(RESOURCE_TAP), 4);
	assert_string_equal(resource_arg_name(RESOURCE_TAP, 0), "netns");
	assert_string_equal(resource_arg_name(RESOURCE_TAP, 3), "name");
	assert_int_equal(resource_args(RESOURCE_PROCESS), 2);
	assert_string_equal(resource_arg_name(RESOURCE_PROCESS, 1), "starttime");
	assert_int_equal(resource_maker(RESOURCE_TAP), ACTION_RELEASE);
	assert_int_equal(resource_maker(RESOURCE_CGROUP), ACTION_BUILD);
	assert_true(resource_later(RESOURCE_TAP));
	assert_false(resource_later(RESOURCE_PROCESS));
	assert_false(state_is_saved(STATE_NONE));
	assert_true(state_is_saved(STATE_STOPPED));
	assert_true(state_has_pid(STATE_PAUSED));
	assert_false(state_has_pid(STATE_STOPPED));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_vectors),
		cmocka_unit_test(test_verdicts),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_hostile_id),
		cmocka_unit_test(test_way),
		cmocka_unit_test(test_failed_start),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_resources),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
