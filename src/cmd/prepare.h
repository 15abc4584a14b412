/* prepare.h: the road from a bundle to its plan: look and read what decide needs, then what the plan needs. */
#ifndef CMD_PREPARE_H
#define CMD_PREPARE_H

#include "cmd/context.h"
#include "decide/monitor.h"
#include "decide/plan.h"
#include "record/state.h"

/* Changes nothing on the host and needs no root; what could not be known stands in the plan. */
int prepare_plan(struct context *c, const char *id, struct plan *ret, struct error *err);

/*
 * For a command that guests have not and that makes a container of BUNDLE: does not return if that is an ordinary one, and
 * fails if the other runtime cannot be had.  0: it is a guest's, or nobody knows.
 */
int prepare_leave(struct context *c, const char *bundle, struct error *err);

/* What the first record of the container says.  Fails without /proc: who could not tell this boot from another would not know
   whose the recorded pid is by then. */
int prepare_state(struct context *c, const struct plan *plan, struct state_file *ret, struct error *err);

#endif
