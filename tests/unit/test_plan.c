/* The plan: what becomes of limits, wishes, storage, names, namespaces and identity; every refusal with its reason. */
#include "unit.h"

#include <sched.h>
#include <sys/resource.h>

#include "base/warnings.h"
#include "config_table.h"
#include "decide/monitor.h"
#include "decide/plan.h"
#include "decide/start.h"
#include "read/annotations.h"
#include "read/guest_binary.h"
#include "read/resolv.h"
#include "read/settings.h"

enum { MIB = 1 << 20 };

static char memory[16 << 20];
static struct arena arena;
static struct error err;
static struct warnings warnings;
static struct config config;
static struct settings settings;
static struct annotations annotations;
static struct guest_binary binary;
static struct resolv resolv;
static struct plan_input in;
static struct plan plan;
static struct config_namespace spaces[9];

/* A Linux guest on QEMU with all that must be there: each test changes what it is about. */
static int setup(void **state)
{
	(void)state;
	unit_arena(&arena, memory, sizeof memory);
	warnings_init(&warnings, &arena);
	err = (struct error){ 0 };
	config = (struct config){ .ociVersion = "1.2.0", .process_cwd = "/" };
	settings_defaults(&settings);
	annotations = (struct annotations){ .unikernel_type = guest_word(GUEST_LINUX),
		.hypervisor = monitor_word(MONITOR_QEMU),
		.binary = "/boot/kernel" };
	binary = (struct guest_binary){ .kind = BINARY_BZIMAGE, .abi_name = "", .version = "", .guest = "" };
	resolv = (struct resolv){ 0 };
	spaces[0] = (struct config_namespace){ CONFIG_NS_MOUNT, NULL };
	spaces[1] = (struct config_namespace){ CONFIG_NS_NETWORK, NULL };
	config.linux_namespaces = spaces;
	config.linux_namespaces_count = 2;
	in = (struct plan_input){ .arena = &arena,
		.warnings = &warnings,
		.id = "c",
		.bundle = "/b",
		.rootfs = "/b/rootfs",
		.config = &config,
		.settings = &settings,
		.annotations = &annotations,
		.binary_path = "/boot/kernel",
		.binary = &binary,
		.resolv = &resolv,
		.arch = "x86_64",
		.host_cpus = 8,
		.host_memory = 64ULL << 30 };
	return 0;
}

static void made(void)
{
	if (plan_make(&in, &plan, &err) < 0)
		fail_msg("%s\n", err.text);
}

/* Refused with these words in the reason, and nothing given back. */
static void refused(int num, const char *why)
{
	struct plan untouched;

	memset(&untouched, 0x5a, sizeof untouched);
	plan = untouched;
	if (plan_make(&in, &plan, &err) == 0)
		fail_msg("not refused: %s\n", why);
	if (!strstr(err.text, why))
		fail_msg("it says \"%s\", not \"%s\"\n", err.text, why);
	assert_int_equal(err.num, num);
	assert_memory_equal(&plan, &untouched, sizeof plan);
}

static const char *origin(const char *what)
{
	for (size_t i = 0; i < plan.origins_count; i++)
		if (strcmp(plan.origins[i].what, what) == 0)
			return plan.origins[i].from;
	return "";
}

static struct settings_of_monitor *of_monitor(int monitor)
{
	return &settings.monitors[settings_find_monitor(monitor_word(monitor))];
}

static void limit(long long bytes)
{
	config.has_linux_resources_memory_limit = true;
	config.linux_resources_memory_limit = bytes;
}

/* ---------------------------------------------------------------- memory */

static void test_memory(void **state)
{
	unsigned long overhead;

	(void)state;
	made();
	assert_int_equal(plan.machine.mem_mib, of_monitor(MONITOR_QEMU)->default_memory_mb);
	assert_string_equal(origin("memory_mib"), "settings");
	overhead = machine_overhead(&plan.machine);
	assert_true(overhead > 0);
	limit(512LL * MIB);
	made();
	assert_int_equal(plan.machine.mem_mib, 512 - overhead);
	assert_string_equal(origin("memory_mib"), "config.json");
	/* The guest never gets a byte of what is not there: parts of a MiB are left out. */
	limit(512LL * MIB + MIB - 1);
	made();
	assert_int_equal(plan.machine.mem_mib, 512 - overhead);
	limit(512LL * MIB - 1);
	made();
	assert_int_equal(plan.machine.mem_mib, 511 - overhead);
	/* No limit: -1 as runc has it, and 0. */
	for (long long none = -1; none <= 0; none++) {
		limit(none);
		made();
		assert_int_equal(plan.machine.mem_mib, of_monitor(MONITOR_QEMU)->default_memory_mb);
		assert_string_equal(origin("memory_mib"), "settings");
	}
	/* Emulation costs the monitor more than KVM does. */
	in.kvm = true;
	limit(512LL * MIB);
	made();
	assert_true(plan.machine.mem_mib > 512 - overhead);
}

