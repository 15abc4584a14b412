/* test_guest_binary.c: what a kernel file says of itself, and what broken and hostile files say. */
#include "unit.h"
#include "make_elf.h"
#include "binaries.h"
#include "read/elf.h"
#include "read/guest_binary.h"

static char memory[1 << 20];
static struct arena arena;
static struct made made;
static struct guest_binary g;
static struct error err;

enum { MFT = 0x3154464d, ABI = 0x31494241, MFT_ENTRY = 104 };

static int read_bytes(const void *at, size_t len)
{
	struct bytes b = bytes_of_memory("dir/guest", at, len);

	unit_arena(&arena, memory, sizeof memory);
	memset(&g, 0xee, sizeof g);
	err = (struct error){ 0 };
	return guest_binary_read(&arena, &b, &g, &err);
}

static int read_made(void)
{
	return read_bytes(made.at, made.len);
}

#define assert_refused(num_, piece)                                                              \
	do {                                                                                     \
		assert_int_equal(err.num, num_);                                                 \
		assert_memory_equal(err.text, "dir/guest: ", 11);                                \
		if (!strstr(err.text, piece))                                                    \
			fail_msg("\"%s\" does not say \"%s\"\n", err.text, (const char *)piece); \
	} while (0)

/* ------------------------------------------------------------------ Solo5 */
struct device {
	const char *name;
	uint32_t type;
};

static size_t manifest(unsigned char *to, const struct device *list, uint32_t n)
{
	memset(to, 0, 12);
	put32(to + 4, 1);
	put32(to + 8, n);
	for (uint32_t i = 0; i < n; i++) {
		unsigned char *e = to + 12 + i * MFT_ENTRY;

		memset(e, 0, MFT_ENTRY);
		memcpy(e, list[i].name, strlen(list[i].name));
		put32(e + 68, list[i].type);
	}
	return 12 + n * MFT_ENTRY;
}

static void begin_solo5(uint32_t target)
{
	unsigned char abi[16] = { 0 };

	made_begin(&made, true, ET_EXEC, EM_X86_64);
	put32(abi, target);
	put32(abi + 4, 2);
	made_segment(&made, PT_INTERP, made_add(&made, "/nonexistent/solo5/", 20), 0, 20, 1);
	made_note_segment(&made, "OpenBSD", 1, "\0\0\0", 4);
	made_note_segment(&made, "Solo5", ABI, abi, sizeof abi);
}

static void make_solo5(uint32_t target, const struct device *list, uint32_t n)
{
	unsigned char body[12 + 66 * MFT_ENTRY], *segment;

	begin_solo5(target);
	segment = made_note_segment(&made, "Solo5", MFT, body, manifest(body, list, n));
	put_word(&made, segment + 48,
	    8); /* so aligns Solo5 its manifest, and counts the padding behind the name to its content */
	made_segment(&made, PT_LOAD, made_add(&made, "code", 4), 0x100000, 4, 4096);
}

static const struct device two[] = { { "", 1u << 30 }, { "service", 2 }, { "storage", 1 } };

static void solo5_manifest(void **state)
{
	(void)state;
	make_solo5(ABI_HVT, two, 3);
	assert_int_equal(read_made(), 0);
	assert_int_equal(g.kind, BINARY_ELF);
	assert_int_equal(g.machine, EM_X86_64);
	assert_int_equal(g.bits, 64);
	assert_true(g.executable && g.interpreted && g.manifest);
	assert_int_equal(g.abi, ABI_HVT);
	assert_int_equal(g.abi_version, 2);
	assert_string_equal(g.abi_name, "hvt");
	assert_int_equal(g.device_count, 2);
	assert_string_equal(g.devices[0].name, "service");
	assert_false(g.devices[0].block);
	assert_string_equal(g.devices[1].name, "storage");
	assert_true(g.devices[1].block);
	assert_string_equal(g.guest, "mirage");
	assert_int_equal(g.monitor_count, 1);
	assert_string_equal(g.monitors[0], "hvt");
	assert_true(*g.why);
	assert_int_equal(guest_binary_check(&g, "dir/guest", EM_X86_64, &err), 0);
}

