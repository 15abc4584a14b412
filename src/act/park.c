/* park.c: see park.h. */
#include "act/park.h"

#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <linux/limits.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include "act/message.h"
#include "act/process.h"
#include "act/seccomp.h"
#include "base/times.h"

enum { WORDS_MAX = 1024, ANSWER_MS = 10000, SOON_MS = 10 };

/* The path goes through the descriptor: sun_path holds 108 bytes only. */
static struct sockaddr_un address_of(int dir)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d/sock", dir);
	return address;
}

int park_listen(int dir, int *ret_fd, struct error *err)
{
	struct sockaddr_un address = address_of(dir);
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return fail_errno(err, "cannot make a socket");
	if (bind(fd, (const struct sockaddr *)&address, sizeof address) < 0 || listen(fd, 8) < 0) {
		fail_errno(err, "cannot listen in the state directory");
		close(fd);
		return -1;
	}
	*ret_fd = fd;
	return 0;
}

int park_connect(int dir, int *ret_fd, struct error *err)
{
	struct sockaddr_un address = address_of(dir);
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return fail_errno(err, "cannot make a socket");
	if (connect(fd, (const struct sockaddr *)&address, sizeof address) < 0) {
		fail_errno(err, "the process that waits for start cannot be reached");
		close(fd);
		return -1;
	}
	*ret_fd = fd;
	return 0;
}

/* Who only looks does not wait: EAGAIN is a queue that is full, because a starter holds the line. */
bool park_listens(int dir)
{
	struct sockaddr_un address = address_of(dir);
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	bool listens = fd < 0 || connect(fd, (const struct sockaddr *)&address, sizeof address) == 0 ||
		       (errno != ECONNREFUSED && errno != ENOENT);

	if (fd >= 0)
		close(fd);
	return listens;
}

int park_start(int fd, const char *words, size_t len, struct park_times *times, struct error *err)
{
	char kind = times ? MESSAGE_START_TIMED : MESSAGE_START;
	struct iovec parts[] = { { &kind, 1 }, { (void *)(uintptr_t)words, len } };
	struct msghdr message = { .msg_iov = parts, .msg_iovlen = 2 };
	int size = (int)len + 4096;

	setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
	if (sendmsg(fd, &message, MSG_NOSIGNAL) < 0 && errno != EPIPE)
		return fail_errno(err, "the process that waits for start does not listen");
	/* One waking for both answers: the second, or the lack of it, is what counts. */
	if (message_await_end(fd, ANSWER_MS, err) < 0)
		return -1;
	if (message_expect_data(fd, MESSAGE_EXEC, times, times ? sizeof *times : 0, 0, err) < 0)
		return err->num == EPIPE ? fail(err, ESRCH, "the process that waited for start has ended") : -1;
	if (message_expect(fd, MESSAGE_EXEC, 0, err) == 0)
		return fail(err, EPROTO, "the process that waited for start gave an answer that was not expected");
	return err->num == EPIPE ? 0 : -1; /* end of file: the descriptor closed on exec */
}

static void leave(int number)
{
	_exit(128 + number);
}

static const int caught[] = { SIGTERM, SIGINT, SIGHUP, SIGQUIT };

void park_catch_signals(void)
{
	process_signals_as_new();
	for (size_t i = 0; i < sizeof caught / sizeof *caught; i++)
		signal(caught[i], leave);
}