static void test_too_little_memory(void **state)
{
	unsigned long overhead;
	char wanted[100];

	(void)state;
	made();
	overhead = machine_overhead(&plan.machine);
	for (long long bytes = 1; bytes <= (long long)overhead * MIB; bytes += MIB - 1) {
		limit(bytes);
		refused(EINVAL, "config.json: linux.resources.memory.limit: ");
		snprintf(wanted, sizeof wanted, "%lld bytes leave nothing for the guest", bytes);
		assert_non_null(strstr(err.text, wanted));
	}
	limit(((long long)overhead + 31) * MIB);
	refused(EINVAL,
	    "config.json: linux.resources.memory.limit less 96 MiB for the monitor qemu: 31 MiB of memory is too little: "
	    "the guest linux needs 32");
	limit(((long long)overhead + 32) * MIB);
	made();
	assert_int_equal(plan.machine.mem_mib, 32);
	of_monitor(MONITOR_QEMU)->default_memory_mb = 31;
	config.has_linux_resources_memory_limit = false;
	refused(EINVAL, "default_memory_mb of the settings: 31 MiB of memory is too little");
}

static void test_too_much_memory(void **state)
{
	(void)state;
	limit(INT64_MAX);
	refused(EINVAL, "is more than any guest can have");
	in.host_memory = 1ULL << 30;
	limit(2LL << 30);
	made();
	assert_int_equal(warnings.n, 1);
	assert_non_null(strstr(warnings.at[0], "more than the host has (1024)"));
}

/* ---------------------------------------------------------------- CPUs */

static void quota(long long q, unsigned long long period)
{
	config.has_linux_resources_cpu_quota = true;
	config.linux_resources_cpu_quota = q;
	config.linux_resources_cpu_period = period;
	config.has_linux_resources_cpu_period = period != 0;
}

static void assert_cpus(unsigned wanted, const char *from)
{
	made();
	if (plan.machine.cpus != wanted)
		fail_msg("%lu CPUs, not %u\n", plan.machine.cpus, wanted);
	assert_string_equal(origin("cpus"), from);
}

static void test_cpus_of_quota(void **state)
{
	(void)state;
	assert_cpus(1, "settings");
	of_monitor(MONITOR_QEMU)->default_vcpus = 3;
	assert_cpus(3, "settings");
	quota(100000, 100000);
	assert_cpus(1, "config.json");
	quota(100001, 100000);
	assert_cpus(2, "config.json");
	quota(1, 100000);
	assert_cpus(1, "config.json");
	quota(250000, 0); /* the kernel's own period */
	assert_cpus(3, "config.json");
	quota(20000, 10000);
	assert_cpus(2, "config.json");
	quota(-1, 100000);
	assert_cpus(3, "settings");
	quota(0, 100000);
	assert_cpus(3, "settings");
	quota(INT64_MAX, 1);
	assert_cpus(8, "config.json");
	quota(INT64_MAX, UINT64_MAX); /* their sum does not fit into 64 bits */
	assert_cpus(1, "config.json");
	in.host_cpus = 1;
	quota(800000, 100000);
	assert_cpus(1, "config.json");
	in.host_cpus = 0; /* not known: one is always there */
	assert_cpus(1, "config.json");
}

static void test_cpus_of_set(void **state)
{
	static const struct {
		const char *list;
		unsigned n;
	} lists[] = { { "0", 1 }, { "0-3", 4 }, { "0-1,4,6-7", 5 }, { "5-5", 1 }, { "0,0", 2 }, { "0-4095", 8 },
		{ "0,\n", 1 } };
	static const char *const nonsense[] = { "", "x", "3-1", "-1", "0-", "0-999999999999", "99999999999999999999999",
		"70000", " 1", "a-b", "," };

	(void)state;
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		config.linux_resources_cpu_cpus = lists[i].list;
		assert_cpus(lists[i].n, "config.json");
	}
	/* The kernel refuses it by name, later; here it counts as not said. */
	for (size_t i = 0; i < sizeof nonsense / sizeof *nonsense; i++) {
		config.linux_resources_cpu_cpus = nonsense[i];
		made();
		assert_in_range(plan.machine.cpus, 1, 8);
	}
	config.linux_resources_cpu_cpus = "0-1";
	quota(400000, 100000);
	assert_cpus(2, "config.json"); /* never more than the set has */
	quota(100000, 100000);
	assert_cpus(1, "config.json");
}

/* ---------------------------------------------------------------- accelerator and CPU model */

