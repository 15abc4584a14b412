/* mounts.h: what the host has at the sources of the mounts of config.json. */
#ifndef CMD_MOUNTS_H
#define CMD_MOUNTS_H

#include "cmd/context.h"
#include "decide/plan.h"
#include "read/resolv.h"

/*
 * Reads the mounts of in->config into in->mounts, looks at the sources that a guest may get, and reads name servers.  What
 * cannot be had is no error here: decide knows whether anybody wants it.
 */
void mounts_look(struct context *c, struct plan_input *in, struct resolv *ret);

#endif