static void solo5_targets(void **state)
{
	static const struct {
		unsigned abi;
		const char *name, *guest, *monitor;
	} targets[] = { { 1, "hvt", "mirage", "hvt" }, { 2, "spt", "mirage", "spt" }, { 3, "virtio", "mirage", "qemu" },
		{ 4, "muen", "", "" }, { 5, "genode", "", "" }, { 6, "xen", "", "" }, { 7, "", "", "" },
		{ 0xffffffff, "", "", "" } };

	(void)state;
	for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
		make_solo5(targets[i].abi, two, 3);
		assert_int_equal(read_made(), 0);
		assert_int_equal(g.abi, targets[i].abi);
		assert_string_equal(g.abi_name, targets[i].name);
		assert_string_equal(g.guest, targets[i].guest);
		assert_int_equal(g.monitor_count, *targets[i].monitor != 0);
		if (g.monitor_count)
			assert_string_equal(g.monitors[0], targets[i].monitor);
	}
}

static void solo5_of_rumprun(void **state)
{
	static const char *const sections[] = { ".text", "link_set_rump_components", NULL };

	(void)state;
	make_solo5(ABI_SPT, two, 3);
	made_sections(&made, sections, NULL, 0);
	assert_int_equal(read_made(), 0);
	assert_string_equal(g.guest, "rumprun");
	assert_string_equal(g.monitors[0], "spt");
	make_solo5(ABI_VIRTIO, two, 3);
	made_sections(&made, sections, NULL, 0);
	assert_int_equal(read_made(), 0);
	assert_string_equal(g.guest, "rumprun");
	assert_int_equal(g.monitor_count, 0);
}

static void solo5_without_devices(void **state)
{
	(void)state;
	make_solo5(ABI_HVT, two, 1);
	assert_int_equal(read_made(), 0);
	assert_true(g.manifest);
	assert_int_equal(g.device_count, 0);
	begin_solo5(ABI_HVT);
	assert_int_equal(read_made(), 0);
	assert_false(g.manifest);
}

static void solo5_many_devices(void **state)
{
	static char names[65][16];
	static struct device list[65];

	(void)state;
	for (int i = 0; i < 65; i++) {
		snprintf(names[i], sizeof names[i], "d%d", i);
		list[i] = (struct device){ names[i], 1 + i % 2 };
	}
	make_solo5(ABI_HVT, list, 64);
	assert_int_equal(read_made(), 0);
	assert_int_equal(g.device_count, 64);
	assert_string_equal(g.devices[63].name, "d63");
	make_solo5(ABI_HVT, list, 65);
	assert_int_equal(read_made(), -1);
	assert_refused(EINVAL, "65 entries");
}

static void solo5_bad_devices(void **state)
{
	static char longest[68], too_long[69];
	static const struct {
		struct device list[2];
		uint32_t n;
		const char *says;
	} bad[] = {
		{ { { "", 2 } }, 1, "letters and digits" },
		{ { { "a,b", 2 } }, 1, "letters and digits" },
		{ { { "a=b", 1 } }, 1, "letters and digits" },
		{ { { "a b", 1 } }, 1, "letters and digits" },
		{ { { "--x", 1 } }, 1, "letters and digits" },
		{ { { "a\n", 1 } }, 1, "letters and digits" },
		{ { { "\xc3\xa4", 1 } }, 1, "letters and digits" },
		{ { { too_long, 1 } }, 1, "letters and digits" },
		{ { { "x", 3 } }, 1, "unknown type 3" },
		{ { { "x", 0 } }, 1, "unknown type 0" },
		{ { { "x", (1u << 30) - 1 } }, 1, "unknown type" },
		{ { { "twice", 1 }, { "twice", 2 } }, 2, "device twice twice" },
	};

	(void)state;
	memset(longest, 'x', sizeof longest - 1);
	memset(too_long, 'x', sizeof too_long - 1);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		make_solo5(ABI_HVT, bad[i].list, bad[i].n);
		assert_int_equal(read_made(), -1);
		assert_refused(EINVAL, bad[i].says);
	}
	make_solo5(ABI_HVT, &(struct device){ longest, 1 }, 1);
	assert_int_equal(read_made(), 0);
	assert_string_equal(g.devices[0].name, longest);
}

