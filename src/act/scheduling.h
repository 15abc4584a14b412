/* scheduling.h: this process and its threads are served as the plan says (sched(7), ioprio_set(2), set_mempolicy(2)). */
#ifndef ACT_SCHEDULING_H
#define ACT_SCHEDULING_H

#include "base/error.h"
#include "decide/scheduling.h"

/* Before the jail, where /sys is still the host's: the class of the resource director. */
int scheduling_join(const struct scheduling *s, struct error *err);

/*
 * With root's rights, in its cgroups, which bound it; late, since what is idle builds no jail in time.  All processors of the cpuset, whatever the caller was
 * bound to; then what is said.  The execution domain is that of this machine, with no flag of the caller's.
 */
int scheduling_take(const struct scheduling *s, struct error *err);

#endif