static void test_accelerator(void **state)
{
	struct settings_of_monitor *s = of_monitor(MONITOR_QEMU);
	const char *kvm = settings_accel_word(SETTINGS_ACCEL_KVM), *tcg = settings_accel_word(SETTINGS_ACCEL_TCG);

	(void)state;
	made();
	assert_string_equal(plan.machine.accel, tcg);
	assert_string_equal(plan.machine.cpu, "max");
	assert_string_equal(origin("accel"), "default");
	in.kvm = true;
	made();
	assert_string_equal(plan.machine.accel, kvm);
	assert_string_equal(plan.machine.cpu, "host");
	s->accel = SETTINGS_ACCEL_TCG;
	made();
	assert_string_equal(plan.machine.accel, tcg);
	assert_string_equal(origin("accel"), "settings");
	/* An annotation may choose only what the settings list, or what they chose themselves. */
	annotations.accel = tcg;
	made();
	assert_string_equal(origin("accel"), "annotation");
	annotations.accel = kvm;
	refused(EPERM, "is not allowed: the settings must list it in allow_accel of [monitors.qemu]");
	s->allow_accel = 1u << SETTINGS_ACCEL_TCG;
	refused(EPERM, "allow_accel");
	s->allow_accel |= 1u << SETTINGS_ACCEL_KVM;
	made();
	assert_string_equal(plan.machine.accel, kvm);
	assert_string_equal(origin("accel"), "annotation");
	assert_int_equal(warnings.n, 0);
	in.kvm = false;
	made();
	assert_int_equal(warnings.n, 1);
	assert_non_null(strstr(warnings.at[0], "accelerator kvm: KVM is not backed by hardware here"));
	in.kvm = true;
	annotations.accel = "warp,drive=on";
	refused(EPERM, "warp,drive=on");
}

static void test_cpu_model(void **state)
{
	struct settings_of_monitor *s = of_monitor(MONITOR_QEMU);
	const char *allowed[] = { "Icelake-Server", "max" };

	(void)state;
	annotations.cpu = "Icelake-Server";
	refused(EPERM, "\"Icelake-Server\" is not allowed: the settings must list it in allow_cpu of [monitors.qemu]");
	s->allow_cpu = allowed;
	s->allow_cpu_count = 2;
	made();
	assert_string_equal(plan.machine.cpu, "Icelake-Server");
	assert_string_equal(origin("cpu"), "annotation");
	annotations.cpu = "icelake-server";
	refused(EPERM, "allow_cpu");
	annotations.cpu = NULL;
	s->cpu = "Haswell";
	made();
	assert_string_equal(plan.machine.cpu, "Haswell");
	assert_string_equal(origin("cpu"), "settings");
	s->allow_cpu_count = 0;
	annotations.cpu = "Haswell"; /* what they chose themselves */
	made();
	assert_string_equal(plan.machine.cpu, "Haswell");
}

/* ---------------------------------------------------------------- guest and monitor */

static void test_guest(void **state)
{
	(void)state;
	made();
	assert_int_equal(plan.machine.guest, GUEST_LINUX);
	assert_int_equal(plan.machine.monitor, MONITOR_QEMU);
	annotations.unikernel_type = "martian";
	refused(ENOTSUP, "no guest that is known: \"martian\"; there are ");
	annotations.unikernel_type = NULL;
	refused(ENOTSUP, "the file does not say what it is");
	binary.guest = guest_word(GUEST_LINUX);
	made();
	assert_string_equal(origin("guest"), "guest binary");
	annotations.hypervisor = "xen";
	refused(ENOTSUP, "no monitor that is known: \"xen\"; there are ");
	annotations.hypervisor = NULL;
	refused(ENOTSUP, "no monitor is known to run it");
	binary.monitors[0] = monitor_word(MONITOR_SOLO5_SPT);
	binary.monitors[1] = monitor_word(MONITOR_QEMU);
	binary.monitor_count = 2;
	made(); /* the first cannot run it, the second can */
	assert_int_equal(plan.machine.monitor, MONITOR_QEMU);
	assert_string_equal(origin("monitor"), "guest binary");
	binary.monitor_count = 1;
	refused(ENOTSUP, "runs only guests that were built for it");
	annotations.unikernel_type = guest_word(GUEST_RUMPRUN);
	annotations.hypervisor = monitor_word(MONITOR_QEMU);
	refused(ENOTSUP, "rumprun");
	in.arch = "sparc";
	annotations.unikernel_type = guest_word(GUEST_LINUX);
	refused(ENOTSUP, "sparc");
}

static void solo5(int monitor, const char *abi_name)
{
	annotations.unikernel_type = guest_word(GUEST_MIRAGE);
	annotations.hypervisor = monitor_word(monitor);
	binary.abi = 2;
	binary.abi_name = abi_name;
	binary.monitors[0] = monitor_word(MONITOR_SOLO5_SPT);
	binary.monitor_count = 1;
	binary.manifest = true;
}

