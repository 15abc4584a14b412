/* plan_volumes.c: which mounts of config.json the guest gets, and how. */
#include <errno.h>
#include <string.h>

#include "base/show.h"
#include "config_table.h"
#include "decide/monitor.h"
#include "decide/plan.h"
#include "read/annotations.h"

/* What no guest can have, however it gets its files; NULL: nothing is wrong with it. */
static const char *check_source(struct arena *a, const struct plan_mount *m)
{
	if (m->missing)
		return m->source ? take_format(a, "%s: %s", m->source, m->missing) : m->missing;
	if (m->idmap)
		return "its files would need other owners (uidMappings, gidMappings, idmap), and that is not there yet";
	if (!m->destination[1])
		return "it would hide the guest's root";
	switch (m->kind) {
	case SOURCE_BLOCK:
		return take_format(a, "%s is a block device; files and directories can be volumes", m->source);
	case SOURCE_SOCKET:
		return take_format(a, "%s is a socket of the host, which a guest cannot reach", m->source);
	case SOURCE_OTHER:
		return take_format(a, "%s is neither a file nor a directory", m->source);
	default:
		return NULL;
	}
}

/* Of a guest that has no folder of the host: what would give it one, or why nothing does. */
static const char *no_share(const struct plan_input *in, const struct plan *plan)
{
	const char *why = pair_refuses(plan->machine.guest, plan->machine.monitor, FACT_SHARE);

	if (why)
		return why;
	return take_format(in->arena, "its root is not shared with the host, as with %s without an initrd",
	    annotation_key(ANNOTATION_MOUNT_ROOTFS));
}

/* NULL: the guest gets it, by m->way; else why not. */
static const char *settle(const struct plan_input *in, const struct plan *plan, struct plan_mount *m)
{
	const char *why = check_source(in->arena, m);

	if (why)
		return why;
	if (!plan->machine.share)
		return no_share(in, plan);
	m->way = WAY_SHARE;
	/* What an engine adds unasked is no reason to make a root writable that shall not be. */
	m->readonly |= m->fate != MOUNT_VOLUME && in->config->root_readonly;
	return NULL;
}

static int one(const struct plan_input *in, const struct plan *plan, struct plan_mount *m, struct error *err)
{
	const char *why;

	if (m->fate == MOUNT_REFUSE)
		return fail(err, ENOTSUP, "config.json: mounts: %s (type %s): %s", show(in->arena, m->destination),
		    *m->type ? show(in->arena, m->type) : "none", m->why);
	why = mount_is_given(m) ? settle(in, plan, m) : NULL;
	if (!why)
		return 0;
	if (m->fate == MOUNT_VOLUME)
		return fail(err, m->missing ? ENOENT : ENOTSUP,
		    "config.json: mounts: the guest %s cannot have the volume %s: %s", guest_word(plan->machine.guest),
		    show(in->arena, m->destination), why);
	if (m->missing)
		warn_add(in->warnings, "config.json: mounts: the guest does not get %s: %s", m->destination, why);
	m->why = why;
	return 0;
}

int plan_volumes(const struct plan_input *in, struct plan *plan, struct error *err)
{
	size_t shared = 0;

	for (size_t i = 0; i < in->mounts_count; i++) {
		struct plan_mount *m = &in->mounts[i];

		if (one(in, plan, m, err) < 0)
			return -1;
		if (m->way == WAY_SHARE && ++shared > PLAN_VOLUMES_MAX)
			return fail(
			    err, E2BIG, "config.json: mounts: a guest gets %d of them at most", PLAN_VOLUMES_MAX);
		/* The monitor must not keep it from writing; below its root the kernel does. */
		if (m->way == WAY_SHARE && !m->readonly)
			plan->machine.share_ro = false;
	}
	plan->mounts = in->mounts;
	plan->mounts_count = in->mounts_count;
	return 0;
}
