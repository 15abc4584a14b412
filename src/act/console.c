/* console.c: see console.h. */
#include "act/console.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#ifndef TIOCGPTPEER
#define TIOCGPTPEER _IO('T', 0x41) /* asm-generic/ioctls.h, Linux 4.13 */
#endif

int console_open(unsigned rows, unsigned columns, struct console *ret, struct error *err)
{
	struct console c = { .master = -1, .slave = -1 };
	struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns };
	int unlock = 0;
	unsigned number;

	c.master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (c.master < 0)
		return fail_errno(err, "process.terminal: cannot open /dev/ptmx");
	if (ioctl(c.master, TIOCSPTLCK, &unlock) < 0 || ioctl(c.master, TIOCGPTN, &number) < 0 ||
	    (c.slave = ioctl(c.master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC)) < 0 ||
	    (rows && columns && ioctl(c.master, TIOCSWINSZ, &size) < 0)) {
		fail_errno(err, "process.terminal: cannot set up a pseudo-terminal");
		console_close(&c);
		return -1;
	}
	snprintf(c.name, sizeof c.name, "/dev/pts/%u", number);
	*ret = c;
	return 0;
}

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

static int send_master(int fd, const struct console *c)
{
	union {
		char bytes[CMSG_SPACE(sizeof(int))];
		struct cmsghdr align;
	} control = { { 0 } };
	char name[sizeof c->name];
	struct iovec data = { name, strlen(c->name) };
	struct msghdr message = { .msg_iov = &data,
		.msg_iovlen = 1,
		.msg_control = control.bytes,
		.msg_controllen = sizeof control.bytes };
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);

	memcpy(name, c->name, sizeof name);
	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(header), &c->master, sizeof(int));
	return sendmsg(fd, &message, MSG_NOSIGNAL) < 0 ? -1 : 0;
}

int console_send(const struct console *c, const char *socket_path, struct error *err)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int dir = -1, rc = 0;

	if (fd < 0)
		return fail_errno(err, "cannot make a socket");
	if (connect_path(fd, socket_path, &dir) < 0 || send_master(fd, c) < 0)
		rc = fail_errno(err, "--console-socket %s", socket_path);
	if (dir >= 0)
		close(dir);
	close(fd);
	return rc;
}

int console_take(const struct console *c, struct error *err)
{
	/* The child leads a session of its own already (child.c). */
	if (ioctl(c->slave, TIOCSCTTY, 0) < 0)
		return fail_errno(err, "process.terminal: cannot take the pseudo-terminal");
	for (int fd = 0; fd < 3; fd++)
		if (dup2(c->slave, fd) < 0)
			return fail_errno(err, "process.terminal: cannot become the standard streams");
	return 0;
}

void console_close(struct console *c)
{
	if (c->master >= 0)
		close(c->master);
	if (c->slave >= 0)
		close(c->slave);
	c->master = c->slave = -1;
}
