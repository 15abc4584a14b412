/* doctor.c: checks this host and says what will work, what will not, and how to mend it.  Changes nothing. */
#include "cmd/doctor.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>
#include "cmd/load_settings.h"
#include "cmd/print.h"
#include "command_functions.h"
#include "decide/monitor.h"
#include "read/guest_binary.h"

static void read_settings(struct doctor *d)
{
	struct context *c = d->context;
	size_t before = c->warnings.n;
	struct error err;
	bool must;
	const char *file = settings_file(c, &must);

	if (load_settings(c, &d->settings, &err)) {
		report_add(&d->report, FOUND_MISSING, "settings", "name a file that can be read with --config", "%s",
		    err.text);
		d->cannot_start = true;
	} else if (c->warnings.n > before) {
		for (size_t i = before; i < c->warnings.n; i++)
			report_add(&d->report, FOUND_LIMITED, "settings",
			    "mend the file: what is wrong in it is as if it were not there", "%s", c->warnings.at[i]);
	} else if (access(file, F_OK)) {
		report_add(&d->report, FOUND_OK, "settings", NULL, "%s is not there: the defaults are used", file);
	} else {
		report_add(&d->report, FOUND_OK, "settings", NULL, "%s was read", file);
	}
	c->warnings.n = before; /* they stand in the report */
}

static void look_at_everything(struct doctor *d)
{
	doctor_kernel(d);
	doctor_namespaces(d);
	doctor_rights(d);
	doctor_records(d);
	read_settings(d);
	doctor_cgroups(d);
	doctor_confinement(d);
	doctor_devices(d);
	doctor_network(d);
	doctor_monitors(d);
}

static bool anything_works(const struct doctor *d)
{
	for (int m = 0; m < MONITOR_COUNT; m++)
		if (d->monitor_works[m])
			return !d->cannot_start;
	return false;
}

/* The words of a guest's monitors that work here; "" if there is none. */
static const char *monitors_of(const struct doctor *d, int guest)
{
	struct text t;

	text_init(&t, &d->context->arena);
	for (int m = 0; m < MONITOR_COUNT; m++)
		if (d->works[guest][m])
			text_format(&t, "%s%s", t.used ? ", " : "", monitor_word(m));
	return t.at;
}

static void print_host(const struct doctor *d, struct text *out)
{
	text_format(out, "urunc %s on Linux %s, %s, %u CPUs, %llu MiB of memory\n\n", VERSION,
	    host_kernel(&d->context->arena), machine_name(host_machine()), host_cpus(), host_memory() >> 20);
}

static void print_table(const struct doctor *d, struct text *out)
{
	print_host(d, out);
	report_text(&d->report, out);
	text_byte(out, '\n');
	for (int g = 0; g < GUEST_COUNT; g++)
		if (*monitors_of(d, g))
			text_format(out, "%s guests run here, on %s\n", guest_word(g), monitors_of(d, g));
	if (!anything_works(d))
		text_add(out, "no guest runs here\n");
}

static void print_json(const struct doctor *d, struct text *out)
{
	struct json_writer w;

	json_begin(&w, out, true);
	json_object(&w, NULL);
	json_bool(&w, "works", anything_works(d));
	json_object(&w, "host");
	json_string(&w, "urunc", VERSION);
	json_string(&w, "kernel", host_kernel(&d->context->arena));
	json_string(&w, "machine", machine_name(host_machine()));
	json_number(&w, "cpus", host_cpus());
	json_number(&w, "memory_mib", (long long)(host_memory() >> 20));
	json_end(&w, '}');
	json_object(&w, "guests");
	for (int g = 0; g < GUEST_COUNT; g++) {
		json_array(&w, guest_word(g));
		for (int m = 0; m < MONITOR_COUNT; m++)
			if (d->works[g][m])
				json_string(&w, NULL, monitor_word(m));
		json_end(&w, ']');
	}
	json_end(&w, '}');
	report_json(&d->report, &w);
	json_end(&w, '}');
	text_byte(out, '\n');
}

int cmd_doctor(struct context *context)
{
	struct doctor d = { .context = context };
	struct text out;

	report_begin(&d.report, &context->arena);
	look_at_everything(&d);
	text_init(&out, &context->arena);
	if (context->options.format == WORD_JSON)
		print_json(&d, &out);
	else
		print_table(&d, &out);
	if (print_text(&out, &context->err))
		return EXIT_ERROR;
	if (anything_works(&d))
		return EXIT_OK;
	fail(&context->err, ENOTSUP, "no guest can run on this host: the report says what is missing");
	return EXIT_ERROR;
}
