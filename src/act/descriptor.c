/* descriptor.c: see descriptor.h. */
#include "act/descriptor.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* sun_path holds 108 bytes: a socket with a longer path is named by a descriptor of it. */
static int connect_path(int fd, const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int at = -1, rc, num;

	if (strlen(path) < sizeof address.sun_path) {
		strcpy(address.sun_path, path);
	} else {
		at = open(path, O_PATH | O_CLOEXEC);
		if (at < 0)
			return -1;
		snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d", at);
	}
	rc = connect(fd, (const struct sockaddr *)&address, sizeof address);
	num = errno;
	if (at >= 0)
		close(at);
	errno = num;
	return rc;
}

static int send_one(int socket, int fd, const char *text)
{
	union {
		char bytes[CMSG_SPACE(sizeof(int))];
		struct cmsghdr align;
	} control = { { 0 } };
	struct iovec data = { (void *)(uintptr_t)text, strlen(text) };
	struct msghdr message = {
		.msg_iov = &data, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes
	};
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);

	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(header), &fd, sizeof(int));
	return sendmsg(socket, &message, MSG_NOSIGNAL) < 0 ? -1 : 0;
}

int descriptor_send(const char *socket_path, const char *option, int fd, const char *text, struct error *err)
{
	int to = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int rc = 0;

	if (to < 0)
		return fail_errno(err, "cannot make a socket");
	if (connect_path(to, socket_path) < 0 || send_one(to, fd, text) < 0)
		rc = fail_errno(err, "%s %s", option, socket_path);
	close(to);
	return rc;
}
