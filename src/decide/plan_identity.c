/* plan_identity.c: as whom the monitor runs, and its terminal (config.md, "Process"). */
#include <errno.h>
#include <stdbool.h>
#include <sys/resource.h>

#include "config_table.h"
#include "decide/plan.h"

static const int limits[CONFIG_RLIMIT_COUNT] = {
	[CONFIG_RLIMIT_AS] = RLIMIT_AS,
	[CONFIG_RLIMIT_CORE] = RLIMIT_CORE,
	[CONFIG_RLIMIT_CPU] = RLIMIT_CPU,
	[CONFIG_RLIMIT_DATA] = RLIMIT_DATA,
	[CONFIG_RLIMIT_FSIZE] = RLIMIT_FSIZE,
	[CONFIG_RLIMIT_LOCKS] = RLIMIT_LOCKS,
	[CONFIG_RLIMIT_MEMLOCK] = RLIMIT_MEMLOCK,
	[CONFIG_RLIMIT_MSGQUEUE] = RLIMIT_MSGQUEUE,
	[CONFIG_RLIMIT_NICE] = RLIMIT_NICE,
	[CONFIG_RLIMIT_NOFILE] = RLIMIT_NOFILE,
	[CONFIG_RLIMIT_NPROC] = RLIMIT_NPROC,
	[CONFIG_RLIMIT_RSS] = RLIMIT_RSS,
	[CONFIG_RLIMIT_RTPRIO] = RLIMIT_RTPRIO,
	[CONFIG_RLIMIT_RTTIME] = RLIMIT_RTTIME,
	[CONFIG_RLIMIT_SIGPENDING] = RLIMIT_SIGPENDING,
	[CONFIG_RLIMIT_STACK] = RLIMIT_STACK,
};

/* What waits needs three standard streams, the monitor's program, the listener and a starter's connection. */
enum { DESCRIPTORS_LEAST = 8 };

static int check_limit(const struct config_limit *l, const char *word, struct error *err)
{
	if (l->soft > l->hard)
		return fail(err, EINVAL, "config.json: process.rlimits: soft %llu of %s is above its hard %llu",
		    (unsigned long long)l->soft, word, (unsigned long long)l->hard);
	if (limits[l->type] == RLIMIT_NOFILE && l->soft < DESCRIPTORS_LEAST)
		return fail(err, EINVAL,
		    "config.json: process.rlimits: %s of %llu is too few for any monitor: at least %d", word,
		    (unsigned long long)l->soft, DESCRIPTORS_LEAST);
	return 0;
}

/*
 * Of the addresses of one process: QEMU has the guest's memory among its own, and the C library makes each of its threads a stack of
 * the soft limit.  With a file for its init the guest is told of them, and they bind whom they are meant for.
 */
static bool is_of_program_only(const struct plan *plan, enum config_rlimit type)
{
	return plan->machine.config &&
	       (limits[type] == RLIMIT_AS || limits[type] == RLIMIT_DATA || limits[type] == RLIMIT_STACK);
}

static int add_limits(const struct plan_input *in, struct plan *plan, struct error *err)
{
	const struct config *c = in->config;

	plan->rlimits = take_many(in->arena, c->process_rlimits_count, sizeof *plan->rlimits);
	for (size_t i = 0; i < c->process_rlimits_count; i++) {
		const struct config_limit *l = &c->process_rlimits[i];
		const char *word = config_word(CONFIG_SET_RLIMIT, l->type);

		if (check_limit(l, word, err) < 0)
			return -1;
		if (is_of_program_only(plan, l->type)) {
			warn_add(in->warnings,
			    "config.json: process.rlimits: %s is for the guest's init to set: it does not bind the monitor",
			    word);
			continue;
		}
		plan->rlimits[plan->rlimits_count++] = (struct plan_rlimit){ limits[l->type], word, l->soft, l->hard };
	}
	return 0;
}

static void set_terminal(const struct config *c, struct plan *plan)
{
	plan->terminal = c->process_terminal;
	if (!c->has_process_consoleSize)
		return;
	plan->rows = c->process_consoleSize_height;
	plan->columns = c->process_consoleSize_width;
}

int plan_identity(const struct plan_input *in, struct plan *plan, struct error *err)
{
	const struct config *c = in->config;

	plan->user = (struct plan_user){ .uid = c->process_user_uid,
		.gid = c->process_user_gid,
		.groups = c->process_user_additionalGids,
		.groups_count = c->process_user_additionalGids_count,
		.has_umask = c->has_process_user_umask,
		.umask = c->process_user_umask };
	plan->has_oom_score_adj = c->has_process_oomScoreAdj;
	plan->oom_score_adj = c->process_oomScoreAdj;
	plan->no_new_keyring = in->no_new_keyring;
	set_terminal(c, plan);
	if (scheduling_of(c, in->resctrl, &plan->scheduling, in->warnings, err) < 0)
		return -1;
	return add_limits(in, plan, err);
}
