/*
 * hooks.c: the hook actions of lifecycle.spec.  Hooks of one kind run one after the other, in their order, and the first that
 * fails ends the step; poststop hooks all run.  After create they come from the copy of config.json that the record keeps if
 * there are any.
 */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "cmd/hooks.h"

#include "act/hook.h"
#include "cmd/container.h"
#include "decide/plan.h"
#include "lifecycle_actions.h"
#include "read/config.h"

/* A failed poststop hook must not keep the others from running, nor the container from going (runtime.md, lifecycle, 13). */
static int run_one(struct container *c, const struct config_hook *hook, const char *what, const struct text *state,
    bool only_warns, struct error *err)
{
	unsigned long long begin = trace_begin(&c->context->trace);
	int rc = hook_run(hook, what, state->at, state->used, err);

	trace_end(&c->context->trace, begin, "step", what, c->record.id);
	if (rc == 0)
		return 0;
	if (!only_warns)
		return -1;
	log_told_warning(&c->context->log, err->text);
	return 0;
}

static int run_all(struct container *c, const struct config_hook *hooks, size_t n, const char *kind, struct error *err)
{
	bool stopped = c->toward == STATE_NONE;
	struct text state;
	char what[64];

	if (!n)
		return 0;
	text_init(&state, &c->context->arena);
	state_json(&c->state, stopped ? STATE_STOPPED : c->toward, &state);
	for (size_t i = 0; i < n; i++) {
		snprintf(what, sizeof what, "hooks.%s[%zu]", kind, i);
		if (run_one(c, &hooks[i], what, &state, stopped, err) < 0)
			return -1;
	}
	return 0;
}

int hooks_keep(struct container *c, struct error *err)
{
	const struct config *config = c->plan->config;

	if (!config->hooks_poststart_count && !config->hooks_poststop_count)
		return 0;
	return record_write(&c->record, "config.json", c->plan->config_bytes, c->plan->config_length, err);
}

/* In the container's process, whose pid is what it is called in its own namespace (runtime.md, State). */
static int run_own(void *with, struct error *err)
{
	struct container *c = with;
	const struct config *config = c->plan->config;

	c->state.pid = getpid();
	c->context->trace.file =
	    -1; /* its events would bear that pid; the creator writes what it has to tell (times.h) */
	return run_all(c, config->hooks_createContainer, config->hooks_createContainer_count, "createContainer", err);
}

void hooks_of_child(struct container *c, struct child_request *request)
{
	const struct config *config = c->plan->config;

	request->pauses =
	    config->hooks_prestart_count || config->hooks_createRuntime_count || config->hooks_createContainer_count;
	request->hooks = config->hooks_createContainer_count ? run_own : NULL;
	request->with = c;
}

/* A record without the copy has no hooks that run after create. */
static int kept_config(struct container *c, struct config *ret, struct error *err)
{
	char *bytes;
	size_t len;

	*ret = (struct config){ 0 };
	if (record_read(&c->record, "config.json", &c->context->arena, &bytes, &len, err) < 0)
		return err->num == ENOENT ? 0 : -1;
	return config_read(&c->context->arena, bytes, len, "config.json", ret, &c->context->warnings, err);
}

int act_hook_prestart(struct container *c, struct error *err)
{
	const struct config *config = c->plan->config;

	return run_all(c, config->hooks_prestart, config->hooks_prestart_count, "prestart", err);
}

int act_hook_create_runtime(struct container *c, struct error *err)
{
	const struct config *config = c->plan->config;

	return run_all(c, config->hooks_createRuntime, config->hooks_createRuntime_count, "createRuntime", err);
}

/* By the container's process, between its mounts and its pivot_root, for which the hooks before had to come first. */
int act_hook_create_container(struct container *c, struct error *err)
{
	timeline_mark(&c->context->timeline, POINT_CR_HOOKS_EXECUTED);
	return child_enter(&c->child, err);
}

/* decide refuses a bundle that has one (docs/hooks.md says why): there is nothing to run, and nothing to be read for it. */
int act_hook_start_container(struct container *c, struct error *err)
{
	(void)c;
	(void)err;
	return 0;
}

int act_hook_poststart(struct container *c, struct error *err)
{
	struct config config;

	if (kept_config(c, &config, err) < 0)
		return -1;
	return run_all(c, config.hooks_poststart, config.hooks_poststart_count, "poststart", err);
}

int act_hook_poststop(struct container *c, struct error *err)
{
	struct config config;

	if (kept_config(c, &config, err) < 0)
		return -1;
	/* A delete that was killed while they ran, or right after, is followed by another: they run at most once. */
	if (config.hooks_poststop_count && record_mark(&c->record, "poststop"))
		return 0;
	return run_all(c, config.hooks_poststop, config.hooks_poststop_count, "poststop", err);
}