static void solo5_bad_notes(void **state)
{
	unsigned char body[12 + 3 * MFT_ENTRY + 2];
	size_t len = manifest(body, two, 3);

	(void)state;
	make_solo5(ABI_HVT, two, 3);
	made_note_segment(&made, "Solo5", MFT, body, len);
	assert_int_equal(read_made(), -1);
	assert_refused(EINVAL, "two Solo5 manifests");

	begin_solo5(ABI_HVT);
	made_note_segment(&made, "Solo5", ABI, "\1\0\0\0\0\0\0\0", 8);
	assert_int_equal(read_made(), -1);
	assert_refused(EINVAL, "two Solo5 ABI notes");

	begin_solo5(0);
	assert_int_equal(read_made(), -1);
	assert_refused(EINVAL, "names no target");

	made_begin(&made, true, ET_EXEC, EM_X86_64);
	made_note_segment(&made, "Solo5", ABI, "\1\0\0\0", 4);
	assert_int_equal(read_made(), -1);
	assert_refused(EINVAL, "at least 8");

	for (size_t cut = 0; cut < len; cut++) { /* a manifest that is shorter than it says, or longer */
		begin_solo5(ABI_HVT);
		made_note_segment(&made, "Solo5", MFT, body, cut);
		assert_int_equal(read_made(), -1);
		assert_refused(EINVAL, "manifest");
	}
	body[len] = body[len + 1] = 0;
	begin_solo5(ABI_HVT);
	made_note_segment(&made, "Solo5", MFT, body, len + 1);
	assert_int_equal(read_made(), -1);
	assert_refused(EINVAL, "3 entries");
	put32(body + 4, 2);
	begin_solo5(ABI_HVT);
	made_note_segment(&made, "Solo5", MFT, body, len);
	assert_int_equal(read_made(), -1);
	assert_refused(EINVAL, "version 2");
	put32(body + 4, 1);
	put32(body + 8, 0xffffffff);
	begin_solo5(ABI_HVT);
	made_note_segment(&made, "Solo5", MFT, body, len);
	assert_int_equal(read_made(), -1);
	assert_refused(EINVAL, "4294967295 entries");
}

/* Other notes of the same numbers, or owners that only begin alike, are none of ours. */
static void notes_of_others(void **state)
{
	(void)state;
	made_begin(&made, true, ET_EXEC, EM_X86_64);
	made_note_segment(&made, "Solo6", ABI, "\1\0\0\0\0\0\0\0", 8);
	made_note_segment(&made, "Solo", ABI, "\1\0\0\0\0\0\0\0", 8);
	made_note_segment(&made, "Solo55", MFT, "", 0);
	made_note_segment(&made, "Solo5", 1, "", 0);
	assert_int_equal(read_made(), 0);
	assert_int_equal(g.abi, 0);
	assert_string_equal(g.guest, "");
	assert_string_equal(g.abi_name, "");
}

/* Several notes in one segment, padded to 4 or to 8, and a walk that ends where one does not fit. */
static void note_walk(void **state)
{
	unsigned char notes[256] = { 0 };
	size_t first = made_note(notes, "Xen", 6, "linux", 5), at = 0;
	size_t len = first + made_note(notes + first, "Linux", 0x100, "salt", 4);
	struct elf_note n;

	(void)state;
	assert_true(elf_note_next(notes, len, 4, &at, &n));
	assert_int_equal(n.owner_len, 3);
	assert_int_equal(n.type, 6);
	assert_memory_equal(n.body, "linux", 5);
	assert_true(elf_note_next(notes, len, 4, &at, &n));
	assert_memory_equal(n.owner, "Linux", 5);
	assert_int_equal(n.body_len, 4);
	assert_int_equal(at, len);
	assert_false(elf_note_next(notes, len, 4, &at, &n));
	for (size_t cut = 0; cut < len; cut++)
		for (at = 0; elf_note_next(notes, cut, 4, &at, &n);)
			assert_true(n.body + n.body_len <= notes + cut && at <= cut);
	put32(notes + 4, 0xffffffff);
	at = 0;
	assert_false(elf_note_next(notes, len, 4, &at, &n));
	put32(notes, 0xfffffffd);
	put32(notes + 4, 0);
	assert_false(elf_note_next(notes, len, 4, &at, &n));
	assert_int_equal(at, 0);
}

