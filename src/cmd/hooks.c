/*
 * hooks.c: the hook actions of lifecycle.spec.  Hooks of one kind run one after the other, in their order, and the first that
 * fails ends the step.  After create they come from the copy of config.json that the record keeps if there are any.
 */
#include <errno.h>
#include <stdio.h>

#include "cmd/hooks.h"

#include "act/hook.h"
#include "cmd/container.h"
#include "decide/plan.h"
#include "lifecycle_actions.h"
#include "look/file.h"
#include "read/config.h"

static int run_all(struct container *c, const struct config_hook *hooks, size_t n, const char *kind, struct error *err)
{
	struct text state;
	char what[64];

	if (!n)
		return 0;
	text_init(&state, &c->context->arena);
	state_json(&c->state, c->toward == STATE_NONE ? STATE_STOPPED : c->toward, &state);
	for (size_t i = 0; i < n; i++) {
		snprintf(what, sizeof what, "hooks.%s[%zu]", kind, i);
		if (hook_run(&hooks[i], what, state.at, state.used, err) < 0)
			return -1;
	}
	return 0;
}

int hooks_keep(struct container *c, struct error *err)
{
	const struct config *config = c->plan->config;
	char *bytes;
	size_t len;

	if (!config->hooks_poststart_count && !config->hooks_poststop_count)
		return 0;
	if (look_read_file(&c->context->arena, take_format(&c->context->arena, "%s/config.json", c->plan->bundle),
		CONFIG_BYTES, &bytes, &len, err) < 0)
		return -1;
	return record_write(&c->record, "config.json", bytes, len, err);
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

/* These two would run in the container's namespaces; decide refuses a bundle that has them. */
int act_hook_create_container(struct container *c, struct error *err)
{
	return c->plan->config->hooks_createContainer_count
		   ? fail(err, ENOTSUP, "hooks.createContainer is not there yet")
		   : 0;
}

int act_hook_start_container(struct container *c, struct error *err)
{
	struct config config;

	if (kept_config(c, &config, err) < 0)
		return -1;
	return config.hooks_startContainer_count ? fail(err, ENOTSUP, "hooks.startContainer is not there yet") : 0;
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
	return run_all(c, config.hooks_poststop, config.hooks_poststop_count, "poststop", err);
}
