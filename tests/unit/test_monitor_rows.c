/*
 * Guests and monitors a second time, by hand, as far as it is no command line: what cannot be and why, limits with their reasons,
 * what a monitor needs and what for, its memory, its signals.  What is said of a refusal is what people read.
 */
#include "unit.h"

#include <signal.h>

#include "decide/form_table.h"
#include "decide/keep.h"
#include "decide/monitor.h"

static char memory[1 << 20];
static struct arena arena;

#define TENDER	   "a tender of Solo5 runs only guests that were built for it"
#define NO_INIT	   "it has no init that reads one"
#define DEVICE	   "Solo5 has room for that many letters of a device's name"
#define NO_DISK	   "Unikraft mounts no disk here: hand the files over as an initrd or from a folder"
#define NO_CARRIER "Solo5 has no initrd to carry it"

static struct machine machine(const char *guest, const char *monitor)
{
	struct machine m = {
		.guest = guest_by_word(guest), .monitor = monitor_by_word(monitor), .arch = "x86_64", .accel = "tcg"
	};

	assert_true(m.guest >= 0 && m.monitor >= 0);
	m.form = guest_forms[m.guest];
	return m;
}

static void test_pairs(void **state)
{
	static const struct {
		const char *guest, *monitor, *why; /* NULL: it runs */
	} pairs[] = { { "linux", "qemu", NULL }, { "linux", "spt", TENDER }, { "linux", "hvt", TENDER },
		{ "unikraft", "qemu", NULL }, { "unikraft", "spt", TENDER }, { "unikraft", "hvt", TENDER },
		{ "mirage", "qemu", NULL }, { "mirage", "spt", NULL }, { "mirage", "hvt", NULL },
		{ "rumprun", "spt", NULL }, { "rumprun", "hvt", NULL },
		{ "rumprun", "qemu", "the ports to QEMU are not those that images of urunc hold" },
		{ "linux", "firecracker", "urunc in C cannot start it yet" },
		{ "linux", "cloud-hypervisor", "urunc in C cannot start it yet" },
		{ "linux", "hyperlight-unikraft", "urunc in C cannot start it yet" },
		{ "hermit", "qemu", "urunc in C cannot run it yet" },
		{ "mewz", "qemu", "urunc in C cannot run it yet" } };

	enum { MIRAGE_QEMU = 6 }; /* its loader is for x86_64 only */

	(void)state;
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		struct machine m = machine(pairs[i].guest, pairs[i].monitor);
		struct error err = { 0 };
		int rc = pair_check(m.guest, m.monitor, "x86_64", &err);

		assert_int_equal(rc, pairs[i].why ? -1 : 0);
		if (pairs[i].why && !strstr(err.text, pairs[i].why))
			fail_msg("%s on %s: %s\n", pairs[i].guest, pairs[i].monitor, err.text);
		if (!pairs[i].why)
			assert_int_equal(pair_check(m.guest, m.monitor, "aarch64", &err), i == MIRAGE_QEMU ? -1 : 0);
	}
}

