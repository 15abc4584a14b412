/* park.c: see park.h. */
#include "act/park.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include "act/keeper.h"
#include "act/message.h"
#include "act/process.h"
#include "act/seccomp.h"
#include "base/times.h"

enum { WORDS_MAX = 1024, ANSWER_MS = 10000 };

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
int park_listens(int dir, bool *ret, struct error *err)
{
	struct sockaddr_un address = address_of(dir);
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), rc = 0;

	if (fd < 0)
		return fail_errno(err, "cannot make a socket");
	*ret = connect(fd, (const struct sockaddr *)&address, sizeof address) == 0 || errno == EAGAIN;
	if (!*ret && errno != ECONNREFUSED && errno != ENOENT)
		rc = fail_errno(err, "whether a process waits for start cannot be found out");
	close(fd);
	return rc;
}

/* What is asked of the parked process, by whether there is a keeper and whether times are wanted. */
static const char kinds[2][2] = { { MESSAGE_START, MESSAGE_START_TIMED }, { MESSAGE_KEEP, MESSAGE_KEEP_TIMED } };

int park_start(
    int fd, const struct keep *keep, const char *words, size_t len, struct park_times *times, struct error *err)
{
	char kind = kinds[keep != NULL][times != NULL];
	struct iovec parts[] = { { &kind, 1 }, { (void *)(uintptr_t)keep, keep ? sizeof *keep : 0 },
		{ (void *)(uintptr_t)words, len } };
	struct msghdr message = { .msg_iov = parts, .msg_iovlen = 3 };
	int size = (int)len + 4096;

	setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
	if (sendmsg(fd, &message, MSG_NOSIGNAL) < 0 && errno != EPIPE && errno != ECONNRESET)
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

/* What a starter says. */
struct order {
	char *at, *words;
	size_t size, len;
	bool keeps, timed;
	struct keep keep;
};

/* Receives one packet of any size into memory of its own.  False: the starter went away, or is no such program as this. */
static bool receive(int fd, struct order *ret)
{
	ssize_t len = recv(fd, NULL, 0, MSG_PEEK | MSG_TRUNC);
	size_t head = 1;

	if (len <= 1)
		return false;
	ret->size = (size_t)len + 1;
	ret->at = mmap(NULL, ret->size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (ret->at == MAP_FAILED || recv(fd, ret->at, (size_t)len, 0) != len)
		return false;
	ret->keeps = ret->at[0] == MESSAGE_KEEP || ret->at[0] == MESSAGE_KEEP_TIMED;
	ret->timed = ret->at[0] == MESSAGE_START_TIMED || ret->at[0] == MESSAGE_KEEP_TIMED;
	head += ret->keeps ? sizeof ret->keep : 0;
	if ((!ret->keeps && !ret->timed && ret->at[0] != MESSAGE_START) || (size_t)len <= head)
		return false;
	if (ret->keeps)
		memcpy(&ret->keep, ret->at + 1, sizeof ret->keep);
	ret->words = ret->at + head;
	ret->len = (size_t)len - head;
	return true;
}

static size_t split(const struct order *order, char *argv[WORDS_MAX + 1])
{
	size_t n = 0;

	for (char *word = order->words; word < order->words + order->len && n < WORDS_MAX; word += strlen(word) + 1)
		argv[n++] = word;
	argv[n] = NULL;
	return n;
}

/*
 * Nobody who shares the memory of the starter's packet is left: what was read is what is executed.  Signals stay caught until
 * the very end: exec puts those to their defaults, and the others are there since park_catch_signals().
 */
static void execute(int fd, const struct order *order, char *const argv[], int seccomp,
    const struct park_memory *memory, struct park_times *times)
{
	static char *const environment[] = { NULL };
	struct error err = { 0 };
	int rc;

	if (times)
		times->executes = times_now();
	if (message_say_data(fd, MESSAGE_EXEC, times, times ? sizeof *times : 0, &err) < 0)
		return; /* back to waiting: with its signals caught, or TERM would not end it */
	rc = order->keeps ? keeper_begin(&order->keep, fd, &memory->lean, &err) : 0;
	if (rc == 0 && seccomp_load((enum seccomp_filter)seccomp, &err) == 0) {
		syscall(SYS_execveat, PARK_PROGRAM, "", argv, environment, AT_EMPTY_PATH);
		fail_errno(&err, "the monitor %s cannot be executed", argv[0]);
	}
	message_report(fd, &err);
	_exit(127); /* the filter is loaded: there is no way back to waiting */
}

_Noreturn void park_wait(int seccomp, const struct park_memory *memory)
{
	static char *argv[WORDS_MAX + 1];
	static struct park_times times; /* the stack is given back */

	times.committed = memory->committed;
	for (;;) {
		struct pollfd listener = { .fd = PARK_LISTENER, .events = POLLIN };
		int fd = lean_poll(&listener, 1, -1, &memory->lean) < 0 && errno != EINTR
			     ? -1
			     : accept4(PARK_LISTENER, NULL, NULL, SOCK_CLOEXEC);
		struct order order = { .at = MAP_FAILED };

		if (fd < 0)
			_exit(
			    1); /* no descriptor is free, and will not be: to ask again would only burn the processor */
		if (receive(fd, &order) && split(&order, argv) > 0) {
			times.received = order.timed ? times_now() : 0;
			execute(fd, &order, argv, seccomp, memory, order.timed ? &times : NULL);
		}
		if (order.at != MAP_FAILED)
			munmap(order.at, order.size);
		close(fd);
	}
}
