/* version.h: what a program says when it is asked for its version. */
#ifndef LOOK_VERSION_H
#define LOOK_VERSION_H

#include "base/arena.h"
#include "base/error.h"

/*
 * Runs PROGRAM --version with an almost empty environment and no input; the result is the first line that it writes, on
 * stdout or stderr, as printable ASCII, at most 120 bytes, in the arena; "" if it writes nothing.  Errors: it cannot be
 * executed, it is killed by a signal, it takes longer than MILLISECONDS (and is killed).  Its exit code does not matter.
 */
int program_version(struct arena *a, const char *program, int milliseconds, const char **ret, struct error *err);

#endif
