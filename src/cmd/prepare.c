/* prepare.c: see prepare.h. */
#include "cmd/prepare.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "cmd/handover.h"
#include "cmd/load_settings.h"
#include "cmd/mounts.h"
#include "cmd/needs.h"
#include "decide/handover.h"
#include "decide/monitor.h"
#include "look/cgroups.h"
#include "look/file.h"
#include "look/host.h"
#include "look/image.h"
#include "read/annotations.h"
#include "read/config.h"
#include "read/glance.h"
#include "read/guest_binary.h"
#include "read/json.h"

#define IMAGE_FILE "urunc.json"
enum { IMAGE_FILE_BYTES = 1 << 20 };

/* Everything that is read on the way; it lives as long as the command. */
struct road {
	struct plan_input in;
	struct config config;
	struct settings settings;
	struct annotations annotations;
	struct guest_binary binary;
	struct resolv resolv;
	struct utsname host;
	int rootfs; /* descriptor */
	const char *file; /* config.json */
	char *bytes;
	size_t len;
	struct glance glance;
};

static int find_bundle(struct context *c, const char **ret, struct error *err)
{
	const char *given = c->options.bundle ? c->options.bundle : ".";
	char path[PATH_MAX];

	if (!realpath(given, path))
		return fail_errno(err, "--bundle %s", given);
	*ret = take_copy(&c->arena, path);
	return 0;
}

static int read_config(struct context *c, struct road *r, struct error *err)
{
	if (r->config.ociVersion)
		return 0;
	r->in.config_bytes = r->bytes;
	r->in.config_length = r->len;
	return config_read(&c->arena, r->bytes, r->len, r->file, &r->config, &c->warnings, err);
}

/* With one of our keys in it, it is a guest's nearly always: then one reading is enough. */
static bool read_guests_config(struct context *c, struct road *r)
{
	struct error later;

	if (!memmem(r->bytes, r->len, ANNOTATION_PREFIX, strlen(ANNOTATION_PREFIX)))
		return false;
	if (read_config(c, r, &later) < 0)
		return false;
	r->glance = (struct glance){ .oci_version = r->config.ociVersion,
		.root_path = r->config.root_path,
		.program = r->config.process_args_count ? r->config.process_args[0] : NULL,
		.annotations = r->config.annotations,
		.annotations_count = r->config.annotations_count };
	return true;
}

static int load_config(struct context *c, struct road *r, struct error *err)
{
	r->file = take_format(&c->arena, "%s/config.json", r->in.bundle);
	if (look_read_file(&c->arena, r->file, CONFIG_BYTES, &r->bytes, &r->len, err) < 0)
		return -1;
	if (read_guests_config(c, r))
		return 0;
	return glance_read(&c->arena, r->bytes, r->len, CONFIG_BYTES, r->file, &r->glance, err);
}

static int open_rootfs(struct context *c, struct road *r, struct error *err)
{
	const char *path = r->glance.root_path;

	if (!path)
		return fail(err, EINVAL,
		    "%s/config.json: root.path is missing: it names the directory with the guest's files",
		    r->in.bundle);
	r->in.rootfs = path[0] == '/' ? path : take_format(&c->arena, "%s/%s", r->in.bundle, path);
	return image_open_root(r->in.rootfs, &r->rootfs, err);
}

static int read_image_file(struct context *c, struct road *r, struct annotation_file *ret, struct error *err)
{
	struct pair *pairs = NULL;
	size_t len, n = 0;
	char *bytes;
	int fd;

	if (image_open_optional(r->rootfs, IMAGE_FILE, &fd, NULL, err) < 0)
		return -1;
	err->num = 0;
	if (fd < 0)
		return 0;
	close(fd);
	if (image_read(&c->arena, r->rootfs, IMAGE_FILE, IMAGE_FILE_BYTES, &bytes, &len, err) < 0)
		return -1;
	const struct json_source source = { bytes, len, IMAGE_FILE, IMAGE_FILE_BYTES };
	if (json_pairs(&c->arena, &source, ANNOTATION_PREFIX, &pairs, &n, err) < 0)
		return -1;
	*ret = (struct annotation_file){ IMAGE_FILE, pairs, n };
	return 0;
}

