/* signal.h: names of signals (signal(7)), as kill takes them: a number (0 only asks), or a name with or without SIG. */
#ifndef READ_SIGNAL_H
#define READ_SIGNAL_H

#include "base/error.h"

int signal_read(const char *text, int *ret, struct error *err);

#endif