static void test_abi(void **state)
{
	(void)state;
	solo5(MONITOR_SOLO5_SPT, "spt");
	made();
	solo5(MONITOR_SOLO5_HVT, "spt");
	refused(ENOTSUP, "built for Solo5's spt, which hvt does not run; what runs it: spt");
	binary.monitor_count = 0;
	refused(ENOTSUP, "what runs it: nothing that is known here");
}

/* What the manifest declares is what has to be there; the annotation's name stands in for a file without one. */
static void test_manifest(void **state)
{
	static const struct guest_device devices[] = { { false, "service" }, { true, "storage" },
		{ false, "management" } };

	(void)state;
	solo5(MONITOR_SOLO5_SPT, "spt");
	made();
	assert_int_equal(plan.net_names_count, 0);
	binary.devices = devices;
	binary.device_count = 3;
	refused(EINVAL, "the guest wants the block device `storage`: name an image with ");
	annotations.block = "/disk.img";
	made();
	assert_int_equal(plan.net_names_count, 2);
	assert_string_equal(plan.net_names[0], "service");
	assert_string_equal(plan.net_names[1], "management");
	assert_string_equal(plan.machine.disk[0].guest, "storage");
	annotations.solo5_blk_dev = "other";
	annotations.solo5_net_dev = "ignored";
	made();
	assert_string_equal(plan.machine.disk[0].guest, "other");
	assert_string_equal(plan.net_names[0], "service");
	binary.device_count = 1;
	refused(EINVAL, "manifest declares no block device");
	binary.manifest = false;
	binary.device_count = 0;
	made();
	assert_int_equal(plan.net_names_count, 1);
	assert_string_equal(plan.net_names[0], "ignored");
	annotations.solo5_net_dev = NULL;
	made();
	assert_int_equal(plan.net_names_count, -1);
}

static void test_version(void **state)
{
	(void)state;
	annotations.unikernel_type = guest_word(GUEST_UNIKRAFT);
	made();
	int newest = plan.machine.form;
	assert_int_equal(warnings.n, 0);
	binary.version = "0.15.0";
	made();
	assert_int_not_equal(plan.machine.form, newest);
	assert_string_equal(origin("version"), "guest binary");
	annotations.unikernel_version = "0.17.0";
	made();
	assert_int_equal(plan.machine.form, newest);
	assert_int_equal(warnings.n, 0);
	annotations.unikernel_version = "new & shiny";
	made();
	assert_int_equal(plan.machine.form, newest);
	assert_int_equal(warnings.n, 1);
	assert_non_null(strstr(warnings.at[0], "\"new & shiny\" is no version"));
}

/* ---------------------------------------------------------------- what the guest is told */

static const char *args[] = { "/bin/app", "one", "two words", "" };

static void test_arguments(void **state)
{
	(void)state;
	made();
	assert_null(plan.machine.program);
	assert_int_equal(plan.machine.arg_count, 0);
	config.process_args = args;
	config.process_args_count = 4;
	annotations.cmdline = "not used";
	made();
	assert_string_equal(plan.machine.program, "/bin/app");
	assert_int_equal(plan.machine.arg_count, 3);
	assert_string_equal(plan.machine.arg[1].word, "two words");
	assert_string_equal(plan.machine.arg[2].word, "");
	assert_string_equal(origin("arguments"), "config.json");
	in.binary_is_program = true; /* process.args[0] is the kernel: it is told nothing of that */
	made();
	assert_null(plan.machine.program);
	assert_int_equal(plan.machine.arg_count, 3);
	assert_string_equal(plan.machine.arg[0].word, "one");
}

static void test_cmdline(void **state)
{
	static const char *const lines[] = { "a", " a ", "\t a\t", "a b", "  a \t b  ", "", "  " };
	static const size_t counts[] = { 0, 0, 0, 1, 1, 0, 0 };

	(void)state;
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		annotations.cmdline = lines[i];
		made();
		if (i < 5)
			assert_string_equal(plan.machine.program, "a");
		else
			assert_null(plan.machine.program);
		assert_int_equal(plan.machine.arg_count, counts[i]);
		if (counts[i])
			assert_string_equal(plan.machine.arg[0].word, "b");
	}
}

static void test_told(void **state)
{
	const char *env[] = { "A=1", "B=" };

	(void)state;
	config.process_env = env;
	config.process_env_count = 2;
	config.hostname = "name";
	config.domainname = "domain";
	config.process_cwd = "/work";
	config.process_user_uid = 4294967295u;
	config.process_user_gid = 7;
	made();
	assert_int_equal(plan.machine.env_count, 2);
	assert_string_equal(plan.machine.env[1].pair, "B=");
	assert_string_equal(plan.machine.hostname, "name");
	assert_string_equal(plan.machine.domainname, "domain");
	assert_string_equal(plan.machine.workdir, "/work");
	assert_true(plan.machine.uid == 4294967295u);
	assert_int_equal(plan.machine.gid, 7);
}