/* ------------------------------------------------------------------ Linux, Unikraft, others */
static void linux_kernels(void **state)
{
	unsigned char *image = made.at;

	(void)state;
	made_begin(&made, true, ET_EXEC, EM_X86_64);
	made_note_segment(&made, "Xen", 18, "\0\0\0\1\0\0\0\0", 8);
	assert_int_equal(read_made(), 0);
	assert_true(g.pvh);
	assert_string_equal(g.guest, ""); /* the note alone: many can be entered that way */
	made_note_segment(&made, "Linux", 0x101, "\0\0\0\0", 4);
	assert_int_equal(read_made(), 0);
	assert_string_equal(g.guest, "linux");
	assert_string_equal(g.monitors[0], "qemu");

	memset(&made, 0, sizeof made);
	image[0x1f1] = 3;
	put32(image + 0x1f4, 16);
	put16(image + 0x1fe, 0xaa55);
	memcpy(image + 0x202, "HdrS", 4);
	put16(image + 0x206, 0x20f);
	image[0x236] = 1;
	assert_int_equal(read_bytes(image, 4 * 512 + 256), 0);
	assert_int_equal(g.kind, BINARY_BZIMAGE);
	assert_int_equal(g.machine, EM_X86_64);
	assert_int_equal(g.boot_protocol, 0x20f);
	assert_string_equal(g.guest, "linux");
	assert_string_equal(g.monitors[0], "qemu");
	assert_string_equal(g.why, "it has the boot header of a Linux bzImage");
	assert_int_equal(guest_binary_check(&g, "k", EM_X86_64, &err), 0);
	assert_int_equal(guest_binary_check(&g, "k", EM_AARCH64, &err), -1);
	assert_string_equal(err.text, "k: it is made for x86_64, this machine is aarch64");
	assert_int_equal(read_bytes(image, 4 * 512 + 240), -1);
	assert_refused(EINVAL, "cut off: its header promises 2304 bytes, the file has 2288");
	image[0x1f1] = 0; /* an old header: 4 */
	assert_int_equal(read_bytes(image, 4 * 512 + 256), -1);
	put32(image + 0x1f4, 0xffffffff);
	assert_int_equal(read_bytes(image, sizeof made.at), -1);
	assert_refused(EINVAL, "cut off");
	image[0x236] = 0;
	put32(image + 0x1f4, 0);
	assert_int_equal(read_bytes(image, 5 * 512), 0);
	assert_int_equal(g.machine, EM_386);
	assert_int_equal(read_bytes(image, 0x237), 0); /* too short for a header that is whole */
	assert_int_equal(g.kind, BINARY_OTHER);

	memset(&made, 0, sizeof made);
	memcpy(image + 56, "ARMd", 4);
	assert_int_equal(read_bytes(image, 64), 0);
	assert_int_equal(g.kind, BINARY_ARM64_IMAGE);
	assert_int_equal(g.machine, EM_AARCH64);
	assert_string_equal(g.guest, "linux");
	assert_string_equal(g.monitors[0], "qemu");
	assert_string_equal(g.why, "it has the header of a Linux Image for arm64");
	assert_int_equal(read_bytes(image, 63), 0);
	assert_int_equal(g.kind, BINARY_OTHER);
}

static size_t record(unsigned char *to, unsigned type, const char *text)
{
	size_t len = strlen(text) + 1;

	put16(to, type);
	put32(to + 2, (uint32_t)(6 + len));
	memcpy(to + 6, text, len);
	return 6 + len;
}

/* A library without a version, then the entry of all, with the version given. */
static size_t unikraft_info(unsigned char *to, const char *version)
{
	size_t first = 6, len;

	first += record(to + first, 1, "libukboot");
	put32(to, (uint32_t)first);
	put16(to + 4, 1);
	len = first + 6;
	len += record(to + len, 7, "0.16.1~abcdef");
	len += record(to + len, 6, version);
	put32(to + first, (uint32_t)(len - first));
	put16(to + first + 4, 1);
	return len;
}

