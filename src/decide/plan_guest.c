/* plan_guest.c: which guest, on which monitor: by annotations or urunc.json, else by what the guest's file says of itself. */
#include <errno.h>
#include <string.h>

#include "base/show.h"
#include "decide/monitor.h"
#include "decide/plan.h"
#include "read/annotations.h"
#include "read/guest_binary.h"

static bool runs_binary(const struct guest_binary *b, const char *monitor)
{
	for (size_t i = 0; i < b->monitor_count; i++)
		if (strcmp(b->monitors[i], monitor) == 0)
			return true;
	return false;
}

static const char *binary_monitors(const struct plan_input *in)
{
	struct text list;

	text_init(&list, in->arena);
	for (size_t i = 0; i < in->binary->monitor_count; i++)
		text_format(&list, "%s%s", i ? ", " : "", in->binary->monitors[i]);
	return list.at;
}

static int choose_guest(const struct plan_input *in, struct plan *plan, struct error *err)
{
	const char *word = in->annotations->unikernel_type;

	if (word) {
		plan_add_origin(
		    plan, "guest", annotation_source_name(in->annotations->from[ANNOTATION_UNIKERNEL_TYPE]));
	} else {
		word = in->binary->guest;
		plan_add_origin(plan, "guest", "guest binary");
	}
	plan->machine.guest = guest_by_word(word);
	if (plan->machine.guest < 0 && in->binary_is_program)
		return fail(err, ENOTSUP,
		    "no unikernel configuration (annotations %s* or urunc.json), and %s, which process.args names, is no "
		    "guest's kernel; ordinary containers need another runtime",
		    ANNOTATION_PREFIX, show(in->arena, in->binary_path));
	if (plan->machine.guest < 0)
		return fail(err, ENOTSUP, "%s: no guest that is known: %s; there are %s", in->binary_path,
		    *word ? show(in->arena, word) : "the file does not say what it is", guest_words(in->arena));
	return 0;
}

/* Without a wish, the first monitor that can run the pair here; if none can, the first one's refusal says why. */
static int first_that_can(const struct plan_input *in, int guest, struct error *err)
{
	struct error ignored;

	for (size_t i = 0; i < in->binary->monitor_count; i++) {
		int monitor = monitor_by_word(in->binary->monitors[i]);

		if (monitor >= 0 && pair_check(guest, monitor, in->arch, &ignored) == 0)
			return monitor;
	}
	return in->binary->monitor_count
		   ? monitor_by_word(in->binary->monitors[0])
		   : fail(err, ENOTSUP, "%s: no monitor is known to run it: name one of %s in %s", in->binary_path,
			 monitor_words(in->arena), annotation_key(ANNOTATION_HYPERVISOR));
}

static int choose_monitor(const struct plan_input *in, struct plan *plan, struct error *err)
{
	const char *word = in->annotations->hypervisor;

	if (!word) {
		plan_add_origin(plan, "monitor", "guest binary");
		plan->machine.monitor = first_that_can(in, plan->machine.guest, err);
		return plan->machine.monitor < 0 ? -1 : 0;
	}
	plan_add_origin(plan, "monitor", annotation_source_name(in->annotations->from[ANNOTATION_HYPERVISOR]));
	plan->machine.monitor = monitor_by_word(word);
	if (plan->machine.monitor < 0)
		return fail(err, ENOTSUP, "%s: no monitor that is known: %s; there are %s",
		    annotation_key(ANNOTATION_HYPERVISOR), show(in->arena, word), monitor_words(in->arena));
	return 0;
}

/* A Solo5 note names the one tender that the file was built for. */
static int check_abi(const struct plan_input *in, const struct plan *plan, struct error *err)
{
	const char *word = monitor_word(plan->machine.monitor);

	if (!in->binary->abi || runs_binary(in->binary, word))
		return 0;
	return fail(err, ENOTSUP, "%s: built for Solo5's %s, which %s does not run; what runs it: %s", in->binary_path,
	    in->binary->abi_name, word, in->binary->monitor_count ? binary_monitors(in) : "nothing that is known here");
}

static void choose_form(const struct plan_input *in, struct plan *plan)
{
	const char *version = in->annotations->unikernel_version;
	bool odd;

	if (version)
		plan_add_origin(
		    plan, "version", annotation_source_name(in->annotations->from[ANNOTATION_UNIKERNEL_VERSION]));
	else if (*in->binary->version)
		plan_add_origin(plan, "version", "guest binary");
	plan->machine.form = guest_form(plan->machine.guest, version ? version : in->binary->version, &odd);
	if (odd)
		warn_add(in->warnings, "%s: %s is no version: the newest form of the command line is used",
		    annotation_key(ANNOTATION_UNIKERNEL_VERSION),
		    version ? show(in->arena, version) : in->binary->version);
}

/* What the manifest declares is what has to be attached, under its names; a name of the annotations stands for the first. */
static void name_devices(const struct plan_input *in, struct plan *plan)
{
	const char *first = in->annotations->solo5_net_dev;

	plan->net_names_count = in->binary->manifest ? 0 : -1;
	plan->net_names = take_many(in->arena, in->binary->device_count + 1, sizeof *plan->net_names);
	for (size_t i = 0; i < in->binary->device_count; i++)
		if (!in->binary->devices[i].block)
			plan->net_names[plan->net_names_count++] = in->binary->devices[i].name;
	if (first && plan->net_names_count < 0) {
		plan->net_names_count = 1;
		plan->net_names[0] = first;
	}
}

int plan_guest(const struct plan_input *in, struct plan *plan, struct error *err)
{
	if (choose_guest(in, plan, err) < 0 || choose_monitor(in, plan, err) < 0)
		return -1;
	if (pair_check(plan->machine.guest, plan->machine.monitor, in->arch, err) < 0 || check_abi(in, plan, err) < 0)
		return -1;
	choose_form(in, plan);
	name_devices(in, plan);
	return 0;
}
