/* plan.c: see plan.h. */
#include "decide/plan.h"

#include <errno.h>
#include <string.h>

#include "config_table.h"
#include "decide/monitor.h"
#include "read/annotations.h"
#include "settings_table.h"

void plan_add_origin(struct plan *plan, const char *what, const char *from)
{
	if (plan->origins_count < PLAN_ORIGINS_MAX)
		plan->origins[plan->origins_count++] = (struct plan_origin){ what, from };
}

void plan_add_unknown(struct plan *plan, const char *what)
{
	if (plan->unknown_count < PLAN_UNKNOWN_MAX)
		plan->unknown[plan->unknown_count++] = what;
}

void plan_add_bind(struct plan *plan, struct arena *a, const struct plan_bind *bind)
{
	if (plan->binds_count == plan->binds_room) {
		size_t room = plan->binds_room ? 2 * plan->binds_room : 16;

		plan->binds =
		    take_longer(a, plan->binds, plan->binds_room * sizeof *plan->binds, room * sizeof *plan->binds);
		plan->binds_room = room;
	}
	plan->binds[plan->binds_count++] = *bind;
}

int plan_add_device(struct plan *plan, const struct plan_device *device, struct error *err)
{
	if (plan->devices_count == PLAN_DEVICES_MAX)
		return fail(err, E2BIG, "%s: more than %d devices", device->path, PLAN_DEVICES_MAX);
	plan->devices[plan->devices_count++] = *device;
	return 0;
}

const struct plan_image *plan_image_at(const struct plan *plan, const char *target)
{
	for (size_t i = 0; i < plan->images_count; i++)
		if (strcmp(plan->images[i].target, target) == 0)
			return &plan->images[i];
	return NULL;
}

/*
 * A setting that allows it was rejected: it would run with the container's namespaces and rights, but on the host's kernel,
 * without a monitor around it, and reach nothing of the guest, for whose sake the specification has it.
 */
static int check_hooks(const struct config *c, struct error *err)
{
	if (c->hooks_startContainer_count)
		return fail(err, ENOTSUP,
		    "config.json: hooks.startContainer: a program of the image would run on the host, outside the virtual "
		    "machine, and reach nothing inside it: refused; what is to be done on the host is for createContainer "
		    "or createRuntime hooks");
	return 0;
}

/* What may be asked for and is not there yet: an annotation is a promise to a guest, so it is refused; settings only warn. */
static int check_wishes(const struct plan_input *in, struct error *err)
{
	const struct settings *s = in->settings;

	if (in->annotations->vaccel)
		return fail(err, ENOTSUP, "%s: vAccel is not there yet", annotation_key(ANNOTATION_VACCEL));
	if (s->log_syslog)
		warn_add(in->warnings, "settings: syslog of [log] is not there yet");
	return 0;
}

int plan_make(const struct plan_input *in, struct plan *ret, struct error *err)
{
	struct plan plan = { .id = in->id,
		.bundle = in->bundle,
		.rootfs = in->rootfs,
		.config = in->config,
		.config_bytes = in->config_bytes,
		.config_length = in->config_length,
		.timestamps = in->settings->timestamps_enabled ? in->settings->timestamps_destination : NULL,
		.net_names_count = -1,
		.warnings = in->warnings };

	if (check_wishes(in, err) < 0 || plan_guest(in, &plan, err) < 0 || plan_machine(in, &plan, err) < 0 ||
	    plan_storage(in, &plan, err) < 0 || plan_volumes(in, &plan, err) < 0)
		return -1;
	if (plan_namespaces(in, &plan, err) < 0 || plan_identity(in, &plan, err) < 0 ||
	    check_hooks(in->config, err) < 0)
		return -1;
	*ret = plan;
	return 0;
}