static void make_unikraft(const char *version, size_t cut)
{
	static const char *const sections[] = { ".text", ".uk_inittab", ".uk_bootinfo", ".uk_libinfo", NULL };
	unsigned char info[512];
	size_t len = unikraft_info(info, version);

	made_begin(&made, false, ET_EXEC, EM_386);
	made_segment(&made, PT_LOAD, made_add(&made, "code", 4), 0x100000, 4, 4096);
	made_sections(&made, sections, info, len - cut);
}

static void unikraft_kernels(void **state)
{
	static const char *const bad[] = { "", "0.16,1", "a b", "0123456789012345678901234567890123456789" };

	(void)state;
	make_unikraft("0.16.1", 0);
	assert_int_equal(read_made(), 0);
	assert_string_equal(g.guest, "unikraft");
	assert_string_equal(g.version, "0.16.1");
	assert_int_equal(g.bits, 32);
	assert_int_equal(guest_binary_check(&g, "k", EM_X86_64, &err), 0);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		make_unikraft(bad[i], 0);
		assert_int_equal(read_made(), 0);
		assert_string_equal(g.guest, "unikraft");
		assert_string_equal(g.version, "");
	}
	make_unikraft("0.16.1", 0);
	for (unsigned char *end = made.at; end < made.at + made.len - 7; end++)
		if (!memcmp(end, "0.16.1", 7))
			end[6] = '1'; /* its 0 */
	assert_int_equal(read_made(), 0);
	assert_string_equal(g.version, "");
	for (size_t cut = 1; cut < 60; cut++) {
		make_unikraft("0.16.1", cut);
		assert_int_equal(read_made(), 0);
		assert_string_equal(g.version, "");
	}
}

/* The rows of spec/binaries.spec a second time: what is seen, what it is taken for, and how that is said. */
static void expect_taken(const char *guest, const char *monitor, const char *why)
{
	assert_int_equal(read_made(), 0);
	assert_string_equal(g.guest, guest);
	assert_int_equal(g.monitor_count, *monitor != 0);
	if (*monitor)
		assert_string_equal(g.monitors[0], monitor);
	assert_string_equal(g.why, why);
}

static void made_with_section(const char *name)
{
	const char *const sections[] = { ".text", name, NULL };

	made_sections(&made, sections, NULL, 0);
}

static void taken_for(void **state)
{
	static const char *const unikraft[] = { ".uk_bootinfo", ".uk_inittab", ".uk_ctortab", ".uk_libinfo" };
	static const struct {
		uint32_t target;
		const char *name, *rumprun, *mirage;
	} targets[] = { { 1, "hvt", "hvt", "hvt" }, { 2, "spt", "spt", "spt" }, { 3, "virtio", "", "qemu" } };
	char why[128];

	(void)state;
	for (int i = 0; i < 4; i++) {
		made_begin(&made, true, ET_EXEC, EM_X86_64);
		made_segment(&made, PT_LOAD, made_add(&made, "code", 4), 0x100000, 4, 4096);
		made_with_section(unikraft[i]);
		snprintf(why, sizeof why, "it has Unikraft's section %s", unikraft[i]);
		expect_taken("unikraft", "qemu", why);
	}
	for (int i = 0; i < 3; i++) {
		make_solo5(targets[i].target, two, 3);
		snprintf(
		    why, sizeof why, "it is built for Solo5's %s, and most such guests are MirageOS", targets[i].name);
		expect_taken("mirage", targets[i].mirage, why);
		made_with_section("link_set_rump_components");
		snprintf(why, sizeof why, "it is built for Solo5's %s and holds the components of a rump kernel",
		    targets[i].name);
		expect_taken("rumprun", targets[i].rumprun, why);
	}
	/* A rump kernel that Solo5 has nothing to do with is none of ours. */
	made_begin(&made, true, ET_EXEC, EM_X86_64);
	made_segment(&made, PT_LOAD, made_add(&made, "code", 4), 0x100000, 4, 4096);
	made_with_section("link_set_rump_components");
	expect_taken("", "", "");
	made_begin(&made, true, ET_EXEC, EM_X86_64);
	made_note_segment(&made, "Linux", 0x101, "\0\0\0\0", 4);
	expect_taken("linux", "qemu", "it carries the notes of a Linux kernel");
}

