/* console.h: a pseudo-terminal for the monitor (pty(7)); its master goes to the engine's console socket. */
#ifndef ACT_CONSOLE_H
#define ACT_CONSOLE_H

#include <stdbool.h>
#include "base/error.h"

struct console {
	int master, slave; /* -1: none */
	char name[32]; /* of the slave on the host */
};

/* Opens a pair in the caller's devpts; rows and columns are set if both are above 0. */
int console_open(unsigned rows, unsigned columns, struct console *ret, struct error *err);

/* Sends the master to the engine's socket, with the slave's name. */
int console_send(const struct console *c, const char *socket_path, struct error *err);

/* In the child: a session of its own with the slave as its terminal and as 0, 1 and 2. */
int console_take(const struct console *c, struct error *err);

void console_close(struct console *c);

#endif
