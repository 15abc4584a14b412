/*
 * pvh.c: a guest that any x86 machine monitor with the PVH protocol starts (QEMU's pc and microvm, Firecracker, Cloud Hypervisor).
 * It says on the serial port what it was given and leaves.  Documents: Xen's public/arch-x86/hvm/start_info.h.
 *
 * Compiled as 32-bit code inside an ELF64 file, as the protocol starts a guest in 32-bit protected mode: no page tables.
 * Words besides those of words.h:  touch=MIB  writes to so much memory;  read  waits for a line on the console;
 * code=N  says N on the second serial port, where urunc takes it for the exit code.
 */
#include "words.h"

enum {
	COM1 = 0x3f8,
	COM2 = 0x2f8,
	LINE_STATUS = COM1 + 5,
	PCI_ADDRESS = 0xcf8,
	PCI_DATA = 0xcfc,
	START_MAGIC = 0x336ec578,
	VIRTIO_MMIO_MAGIC = 0x74726976,
};

struct start_info {
	uint32_t magic, version, flags, modules;
	uint64_t module_list, command_line, rsdp, memory_map;
	uint32_t memory_map_entries, reserved;
};

struct module {
	uint64_t address, size, command_line, reserved;
};

struct memory_map_entry {
	uint64_t address, size;
	uint32_t type, reserved;
};

static inline void out8(uint16_t port, uint8_t value)
{
	__asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}
static inline void out16(uint16_t port, uint16_t value)
{
	__asm__ volatile("outw %0, %1" : : "a"(value), "Nd"(port));
}
static inline void out32(uint16_t port, uint32_t value)
{
	__asm__ volatile("outl %0, %1" : : "a"(value), "Nd"(port));
}
static inline uint8_t in8(uint16_t port)
{
	uint8_t value;
	__asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
	return value;
}
static inline uint32_t in32(uint16_t port)
{
	uint32_t value;
	__asm__ volatile("inl %1, %0" : "=a"(value) : "Nd"(port));
	return value;
}

/* The wait is bounded: where there is no port, every bit reads as one and nothing waits. */
void print(const char *text, size_t length)
{
	while (length--) {
		for (int tries = 0; tries < 100000 && !(in8(LINE_STATUS) & 0x20); tries++)
			;
		out8(COM1, (uint8_t)*text++);
	}
}

static void *at(uint64_t address)
{
	return (void *)(uintptr_t)address;
}

static void print_memory(const struct start_info *info)
{
	const struct memory_map_entry *entry = at(info->memory_map);
	uint64_t bytes = 0;
	for (uint32_t i = 0; info->version > 0 && i < info->memory_map_entries; i++)
		if (entry[i].type == 1)
			bytes += entry[i].size;
	print_text("tiny: memory_kib=");
	print_number((uint32_t)(bytes >> 10), 10, 1);
	print_text("\n");
}

static void print_modules(const struct start_info *info)
{
	const struct module *module = at(info->module_list);
	for (uint32_t i = 0; i < info->modules; i++) {
		print_text("tiny: module size=");
		print_number((uint32_t)module[i].size, 10, 1);
		print_text("\n");
	}
}

static uint32_t pci_read(uint32_t slot, uint32_t offset)
{
	out32(PCI_ADDRESS, 0x80000000u | slot << 11 | offset);
	return in32(PCI_DATA);
}

static void print_pci(void)
{
	for (uint32_t slot = 0; slot < 32; slot++) {
		uint32_t id = pci_read(slot, 0);
		if ((id & 0xffff) == 0xffff || id == 0)
			continue;
		print_text("tiny: pci ");
		print_number(id & 0xffff, 16, 4);
		print_text(":");
		print_number(id >> 16, 16, 4);
		print_text("\n");
	}
}