static void multiboot_headers(void **state)
{
	(void)state;
	memset(&made, 0, sizeof made);
	put32(made.at + 4096, 0x1badb002);
	put32(made.at + 4100, 3);
	put32(made.at + 4104, 0u - 0x1badb002 - 3);
	assert_int_equal(read_bytes(made.at, 8192), 0);
	assert_true(g.multiboot);
	assert_int_equal(guest_binary_check(&g, "k", EM_X86_64, &err), 0);
	assert_int_equal(read_bytes(made.at, 4107), 0); /* cut within */
	assert_false(g.multiboot);
	put32(made.at + 4104, 1);
	assert_int_equal(read_bytes(made.at, 8192), 0);
	assert_false(g.multiboot);
}

/* ------------------------------------------------------------------ what is no guest */
static void check_says(const char *says)
{
	assert_int_equal(read_made(), 0);
	assert_int_equal(guest_binary_check(&g, "dir/guest", EM_X86_64, &err), -1);
	assert_refused(ENOEXEC, says);
}

static void no_guests(void **state)
{
	(void)state;
	assert_int_equal(read_bytes("", 0), -1);
	assert_refused(EINVAL, "the file is empty");
	assert_int_equal(read_bytes("#!/bin/sh\n", 10), 0);
	assert_int_equal(g.kind, BINARY_OTHER);
	assert_string_equal(g.guest, "");
	assert_int_equal(guest_binary_check(&g, "dir/guest", EM_X86_64, &err), -1);
	assert_refused(ENOEXEC, "neither an ELF file nor a Linux image");

	made_begin(&made, true, ET_EXEC, EM_AARCH64);
	made_segment(&made, PT_LOAD, 0, 0, 8, 8);
	check_says("made for aarch64, this machine is x86_64");
	made_begin(&made, true, ET_EXEC, EM_RISCV);
	made_segment(&made, PT_LOAD, 0, 0, 8, 8);
	check_says("made for riscv, this machine is x86_64");
	made_begin(&made, true, ET_EXEC, 12345);
	made_segment(&made, PT_LOAD, 0, 0, 8, 8);
	check_says("an unknown machine");
	made_begin(&made, true, ET_REL, EM_X86_64);
	check_says("object file");
	made_begin(&made, true, ET_CORE, EM_X86_64);
	check_says("object file");
	made_begin(&made, true, ET_EXEC, EM_X86_64); /* no segment: nothing to load */
	check_says("cannot be booted");
	made_begin(&made, true, ET_DYN, EM_X86_64);
	made_segment(&made, PT_INTERP, made_add(&made, "/lib/ld.so", 11), 0, 11, 1);
	check_says("asks for an interpreter");
}

static void damaged(const char *says)
{
	assert_int_equal(read_made(), -1);
	assert_refused(EINVAL, says);
}

static void damaged_elf(void **state)
{
	unsigned char *h;

	(void)state;
	made_begin(&made, true, ET_EXEC, EM_X86_64);
	h = made_segment(&made, PT_LOAD, 0, 0, 8, 8);
	put64(h + 32, 1 << 20);
	damaged("cut off: segment 0 needs 1048576 bytes from byte 0, the file has 512");
	put64(h + 8, ~0ull - 4);
	put64(h + 32, 16); /* the sum wraps around */
	damaged("cut off");
	put64(h + 8, 16); /* this one too */
	put64(h + 32, ~0ull - 8);
	damaged("cut off");
	put16(made.at + 54, 55);
	damaged("55 bytes each, not 56");
	put16(made.at + 54, 56);
	put16(made.at + 56, 0xffff);
	damaged("65535 program headers");
	put16(made.at + 56, 1);
	put64(made.at + 32, ~0ull - 3);
	damaged("program headers should stand at");
	made.at[EI_DATA] = ELFDATA2MSB;
	damaged("byte order");
	made.at[EI_DATA] = ELFDATA2LSB;
	made.at[EI_CLASS] = 3;
	damaged("class");

	begin_solo5(ABI_HVT);
	h = made_note_segment(&made, "x", 1, "", 0);
	put64(h + 8, 1 << 20);
	damaged("its notes should stand at byte 1048576, but the file has only");
	put64(h + 8, ~0ull);
	damaged("its notes");
}