static void test_name_servers(void **state)
{
	(void)state;
	resolv.servers[0] = (struct resolv_server){ .text = "10.0.0.1" };
	resolv.servers[1] = (struct resolv_server){ .text = "127.0.0.11", .loopback = true };
	resolv.servers[2] = (struct resolv_server){ .text = "fd00::1", .ip6 = true };
	resolv.servers[3] = (struct resolv_server){ .text = "::1", .ip6 = true, .loopback = true };
	resolv.servers[4] = (struct resolv_server){ .text = "10.0.0.2" };
	resolv.servers_count = 5;
	made();
	assert_int_equal(plan.machine.dns4_count, 2);
	assert_string_equal(plan.machine.dns4[0].server, "10.0.0.1");
	assert_string_equal(plan.machine.dns4[1].server, "10.0.0.2");
	assert_int_equal(plan.machine.dns6_count, 1);
	assert_string_equal(plan.machine.dns6[0].server, "fd00::1");
	assert_int_equal(warnings.n, 2);
	assert_non_null(strstr(warnings.at[0], "127.0.0.11"));
	assert_non_null(strstr(warnings.at[1], "::1"));
}

/* ---------------------------------------------------------------- storage */

static const struct plan_image *image(const char *target)
{
	for (size_t i = 0; i < plan.images_count; i++)
		if (strcmp(plan.images[i].target, target) == 0)
			return &plan.images[i];
	return NULL;
}

/* Initrd, then a block image as root, then the container's own rootfs: the first that is there. */
static void test_storage_order(void **state)
{
	(void)state;
	annotations.mount_rootfs = "true";
	made();
	assert_string_equal(plan.machine.share, "/guest/share");
	assert_true(image("/guest/share")->directory);
	assert_true(image("/guest/share")->writable);
	assert_int_equal(plan.images_count, 2);
	assert_string_equal(image("/guest/kernel")->path, "/boot/kernel");
	assert_false(image("/guest/kernel")->writable);
	config.root_readonly = true;
	made();
	assert_true(plan.machine.share_ro);
	assert_false(image("/guest/share")->writable);
	config.root_readonly = false;
	annotations.block = "/disk, with a comma.img";
	annotations.blk_mnt_point = "/data";
	made();
	assert_string_equal(plan.machine.share, "/guest/share");
	assert_string_equal(plan.machine.disk[0].path, "/guest/disk0"); /* no path of an image reaches a command line */
	assert_string_equal(image("/guest/disk0")->path, "/disk, with a comma.img");
	assert_false(plan.machine.disk[0].root);
	annotations.blk_mnt_point = "/";
	made();
	assert_null(plan.machine.share);
	assert_true(plan.machine.disk[0].root);
	annotations.initrd = "/initrd";
	annotations.block = NULL;
	made();
	assert_null(plan.machine.share);
	assert_string_equal(plan.machine.initrd, "/guest/initrd");
	assert_string_equal(image("/guest/initrd")->path, "/initrd");
	annotations.initrd = NULL;
	annotations.mount_rootfs = "false";
	made();
	assert_int_equal(plan.images_count, 1);
}

static void test_readonly_disk(void **state)
{
	(void)state;
	annotations.block = "/d";
	annotations.blk_mnt_point = "/";
	made();
	assert_true(image("/guest/disk0")->writable);
	assert_false(plan.machine.disk[0].ro);
	config.root_readonly = true;
	made();
	assert_false(image("/guest/disk0")->writable);
	assert_true(plan.machine.disk[0].ro);
}

static void test_storage_refused(void **state)
{
	(void)state;
	solo5(MONITOR_SOLO5_SPT, "spt");
	annotations.initrd = "/initrd";
	refused(ENOTSUP, "initrd: mirage cannot take it under solo5-spt: ");
	annotations.initrd = NULL;
	annotations.mount_rootfs = "true";
	refused(ENOTSUP, "mountRootfs: mirage cannot take it under solo5-spt: ");
}

/* ---------------------------------------------------------------- namespaces */

static void only(size_t n, ...)
{
	va_list kinds;

	va_start(kinds, n);
	for (size_t i = 0; i < n; i++)
		spaces[i] = (struct config_namespace){ va_arg(kinds, enum config_ns), NULL };
	va_end(kinds);
	config.linux_namespaces_count = n;
}

