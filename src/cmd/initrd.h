/* initrd.h: reads what the plan wants to be written into the jail: volumes for an initrd, the file of the guest's init. */
#ifndef CMD_INITRD_H
#define CMD_INITRD_H

#include "act/written.h"
#include "cmd/context.h"
#include "decide/plan.h"

/* ret->target is NULL when there is nothing to write.  The descriptor in it is the caller's (written_close). */
int initrd_read(struct context *c, const struct plan *plan, struct written *ret, struct error *err);

#endif
