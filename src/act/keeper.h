/*
 * keeper.h: the parked process stays as the parent of the monitor, where a row of the specs needs it (decide/keep.h): to press
 * the guest's power button, to time its grace, to translate its end.  The container's pid does not change, so the engine sees
 * the keeper's exit status.
 *
 * With a pid namespace of its own it is pid 1 there, and with it all others end; without, the monitor gets KILL when its
 * parent ends.  The monitor is not trusted: what it says is read in small pieces and never waited for.
 */
#ifndef ACT_KEEPER_H
#define ACT_KEEPER_H

#include "act/lean.h"
#include "base/error.h"
#include "decide/keep.h"

/*
 * Makes the sockets and forks.  0 in the child, which is to become the monitor: its ends of the sockets are open, signals are
 * as new, and it does not outlive its parent.  The parent keeps nothing open but its own ends, closes `channel` last, when
 * nothing can fail any more, and never returns.  -1: there is no child.
 */
int keeper_begin(const struct keep *keep, int channel, const struct lean_memory *memory, struct error *err);

#endif
