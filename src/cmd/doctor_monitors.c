/* doctor_monitors.c: which monitors are here, whether they are complete, and which guests they can run. */
#include "cmd/doctor.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>
#include "cmd/needs.h"
#include "decide/monitor.h"
#include "look/closure.h"
#include "look/version.h"
#include "read/guest_binary.h"

enum { VERSION_MS = 5000 };

static const char *machine_word(void)
{
	return machine_name(host_machine());
}

/* Any guest that it runs; -1: none, as the monitor is only planned, or not for this machine. */
static int guest_of(int monitor)
{
	struct error err;

	for (int g = 0; g < GUEST_COUNT; g++)
		if (!pair_check(g, monitor, machine_word(), &err))
			return g;
	return -1;
}

static const struct settings_of_monitor *settings_of(const struct doctor *d, int monitor)
{
	return &d->settings.monitors[settings_find_monitor(monitor_word(monitor))];
}

/* As a guest of this pair would be run. */
static struct machine machine_of(const struct doctor *d, int guest, int monitor)
{
	enum settings_accel accel = settings_of(d, monitor)->accel;

	if (accel == SETTINGS_ACCEL_AUTO)
		accel = d->kvm.usable && d->kvm.hardware ? SETTINGS_ACCEL_KVM : SETTINGS_ACCEL_TCG;
	return (struct machine){ .monitor = monitor,
		.guest = guest,
		.form = guest_form(guest, NULL, &(bool){ false }),
		.arch = machine_word(),
		.accel = settings_accel_word(accel) };
}

/* ------------------------------------------------------------------ a monitor and a guest */
/* The first need that no folder has; NULL: all are there. */
static const char *lacks_data(struct doctor *d, const struct machine *m)
{
	struct arena *a = &d->context->arena;
	struct words folders;
	struct needs data;

	machine_data(a, m, &data);
	machine_data_folders(a, m, settings_of(d, m->monitor)->data_path, &folders);
	for (size_t i = 0; i < data.n; i++) {
		bool found = false;

		for (size_t k = 0; k < folders.n && !found; k++)
			found = !access(take_format(a, "%s/%s", folders.at[k], data.at[i].name), R_OK);
		if (!found)
			return take_format(a, "%s (%s)", data.at[i].name, data.at[i].why);
	}
	return NULL;
}

/* The first device that is not there. */
static const char *lacks_device(struct doctor *d, const struct machine *m)
{
	struct needs devices;
	int num;

	machine_devices(&d->context->arena, m, &devices);
	for (size_t i = 0; i < devices.n; i++)
		if (!host_device(devices.at[i].name, &num) && (num != EACCES || !geteuid()))
			return take_format(&d->context->arena, "%s (%s)", devices.at[i].name, devices.at[i].why);
	return NULL;
}

static bool look_at_pair(struct doctor *d, int guest, int monitor)
{
	struct machine m = machine_of(d, guest, monitor);
	const char *device = lacks_device(d, &m), *data = lacks_data(d, &m);

	if (device || data)
		report_add(&d->report, FOUND_MISSING, monitor_name(monitor),
		    device ? "see what is said of that device above"
			   : "install the package that has it, or set data_path",
		    "for %s guests it needs %s", guest_word(guest), device ? device : data);
	d->works[guest][monitor] = !device && !data;
	return d->works[guest][monitor];
}

/* The words of the guests that it runs here. */
static const char *look_at_pairs(struct doctor *d, int monitor)
{
	struct error err;
	struct text list;

	text_init(&list, &d->context->arena);
	for (int g = 0; g < GUEST_COUNT; g++)
		if (!pair_check(g, monitor, machine_word(), &err) && look_at_pair(d, g, monitor))
			text_format(&list, "%s%s", list.used ? ", " : "", guest_word(g));
	d->monitor_works[monitor] = list.used > 0;
	return list.at;
}

/* ------------------------------------------------------------------ a monitor */
/* Modules that are there; their libraries must be, too. */
static size_t modules_of(struct doctor *d, int monitor, const char **ret, size_t room)
{
	struct arena *a = &d->context->arena;
	struct machine m = machine_of(d, guest_of(monitor), monitor);
	struct words folders;
	struct needs modules;
	size_t n = 0;

	machine_modules(a, &m, &modules);
	machine_module_folders(a, &m, &folders);
	for (size_t i = 0; i < modules.n; i++)
		for (size_t k = 0; k < folders.n && n < room; k++) {
			const char *path = take_format(a, "%s/%s", folders.at[k], modules.at[i].name);

			if (!access(path, R_OK)) {
				ret[n++] = path;
				break;
			}
		}
	return n;
}

static int is_complete(struct doctor *d, int monitor, const char *program, const char **version, struct error *err)
{
	const char *modules[16];
	struct closure closure;
	size_t n = modules_of(d, monitor, modules, sizeof modules / sizeof *modules);

	if (closure_of(&d->context->arena, program, modules, n, &closure, err))
		return -1;
	return program_version(&d->context->arena, program, VERSION_MS, version, err);
}

static void report_absent(struct doctor *d, int monitor, const struct error *err)
{
	const char *set = settings_of(d, monitor)->path;
	const char *mend = take_format(&d->context->arena,
	    set ? "correct path in [monitors.%s] of the settings"
		: "install it, or set path in [monitors.%s] of the settings",
	    monitor_word(monitor));

	if (err->num == ENOENT && !set)
		report_add(&d->report, FOUND_MISSING, monitor_name(monitor), mend,
		    "it is neither in $PATH nor in the usual directories");
	else
		report_add(&d->report, FOUND_MISSING, monitor_name(monitor), mend, "%s", err->text);
}

static void look_at(struct doctor *d, int monitor)
{
	const char *program, *version, *guests;
	struct error err;

	if (needs_program(d->context, &d->settings, monitor, machine_word(), &program, &err)) {
		report_absent(d, monitor, &err);
		return;
	}
	if (is_complete(d, monitor, program, &version, &err)) {
		report_add(&d->report, FOUND_MISSING, monitor_name(monitor), "install it again, with all that it needs",
		    "%s", err.text);
		return;
	}
	guests = look_at_pairs(d, monitor);
	if (*guests)
		report_add(&d->report, FOUND_OK, monitor_name(monitor), NULL, "%s (%s), for %s", program,
		    *version ? version : "says no version", guests);
}

void doctor_monitors(struct doctor *d)
{
	for (int m = 0; m < MONITOR_COUNT; m++)
		if (guest_of(m) >= 0)
			look_at(d, m);
}
