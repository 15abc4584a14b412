/* doctor_host.c: the parts of the check-up that look at the kernel and what it lets us do. */
#include "cmd/doctor.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <linux/capability.h>
#include "decide/cgroup.h"
#include "look/cgroups.h"
#include "look/file.h"
#include "look/kernel_calls.h"

/* Words with ", " between them. */
static void add_to_list(struct text *list, const char *word)
{
	text_format(list, "%s%s", list->used ? ", " : "", word);
}

void doctor_kernel(struct doctor *d)
{
	struct kernel_call calls[KERNEL_CALLS];
	struct text there;
	bool complete = true;

	text_init(&there, &d->context->arena);
	kernel_calls_look(calls);
	for (size_t i = 0; i < KERNEL_CALLS; i++) {
		if (!calls[i].num || (calls[i].num == EPERM && geteuid())) { /* move_mount asks for rights first */
			add_to_list(&there, calls[i].name);
			continue;
		}
		complete = false;
		report_add(&d->report, FOUND_MISSING, "kernel",
		    calls[i].num == ENOSYS ? "use a newer kernel"
					   : "run urunc outside of that container, or let it be privileged",
		    calls[i].num == ENOSYS ? "%s is missing: it needs Linux %s"
					   : "%s is forbidden here (it is there since %s)",
		    calls[i].name, calls[i].since);
	}
	if (complete)
		report_add(&d->report, FOUND_OK, "kernel", NULL, "it has %s", there.at);
	d->cannot_start |= !complete;
}

/* A kernel may be built without some.  Whether they can be made is tried by doctor_network for one of them. */
void doctor_namespaces(struct doctor *d)
{
	static const char kinds[][8] = { "mnt", "pid", "net", "ipc", "uts", "cgroup" };
	struct text missing;

	text_init(&missing, &d->context->arena);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (access(take_format(&d->context->arena, "/proc/self/ns/%s", kinds[i]), F_OK))
			add_to_list(&missing, kinds[i]);
	if (missing.used)
		report_add(&d->report, FOUND_MISSING, "namespaces", "mount /proc, or use a kernel that has them",
		    "/proc/self/ns lacks %s", missing.at);
	else
		report_add(&d->report, FOUND_OK, "namespaces", NULL, "mount, pid, network, ipc, uts and cgroup%s",
		    access("/proc/self/ns/time", F_OK) ? "" : ", and time");
	d->cannot_start |= missing.used > 0;
}

/* ------------------------------------------------------------------ rights */
static const struct {
	unsigned char number;
	char name[20], what[44];
} rights[] = {
	{ CAP_SYS_ADMIN, "CAP_SYS_ADMIN", "makes namespaces, mounts and cgroups" },
	{ CAP_NET_ADMIN, "CAP_NET_ADMIN", "makes taps and redirects" },
	{ CAP_MKNOD, "CAP_MKNOD", "makes the device nodes of the jail" },
	{ CAP_SETUID, "CAP_SETUID", "gives the monitor its user" },
	{ CAP_SETGID, "CAP_SETGID", "gives the monitor its groups" },
	{ CAP_SETPCAP, "CAP_SETPCAP", "takes all capabilities from the monitor" },
	{ CAP_CHOWN, "CAP_CHOWN", "hands files to the monitor's user" },
	{ CAP_DAC_OVERRIDE, "CAP_DAC_OVERRIDE", "opens images that belong to others" },
	{ CAP_KILL, "CAP_KILL", "signals monitors of other users" },
};

void doctor_rights(struct doctor *d)
{
	struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[2] = { { 0 } };
	bool complete = true;

	if (geteuid()) {
		report_add(&d->report, FOUND_UNKNOWN, "rights", "run this as root, as engines run urunc",
		    "this is not root: what only root may try was not looked at");
		return;
	}
	syscall(SYS_capget, &head, data);
	for (size_t i = 0; i < sizeof rights / sizeof *rights; i++) {
		if (data[rights[i].number / 32].effective & 1u << rights[i].number % 32)
			continue;
		complete = false;
		report_add(&d->report, FOUND_MISSING, "rights", "give it to the engine and all that it starts",
		    "%s is missing: it %s", rights[i].name, rights[i].what);
	}
	if (complete)
		report_add(&d->report, FOUND_OK, "rights", NULL, "root, with the capabilities that are needed");
	d->cannot_start |= !complete;
}

/* ------------------------------------------------------------------ records */
/* The directory itself, or the first one above it that is there. */
static const char *nearest(struct arena *a, const char *path)
{
	char *up = take_copy(a, path);

	while (strrchr(up, '/') > up && access(up, F_OK))
		*strrchr(up, '/') = 0;
	return access(up, F_OK) ? "/" : up;
}

void doctor_records(struct doctor *d)
{
	const char *there = nearest(&d->context->arena, d->context->root);
	struct statvfs fs;

	if (access(there, W_OK | X_OK)) {
		report_add(&d->report, geteuid() ? FOUND_UNKNOWN : FOUND_MISSING, "records",
		    "name a directory that can be written with --root", "%s cannot be written: %s", there,
		    strerror(errno));
		d->cannot_start |= !geteuid();
		return;
	}
	if (!statvfs(there, &fs) && (unsigned long long)fs.f_bavail * fs.f_frsize < 1 << 20)
		report_add(&d->report, FOUND_LIMITED, "records", "make room, or name another directory with --root",
		    "%s has less than 1 MiB left", there);
	else
		report_add(&d->report, FOUND_OK, "records", NULL, "containers are recorded in %s", d->context->root);
}

