/*
 * scheduling.h: when the monitor and its threads are served: processors, disks, memory nodes, cache (config.md, "Linux
 * Process"; config-linux.md, "IntelRdt" and "Memory policy").  What config.json does not say stays as the caller has it, but
 * for the processors: the monitor may run on all of its cpuset.
 */
#ifndef DECIDE_SCHEDULING_H
#define DECIDE_SCHEDULING_H

#include <stdbool.h>
#include <stdint.h>
#include "base/error.h"
#include "base/json_writer.h"
#include "base/warnings.h"

enum { MEMORY_NODES = 1024, NODE_WORDS = MEMORY_NODES / (8 * sizeof(unsigned long)) };

struct scheduling {
	const char *policy_word; /* NULL: nothing is said */
	unsigned policy, priority;
	int nice;
	uint64_t flags, runtime, deadline, period; /* of sched_setattr(2); nanoseconds */

	const char *io_word; /* NULL: nothing is said */
	int io_priority; /* class and level, as ioprio_set(2) has them */

	const char *memory_word; /* NULL: nothing is said */
	int memory_mode; /* with its flags, as set_mempolicy(2) has them */
	bool has_nodes;
	unsigned long nodes[NODE_WORDS]; /* a bit for each */

	const char *rdt_class; /* a directory of resctrl; "" is the default one, NULL: nothing is said */
};

struct config;

/* RESCTRL: is one mounted?  Errors name the field, its value and what would work; texts of ret are config's and the spec's. */
int scheduling_of(
    const struct config *c, bool resctrl, struct scheduling *ret, struct warnings *warn, struct error *err);

/* The member "scheduling" of the plan. */
void scheduling_json(const struct scheduling *s, struct json_writer *w);

#endif