/* Sections are only hints: whatever is wrong with them, the guest still runs. */
static void damaged_sections(void **state)
{
	static const char *const sections[] = { ".uk_bootinfo", NULL };
	size_t table;

	(void)state;
	made_begin(&made, true, ET_EXEC, EM_X86_64);
	made_segment(&made, PT_LOAD, 0, 0, 8, 8);
	made_sections(&made, sections, NULL, 0);
	assert_int_equal(read_made(), 0);
	assert_string_equal(g.guest, "unikraft");
	table = made.len - 3 * sizeof(Elf64_Shdr);
	put32(made.at + table + 64, 0xfffffff0); /* its name is nowhere */
	assert_int_equal(read_made(), 0);
	assert_string_equal(g.guest, "");
	put32(made.at + table + 64, 1);
	put64(made.at + table + 2 * 64 + 24, ~0ull); /* nor are the names */
	assert_int_equal(read_made(), 0);
	assert_string_equal(g.guest, "");
	put16(made.at + 62, 99); /* no such section */
	assert_int_equal(read_made(), 0);
	put64(made.at + 40, ~0ull);
	assert_int_equal(read_made(), 0);
	assert_string_equal(g.guest, "");
}

/* ------------------------------------------------------------------ anything */
/* What holds for every file, whatever it is.  Read from memory of exactly its size, so that a sanitizer sees a byte too far. */
static void anything(const unsigned char *at, size_t len)
{
	unsigned char *exact = calloc(1, len ? len : 1);
	int r;

	assert_non_null(exact);
	memcpy(exact, at, len);
	r = read_bytes(exact, len);
	free(exact);
	if (r) {
		assert_int_equal(r, -1);
		assert_memory_equal(err.text, "dir/guest: ", 11);
		assert_int_equal(g.kind, (enum binary_kind)0xeeeeeeee); /* untouched */
		return;
	}
	assert_in_range(g.device_count, 0, BINARY_DEVICES);
	for (size_t i = 0; i < g.device_count; i++)
		assert_int_equal(
		    strspn(g.devices[i].name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"),
		    strlen(g.devices[i].name));
	assert_in_range(strlen(g.version), 0, 31);
	assert_in_range(g.monitor_count, 0, BINARY_MONITORS);
	assert_true(*g.guest || !g.monitor_count);
	assert_true(!*g.guest == !*g.why);
	guest_binary_check(&g, "dir/guest", EM_X86_64, &err);
}

static void cut_anywhere(void **state)
{
	(void)state;
	make_solo5(ABI_HVT, two, 3);
	for (size_t len = 0; len <= made.len; len++) {
		anything(made.at, len);
		assert_true(len == made.len || err.num); /* the load segment is last: every cut is seen */
	}
	make_unikraft("0.16.1", 0);
	for (size_t len = 0; len <= made.len; len++)
		anything(made.at, len);
}

static void mutated(void **state)
{
	static struct made good, bad;
	uint64_t seed = 0x9e3779b97f4a7c15u;

	(void)state;
	for (int i = 0; i < 60000; i++) {
		if (i % 20000 == 0)
			make_solo5(ABI_HVT, two, 3), good = made;
		if (i % 20000 == 10000)
			make_unikraft("0.16.1", 0), good = made;
		memcpy(bad.at, good.at, good.len);
		anything(bad.at, made_mutate(bad.at, good.len, &seed));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(solo5_manifest),
		cmocka_unit_test(solo5_targets),
		cmocka_unit_test(solo5_of_rumprun),
		cmocka_unit_test(solo5_without_devices),
		cmocka_unit_test(solo5_many_devices),
		cmocka_unit_test(solo5_bad_devices),
		cmocka_unit_test(solo5_bad_notes),
		cmocka_unit_test(notes_of_others),
		cmocka_unit_test(note_walk),
		cmocka_unit_test(linux_kernels),
		cmocka_unit_test(unikraft_kernels),
		cmocka_unit_test(taken_for),
		cmocka_unit_test(multiboot_headers),
		cmocka_unit_test(no_guests),
		cmocka_unit_test(damaged_elf),
		cmocka_unit_test(damaged_sections),
		cmocka_unit_test(cut_anywhere),
		cmocka_unit_test(mutated),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
