/* hooks.h: hooks of a bundle: what create has to do for them besides the actions of lifecycle.spec. */
#ifndef CMD_HOOKS_H
#define CMD_HOOKS_H

#include "cmd/container.h"

/* Keeps config.json, as it was read, in the record if it has hooks for later: the bundle may change or be gone by then. */
int hooks_keep(struct container *c, struct error *err);

/* Tells of the hooks of create: whether the container's process waits for them, and which it runs itself. */
void hooks_of_child(struct container *c, struct child_request *request);

#endif
