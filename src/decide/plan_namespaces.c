/* plan_namespaces.c: which namespaces the container has (config-linux.md, "Namespaces"). */
#include <errno.h>
#include <sched.h>
#include <string.h>

#include "config_table.h"
#include "decide/plan.h"

#ifndef CLONE_NEWTIME
#define CLONE_NEWTIME 0x00000080 /* linux/sched.h, Linux 5.6 */
#endif

static const int flags[CONFIG_NS_COUNT] = {
	[CONFIG_NS_MOUNT] = CLONE_NEWNS,
	[CONFIG_NS_PID] = CLONE_NEWPID,
	[CONFIG_NS_NETWORK] = CLONE_NEWNET,
	[CONFIG_NS_UTS] = CLONE_NEWUTS,
	[CONFIG_NS_IPC] = CLONE_NEWIPC,
	[CONFIG_NS_USER] = CLONE_NEWUSER,
	[CONFIG_NS_CGROUP] = CLONE_NEWCGROUP,
	[CONFIG_NS_TIME] = CLONE_NEWTIME,
};

static const struct plan_namespace *find(const struct plan *plan, enum config_ns type)
{
	for (size_t i = 0; i < plan->namespaces_count; i++)
		if (plan->namespaces[i].flag == flags[type])
			return &plan->namespaces[i];
	return NULL;
}

/* Without a mount namespace of its own there is no jail; without a network one the guest would get the host's links. */
static int check(const struct plan *plan, struct error *err)
{
	const struct plan_namespace *mount = find(plan, CONFIG_NS_MOUNT);

	if (find(plan, CONFIG_NS_USER))
		return fail(err, ENOTSUP, "config.json: linux.namespaces: user namespaces are not there yet");
	if (!mount)
		return fail(
		    err, EINVAL, "config.json: linux.namespaces has no mount namespace: the monitor's jail needs one");
	if (mount->path)
		return fail(err, EINVAL,
		    "config.json: linux.namespaces: the mount namespace %s cannot be joined: the monitor's jail needs a new one",
		    mount->path);
	if (!find(plan, CONFIG_NS_NETWORK))
		return fail(err, EINVAL,
		    "config.json: linux.namespaces has no network namespace: a guest in the host's would take over the "
		    "host's own links; make a new one or join one by its path");
	return 0;
}

static void set_names(const struct plan_input *in, struct plan *plan)
{
	const struct plan_namespace *uts = find(plan, CONFIG_NS_UTS);

	if (!uts || uts->path)
		return;
	plan->hostname = in->config->hostname;
	plan->domainname = in->config->domainname;
}

/* Offsets are written to the children's time namespace before the first of them is born (time_namespaces(7)). */
static void set_clocks(const struct plan_input *in, struct plan *plan)
{
	const struct config *c = in->config;

	plan->clocks[0] = (struct plan_clock){ "monotonic", c->linux_timeOffsets_monotonic_secs,
		c->linux_timeOffsets_monotonic_nanosecs };
	plan->clocks[1] = (struct plan_clock){ "boottime", c->linux_timeOffsets_boottime_secs,
		c->linux_timeOffsets_boottime_nanosecs };
}

int plan_namespaces(const struct plan_input *in, struct plan *plan, struct error *err)
{
	const struct config *c = in->config;

	for (size_t i = 0; i < c->linux_namespaces_count; i++) {
		const struct config_namespace *n = &c->linux_namespaces[i];

		if (plan->namespaces_count == sizeof plan->namespaces / sizeof *plan->namespaces)
			return fail(err, EINVAL, "config.json: linux.namespaces has more entries than there are kinds");
		plan->namespaces[plan->namespaces_count++] =
		    (struct plan_namespace){ flags[n->type], config_word(CONFIG_SET_NS, n->type), n->path };
		if (n->path && n->path[strcspn(n->path, "\n\t")])
			return fail(err, EINVAL, "config.json: linux.namespaces: a path with a tab or new line in it");
		if (n->type == CONFIG_NS_NETWORK)
			plan->netns = n->path;
	}
	if (c->linux_uidMappings_count || c->linux_gidMappings_count)
		return fail(err, ENOTSUP, "config.json: linux.uidMappings: user namespaces are not there yet");
	set_names(in, plan);
	set_clocks(in, plan);
	return check(plan, err);
}
