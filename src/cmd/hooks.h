/* hooks.h: hooks that run after create. */
#ifndef CMD_HOOKS_H
#define CMD_HOOKS_H

#include "cmd/container.h"

/* Keeps config.json in the record if it has hooks for later: they are those of now, and the bundle may be gone by then. */
int hooks_keep(struct container *c, struct error *err);

#endif
