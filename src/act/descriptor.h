/* descriptor.h: hands one descriptor to whoever listens on a unix socket (unix(7), SCM_RIGHTS). */
#ifndef ACT_DESCRIPTOR_H
#define ACT_DESCRIPTOR_H

#include "base/error.h"

/*
 * Connects to the SOCK_STREAM socket (a path of any length) and sends one message with one descriptor and TEXT as its data,
 * which is what go-runc and conmon expect.  `option` is what errors name.
 */
int descriptor_send(const char *socket_path, const char *option, int fd, const char *text, struct error *err);

#endif
