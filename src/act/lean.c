/* lean.c: see lean.h. */
#include "act/lean.h"

#include <errno.h>
#include <link.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* Who comes at once, as `run` does, shall not wait until memory is given back and has come again. */
enum { SOON_MS = 10 };

/* A system call without the C library: its wrappers lie elsewhere, and would come back with what is around them. */
static inline long call(long number, long a, long b, long c, long d)
{
#if defined(__x86_64__)
	register long r10 __asm__("r10") = d;
	register long r8 __asm__("r8") = 0;
	long result;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8)
			 : "rcx", "r11", "memory");
	return result;
#else
	long result = syscall(number, a, b, c, d, 0);

	return result < 0 ? -errno : result;
#endif
}

static int wait_here(struct pollfd *p, nfds_t n, const struct timespec *time, const struct lean_memory *memory);

static inline void forget(uintptr_t from, uintptr_t to)
{
	from &= ~(uintptr_t)4095;
	call(SYS_madvise, (long)from, (long)(((to + 4095) & ~(uintptr_t)4095) - from), MADV_DONTNEED, 0);
}

/*
 * File pages come again when they are touched.  The arena's contents, and the stack below, are gone: nothing of them is used
 * again.
 *
 * Around a fault the kernel maps 64 KiB, and since Linux 6.18 the whole folio of the file, but nothing outside of the
 * mapping.  So the page that runs gets other advice than its neighbours, which makes it a mapping of its own.
 */
static inline void give_back(const struct lean_memory *memory)
{
	extern const ElfW(Ehdr) __ehdr_start; /* of the linker: NOLINT(bugprone-reserved-identifier) */
	uintptr_t base = (uintptr_t)&__ehdr_start, here = (uintptr_t)__builtin_frame_address(0);
	const ElfW(Phdr) *p = (const ElfW(Phdr) *)(base + __ehdr_start.e_phoff);
	int n = __ehdr_start.e_phnum;

	call(SYS_madvise, (long)((uintptr_t)wait_here & ~(uintptr_t)4095), 4096, MADV_RANDOM, 0);
	forget((uintptr_t)memory->at, (uintptr_t)memory->at + memory->size);
	forget(here - (1 << 20), here - 8192);
	for (int i = 0; i < n; i++)
		if (p[i].p_type == PT_LOAD && !(p[i].p_flags & PF_W))
			forget(base + p[i].p_vaddr, base + p[i].p_vaddr + p[i].p_memsz);
}

/* All of it in one page, which is the only one of the program that is there while it waits. */
__attribute__((noinline, aligned(512))) static int wait_here(
    struct pollfd *p, nfds_t n, const struct timespec *time, const struct lean_memory *memory)
{
	give_back(memory);
	return (int)call(SYS_ppoll, (long)(uintptr_t)p, (long)n, (long)(uintptr_t)time, 0);
}

int lean_poll(struct pollfd *p, nfds_t n, int milliseconds, const struct lean_memory *memory)
{
	int soon = milliseconds >= 0 && milliseconds < SOON_MS ? milliseconds : SOON_MS;
	struct timespec rest = { (milliseconds - soon) / 1000, (milliseconds - soon) % 1000 * 1000000L };
	int ready = poll(p, n, soon);

	if (ready != 0 || milliseconds == soon)
		return ready;
	ready = wait_here(p, n, milliseconds < 0 ? NULL : &rest, memory);
	if (ready < 0)
		errno = -ready;
	return ready < 0 ? -1 : ready;
}
