/* device.h: which devices a container may open or make (config-linux.md, "Allowed Device list"). */
#ifndef DECIDE_DEVICE_H
#define DECIDE_DEVICE_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/error.h"

enum { DEVICE_MAKE = 1, DEVICE_READ = 2, DEVICE_WRITE = 4, DEVICE_ALL = 7 }; /* the values of linux/bpf.h */

struct device_rule {
	bool allow;
	char type; /* 'a' any, 'b', 'c' */
	long long major, minor; /* -1: any */
	unsigned access; /* of DEVICE_... */
};

struct device_rules {
	const struct device_rule *at;
	size_t n;
};

struct config;
struct plan_device;

/*
 * Deny all, then the engine's rules in their order, then exactly the devices of the plan; those that every program may open
 * too, if hooks are to run among the rules.  Refuses what no kernel takes.
 */
int device_rules_of(const struct config *config, const struct plan_device *devices, size_t n, struct arena *a,
    struct device_rules *ret, struct error *err);

/* "rwm" to bits; 0 for anything else. */
unsigned device_access(const char *word);

struct bpf_insn;

/*
 * The rules as a BPF_PROG_TYPE_CGROUP_DEVICE program (linux/bpf.h): each of read, write and mknod is decided by the last
 * rule that speaks of it, and none means no.  A result of 1 lets all that was asked for happen.  E2BIG: more than `room`
 * instructions.
 */
int device_program(
    const struct device_rules *rules, struct bpf_insn *ret, size_t room, size_t *ret_n, struct error *err);

#endif
