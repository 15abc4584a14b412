/* become.h: this process becomes another program, as if its caller had called that one. */
#ifndef ACT_BECOME_H
#define ACT_BECOME_H

#include "base/error.h"

/*
 * Executes PROGRAM with ARGV and the caller's environment, umask, signals and standard streams; descriptors that the caller
 * gave are still there, ours are closed by the exec.  Returns only when that fails.
 */
int become(const char *program, char **argv, struct error *err);

#endif
