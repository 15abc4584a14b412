/*
 * solo5.c: a guest for Solo5's tenders, with the notes that they and we read.  It prints its command line and leaves with exit=N.
 * Documents: Solo5's elf_abi.h, mft_abi.h, spt_abi.h, hvt_abi.h.
 *
 * -DABI=1 (hvt) or 2 (spt); -DNET and -DBLOCK declare the devices "service" and "storage".
 */
#include "words.h"

#include <stdbool.h>

#if !defined(ABI) || (ABI != 1 && ABI != 2)
#error "ABI: 1 for hvt, 2 for spt"
#endif

struct note {
	uint32_t name_size, size, type;
	char name[8];
};

struct entry {
	char name[68];
	uint32_t type;
	uint64_t details[2];
	uint64_t host;
	uint64_t attached;
};

struct manifest {
	struct note note;
	uint32_t padding; /* counts as part of the content: what tenders read begins at a multiple of 8 */
	uint32_t version, entries;
	struct entry entry[
#ifdef NET
	    1 +
#endif
#ifdef BLOCK
	    1 +
#endif
	    1];
};

/* The first entry is reserved and says nothing. */
__attribute__((section(".note.solo5.manifest"), used, aligned(8))) static const struct manifest manifest = {
	.note = { sizeof("Solo5"), sizeof(struct manifest) - sizeof(struct note), 0x3154464d, "Solo5" },
	.version = 1,
	.entries = sizeof(manifest.entry) / sizeof(manifest.entry[0]),
	.entry = {
		{ .type = 1u << 30 },
#ifdef NET
		{ .name = "service", .type = 2 },
#endif
#ifdef BLOCK
		{ .name = "storage", .type = 1 },
#endif
	},
};

__attribute__((section(".note.solo5.abi"), used, aligned(4))) static const struct {
	struct note note;
	uint32_t target, version, reserved[2];
} abi = { { sizeof("Solo5"), 16, 0x31494241, "Solo5" }, ABI, 2, { 0, 0 } };

/* Nobody is to start it as a program. */
__attribute__((section(".interp"), used)) static const char interpreter[] = "/nonexistent/solo5/";

#if ABI == 2

struct boot_info {
	uint64_t memory, kernel_end;
	const char *command_line;
};

static long call3(long number, long a, long b, long c)
{
	long result;
	__asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c) : "rcx", "r11", "memory");
	return result;
}

void print(const char *text, size_t length)
{
	call3(1, 1, (long)(uintptr_t)text, (long)length);
}

static void leave(uint32_t code)
{
	for (;;)
		call3(231, (long)code, 0, 0);
}

static void hold(void)
{
	for (;;)
		__asm__ volatile("pause");
}

#else

struct boot_info {
	uint64_t memory, kernel_end, frequency;
	const char *command_line;
};

static void hypercall(int number, const volatile void *argument)
{
	__asm__ volatile("outl %0, %1"
			 :
			 : "a"((uint32_t)(uintptr_t)argument), "d"((uint16_t)(0x500 + number))
			 : "memory");
}

void print(const char *text, size_t length)
{
	volatile struct {
		const char *text;
		size_t length;
	} puts = { text, length };
	hypercall(2, &puts);
}

static void leave(uint32_t code)
{
	volatile struct {
		void *cookie;
		int status;
	} halt = { NULL, (int)code };
	for (;;)
		hypercall(8, &halt);
}

static void hold(void)
{
	volatile struct {
		uint64_t timeout;
		uint64_t ready;
		int result;
	} poll = { 1000000000u, 0, 0 };
	for (;;)
		hypercall(3, &poll);
}

#endif

void solo5_main(const struct boot_info *info);

void solo5_main(const struct boot_info *info)
{
	const char *line = info->command_line;
	print_text("tiny: cmdline=");
	print_text(line);
	print_text("\n");
	if (find_word(line, "fault"))
		__asm__ volatile("ud2");
	if (find_word(line, "hold"))
		hold();
	print_text("tiny: bye\n");
	leave(word_number(line, "exit=", 0));
}

/* Tenders give the boot information in rdi and a stack. */
__asm__(".text\n.globl _start\n_start:\n\txor %ebp, %ebp\n\tand $-16, %rsp\n\tcall solo5_main\n");
