/*
 * guest_binary.h: what a guest's kernel file says of itself.  Facts first (what kind of file, for which machine, how it
 * can be booted, what its Solo5 notes declare), then what spec/binaries.spec makes of them: which guest it probably is
 * and which monitors run it.  An image that is just such a file needs no annotation.
 *
 * Documents: Solo5's elf_abi.h and mft_abi.h (notes ABI1 and MFT1); Linux Documentation/arch/x86/boot.rst and
 * arch/arm64/booting.rst; Xen's elfnote.h (PVH entry, type 18); Multiboot specification 0.6.96.
 */
#ifndef READ_GUEST_BINARY_H
#define READ_GUEST_BINARY_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "read/bytes.h"

enum binary_kind {
	BINARY_OTHER, /* nothing known: a script, a raw image, text */
	BINARY_ELF,
	BINARY_BZIMAGE, /* Linux, x86 */
	BINARY_ARM64_IMAGE, /* Linux, aarch64 */
};

enum { BINARY_MONITORS = 4, BINARY_DEVICES = 64 };

struct guest_device {
	bool block; /* else network */
	const char *name; /* 1 to 67 letters and digits */
};

struct guest_binary {
	enum binary_kind kind;
	unsigned machine; /* as ELF numbers them: EM_X86_64, EM_386, EM_AARCH64; 0: not known */
	unsigned bits; /* 64, 32; 0: not known */
	bool executable; /* false: an object file, a core dump, or nothing known */
	bool interpreted; /* has an interpreter: a program of an operating system (or a Solo5 guest, which fakes one) */

	bool pvh; /* a Xen note says where it is entered in 32-bit mode */
	bool multiboot; /* a multiboot 1 header in its first 8 KiB */
	unsigned boot_protocol; /* of Linux on x86: 0x20f is 2.15; 0: none */

	unsigned abi; /* Solo5 target: a value of enum binary_abi in binaries.h; 0: no note */
	unsigned abi_version;
	const char *abi_name; /* "" without note or when the number is not known */
	bool manifest; /* there is a device manifest */
	const struct guest_device *devices; /* in the order of the manifest, which is the guest's own numbering */
	size_t device_count;

	const char *version; /* the guest's own version if it carries one (Unikraft's .uk_libinfo), else "" */

	/* What it most probably is: words of the specs; "" and 0 when nothing tells. */
	const char *guest;
	const char *monitors[BINARY_MONITORS]; /* best first */
	size_t monitor_count;
	const char *why; /* a piece of a sentence: "it carries ..." */
};

/*
 * Reads a file.  Errors (EINVAL, the file named): empty, truncated, damaged headers, a Solo5 manifest that no tender would
 * take.  A file of which nothing is known is no error (kind BINARY_OTHER): see guest_binary_check.
 */
int guest_binary_read(struct arena *a, const struct bytes *b, struct guest_binary *ret, struct error *err);

/*
 * Can a monitor on this machine boot it?  Errors (ENOEXEC): nothing that is known to be a guest's kernel, a program of an
 * operating system, an object file, made for another machine.  MACHINE: EM_X86_64 or EM_AARCH64.
 */
int guest_binary_check(const struct guest_binary *g, const char *name, unsigned machine, struct error *err);

/* "x86_64", "aarch64", ... for people; never NULL. */
const char *machine_name(unsigned machine);

#endif