static void test_namespaces(void **state)
{
	(void)state;
	only(7, CONFIG_NS_MOUNT, CONFIG_NS_PID, CONFIG_NS_NETWORK, CONFIG_NS_UTS, CONFIG_NS_IPC, CONFIG_NS_CGROUP,
	    CONFIG_NS_TIME);
	spaces[2].path = "/run/netns/x y";
	config.hostname = "h";
	config.domainname = "d";
	made();
	assert_int_equal(plan.namespaces_count, 7);
	static const int flags[] = { CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWNET, CLONE_NEWUTS, CLONE_NEWIPC,
		CLONE_NEWCGROUP, 0x80 };
	for (size_t i = 0; i < 7; i++)
		assert_int_equal(plan.namespaces[i].flag, flags[i]);
	assert_string_equal(plan.netns, "/run/netns/x y");
	assert_string_equal(plan.hostname, "h");
	assert_string_equal(plan.domainname, "d");
	/* The name belongs to a new uts namespace only: never to one that others have. */
	spaces[3].path = "/proc/1/ns/uts";
	made();
	assert_null(plan.hostname);
	assert_null(plan.domainname);
	only(2, CONFIG_NS_MOUNT, CONFIG_NS_NETWORK);
	made();
	assert_null(plan.hostname);
	assert_null(plan.netns);
}

static void test_namespaces_refused(void **state)
{
	(void)state;
	only(1, CONFIG_NS_NETWORK);
	refused(EINVAL, "has no mount namespace");
	only(1, CONFIG_NS_MOUNT);
	refused(EINVAL, "has no network namespace");
	only(0);
	refused(EINVAL, "linux.namespaces");
	only(2, CONFIG_NS_MOUNT, CONFIG_NS_NETWORK);
	spaces[0].path = "/proc/1/ns/mnt";
	refused(EINVAL, "the mount namespace /proc/1/ns/mnt cannot be joined");
	only(3, CONFIG_NS_MOUNT, CONFIG_NS_NETWORK, CONFIG_NS_USER);
	refused(ENOTSUP, "user namespaces are not there yet");
	only(2, CONFIG_NS_MOUNT, CONFIG_NS_NETWORK);
	spaces[1].path = "/run/netns/a\nb"; /* it could not be recorded for undo */
	refused(EINVAL, "tab or new line");
	only(9, CONFIG_NS_MOUNT, CONFIG_NS_NETWORK, CONFIG_NS_PID, CONFIG_NS_UTS, CONFIG_NS_IPC, CONFIG_NS_CGROUP,
	    CONFIG_NS_TIME, CONFIG_NS_PID, CONFIG_NS_UTS);
	refused(EINVAL, "more entries than there are kinds");
}

/* ---------------------------------------------------------------- identity, hooks */

static void test_identity(void **state)
{
	uint32_t groups[] = { 5, 6 };
	struct config_limit limits[] = { { CONFIG_RLIMIT_NOFILE, 10, 20 },
		{ CONFIG_RLIMIT_CORE, UINT64_MAX, UINT64_MAX } };

	(void)state;
	config.process_user_uid = 3;
	config.process_user_gid = 4;
	config.process_user_additionalGids = groups;
	config.process_user_additionalGids_count = 2;
	config.has_process_user_umask = true;
	config.process_user_umask = 027;
	config.has_process_oomScoreAdj = true;
	config.process_oomScoreAdj = -500;
	config.process_rlimits = limits;
	config.process_rlimits_count = 2;
	config.process_terminal = true;
	in.no_new_keyring = true;
	made();
	assert_int_equal(plan.user.uid, 3);
	assert_int_equal(plan.user.gid, 4);
	assert_int_equal(plan.user.groups_count, 2);
	assert_int_equal(plan.user.groups[1], 6);
	assert_true(plan.user.has_umask);
	assert_int_equal(plan.user.umask, 027);
	assert_true(plan.has_oom_score_adj);
	assert_int_equal(plan.oom_score_adj, -500);
	assert_true(plan.no_new_keyring);
	assert_int_equal(plan.rlimits_count, 2);
	assert_int_equal(plan.rlimits[0].resource, RLIMIT_NOFILE);
	assert_int_equal(plan.rlimits[0].soft, 10);
	assert_int_equal(plan.rlimits[0].hard, 20);
	assert_true(plan.rlimits[1].hard == UINT64_MAX);
	assert_true(plan.terminal);
	assert_int_equal(plan.rows, 0);
	config.has_process_consoleSize = true;
	config.process_consoleSize_height = 24;
	config.process_consoleSize_width = 80;
	made();
	assert_int_equal(plan.rows, 24);
	assert_int_equal(plan.columns, 80);
	limits[0].soft = 21;
	refused(EINVAL, "process.rlimits: soft 21 of RLIMIT_NOFILE is above its hard 20");
	limits[0].soft = 7;
	refused(EINVAL, "process.rlimits: RLIMIT_NOFILE of 7 is too few for any monitor: at least 8");
	limits[0].soft = 8;
	made();
}

