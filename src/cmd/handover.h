/*
 * handover.h: ordinary containers are another runtime's: this process becomes it, before it made or said anything.
 * Who that is and what goes over: spec/handover.spec.
 */
#ifndef CMD_HANDOVER_H
#define CMD_HANDOVER_H

#include "cmd/context.h"
#include "read/glance.h"
#include "read/json.h"

/*
 * A later command (start, kill, exec, ...) whose id is another runtime's and not ours: does not return.  Returns 0 when the
 * command is ours, -1 when it is not and the other runtime cannot be had.
 */
int handover_command(struct context *c, struct error *err);

/*
 * create and run of a bundle that is no guest's: returns only with an error.  CONFIG is its config.json, which is changed if a
 * row `adapt` says so.
 */
int handover_bundle(struct context *c, const struct glance *g, const struct json_source *config, struct error *err);

#endif