/* Receives one packet of any size into memory of its own; NULL: the starter went away. */
static char *receive(int fd, size_t *ret_len)
{
	ssize_t len = recv(fd, NULL, 0, MSG_PEEK | MSG_TRUNC);
	char *at;

	if (len <= 1)
		return NULL;
	at = mmap(NULL, (size_t)len + 1, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (at == MAP_FAILED || recv(fd, at, (size_t)len, 0) != len ||
	    (at[0] != MESSAGE_START && at[0] != MESSAGE_START_TIMED))
		return NULL;
	*ret_len = (size_t)len;
	return at;
}

static size_t split(char *at, size_t len, char *argv[WORDS_MAX + 1])
{
	size_t n = 0;

	for (char *word = at + 1; word < at + len && n < WORDS_MAX; word += strlen(word) + 1)
		argv[n++] = word;
	argv[n] = NULL;
	return n;
}

/*
 * Nobody who shares the memory of the starter's packet is left: what was read is what is executed.  Signals stay caught until
 * the very end: exec puts those to their defaults, and the others are there since park_catch_signals().
 */
static void execute(int fd, char *const argv[], int seccomp, struct park_times *times)
{
	static char *const environment[] = { NULL };
	struct error err = { 0 };

	if (times)
		times->executes = times_now();
	if (message_say_data(fd, MESSAGE_EXEC, times, times ? sizeof *times : 0, &err) < 0)
		return; /* back to waiting: with its signals caught, or TERM would not end it */
	if (seccomp_load((enum seccomp_filter)seccomp, &err) == 0) {
		syscall(SYS_execveat, PARK_PROGRAM, "", argv, environment, AT_EMPTY_PATH);
		fail_errno(&err, "the monitor %s cannot be executed", argv[0]);
	}
	message_report(fd, &err);
	_exit(127); /* the filter is loaded: there is no way back to waiting */
}

/* A system call without the C library: its wrappers lie elsewhere, and would come back with what is around them. */
static inline long call(long number, long a, long b, long c, long d)
{
#if defined(__x86_64__)
	register long r10 __asm__("r10") = d;
	long result;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10)
			 : "rcx", "r11", "memory");
	return result;
#else
	return syscall(number, a, b, c, d);
#endif
}

static int next_starter(const struct park_memory *memory);

static inline void forget(uintptr_t from, uintptr_t to)
{
	from &= ~(uintptr_t)4095;
	call(SYS_madvise, (long)from, (long)(((to + 4095) & ~(uintptr_t)4095) - from), MADV_DONTNEED, 0);
}

/*
 * What create needed of its memory is given back: the parked process may wait for long, and there may be many.  File pages
 * come again when they are touched.  The arena's contents, and the stack below, are gone: nothing of them is used again.
 *
 * Around a fault the kernel maps 64 KiB, and since Linux 6.18 the whole folio of the file, but nothing outside of the
 * mapping.  So the page that runs gets other advice than its neighbours, which makes it a mapping of its own.
 */
static inline void give_back(const struct park_memory *memory)
{
	extern const ElfW(Ehdr) __ehdr_start; /* of the linker */
	uintptr_t base = (uintptr_t)&__ehdr_start, here = (uintptr_t)__builtin_frame_address(0);
	const ElfW(Phdr) *p = (const ElfW(Phdr) *)(base + __ehdr_start.e_phoff);
	int n = __ehdr_start.e_phnum;

	call(SYS_madvise, (long)((uintptr_t)next_starter & ~(uintptr_t)4095), 4096, MADV_RANDOM, 0);
	forget((uintptr_t)memory->at, (uintptr_t)memory->at + memory->size);
	forget(here - (1 << 20), here - 8192);
	for (int i = 0; i < n; i++)
		if (p[i].p_type == PT_LOAD && !(p[i].p_flags & PF_W))
			forget(base + p[i].p_vaddr, base + p[i].p_vaddr + p[i].p_memsz);
}

/* The next starter.  All of it in one page, which is the only one of the program that is there while it waits. */
__attribute__((noinline, aligned(512))) static int next_starter(const struct park_memory *memory)
{
	if (memory)
		give_back(memory);
	return (int)call(SYS_accept4, PARK_LISTENER, 0, 0, SOCK_CLOEXEC);
}

_Noreturn void park_wait(int seccomp, const struct park_memory *memory)
{
	static char *argv[WORDS_MAX + 1];
	static struct park_times times; /* the stack is given back */
	struct pollfd listener = { .fd = PARK_LISTENER, .events = POLLIN };
	size_t len;

	times.committed = memory->committed;
	for (;;) {
		/* Who starts it at once, as `run` does, shall not wait until memory is given back and has come again. */
		bool soon = poll(&listener, 1, SOON_MS) > 0;
		int fd = next_starter(soon ? NULL : memory);
		char *packet;

		if (fd < 0)
			_exit(
			    1); /* no descriptor is free, and will not be: to ask again would only burn the processor */
		packet = receive(fd, &len);
		if (packet && *packet == MESSAGE_START_TIMED)
			times.received = times_now();
		if (packet && split(packet, len, argv) > 0)
			execute(fd, argv, seccomp, *packet == MESSAGE_START_TIMED ? &times : NULL);
		close(fd);
	}
}
