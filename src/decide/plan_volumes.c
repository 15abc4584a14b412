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

/* Its root is its initrd, and files can be added to that. */
static bool takes_copies(const struct plan *plan)
{
	const struct machine *m = &plan->machine;
	bool within;

	return m->initrd && !m->share && !(m->disk_count && m->disk[0].root) && guest_adds(m->guest, &within);
}

/* A copy gives nothing back, so what is meant to be written to must be said to be one: files are given as urunc gives them. */
static const char *copy(const struct plan_input *in, struct plan_mount *m)
{
	if (m->fate == MOUNT_VOLUME && !m->readonly && m->kind == SOURCE_DIRECTORY)
		return take_format(in->arena,
		    "what the guest writes to a copy in its initrd would be lost: say ro, or share its root with the host (%s)",
		    annotation_key(ANNOTATION_MOUNT_ROOTFS));
	if (m->fate == MOUNT_VOLUME && !m->readonly)
		warn_add(in->warnings, "config.json: mounts: %s is a copy: what the guest writes to it is lost",
		    show(in->arena, m->destination));
	m->way = WAY_INITRD;
	return NULL;
}

/* NULL: the guest gets it, by m->way; else why not. */
static const char *settle(const struct plan_input *in, const struct plan *plan, struct plan_mount *m)
{
	const char *why = check_source(in->arena, m);

	if (why)
		return why;
	if (!plan->machine.share)
		return takes_copies(plan) ? copy(in, m) : no_share(in, plan);
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

/* The copy lies in the jail's memory.  Directories are not read yet: they count as all that may be copied. */
static unsigned long copy_mib(const struct plan_input *in)
{
	unsigned long long bytes = 0;

	for (size_t i = 0; i < in->mounts_count; i++)
		if (in->mounts[i].way == WAY_INITRD)
			bytes += in->mounts[i].kind == SOURCE_DIRECTORY ? MOUNT_MOST_BYTES : in->mounts[i].size;
	if (bytes > MOUNT_MOST_BYTES)
		bytes = MOUNT_MOST_BYTES;
	return (unsigned long)(((in->initrd_size + bytes) >> 20) + 1);
}

/* An init that reads a file of lines gets it: among the files of its initrd, or in place of one. */
static void set_config(struct plan *plan)
{
	struct machine *m = &plan->machine;

	if (!guest_init(m->guest, m->program) || pair_refuses(m->guest, m->monitor, FACT_CONFIG) ||
	    (m->initrd && !takes_copies(plan)))
		return;
	m->config = "/guest/config";
	plan->written = m->initrd ? m->initrd : m->config;
}

static int set_copy(const struct plan_input *in, struct plan *plan, struct error *err)
{
	bool volumes = false;

	for (size_t i = 0; i < in->mounts_count; i++)
		volumes |= in->mounts[i].way == WAY_INITRD;
	if (volumes)
		plan->written = plan->machine.initrd;
	if (!plan->written || !plan->machine.initrd)
		return 0;
	for (size_t i = 0; i < plan->images_count; i++)
		plan->images[i].copied = strcmp(plan->images[i].target, plan->written) == 0;
	return plan_less_memory(in, plan, copy_mib(in), "a copy of the initrd", err);
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
	set_config(plan);
	return set_copy(in, plan, err);
}
