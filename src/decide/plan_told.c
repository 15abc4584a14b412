/*
 * plan_told.c: what else of config.json a guest is told: what a runtime does to the process of an ordinary container, and what
 * only the guest's own init can do here.  docs/guest-init.md; runtime-spec config.md and config-linux.md.
 */
#include <string.h>

#include "base/text.h"
#include "config_table.h"
#include "decide/plan.h"

/* "A,B"; NULL: there is nothing. */
static const char *joined(struct arena *a, const char *const *words, size_t n)
{
	struct text all;

	text_init(&all, a);
	for (size_t i = 0; i < n; i++)
		if (words[i] && *words[i])
			text_format(&all, "%s%s", *all.at ? "," : "", words[i]);
	return *all.at ? all.at : NULL;
}

static const char *capabilities(struct arena *a, const int *list, size_t n)
{
	const char **words = take_many(a, n + 1, sizeof *words);

	for (size_t i = 0; i < n; i++)
		words[i] = config_word(CONFIG_SET_CAPABILITY, list[i]);
	return joined(a, words, n);
}

static void set_capabilities(const struct plan_input *in, struct machine *m)
{
	const struct config *c = in->config;
	const struct {
		const char *name;
		const int *list;
		size_t n;
	} sets[] = { { "bounding", c->process_capabilities_bounding, c->process_capabilities_bounding_count },
		{ "effective", c->process_capabilities_effective, c->process_capabilities_effective_count },
		{ "inheritable", c->process_capabilities_inheritable, c->process_capabilities_inheritable_count },
		{ "permitted", c->process_capabilities_permitted, c->process_capabilities_permitted_count },
		{ "ambient", c->process_capabilities_ambient, c->process_capabilities_ambient_count } };
	size_t count = sizeof sets / sizeof *sets;

	if (!c->has_process_capabilities)
		return;
	m->capset = take_many(in->arena, count, sizeof *m->capset);
	for (m->capset_count = 0; m->capset_count < count; m->capset_count++)
		m->capset[m->capset_count] = (struct machine_capset){ sets[m->capset_count].name,
			capabilities(in->arena, sets[m->capset_count].list, sets[m->capset_count].n) };
}

static void set_process(const struct plan_input *in, struct machine *m)
{
	const struct config *c = in->config;

	if (c->has_process_user_umask)
		m->umask = take_format(in->arena, "%04o", c->process_user_umask);
	if (c->has_process_oomScoreAdj)
		m->oom = take_format(in->arena, "%d", (int)c->process_oomScoreAdj);
	m->no_new_privileges = c->process_noNewPrivileges;
	m->group = take_many(in->arena, c->process_user_additionalGids_count + 1, sizeof *m->group);
	for (size_t i = 0; i < c->process_user_additionalGids_count; i++)
		m->group[m->group_count++].gid = c->process_user_additionalGids[i];
	m->limit = take_many(in->arena, c->process_rlimits_count + 1, sizeof *m->limit);
	for (size_t i = 0; i < c->process_rlimits_count; i++)
		m->limit[m->limit_count++] =
		    (struct machine_limit){ config_word(CONFIG_SET_RLIMIT, c->process_rlimits[i].type),
			    c->process_rlimits[i].soft, c->process_rlimits[i].hard };
}

static bool is_below(const char *path, const char *dir)
{
	size_t len = strlen(dir);

	return strncmp(path, dir, len) == 0 && (path[len] == '/' || dir[len - 1] == '/');
}

/* Volumes are in the guest's root before its init mounts anything. */
static bool hides_volume(const struct plan_input *in, const struct plan_mount *mount)
{
	for (size_t i = 0; i < in->mounts_count; i++)
		if (mount_is_given(&in->mounts[i]) && is_below(in->mounts[i].destination, mount->destination))
			return true;
	return false;
}

/* What the rows of mounts.spec leave to the guest, and what a kernel makes out of nothing: no bind mounts. */
static bool is_told(const struct plan_input *in, const struct plan_mount *mount, const struct config_mount *said)
{
	if (mount->fate != MOUNT_GUEST && mount->fate != MOUNT_DROP)
		return false;
	/* Another text than what was said: it is a bind mount. */
	return said->type && mount->type == said->type && !hides_volume(in, mount);
}

static void set_mounts(const struct plan_input *in, struct machine *m)
{
	const struct config *c = in->config;

	m->mount = take_many(in->arena, c->mounts_count + 1, sizeof *m->mount);
	for (size_t i = 0; i < c->mounts_count && i < in->mounts_count; i++) {
		const struct config_mount *said = &c->mounts[i];

		if (!is_told(in, &in->mounts[i], said))
			continue;
		m->mount[m->mount_count++] = (struct machine_mount){ .at = in->mounts[i].destination,
			.type = said->type,
			.source = said->source,
			.options = joined(in->arena, said->options, said->options_count) };
	}
}

static void set_linux(const struct plan_input *in, struct machine *m)
{
	const struct config *c = in->config;

	m->propagation = config_word(CONFIG_SET_PROPAGATION, (int)c->linux_rootfsPropagation);
	m->sysctl = take_many(in->arena, c->linux_sysctl_count + 1, sizeof *m->sysctl);
	for (size_t i = 0; i < c->linux_sysctl_count; i++)
		m->sysctl[m->sysctl_count++] =
		    (struct machine_sysctl){ c->linux_sysctl[i].key, c->linux_sysctl[i].value };
	m->masked = take_many(in->arena, c->linux_maskedPaths_count + 1, sizeof *m->masked);
	for (size_t i = 0; i < c->linux_maskedPaths_count; i++)
		m->masked[m->masked_count++].path = c->linux_maskedPaths[i];
	m->readonly = take_many(in->arena, c->linux_readonlyPaths_count + 1, sizeof *m->readonly);
	for (size_t i = 0; i < c->linux_readonlyPaths_count; i++)
		m->readonly[m->readonly_count++].path = c->linux_readonlyPaths[i];
}

void plan_told(const struct plan_input *in, struct machine *m)
{
	set_process(in, m);
	set_capabilities(in, m);
	set_mounts(in, m);
	set_linux(in, m);
}
