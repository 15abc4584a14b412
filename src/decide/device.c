/* device.c: see device.h. */
#include "decide/device.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "decide/plan.h"
#include "read/config.h"

enum { MEMORY = 1, BASIC = 5 }; /* a major number, and how many of its devices */

unsigned device_access(const char *word)
{
	unsigned bits = 0;

	for (; *word; word++) {
		if (!strchr("rwm", *word))
			return 0;
		bits |= *word == 'r' ? DEVICE_READ : *word == 'w' ? DEVICE_WRITE : DEVICE_MAKE;
	}
	return bits;
}

static bool is_number(long long n)
{
	return n >= -1 && n <= INT32_MAX; /* the kernel has 12 bits of major, 20 of minor; -1: any */
}

static char letter_of(const struct config_device_rule *rule)
{
	if (rule->type == CONFIG_RULE_TYPE_B)
		return 'b';
	return rule->type == CONFIG_RULE_TYPE_C ? 'c' : 'a';
}

static int read_rule(const struct config_device_rule *from, size_t i, struct device_rule *ret, struct error *err)
{
	/* As in runc, a rule that names no access is about all of it. */
	const char *access = from->access && *from->access ? from->access : "rwm";

	ret->allow = from->allow;
	ret->type = letter_of(from);
	ret->major = from->has_major ? from->major : -1;
	ret->minor = from->has_minor ? from->minor : -1;
	ret->access = device_access(access);
	if (!ret->access)
		return fail(
		    err, EINVAL, "linux.resources.devices[%zu].access is made of r, w and m, not \"%s\"", i, access);
	if (!is_number(ret->major) || !is_number(ret->minor))
		return fail(err, EINVAL, "linux.resources.devices[%zu]: %lld:%lld is not the number of a device", i,
		    ret->major, ret->minor);
	return 0;
}

static bool is_all(const struct device_rule *rule)
{
	return rule->type == 'a' && rule->major < 0 && rule->minor < 0 && rule->access == DEVICE_ALL;
}

/* v1's "a" means all devices, numbers and accesses, whatever follows: a rule that says less is two rules. */
static size_t add_rule(struct device_rule *to, struct device_rule rule)
{
	if (rule.type != 'a' || is_all(&rule)) {
		*to = rule;
		return 1;
	}
	to[0] = to[1] = rule;
	to[0].type = 'b';
	to[1].type = 'c';
	return 2;
}

/*
 * null, zero, full, random, urandom: a createContainer hook is born in the container's cgroups, and hardly a program of the
 * host does without them.  Engines leave it to the runtime to allow them (config-linux.md, "Default Devices").  The jail has
 * no nodes of them, and its monitor cannot make any.
 */
static size_t add_basic(struct device_rule *to)
{
	static const int minors[BASIC] = { 3, 5, 7, 8, 9 };

	for (size_t i = 0; i < BASIC; i++)
		to[i] = (struct device_rule){ true, 'c', MEMORY, minors[i], DEVICE_READ | DEVICE_WRITE };
	return BASIC;
}

int device_rules_of(const struct config *config, const struct plan_device *devices, size_t n, struct arena *a,
    struct device_rules *ret, struct error *err)
{
	size_t engine = config->linux_resources_devices_count, used = 0;
	struct device_rule *rules = take_many(a, 1 + 2 * engine + BASIC + n, sizeof *rules), rule;

	rules[used++] = (struct device_rule){ false, 'a', -1, -1, DEVICE_ALL };
	for (size_t i = 0; i < engine; i++) {
		if (read_rule(&config->linux_resources_devices[i], i, &rule, err) < 0)
			return -1;
		used += add_rule(rules + used, rule);
	}
	if (config->hooks_createContainer_count)
		used += add_basic(rules + used);
	for (size_t i = 0; i < n; i++)
		rules[used++] =
		    (struct device_rule){ true, devices[i].type, devices[i].major, devices[i].minor, DEVICE_ALL };
	*ret = (struct device_rules){ rules, used };
	return 0;
}
