/* message.c: see message.h. */
#include "act/message.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int message_say(int fd, enum message_kind kind, struct error *err)
{
	return message_say_data(fd, kind, NULL, 0, err);
}

int message_say_data(int fd, enum message_kind kind, const void *data, size_t size, struct error *err)
{
	char byte = (char)kind;
	struct iovec parts[] = { { &byte, 1 }, { (void *)(uintptr_t)data, size } };
	const struct msghdr message = { .msg_iov = parts, .msg_iovlen = size ? 2 : 1 };

	if (sendmsg(fd, &message, MSG_NOSIGNAL) < 0)
		return fail_errno(err, "the other process does not listen");
	return 0;
}

void message_report(int fd, const struct error *what)
{
	struct message_report report = { .kind = MESSAGE_FAILED, .num = what->num };

	snprintf(report.text, sizeof report.text, "%s", what->text);
	/* write(2), not send(2): a monitor's seccomp filter may be loaded already, and every one of them allows write. */
	if (write(fd, &report, sizeof report) < 0)
		return; /* who should have heard it is gone */
}

static int wait_for(int fd, short events, int milliseconds, struct error *err)
{
	struct pollfd p = { .fd = fd, .events = events };
	int n;

	do
		n = poll(&p, 1, milliseconds);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return fail_errno(err, "waiting for an answer");
	return n ? 0 : fail(err, ETIMEDOUT, "no answer within %d seconds", milliseconds / 1000);
}

/* Without POLLIN the kernel does not wake this process for each packet, but for the end only, which poll always reports. */
int message_await_end(int fd, int milliseconds, struct error *err)
{
	return wait_for(fd, 0, milliseconds, err);
}

int message_expect(int fd, enum message_kind kind, int milliseconds, struct error *err)
{
	return message_expect_data(fd, kind, NULL, 0, milliseconds, err);
}

int message_expect_data(int fd, enum message_kind kind, void *data, size_t size, int milliseconds, struct error *err)
{
	struct message_report got = { 0 };
	ssize_t len;

	if (milliseconds >= 0 && wait_for(fd, POLLIN, milliseconds, err) < 0)
		return -1;
	do
		len = recv(fd, &got, sizeof got, 0);
	while (len < 0 && errno == EINTR);
	if (len < 0 && errno != ECONNRESET)
		return fail_errno(err, "waiting for an answer");
	if (len <= 0)
		return fail(err, EPIPE, "the other process ended before it answered");
	if (got.kind == MESSAGE_FAILED && len == sizeof got) {
		got.text[sizeof got.text - 1] = 0;
		return fail(err, got.num, "%s", got.text);
	}
	if (len != (ssize_t)(1 + size) || got.kind != (char)kind)
		return fail(err, EPROTO, "the other process gave an answer that was not expected");
	if (size)
		memcpy(data, (const char *)&got + 1, size);
	return 0;
}
