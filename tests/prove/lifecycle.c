/*
 * The interpreter of the lifecycle with its generated table: every state, every event, every action failing or not.
 *
 * sources: src/decide/lifecycle.c gen/lifecycle_table.c src/base/error.c
 * options: -eva-slevel 1000 -eva-split-return full
 * quick
 */
#include "prove.h"
#include "decide/lifecycle.h"

/* What was seen of one call of the interpreter. */
struct run {
	const struct step *row;
	enum state before;
	enum event event;
	int told, next, calls, failed, warned;
	int first; /* the error of the first action whose failure counts */
	bool undone;
};

/* The row that counts: the one of the event, then the one of the event that its failure became. */
static void toward(void *with, enum event ev, enum state to)
{
	struct run *r = with;

	//@ assert it_is_told_whose_step_this_is: ev == (r->told ? r->row->fails : r->event);
	r->row = r->told ? &lifecycle[r->row->to][r->row->fails] : &lifecycle[r->before][r->event];
	r->told++;
	r->next = 0;
	//@ assert the_next_state_is_in_the_table: 0 <= to < STATE_COUNT && to == r->row->to;
	//@ assert a_failure_never_fails_onward_twice: r->told <= 2;
}

static int act(void *with, enum action a, struct error *err)
{
	struct run *r = with;

	//@ assert an_action_is_one_of_the_enum: ACTION_END < a < ACTION_COUNT;
	//@ assert a_row_has_an_end: r->next < sizeof(r->row->actions) - 1;
	//@ assert actions_come_in_the_order_of_the_row: a == (r->row->actions[r->next] & 0x7f);
	r->next++;
	r->calls++;
	if (a == ACTION_UNDO)
		r->undone = true;
	if (a == ACTION_FORGET) {
		//@ assert the_id_is_free_only_after_undo: r->undone == 1;
	}
	if (any(0, 1))
		return 0;
	err->num = ++r->failed;
	if (!r->first && !(r->row->actions[r->next - 1] & ACTION_ONLY_WARNS))
		r->first = err->num;
	return -1;
}

static void warn(void *with, enum action a, const struct error *err)
{
	struct run *r = with;

	//@ assert a_warning_is_of_the_last_action: a == (r->row->actions[r->next - 1] & 0x7f) && err->num > 0;
	//@ assert only_what_may_fail_warns: r->told == 2 || (r->row->actions[r->next - 1] & 0x80) != 0;
	r->warned++;
}

static void after(const struct run *r, enum state at, int rc, const struct error *err)
{
	enum verdict v = lifecycle_verdict(r->before, r->event);

	//@ assert it_succeeds_or_fails: rc == 0 || rc == -1;
	//@ assert a_state_stays_a_state: 0 <= at < STATE_COUNT;
	//@ assert a_failure_has_its_error_and_success_has_none: (rc == 0) == (err->num == 0);
	if (r->calls) {
		//@ assert the_error_is_of_the_first_failure: err->num == r->first;
	}
	//@ assert every_failure_is_told: r->failed == r->warned || rc == -1;
	if (v == VERDICT_REFUSE) {
		//@ assert a_refusal_changes_nothing: at == r->before && r->calls == 0 && rc == -1;
	} else if (v == VERDICT_IGNORE) {
		//@ assert what_is_ignored_changes_nothing: at == r->before && r->calls == 0 && rc == 0;
	} else if (rc == 0) {
		//@ assert success_is_the_state_of_the_row: at == r->row->to && r->row->actions[r->next] == ACTION_END;
	}
	if (r->before == STATE_STOPPED) {
		//@ assert no_resurrection: at == STATE_STOPPED || at == STATE_NONE;
	}
	if (r->before == STATE_NONE) {
		//@ assert what_is_not_there_is_only_created: at == STATE_NONE || r->event == EVENT_CREATE;
	}
}

int main(void)
{
	enum state before = any(0, STATE_COUNT - 1), at = before;
	enum event event = any(0, EVENT_COUNT - 1);
	struct run r = { .before = before, .event = event };
	struct actor who = { .act = act, .warn = warn, .toward = toward, .with = &r };
	struct error err = { 0 };
	int rc;

	//@ split before;
	//@ split event;
	at = before;
	r.before = before;
	r.event = event;
	rc = lifecycle_step(&at, event, &who, "box", &err);
	after(&r, at, rc, &err);
	return 0;
}