/* virtio_mmio.device=4K@0xADDRESS:IRQ, as Firecracker and QEMU's microvm tell of their devices */
static uint32_t hex(const char *text)
{
	uint32_t number = 0;
	for (;; text++) {
		uint32_t digit = (uint32_t)(*text | 32);
		if (digit >= '0' && digit <= '9')
			digit -= '0';
		else if (digit >= 'a' && digit <= 'f')
			digit -= 'a' - 10;
		else
			return number;
		number = number << 4 | digit;
	}
}

static void print_mmio(const char *command_line)
{
	while ((command_line = find_word(command_line, "virtio_mmio.device="))) {
		while (*command_line && *command_line != '@')
			command_line++;
		if (!*command_line)
			return;
		volatile const uint32_t *registers = at(hex(command_line + 3));
		print_text("tiny: mmio device=");
		print_number(registers[0] == VIRTIO_MMIO_MAGIC ? registers[2] : 0, 10, 1);
		print_text("\n");
	}
}

static void touch(uint32_t mib)
{
	volatile uint8_t *memory = at(2 << 20);
	for (uint32_t offset = 0; offset < mib << 20; offset += 4096)
		memory[offset] = 1;
}

static void read_line(void)
{
	uint8_t c = 0;
	print_text("tiny: read ");
	while (c != '\n' && c != '\r') {
		if (!(in8(LINE_STATUS) & 1))
			continue;
		c = in8(COM1);
		print((const char *)&c, 1);
	}
	print_text("\n");
}

static void say_code(const char *digits)
{
	for (; digits && *digits >= '0' && *digits <= '9'; digits++)
		out8(COM2, (uint8_t)*digits);
	out8(COM2, '\n');
}

static void fault(void)
{
	static const uint8_t no_table[6];
	__asm__ volatile("lidt %0; int3" : : "m"(no_table));
}

/*
 * Each way to leave that a monitor may have; where a port is nobody's, writing to it does nothing.  isa-debug-exit of v
 * ends QEMU with v<<1|1, so N is met if it is odd; the next: power off of QEMU's pc, of Cloud Hypervisor, reset of all;
 * microvm has none of them and ends by a triple fault.
 */
static void power_off(uint32_t code)
{
	if (code) {
		out8(0x501, (uint8_t)(code >> 1));
		out8(0xf4, (uint8_t)(code >> 1));
	}
	out16(0x604, 0x2000);
	out8(0x600, 0x34);
	/* A machine that is going down must not hear of a reset meanwhile: that would be the reason of its end.  About a second. */
	for (int i = 0; i < 1000000; i++)
		in8(0x80);
	out8(0x64, 0xfe);
	fault();
}

void pvh_main(const struct start_info *info);

void pvh_main(const struct start_info *info)
{
	static const char none[] = "";
	const char *command_line = info->magic == START_MAGIC && info->command_line ? at(info->command_line) : none;
	print_text("tiny: cmdline=");
	print_text(command_line);
	print_text("\n");
	print_memory(info);
	print_modules(info);
	print_pci();
	print_mmio(command_line);
	touch(word_number(command_line, "touch=", 0));
	if (find_word(command_line, "read"))
		read_line();
	if (find_word(command_line, "code="))
		say_code(find_word(command_line, "code="));
	if (find_word(command_line, "fault"))
		fault();
	while (find_word(command_line, "hold"))
		__asm__ volatile("cli; hlt");
	print_text("tiny: bye\n");
	power_off(word_number(command_line, "exit=", 0));
}

__asm__(".section .note.pvh, \"a\", @note\n"
	".align 4\n"
	".long 4, 8, 18\n" /* XEN_ELFNOTE_PHYS32_ENTRY */
	".asciz \"Xen\"\n"
	".long pvh_start, 0\n"
	".text\n"
	".globl pvh_start\n"
	"pvh_start:\n"
	"	cld\n"
	"	movl $pvh_stack_end, %esp\n"
	"	pushl %ebx\n"
	"	call pvh_main\n"
	".bss\n"
	".align 16\n"
	".skip 4096\n"
	"pvh_stack_end:\n"
	".text\n");
