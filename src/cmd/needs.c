/* needs.c: see needs.h. */
#include "cmd/needs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "decide/monitor.h"
#include "look/closure.h"
#include "look/host.h"
#include "seccomp_filters.h"

/* Firmware gets one folder in the jail, wherever its files are on the host. */
#define FIRMWARE "/firmware"

static const struct settings_of_monitor *settings_of(const struct settings *s, int monitor)
{
	return &s->monitors[settings_find_monitor(monitor_word(monitor))];
}

int needs_program(struct context *c, const struct settings *settings, int monitor, const char *arch, const char **ret,
    struct error *err)
{
	const char *set = settings_of(settings, monitor)->path;
	struct words names;

	monitor_programs(&c->arena, monitor, arch, &names);
	for (size_t i = 0; i < names.n; i++)
		if (find_program(&c->arena, names.at[i], set, getenv("PATH"), ret, err) == 0)
			return 0;
	return fail_in(err, "the monitor %s cannot be run", monitor_name(monitor));
}

/* The first folder that has the file; NULL: none. */
static const char *find_file(struct arena *a, const struct words *folders, const char *name)
{
	for (size_t i = 0; i < folders->n; i++) {
		const char *path = take_format(a, "%s/%s", folders->at[i], name);

		if (access(path, R_OK) == 0)
			return path;
	}
	return NULL;
}

static void find_modules(struct context *c, const struct plan *plan, const char **ret, size_t *ret_n)
{
	struct words folders;
	struct needs modules;

	machine_modules(&c->arena, &plan->machine, &modules);
	machine_module_folders(&c->arena, &plan->machine, &folders);
	for (size_t i = 0; i < modules.n; i++) {
		const char *path = find_file(&c->arena, &folders, modules.at[i].name);

		if (path) /* where a module is built in there is no file */
			ret[(*ret_n)++] = path;
	}
}

static int add_libraries(struct context *c, struct plan *plan, struct error *err)
{
	enum { MODULES_MAX = 64 };
	const char *modules[MODULES_MAX];
	struct closure closure;
	size_t n = 0;

	find_modules(c, plan, modules, &n);
	if (closure_of(&c->arena, plan->program, modules, n, &closure, err) < 0)
		return -1;
	if (closure.library_path)
		return fail(err, ENOTSUP,
		    "the monitor %s finds its libraries by its own place (%s): install them where the dynamic linker looks",
		    plan->program, closure.library_path);
	for (size_t i = 0; i < closure.count; i++)
		plan_add_bind(plan, &c->arena,
		    &(struct plan_bind){
			closure.paths[i], closure.paths[i], false, "a library or module of the monitor" });
	return 0;
}

static int add_firmware(struct context *c, const struct settings *s, struct plan *plan, struct error *err)
{
	struct words folders;
	struct needs data;

	machine_data(&c->arena, &plan->machine, &data);
	machine_data_folders(&c->arena, &plan->machine, settings_of(s, plan->machine.monitor)->data_path, &folders);
	for (size_t i = 0; i < data.n; i++) {
		const char *path = find_file(&c->arena, &folders, data.at[i].name);

		if (!path)
			return fail(err, ENOENT,
			    "the monitor %s needs %s (%s), which is in none of its folders, the first of them %s",
			    monitor_name(plan->machine.monitor), data.at[i].name, data.at[i].why,
			    folders.n ? folders.at[0] : "-");
		plan_add_bind(plan, &c->arena,
		    &(struct plan_bind){
			path, take_format(&c->arena, FIRMWARE "/%s", data.at[i].name), false, data.at[i].why });
	}
	if (data.n)
		plan->machine.data = FIRMWARE;
	return 0;
}

static void add_folders(struct context *c, struct plan *plan)
{
	struct needs folders;

	machine_host_folders(&c->arena, &plan->machine, &folders);
	for (size_t i = 0; i < folders.n; i++)
		plan_add_bind(plan, &c->arena,
		    &(struct plan_bind){ folders.at[i].name, folders.at[i].name, true, folders.at[i].why });
}

static int add_device(struct plan *plan, const struct need *need, bool needed, struct error *err)
{
	struct stat st;

	for (size_t i = 0; i < plan->devices_count; i++)
		if (strcmp(plan->devices[i].path, need->name) == 0)
			return 0;
	if (stat(need->name, &st) < 0)
		return needed ? fail_errno(err, "the monitor %s needs %s (%s)", monitor_name(plan->machine.monitor),
				    need->name, need->why)
			      : 0; /* start will say so, if there is a link at all */
	if (!S_ISCHR(st.st_mode) && !S_ISBLK(st.st_mode))
		return fail(err, ENODEV, "the monitor %s needs %s (%s), which is no device here",
		    monitor_name(plan->machine.monitor), need->name, need->why);
	return plan_add_device(plan,
	    &(struct plan_device){
		need->name, S_ISBLK(st.st_mode) ? 'b' : 'c', major(st.st_rdev), minor(st.st_rdev), need->why },
	    err);
}

static int add_devices(struct context *c, struct plan *plan, bool needed, struct error *err)
{
	struct needs devices;

	machine_devices(&c->arena, &plan->machine, &devices);
	for (size_t i = 0; i < devices.n; i++)
		if (add_device(plan, &devices.at[i], needed, err) < 0)
			return -1;
	return 0;
}

/* Links come after create: what a monitor needs for them is there in case one does. */
static int add_link_devices(struct context *c, struct plan *plan, struct error *err)
{
	static struct machine_link any;
	int rc;

	if (plan->net_names_count == 0 || pair_refuses_list(plan->machine.guest, plan->machine.monitor, LIST_LINK))
		return 0;
	plan->machine.link = &any;
	plan->machine.link_count = 1;
	rc = add_devices(c, plan, false, err);
	plan->machine.link = NULL;
	plan->machine.link_count = 0;
	return rc;
}

/* The jail has a /dev and a folder of the guest's files of its own: a monitor cannot lie below them. */
static int check_place(const char *program, struct error *err)
{
	static const char *const taken[] = { "/dev/", "/guest/", FIRMWARE "/" };

	for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
		if (strncmp(program, taken[i], strlen(taken[i])) == 0)
			return fail(
			    err, EINVAL, "the monitor %s cannot lie below %s: the jail has its own", program, taken[i]);
	return 0;
}

/*
 * What the guest cannot be told is refused before anything is made.  Its links are not there yet: what they add to a command line
 * that is nearly full is seen at start.
 */
static int check_words(struct context *c, const struct plan *plan, struct error *err)
{
	struct machine m = plan->machine;

	return form_settle(&c->arena, &m, err) < 0 ? -1 : form_check(&m, err);
}

int needs_find(struct context *c, const struct settings *settings, struct plan *plan, struct error *err)
{
	if (needs_program(c, settings, plan->machine.monitor, plan->machine.arch, &plan->program, err) < 0 ||
	    check_place(plan->program, err) < 0)
		return -1;
	plan->machine.binary = plan->program;
	plan_add_bind(plan, &c->arena, &(struct plan_bind){ plan->program, plan->program, false, "the monitor" });
	plan->seccomp_name = machine_seccomp(&plan->machine);
	plan->seccomp = plan->seccomp_name ? (int)seccomp_filter_by_name(plan->seccomp_name) : SECCOMP_FILTER_NONE;
	if (add_libraries(c, plan, err) < 0 || add_firmware(c, settings, plan, err) < 0)
		return -1;
	add_folders(c, plan);
	if (add_devices(c, plan, true, err) < 0 || add_link_devices(c, plan, err) < 0)
		return -1;
	return check_words(c, plan, err);
}
