/* plan_volumes.c: which mounts of config.json the guest gets, and how. */
#include <errno.h>

#include "base/show.h"
#include "decide/plan.h"

/* NULL: the guest gets it, by m->way; else why not. */
static const char *settle(struct plan_mount *m)
{
	m->way = WAY_NONE;
	return "volumes are not there yet";
}

static int one(const struct plan_input *in, struct plan_mount *m, struct error *err)
{
	const char *why;

	if (m->fate == MOUNT_REFUSE)
		return fail(err, ENOTSUP, "config.json: mounts: %s (type %s): %s", show(in->arena, m->destination),
		    *m->type ? show(in->arena, m->type) : "none", m->why);
	why = mount_is_given(m) ? settle(m) : NULL;
	if (!why)
		return 0;
	if (m->fate == MOUNT_VOLUME)
		warn_add(in->warnings, "config.json: mounts: the guest does not get the volume %s: %s",
		    show(in->arena, m->destination), why);
	m->why = why;
	return 0;
}

int plan_volumes(const struct plan_input *in, struct plan *plan, struct error *err)
{
	for (size_t i = 0; i < in->mounts_count; i++)
		if (one(in, &in->mounts[i], err) < 0)
			return -1;
	plan->mounts = in->mounts;
	plan->mounts_count = in->mounts_count;
	return 0;
}
