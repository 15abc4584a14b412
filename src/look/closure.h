/*
 * closure.h: all files that the dynamic linker opens when a program starts: found in the ELF files themselves, in the
 * order in which ld.so searches (ld.so(8); musl's ldso/dynlink.c), without running anything.
 */
#ifndef LOOK_CLOSURE_H
#define LOOK_CLOSURE_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/error.h"

struct closure {
	const char *interpreter; /* PT_INTERP; NULL: a static program, nothing else is needed */
	/*
	 * Absolute paths as the dynamic linker will open them; what is there on the host, links followed, is to appear
	 * under the same path in the jail.  The interpreter, the modules and the linker's cache or path file are among them;
	 * the program itself is not.  Each path once.
	 */
	const char **paths;
	size_t count;
	/*
	 * Directories that the linker cannot find in a jail by itself: those told by the program's place ($ORIGIN: it asks
	 * /proc) and those with steps "..".  NULL, or what LD_LIBRARY_PATH must say.
	 */
	const char *library_path;
};

/*
 * PROGRAM and MODULES (files that the program loads by itself later) are absolute paths.  Errors name what is missing
 * and who needs it (ENOENT), or which file is damaged (EINVAL).
 */
int closure_of(
    struct arena *a, const char *program, const char *const *modules, size_t n, struct closure *ret, struct error *err);

#endif