/* Where the guest's kernel is: the annotation says, or the program that the container would run may be it. */
static int choose_binary(struct context *c, struct road *r, struct error *err)
{
	const struct annotation_file bundle = { "config.json", r->glance.annotations, r->glance.annotations_count };
	struct annotation_file image = { 0 };
	enum annotation_source source;

	if ((r->rootfs >= 0 && read_image_file(c, r, &image, err) < 0) ||
	    annotations_choose(
		&c->arena, &bundle, image.name ? &image : NULL, &r->annotations, &source, &c->warnings, err) < 0)
		return -1;
	r->in.binary_is_program = source == FROM_NOWHERE;
	r->in.binary_path = r->in.binary_is_program ? r->glance.program : r->annotations.binary;
	return 0;
}

static int read_binary(struct context *c, struct road *r, struct error *err)
{
	static struct window window;
	struct stat st;
	int fd, rc;

	if (image_open(r->rootfs, r->in.binary_path, &fd, &st, err) < 0)
		return -1;
	const struct bytes bytes = bytes_of_fd(r->in.binary_path, fd, (unsigned long long)st.st_size, &window);
	rc = guest_binary_read(&c->arena, &bytes, &r->binary, err);
	close(fd);
	return rc;
}

/* No unikernel configuration, and no program that is known to be a guest's kernel. */
static bool is_ordinary(struct context *c, struct road *r)
{
	struct error ignored;

	if (!r->in.binary_is_program)
		return false;
	return !r->in.binary_path || r->rootfs < 0 || read_binary(c, r, &ignored) < 0 || !*r->binary.guest;
}

static int leave(struct context *c, struct road *r, struct error *err)
{
	const struct json_source config = { r->bytes, r->len, r->file, CONFIG_BYTES };

	if (c->options.command != COMMAND_PLAN)
		return handover_bundle(c, &r->glance, &config, err);
	return fail(err, ENOTSUP,
	    "%s: an ordinary container, no guest (no annotations %s*, no urunc.json, and process.args[0] is no guest's kernel; or "
	    "it is the engine's own): create hands it over to another runtime",
	    r->file, ANNOTATION_PREFIX);
}

/* Is it a guest?  Only the fields that say so are looked at: the others are not ours to judge if it is none. */
static int tell_guest(struct context *c, struct road *r, struct error *err)
{
	struct error why;

	if (load_config(c, r, err) < 0)
		return -1;
	if (handover_mark_of(&r->glance) >= 0)
		return leave(c, r, err);
	if (open_rootfs(c, r, &why) < 0)
		r->rootfs = -1;
	if (choose_binary(c, r, err) < 0)
		return -1;
	if (is_ordinary(c, r))
		return leave(c, r, err);
	if (read_config(c, r, err) < 0)
		return -1;
	return r->rootfs < 0 ? fail(err, why.num, "%s", why.text) : 0;
}

/* To look for KVM takes 40 us: only for a monitor that it matters to. */
static bool kvm_matters(const struct road *r)
{
	int monitor = r->annotations.hypervisor ? monitor_by_word(r->annotations.hypervisor) : -1;

	return monitor < 0 || !monitor_ignores(monitor, FACT_ACCEL);
}

/* A copy of it counts as the monitor's memory.  That it is missing is said when it is opened to be used. */
static void look_at_initrd(struct road *r)
{
	struct error ignored;
	struct stat st;
	int fd;

	if (!r->annotations.initrd || image_open(r->rootfs, r->annotations.initrd, &fd, &st, &ignored) < 0)
		return;
	close(fd);
	r->in.initrd_size = (unsigned long long)st.st_size;
}

int prepare_leave(struct context *c, const char *bundle, struct error *err)
{
	struct road *r = take(&c->arena, sizeof *r);
	struct error ignored;
	bool ordinary;

	r->rootfs = -1;
	c->options.bundle = bundle;
	if (find_bundle(c, &r->in.bundle, &ignored) < 0 || load_config(c, r, &ignored) < 0)
		return 0;
	if (open_rootfs(c, r, &ignored) < 0)
		r->rootfs = -1;
	ordinary = handover_mark_of(&r->glance) >= 0 || (choose_binary(c, r, &ignored) == 0 && is_ordinary(c, r));
	if (r->rootfs >= 0)
		close(r->rootfs);
	return ordinary ? leave(c, r, err) : 0;
}

