/* lifecycle.c: see lifecycle.h. */
#include "decide/lifecycle.h"

#include <stdbool.h>
#include <string.h>

enum verdict lifecycle_verdict(enum state at, enum event ev)
{
	return lifecycle[at][ev].verdict;
}

static int refuse(const struct step *s, const char *id, struct error *err)
{
	const char *why = step_why(s), *hole = strstr(why, "{id}");

	if (!hole)
		return fail(err, s->errnum, "%s", why);
	return fail(err, s->errnum, "%.*s%s%s", (int)(hole - why), why, id, hole + strlen("{id}"));
}

/* The actions of one step, in order, to its end or to the first that fails. */
static int do_actions(const struct step *s, enum event ev, const struct actor *who, bool cleaning, struct error *err)
{
	if (who->toward)
		who->toward(who->with, ev, s->to);
	for (const unsigned char *a = s->actions; *a != ACTION_END; a++) {
		bool only_warns = *a & ACTION_ONLY_WARNS;
		enum action action = *a & ~ACTION_ONLY_WARNS;
		struct error why = { 0 };

		if (who->act(who->with, action, &why) == 0)
			continue;
		if (only_warns || cleaning)
			who->warn(who->with, action, &why);
		else
			*err = why;
		if (!only_warns)
			return -1;
	}
	return 0;
}

int lifecycle_step(enum state *at, enum event ev, const struct actor *who, const char *id, struct error *err)
{
	/* Twice at most: no row fails with an event that fails onward (the generator sees to it). */
	for (bool cleaning = false;; cleaning = true) {
		const struct step *s = &lifecycle[*at][ev];

		if (s->verdict == VERDICT_REFUSE)
			return refuse(s, id, err);
		if (do_actions(s, ev, who, cleaning, err) == 0) {
			*at = s->to;
			return cleaning ? -1 : 0;
		}
		if (s->fails == EVENT_COUNT)
			return -1;
		*at = s->to;
		ev = s->fails;
	}
}
