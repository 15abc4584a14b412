/* oom.h: hears of a cgroup that runs out of memory (cgroup-v1/memory.rst 9 and 10; cgroup-v2.rst, memory.events). */
#ifndef ACT_OOM_H
#define ACT_OOM_H

#include "act/cgroup.h"

struct oom {
	int fd; /* readable when there may be news; -1: no cgroup of these counts memory */
	const char *dir;
	bool v2;
	unsigned long long kills; /* v2: so far */
};

int oom_open(const struct cgroup_dirs *dirs, struct oom *ret, struct error *err);

/* Reads the news: has it run out of memory since the last time? */
bool oom_happened(struct oom *o);

void oom_close(struct oom *o);

#endif