static void test_refusals(void **state)
{
	static const struct {
		const char *guest, *monitor;
		int fact, list;
		const char *why;
	} rows[] = {
		{ "mirage", "spt", FACT_CONFIG, 0, NO_CARRIER },
		{ "mirage", "hvt", FACT_CONFIG, 0, NO_CARRIER },
		{ "mirage", "spt", FACT_INITRD, 0, "Solo5 has no initrd: put the files into a disk image" },
		{ "mirage", "hvt", FACT_INITRD, 0, "Solo5 has no initrd: put the files into a disk image" },
		{ "mirage", "spt", FACT_SHARE, 0, "Solo5 shares no folders: put the files into a disk image" },
		{ "mirage", "hvt", FACT_SHARE, 0, "Solo5 shares no folders: put the files into a disk image" },
		{ "mirage", "spt", FACT_DISK_RO, 0, "Solo5 opens every disk for writing" },
		{ "mirage", "hvt", FACT_DISK_RO, 0, "Solo5 opens every disk for writing" },
		{ "mirage", "qemu", FACT_CONFIG, 0, NO_INIT },
		{ "mirage", "qemu", FACT_INITRD, 0, "MirageOS has no initrd" },
		{ "mirage", "qemu", FACT_SHARE, 0, "MirageOS mounts no folders" },
		{ "rumprun", "qemu", FACT_CONFIG, 0, NO_INIT },
		{ "rumprun", "qemu", FACT_INITRD, 0, "rumprun has no initrd: put the files into a disk image" },
		{ "rumprun", "qemu", FACT_SHARE, 0, "rumprun mounts no folders: put the files into a disk image" },
		{ "unikraft", "qemu", FACT_CONFIG, 0, NO_INIT },
		{ "unikraft", "qemu", 0, LIST_DISK, NO_DISK },
		{ "unikraft", "qemu", FACT_INITRD, 0, NULL },
		{ "unikraft", "qemu", FACT_SHARE, 0, NULL },
		{ "linux", "qemu", FACT_CONFIG, 0, NULL },
		{ "linux", "qemu", FACT_INITRD, 0, NULL },
		{ "linux", "qemu", FACT_SHARE, 0, NULL },
		{ "linux", "qemu", 0, LIST_DISK, NULL },
		{ "mirage", "spt", 0, LIST_DISK, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct machine m = machine(rows[i].guest, rows[i].monitor);
		const char *why = rows[i].list ? pair_refuses_list(m.guest, m.monitor, rows[i].list)
					       : pair_refuses(m.guest, m.monitor, rows[i].fact);

		if (!why != !rows[i].why || (why && strcmp(why, rows[i].why)))
			fail_msg("%s on %s, %d: %s\n", rows[i].guest, rows[i].monitor, rows[i].fact, why ? why : "-");
	}
}

static void test_limits(void **state)
{
	static const struct {
		const char *guest, *monitor;
		int fact, list;
		unsigned most, least;
		const char *why;
	} rows[] = {
		{ "linux", "qemu", FACT_MEM_MIB, 0, 0, 32,
		    "a kernel unpacks itself into less only to run out of memory" },
		{ "unikraft", "qemu", FACT_MEM_MIB, 0, 0, 4, "the smallest that was seen to boot had 8" },
		{ "mirage", "qemu", FACT_MEM_MIB, 0, 0, 2, "firmware and loader need the first MiB" },
		{ "mirage", "spt", FACT_MEM_MIB, 0, 0, 2, "the guest is loaded at 1 MiB" },
		{ "mirage", "hvt", FACT_MEM_MIB, 0, 0, 4, "a guest that only says hello does not fit into 3" },
		{ "rumprun", "hvt", FACT_MEM_MIB, 0, 0, 8, "NetBSD's buffers do not fit in less" },
		{ "linux", "qemu", FACT_CMDLINE, 0, 2047, 0,
		    "x86 and arm64 have room for that many bytes of command line" },
		{ "mirage", "qemu", FACT_CMDLINE, 0, 8191, 0, "Solo5 has room for that many bytes of arguments" },
		{ "mirage", "spt", FACT_CMDLINE, 0, 8191, 0, "Solo5 has room for that many bytes of arguments" },
		{ "mirage", "hvt", FACT_CMDLINE, 0, 8191, 0, "Solo5 has room for that many bytes of arguments" },
		{ "mirage", "spt", FACT_LINK_MTU, 0, 1500, 0, "a longer frame ends the guest with a fault" },
		{ "mirage", "hvt", FACT_LINK_MTU, 0, 1500, 0, "a longer frame ends the guest with a fault" },
		{ "mirage", "spt", FACT_LINK_GUEST, 0, 67, 0, DEVICE },
		{ "mirage", "hvt", FACT_LINK_GUEST, 0, 67, 0, DEVICE },
		{ "mirage", "spt", FACT_DISK_GUEST, 0, 67, 0, DEVICE },
		{ "mirage", "hvt", FACT_DISK_GUEST, 0, 67, 0, DEVICE },
		{ "linux", "qemu", FACT_DISK_ID, 0, 20, 0,
		    "a virtio disk has room for that many bytes of a serial number" },
		{ "linux", "qemu", 0, LIST_LINK, 16, 0, "a PCI bus has 32 slots, and disks want some" },
		{ "linux", "qemu", 0, LIST_DISK, 8, 0, "a PCI bus has 32 slots, and links want some" },
		{ "rumprun", "spt", 0, LIST_LINK, 1, 0, "rumprun sets up one link" },
		{ "rumprun", "spt", 0, LIST_DISK, 1, 0, "rumprun mounts one disk" },
		{ "linux", "qemu", 0, LIST_ARG, 31, 0, "the kernel panics at more than 31 arguments of init" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct machine m = machine(rows[i].guest, rows[i].monitor);
		unsigned got = 0;
		const char *why = "";

		if (rows[i].least)
			assert_true(pair_least(m.guest, m.monitor, rows[i].fact, &got, &why));
		else if (rows[i].list)
			assert_true(pair_most_list(m.guest, m.monitor, rows[i].list, &got, &why));
		else
			assert_true(pair_most(m.guest, m.monitor, rows[i].fact, &got, &why));
		assert_int_equal(got, rows[i].least ? rows[i].least : rows[i].most);
		assert_string_equal(why, rows[i].why);
	}
}

static void expect_needs(const struct needs *needs, const char *const *want)
{
	for (size_t i = 0; i < needs->n; i++, want += 2) {
		assert_non_null(*want);
		assert_string_equal(needs->at[i].name, want[0]);
		assert_string_equal(needs->at[i].why, want[1]);
	}
	assert_null(*want);
}

#define NEEDS(which, m, ...)                                                       \
	do {                                                                       \
		struct needs needs_;                                               \
		unit_arena(&arena, memory, sizeof memory);                         \
		which(&arena, m, &needs_);                                         \
		expect_needs(&needs_, (const char *const[]){ __VA_ARGS__, NULL }); \
	} while (0)

static void test_devices(void **state)
{
	struct machine_link link = { .tap = "tap0" };
	struct machine_disk disk = { .id = "d0" };
	struct machine m = machine("linux", "qemu");

	(void)state;
	m.accel = "kvm";
	m.link = &link;
	m.disk = &disk;
	m.link_count = m.disk_count = 1;
	m.vhost = true;
	m.share = "/share";
	NEEDS(machine_devices, &m, "/dev/kvm", "it makes the virtual CPUs", "/dev/net/tun", "to attach to its taps",
	    "/dev/vhost-net", "the kernel moves the frames", "/dev/null",
	    "to ask whether the kernel has the locks that keep two guests from one image");
	NEEDS(machine_host_folders, &m, "/proc/self/fd",
	    "its 9p server changes modes and reads extended attributes by descriptors only");
	m.accel = "tcg";
	NEEDS(machine_modules, &m, "accel-tcg-x86_64.so", "emulation");
	m.monitor = monitor_by_word("hvt");
	NEEDS(machine_devices, &m, "/dev/kvm", "it makes the virtual CPU", "/dev/net/tun", "to attach to its tap");
	m.monitor = monitor_by_word("spt");
	NEEDS(machine_devices, &m, "/dev/net/tun", "to attach to its tap");
}

#define OPENED "the interrupt controller of the machine opens it"
#define STARTS "starts an ELF file with a PVH note; without it QEMU hangs"

static void test_data(void **state)
{
	struct machine m = machine("linux", "qemu");

	(void)state;
	NEEDS(machine_data, &m, "qboot.rom", "firmware", "kvmvapic.bin", OPENED, "linuxboot_dma.bin",
	    "starts a bzImage", "pvh.bin", STARTS);
	m = machine("unikraft", "qemu");
	NEEDS(machine_data, &m, "bios-256k.bin", "firmware", "kvmvapic.bin", OPENED, "multiboot_dma.bin",
	    "starts a multiboot kernel", "linuxboot_dma.bin", "starts one with a Linux header", "pvh.bin", STARTS);
	m = machine("mirage", "qemu");
	NEEDS(machine_data, &m, "bios-256k.bin", "firmware; the guest takes the PCI addresses as it finds them",
	    "kvmvapic.bin", OPENED, "multiboot_dma.bin", "starts a multiboot kernel", "pvh.bin", STARTS);
}

static void test_filesystems(void **state)
{
	static const char *const all[] = { "ext2", "ext3", "ext4", "xfs", "btrfs", "" };

	(void)state;
	for (int i = 0; i < 6; i++) {
		assert_int_equal(guest_filesystem(guest_by_word("linux"), all[i]), i < 3);
		assert_int_equal(guest_filesystem(guest_by_word("rumprun"), all[i]), i < 1);
		assert_false(guest_filesystem(guest_by_word("unikraft"), all[i]));
	}
}

static void test_memory(void **state)
{
	struct machine m = machine("linux", "qemu");

	(void)state;
	assert_int_equal(machine_overhead(&m), 96);
	m.accel = "kvm";
	assert_int_equal(machine_overhead(&m), 48);
	m.accel = NULL;
	assert_int_equal(machine_overhead(&m), 48);
	m = machine("mirage", "spt");
	assert_int_equal(machine_overhead(&m), 2);
	m = machine("mirage", "hvt");
	assert_int_equal(machine_overhead(&m), 2);
}

static void test_signals(void **state)
{
	static const struct {
		const char *guest, *monitor;
		int term, intr, hup, quit, abrt;
	} rows[] = {
		{ "mirage", "spt", SIGKILL, SIGKILL, SIGKILL, SIGKILL, SIGKILL },
		{ "mirage", "hvt", SIGTERM, SIGTERM, SIGKILL, SIGKILL, SIGKILL },
		{ "unikraft", "qemu", SIGTERM, SIGTERM, SIGTERM, SIGKILL, SIGKILL },
		{ "linux", "qemu", KEEP_POWERDOWN, KEEP_POWERDOWN, SIGTERM, SIGKILL, SIGKILL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct machine m = machine(rows[i].guest, rows[i].monitor);

		assert_int_equal(keep_signal(&m, SIGTERM, false), rows[i].term);
		assert_int_equal(keep_signal(&m, SIGINT, false), rows[i].intr);
		assert_int_equal(keep_signal(&m, SIGHUP, false), rows[i].hup);
		assert_int_equal(keep_signal(&m, SIGQUIT, false), rows[i].quit);
		assert_int_equal(keep_signal(&m, SIGABRT, false), rows[i].abrt);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pairs),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_devices),
		cmocka_unit_test(test_data),
		cmocka_unit_test(test_filesystems),
		cmocka_unit_test(test_memory),
		cmocka_unit_test(test_signals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
