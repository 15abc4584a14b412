/* console.c: see console.h. */
#include "act/console.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "act/descriptor.h"

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

int console_send(const struct console *c, const char *socket_path, struct error *err)
{
	return descriptor_send(socket_path, "--console-socket", c->master, c->name, err);
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