/* ------------------------------------------------------------------ cgroups */
static const char kind_words[][8] = {
	[CGROUP_NONE] = "no", [CGROUP_V1] = "v1", [CGROUP_V2] = "v2", [CGROUP_HYBRID] = "hybrid"
};

/* Is the word among those that blanks or commas separate? */
static bool among(const char *list, const char *word)
{
	size_t len = strlen(word);

	for (const char *p = list; p && *p; p += strspn(p, ", \n")) {
		size_t n = strcspn(p, ", \n");

		if (n == len && !strncmp(p, word, len))
			return true;
		p += n;
	}
	return false;
}

static bool has_controller(const struct cgroup_layout *l, const char *word)
{
	for (size_t i = 0; i < l->count; i++)
		if (among(l->hierarchy[i].controllers, word))
			return true;
	return false;
}

/* v2 has no controller for devices: there a BPF program does it. */
static bool has_devices(const struct cgroup_layout *l)
{
	return l->kind == CGROUP_V2 || has_controller(l, "devices");
}

/* The controllers of the limits that engines set, and what kills and keeps devices away. */
static void list_missing(const struct cgroup_layout *l, struct text *missing)
{
	static const unsigned char limits[] = { LIMIT_MEMORY_LIMIT, LIMIT_CPU_QUOTA, LIMIT_CPU_CPUS, LIMIT_PIDS_LIMIT };

	for (size_t i = 0; i < sizeof limits; i++) {
		const char *word = cgroup_words + cgroup_rules[limits[i]].version[l->kind == CGROUP_V2].controller;

		if (!has_controller(l, word))
			add_to_list(missing, word);
	}
	if (l->kind != CGROUP_V2 && !has_controller(l, "freezer"))
		add_to_list(missing, "freezer");
	if (!has_devices(l))
		add_to_list(missing, "devices");
}

static void report_controllers(struct doctor *d, const struct cgroup_layout *l)
{
	struct text missing;

	text_init(&missing, &d->context->arena);
	list_missing(l, &missing);
	if (missing.used)
		report_add(&d->report, FOUND_LIMITED, "cgroups",
		    "have the kernel and the init system enable them; until then such limits are refused or have no effect",
		    "%s, but without %s", kind_words[l->kind], missing.at);
	else
		report_add(&d->report, FOUND_OK, "cgroups", NULL, "%s, with all controllers that are needed",
		    kind_words[l->kind]);
}

void doctor_cgroups(struct doctor *d)
{
	struct cgroup_layout layout;
	struct error err;

	if (look_cgroups(&d->context->arena, &layout, &err)) {
		report_add(&d->report, FOUND_MISSING, "cgroups", NULL, "%s", err.text);
		return;
	}
	if (layout.kind == CGROUP_NONE) {
		report_add(&d->report, FOUND_LIMITED, "cgroups", "mount them: mount -t cgroup2 none /sys/fs/cgroup",
		    "none is mounted that can be written: a guest has no limits");
		return;
	}
	report_controllers(d, &layout);
}

/* ------------------------------------------------------------------ devices, confinement */
static void report_kvm(struct doctor *d)
{
	const struct host_kvm *kvm = &d->kvm;

	if (!kvm->present)
		report_add(&d->report, FOUND_LIMITED, "kvm",
		    "switch virtualization on in the firmware, load the module kvm_intel or kvm_amd (in a VM: nested virtualization)",
		    "/dev/kvm is not there: guests that need it do not run, the others are emulated");
	else if (!kvm->usable)
		report_add(&d->report, geteuid() ? FOUND_UNKNOWN : FOUND_LIMITED, "kvm",
		    geteuid() ? "run this as root" : "see what the kernel's log says of kvm",
		    "/dev/kvm cannot be used: %s", strerror(kvm->num));
	else if (!kvm->hardware)
		report_add(&d->report, FOUND_LIMITED, "kvm",
		    "let the host of this VM offer nested virtualization; until then the setting accel = \"auto\" takes emulation",
		    "/dev/kvm answers, but the CPU has neither vmx nor svm: ordinary kernels hang under it");
	else
		report_add(&d->report, FOUND_OK, "kvm", NULL, "/dev/kvm answers, and the CPU virtualizes");
}

void doctor_devices(struct doctor *d)
{
	int num = 0;

	host_kvm(&d->kvm);
	report_kvm(d);
	d->tun = host_device("/dev/net/tun", &num);
	if (d->tun)
		report_add(&d->report, FOUND_OK, "tun", NULL, "/dev/net/tun is there");
	else
		report_add(&d->report, geteuid() && num == EACCES ? FOUND_UNKNOWN : FOUND_LIMITED, "tun",
		    geteuid() && num == EACCES ? "run this as root"
					       : "load the module tun; until then guests have no network",
		    "/dev/net/tun cannot be used: %s", strerror(num));
}

void doctor_confinement(struct doctor *d)
{
	const char *lsms = host_lsms(&d->context->arena);
	int landlock = kernel_landlock();

	if (landlock)
		report_add(&d->report, FOUND_OK, "confinement", NULL, "seccomp; Landlock, version %d%s%s", landlock,
		    *lsms ? "; security modules: " : "", lsms);
	else
		report_add(&d->report, FOUND_LIMITED, "confinement", "boot with lsm=landlock,... (Linux 5.13 or later)",
		    "seccomp, but no Landlock: the jail, the user and the filter confine a monitor without it");
}