static void test_every_rlimit(void **state)
{
	static const int numbers[] = { RLIMIT_AS, RLIMIT_CORE, RLIMIT_CPU, RLIMIT_DATA, RLIMIT_FSIZE, RLIMIT_LOCKS,
		RLIMIT_MEMLOCK, RLIMIT_MSGQUEUE, RLIMIT_NICE, RLIMIT_NOFILE, RLIMIT_NPROC, RLIMIT_RSS, RLIMIT_RTPRIO,
		RLIMIT_RTTIME, RLIMIT_SIGPENDING, RLIMIT_STACK };
	static const char *const words[] = { "RLIMIT_AS", "RLIMIT_CORE", "RLIMIT_CPU", "RLIMIT_DATA", "RLIMIT_FSIZE",
		"RLIMIT_LOCKS", "RLIMIT_MEMLOCK", "RLIMIT_MSGQUEUE", "RLIMIT_NICE", "RLIMIT_NOFILE", "RLIMIT_NPROC",
		"RLIMIT_RSS", "RLIMIT_RTPRIO", "RLIMIT_RTTIME", "RLIMIT_SIGPENDING", "RLIMIT_STACK" };
	struct config_limit all[16];
	size_t n = 0;

	(void)state;
	for (int i = CONFIG_RLIMIT_NONE + 1; i < CONFIG_RLIMIT_COUNT && n < 16; i++)
		all[n++] = (struct config_limit){ (enum config_rlimit)i, 100, 100 };
	assert_int_equal(n, 16);
	config.process_rlimits = all;
	config.process_rlimits_count = n;
	made();
	for (size_t i = 0; i < 16; i++)
		for (size_t j = 0; j < 16; j++)
			if (strcmp(plan.rlimits[i].word, words[j]) == 0) {
				assert_int_equal(plan.rlimits[i].resource, numbers[j]);
				n--;
			}
	assert_int_equal(n, 0);
}

/* A guest whose init is told of them has those of addresses for its program alone. */
static void test_rlimits_of_the_program(void **state)
{
	static const int addresses[] = { RLIMIT_AS, RLIMIT_DATA, RLIMIT_STACK };
	struct config_limit all[] = { { CONFIG_RLIMIT_AS, 1, 1 }, { CONFIG_RLIMIT_DATA, 1, 1 },
		{ CONFIG_RLIMIT_STACK, 1, 1 }, { CONFIG_RLIMIT_FSIZE, 1, 1 } };
	const char *words[] = { "/urunit", "app" };

	(void)state;
	config.process_rlimits = all;
	config.process_rlimits_count = 4;
	config.process_args = words;
	config.process_args_count = 2;
	made();
	assert_int_equal(plan.rlimits_count, 1);
	assert_int_equal(plan.rlimits[0].resource, RLIMIT_FSIZE);
	assert_int_equal(plan.machine.limit_count, 4);
	words[0] = "/init";
	made();
	assert_int_equal(plan.rlimits_count, 4);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(plan.rlimits[i].resource, addresses[i]);
}

static void test_hooks_refused(void **state)
{
	struct config_hook hook = { .path = "/bin/true" };

	(void)state;
	config.hooks_prestart = config.hooks_createRuntime = config.hooks_poststart = config.hooks_poststop = &hook;
	config.hooks_prestart_count = config.hooks_createRuntime_count = 1;
	config.hooks_poststart_count = config.hooks_poststop_count = 1;
	made();
	config.hooks_createContainer = config.hooks_startContainer = &hook;
	config.hooks_createContainer_count = 1;
	made();
	config.hooks_startContainer_count = 1;
	refused(ENOTSUP, "hooks.startContainer");
}

static void test_lists(void **state)
{
	struct plan_device device = { "/dev/x", 'c', 1, 2, "why" };

	(void)state;
	made();
	for (int i = 0; i < 100; i++)
		plan_add_bind(&plan, &arena, &(struct plan_bind){ take_format(&arena, "%d", i), "/t", false, "why" });
	assert_int_equal(plan.binds_count, 100);
	assert_string_equal(plan.binds[0].source, "0");
	assert_string_equal(plan.binds[99].source, "99");
	for (int i = 0; i < PLAN_DEVICES_MAX; i++)
		assert_int_equal(plan_add_device(&plan, &device, &err), 0);
	assert_int_equal(plan_add_device(&plan, &device, &err), -1);
	assert_int_equal(err.num, E2BIG);
	for (int i = 0; i < 100; i++) {
		plan_add_unknown(&plan, "x");
		plan_add_origin(&plan, "x", "y");
	}
	assert_int_equal(plan.unknown_count, PLAN_UNKNOWN_MAX);
	assert_int_equal(plan.origins_count, PLAN_ORIGINS_MAX);
}

