/* guest_binary.c: see guest_binary.h. */
#include "read/guest_binary.h"

#include <elf.h>
#include <errno.h>
#include <string.h>
#include "binaries.h"
#include "read/elf.h"
#include "read/little.h"
#include "read/solo5.h"
#include "read/unikraft_info.h"

enum {
	HEAD = 8192, /* a multiboot header stands in the first 8 KiB */
	NOTES = 32768, /* of one segment: the largest manifest has 6.7 KiB */
	SECTIONS = 2048,
	SECTION_NAMES = 8192,
	PVH_ENTRY = 18, /* XEN_ELFNOTE_PHYS32_ENTRY */
	MULTIBOOT = 0x1badb002,
};

/* What is known while the file is read. */
struct look {
	struct arena *a;
	const struct bytes *b;
	struct guest_binary g;
	unsigned long long seen; /* bit N: sight N of binaries.spec */
};

static void see_word(struct look *l, enum sight_kind kind, const char *word, size_t len)
{
	for (unsigned i = 0; i < BINARY_SIGHTS; i++) {
		const char *wanted = binary_pool + binary_sights[i].word;

		if (binary_sights[i].kind == kind && strlen(wanted) == len && !memcmp(wanted, word, len))
			l->seen |= 1ULL << i;
	}
}

static void see_number(struct look *l, enum sight_kind kind, unsigned number)
{
	for (unsigned i = 0; i < BINARY_SIGHTS; i++)
		if (binary_sights[i].kind == kind && binary_sights[i].number == number)
			l->seen |= 1ULL << i;
}

/* ------------------------------------------------------------------ ELF */
static int take_note(struct look *l, const struct elf_note *n, struct error *err)
{
	if (solo5_note_is(n))
		return solo5_note_read(l->a, l->b->name, n, &l->g, err);
	if (n->owner_len == 3 && !memcmp(n->owner, "Xen", 3) && n->type == PVH_ENTRY)
		l->g.pvh = true;
	see_word(l, SIGHT_NOTE, n->owner, n->owner_len);
	return 0;
}

static int read_notes(struct look *l, const struct elf_segment *s, struct error *err)
{
	size_t len = s->size < NOTES ? (size_t)s->size : NOTES, at = 0;
	unsigned char notes[NOTES];
	struct elf_note note;

	if (bytes_read(l->b, s->offset, notes, len, "its notes", err))
		return -1;
	while (elf_note_next(notes, len, s->align, &at, &note))
		if (take_note(l, &note, err))
			return -1;
	return 0;
}

static int read_segments(struct look *l, const struct elf *e, struct error *err)
{
	struct elf_segment s;

	for (unsigned i = 0; i < e->segments; i++) {
		if (elf_segment(l->b, e, i, &s, err))
			return -1;
		if (s.type == PT_LOAD && !bytes_hold(l->b, s.offset, s.size))
			return fail(err, EINVAL,
			    "%s: it is cut off: segment %u needs %llu bytes from byte %llu, the file has %llu",
			    l->b->name, i, (unsigned long long)s.size, (unsigned long long)s.offset, l->b->size);
		if (s.type == PT_INTERP)
			l->g.interpreted = true;
		if (s.type == PT_NOTE && read_notes(l, &s, err))
			return -1;
	}
	return 0;
}

/* Sections only hint at what the guest is: what is wrong with them is nobody's concern. */
static void read_sections(struct look *l, const struct elf *e)
{
	char names[SECTION_NAMES + 1] = { 0 };
	struct elf_section s, n;
	struct error err;
	size_t len;

	if (elf_section(l->b, e, e->names, &n, &err))
		return;
	len = n.size < SECTION_NAMES ? (size_t)n.size : SECTION_NAMES;
	if (bytes_read(l->b, n.offset, names, len, "the names of its sections", &err))
		return;
	for (unsigned i = 0; i < e->sections && i < SECTIONS; i++) {
		if (elf_section(l->b, e, i, &s, &err))
			return;
		if (s.name >= len)
			continue;
		see_word(l, SIGHT_SECTION, names + s.name, strlen(names + s.name));
		if (!strcmp(names + s.name, ".uk_libinfo"))
			l->g.version = unikraft_version(l->a, l->b, s.offset, s.size);
	}
}

static int read_elf(struct look *l, struct error *err)
{
	struct elf e;

	if (elf_read(l->b, &e, err))
		return -1;
	l->g.kind = BINARY_ELF;
	l->g.machine = e.machine;
	l->g.bits = e.is64 ? 64 : 32;
	l->g.executable = (e.type == ET_EXEC || e.type == ET_DYN) && e.segments;
	if (read_segments(l, &e, err))
		return -1;
	read_sections(l, &e);
	see_number(l, SIGHT_ABI, l->g.abi);
	return 0;
}