static void look_at_host(struct road *r)
{
	struct host_kvm kvm = { .usable = false };

	uname(&r->host);
	if (kvm_matters(r))
		host_kvm(&kvm);
	r->in.arch = r->host.machine;
	r->in.kvm = kvm.usable && kvm.hardware;
	r->in.resctrl = r->config.has_linux_intelRdt && host_resctrl();
	r->in.host_cpus = host_cpus();
	r->in.host_memory = host_memory();
}

static int read_all(struct context *c, struct road *r, struct error *err)
{
	if (find_bundle(c, &r->in.bundle, err) < 0 || tell_guest(c, r, err) < 0)
		return -1;
	if (load_settings(c, &r->settings, err) < 0)
		return -1;
	if (!r->in.binary_is_program && read_binary(c, r, err) < 0)
		return -1;
	if (guest_binary_check(&r->binary, r->in.binary_path, host_machine(), err) < 0)
		return -1;
	mounts_look(c, &r->in, &r->resolv);
	look_at_initrd(r);
	look_at_host(r);
	return 0;
}

static int check_terminal(struct context *c, const struct plan *plan, struct error *err)
{
	const struct options *o = &c->options;

	if (o->console_socket && !plan->terminal)
		return fail(err, EINVAL, "--console-socket is given, and process.terminal of config.json is not true");
	if (plan->terminal && !o->console_socket && (o->command == COMMAND_CREATE || o->detach))
		return fail(err, EINVAL, "process.terminal of config.json is true: --console-socket is needed");
	return 0;
}

static int decide_cgroup(struct context *c, struct road *r, struct plan *plan, struct error *err)
{
	struct cgroup_layout layout;
	const struct cgroup_request request = { .path = r->config.linux_cgroupsPath,
		.id = plan->id,
		.systemd = c->options.systemd_cgroup,
		.systemd_runs = host_systemd(),
		.limits = cgroup_limits_of(&r->config, &c->arena) };

	if (look_cgroups(&c->arena, &layout, err) < 0)
		return -1;
	if (cgroup_decide(&layout, &request, &c->arena, &plan->cgroup, err) < 0)
		return -1;
	return device_rules_of(&r->config, plan->devices, plan->devices_count, &c->arena, &plan->device_rules, err);
}

int prepare_plan(struct context *c, const char *id, struct plan *ret, struct error *err)
{
	struct road *r = take(&c->arena, sizeof *r);
	unsigned long long begin;
	int rc;

	r->rootfs = -1;
	r->in = (struct plan_input){ .arena = &c->arena,
		.warnings = &c->warnings,
		.id = id,
		.config = &r->config,
		.settings = &r->settings,
		.annotations = &r->annotations,
		.binary = &r->binary,
		.resolv = &r->resolv,
		.no_new_keyring = c->options.no_new_keyring };
	begin = trace_begin(&c->trace);
	rc = read_all(c, r, err);
	if (r->rootfs >= 0)
		close(r->rootfs);
	trace_end(&c->trace, begin, "step", "read", id);
	if (rc < 0 || plan_make(&r->in, ret, err) < 0 || check_terminal(c, ret, err) < 0)
		return -1;
	begin = trace_begin(&c->trace);
	rc = needs_find(c, &r->settings, ret, err);
	trace_end(&c->trace, begin, "step", "needs", id);
	return rc < 0 ? -1 : decide_cgroup(c, r, ret, err);
}

static const char *now_text(struct arena *a)
{
	struct timespec now;
	struct tm utc;
	char day[32];

	syscall(SYS_clock_gettime, CLOCK_REALTIME, &now); /* for one call the vDSO is not worth finding its symbols */
	strftime(day, sizeof day, "%Y-%m-%dT%H:%M:%S", gmtime_r(&now.tv_sec, &utc));
	return take_format(a, "%s.%09ldZ", day, now.tv_nsec);
}

int prepare_state(struct context *c, const struct plan *plan, struct state_file *ret, struct error *err)
{
	static char boot[37];

	if (record_boot_id(boot, err) < 0)
		return -1;
	*ret = (struct state_file){ .oci_version = plan->config->ociVersion,
		.id = plan->id,
		.bundle = plan->bundle,
		.rootfs = plan->rootfs,
		.created = now_text(&c->arena),
		.status = STATE_CREATING,
		.annotations = plan->config->annotations,
		.annotations_count = plan->config->annotations_count,
		.boot = boot,
		.guest = guest_word(plan->machine.guest),
		.monitor = monitor_name(plan->machine.monitor) };
	return 0;
}
