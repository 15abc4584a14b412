/*
 * identity.h: who the monitor is: limits, groups, user, no capability at all (credentials(7), capabilities(7)).
 * The process that calls these becomes the monitor; nothing here can be taken back.
 */
#ifndef ACT_IDENTITY_H
#define ACT_IDENTITY_H

#include <stdbool.h>
#include "base/error.h"
#include "decide/plan.h"

/*
 * Before the jail, where /proc is still the host's: oom_score_adj.  Going below the caller's own value needs
 * CAP_SYS_RESOURCE; EACCES or EPERM then, with the value.
 */
int identity_oom_score(const struct plan *plan, struct error *err);

/*
 * In this order: rlimits, session keyring, bounding set, groups (always, also none at all), gid, uid, the other capability
 * sets, umask, no_new_privs, not dumpable.  Afterwards only the seccomp filter is left to load.
 */
int identity_take(const struct plan *plan, struct error *err);

#endif
