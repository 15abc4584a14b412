/* cgroup_value.h: a limit of config.json as the text that a file of a cgroup takes. */
#ifndef DECIDE_CGROUP_VALUE_H
#define DECIDE_CGROUP_VALUE_H

#include "decide/cgroup.h"

/*
 * Makes the text of VALUE by one of spec/cgroup.spec's ways; KEY is for HOW_KEY.  `all`: the other limits, as some are
 * written together or less another.  NULL in *ret: nothing is to be written.  EINVAL: no kernel takes it.
 */
int cgroup_value_text(enum cgroup_how how, const char *key, const struct cgroup_value *value,
    const struct cgroup_limits *all, struct arena *a, const char **ret, struct error *err);

/* cgroup.c: the writes of limits, into a plan whose places are settled. */
int cgroup_decide_writes(const struct cgroup_layout *layout, const struct cgroup_limits *limits, struct arena *a,
    struct cgroup_plan *plan, struct error *err);

/* Does this value limit nothing, so that it matters to nobody whether it can be written? */
bool cgroup_value_is_free(const struct cgroup_value *value);

/* Is it as if the field were absent? */
bool cgroup_value_is_empty(const struct cgroup_value *value);

/* cpu.shares (2 to 262144, 1024 is the kernel's default) as cpu.weight (1 to 10000, default 100). */
unsigned cgroup_weight_of_shares(long long shares);

#endif