/* ---------------------------------------------------------------- the second half: what start reads */

static struct start_facts facts;

static struct text written(void)
{
	struct text out;

	text_init(&out, &arena);
	start_write(&plan, &out);
	return out;
}

static void test_start_round_trip(void **state)
{
	const char *names[] = { "service", "with blank", "" };
	struct text out;

	(void)state;
	for (int n = -1; n <= 3; n++) {
		spaces[1].path = n & 1 ? "/run/netns/a b" : NULL;
		made();
		plan.net_names_count = n;
		plan.net_names = names;
		out = written();
		if (start_read(&arena, out.at, out.used, &facts, &err) < 0)
			fail_msg("%s\n%s", err.text, out.at);
		assert_int_equal(facts.net_names_count, n);
		for (int i = 0; i < n; i++)
			assert_string_equal(facts.net_names[i], names[i]);
		if (n & 1)
			assert_string_equal(facts.netns, "/run/netns/a b");
		else
			assert_null(facts.netns);
		assert_int_equal(facts.machine.guest, plan.machine.guest);
		assert_int_equal(facts.machine.mem_mib, plan.machine.mem_mib);
		assert_string_equal(facts.machine.kernel, plan.machine.kernel);
	}
}

/* Cut at any byte it is no record: start must not run a guest with half of its facts. */
static void test_start_truncated(void **state)
{
	const char *names[] = { "service", "management" };
	struct text out;

	(void)state;
	config.process_args = args;
	config.process_args_count = 4;
	made();
	plan.net_names_count = 2;
	plan.net_names = names;
	out = written();
	for (size_t len = 0; len < out.used; len++) {
		struct start_facts untouched = facts;
		size_t before = arena.used;
		char *copy = malloc(len + 1); /* so that a sanitizer sees a step too far */

		memcpy(copy, out.at, len);
		if (start_read(&arena, copy, len, &facts, &err) == 0)
			fail_msg("taken at %zu of %zu bytes: %.*s\n", len, out.used, (int)len, out.at);
		assert_memory_equal(&facts, &untouched, sizeof facts);
		free(copy);
		arena_release(&arena, before);
	}
}

static void test_start_garbage(void **state)
{
	static const char *const heads[] = { "x\n\n", "nets\n\n", "nets 65\n\n", "nets -2\n\n", "net a\n\n",
		"nets 0\nnet a\n\n", "nets 1\nnet a\nnet b\n\n", "Netns /x\n\n", "netns\n\n", " nets 1\n\n", "\n", "" };
	struct text out, machine;

	(void)state;
	made();
	out = written();
	text_init(&machine, &arena);
	text_format(&machine, "%s", strstr(out.at, "\n\n") + 2);
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
		char *whole = take_format(&arena, "%s%s", heads[i], machine.at);
		bool good = strcmp(heads[i], "\n") == 0; /* nothing said of the network is all right */

		if (start_read(&arena, whole, strlen(whole), &facts, &err) == 0 && !good)
			fail_msg("taken: %s\n", heads[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_memory, setup),
		cmocka_unit_test_setup(test_too_little_memory, setup),
		cmocka_unit_test_setup(test_too_much_memory, setup),
		cmocka_unit_test_setup(test_cpus_of_quota, setup),
		cmocka_unit_test_setup(test_cpus_of_set, setup),
		cmocka_unit_test_setup(test_accelerator, setup),
		cmocka_unit_test_setup(test_cpu_model, setup),
		cmocka_unit_test_setup(test_guest, setup),
		cmocka_unit_test_setup(test_abi, setup),
		cmocka_unit_test_setup(test_manifest, setup),
		cmocka_unit_test_setup(test_version, setup),
		cmocka_unit_test_setup(test_arguments, setup),
		cmocka_unit_test_setup(test_cmdline, setup),
		cmocka_unit_test_setup(test_told, setup),
		cmocka_unit_test_setup(test_name_servers, setup),
		cmocka_unit_test_setup(test_storage_order, setup),
		cmocka_unit_test_setup(test_readonly_disk, setup),
		cmocka_unit_test_setup(test_storage_refused, setup),
		cmocka_unit_test_setup(test_namespaces, setup),
		cmocka_unit_test_setup(test_namespaces_refused, setup),
		cmocka_unit_test_setup(test_identity, setup),
		cmocka_unit_test_setup(test_every_rlimit, setup),
		cmocka_unit_test_setup(test_rlimits_of_the_program, setup),
		cmocka_unit_test_setup(test_hooks_refused, setup),
		cmocka_unit_test_setup(test_lists, setup),
		cmocka_unit_test_setup(test_start_round_trip, setup),
		cmocka_unit_test_setup(test_start_truncated, setup),
		cmocka_unit_test_setup(test_start_garbage, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
