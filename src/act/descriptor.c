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

/* sun_path holds 108 bytes: a longer path goes through a descriptor of its directory. */
static int connect_path(int fd, const char *path, int *ret_dir)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	const char *name = strrchr(path, '/');
	char dir[4096];

	*ret_dir = -1;
	if (strlen(path) < sizeof address.sun_path) {
		strcpy(address.sun_path, path);
	} else {
		if (!name || (size_t)(name - path) >= sizeof dir) {
			errno = ENAMETOOLONG;
			return -1;
		}
		snprintf(dir, sizeof dir, "%.*s", (int)(name - path), path);
		*ret_dir = open(dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
		if (*ret_dir < 0 || snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d/%s", *ret_dir,
					name + 1) >= (int)sizeof address.sun_path)
			return -1;
	}
	return connect(fd, (const struct sockaddr *)&address, sizeof address);
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
	int dir = -1, rc = 0;

	if (to < 0)
		return fail_errno(err, "cannot make a socket");
	if (connect_path(to, socket_path, &dir) < 0 || send_one(to, fd, text) < 0)
		rc = fail_errno(err, "%s %s", option, socket_path);
	if (dir >= 0)
		close(dir);
	close(to);
	return rc;
}