/* ------------------------------------------------------------------ Linux images, multiboot */
/* Documentation/arch/x86/boot.rst: the real-mode header begins at 0x1f1. */
static int read_bzimage(struct look *l, const unsigned char *head, struct error *err)
{
	unsigned long long setup = head[0x1f1] ? head[0x1f1] : 4, kernel = little32(head + 0x1f4);
	bool has_64 = little16(head + 0x206) >= 0x20c && (head[0x236] & 1); /* XLF_KERNEL_64 */

	l->g.kind = BINARY_BZIMAGE;
	l->g.boot_protocol = little16(head + 0x206);
	l->g.machine = has_64 ? EM_X86_64 : EM_386;
	l->g.bits = has_64 ? 64 : 32;
	l->g.executable = true;
	if ((setup + 1) * 512 + kernel * 16 > l->b->size + 15) /* the last 16 bytes are not always filled up */
		return fail(err, EINVAL, "%s: it is cut off: its header promises %llu bytes, the file has %llu",
		    l->b->name, (setup + 1) * 512 + kernel * 16, l->b->size);
	return 0;
}

/* Documentation/arch/arm64/booting.rst. */
static void read_arm64_image(struct look *l)
{
	l->g.kind = BINARY_ARM64_IMAGE;
	l->g.machine = EM_AARCH64;
	l->g.bits = 64;
	l->g.executable = true;
}

static bool is_bzimage(const unsigned char *head, size_t len)
{
	return len >= 0x238 && little16(head + 0x1fe) == 0xaa55 && !memcmp(head + 0x202, "HdrS", 4);
}

static bool is_arm64_image(const unsigned char *head, size_t len)
{
	return len >= 64 && !memcmp(head + 56, "ARM\x64", 4);
}

/* Multiboot specification 3.1: magic, flags and checksum add up to 0, at a multiple of 4. */
static bool has_multiboot(const unsigned char *head, size_t len)
{
	for (size_t at = 0; at + 12 <= len; at += 4)
		if (little32(head + at) == MULTIBOOT &&
		    !(uint32_t)(MULTIBOOT + little32(head + at + 4) + little32(head + at + 8)))
			return true;
	return false;
}

/* ------------------------------------------------------------------ */
static void suggest(struct look *l)
{
	for (unsigned i = 0; i < BINARY_ROWS; i++) {
		const struct binary_row *row = &binary_rows[i];

		if ((l->seen & row->needs) != row->needs)
			continue;
		l->g.guest = binary_pool + row->guest;
		l->g.why = binary_pool + row->why;
		for (unsigned m = 0; m < BINARY_MONITORS && row->monitors[m]; m++)
			l->g.monitors[l->g.monitor_count++] = binary_pool + row->monitors[m];
		return;
	}
}

static int read_by_kind(struct look *l, const unsigned char *head, size_t len, struct error *err)
{
	if (len >= SELFMAG && !memcmp(head, ELFMAG, SELFMAG))
		return read_elf(l, err);
	if (is_bzimage(head, len))
		return read_bzimage(l, head, err);
	if (is_arm64_image(head, len))
		read_arm64_image(l);
	return 0;
}

int guest_binary_read(struct arena *a, const struct bytes *b, struct guest_binary *ret, struct error *err)
{
	struct look l = { .a = a, .b = b, .g = { .abi_name = "", .version = "", .guest = "", .why = "" } };
	size_t len = b->size < HEAD ? (size_t)b->size : HEAD;
	unsigned char head[HEAD];

	if (!len)
		return fail(err, EINVAL, "%s: the file is empty: a guest's kernel is wanted", b->name);
	if (bytes_read(b, 0, head, len, "its first bytes", err) || read_by_kind(&l, head, len, err))
		return -1;
	l.g.multiboot = has_multiboot(head, len);
	see_number(&l, SIGHT_FILE, l.g.kind);
	suggest(&l);
	*ret = l.g;
	return 0;
}

const char *machine_name(unsigned machine)
{
	switch (machine) {
	case EM_X86_64:
		return "x86_64";
	case EM_386:
		return "i386";
	case EM_AARCH64:
		return "aarch64";
	case EM_ARM:
		return "arm";
	case EM_RISCV:
		return "riscv";
	case EM_PPC64:
		return "powerpc64";
	default:
		return "an unknown machine";
	}
}

/* A 32-bit x86 kernel is what multiboot and older Unikraft have, and runs in an x86_64 machine. */
static bool runs_on(unsigned made_for, unsigned machine)
{
	return made_for == machine || (made_for == EM_386 && machine == EM_X86_64);
}

int guest_binary_check(const struct guest_binary *g, const char *name, unsigned machine, struct error *err)
{
	if (g->kind == BINARY_OTHER && !g->multiboot)
		return fail(err, ENOEXEC, "%s: not a guest's kernel: neither an ELF file nor a Linux image", name);
	if (g->kind == BINARY_ELF && !g->executable)
		return fail(err, ENOEXEC, "%s: an ELF file, but an object file or the like: it cannot be booted", name);
	if (g->machine && !runs_on(g->machine, machine))
		return fail(err, ENOEXEC, "%s: it is made for %s, this machine is %s", name, machine_name(g->machine),
		    machine_name(machine));
	if (g->interpreted && !g->abi)
		return fail(err, ENOEXEC,
		    "%s: a program of an operating system (it asks for an interpreter), not a guest's kernel", name);
	return 0;
}
