/*
 * library_dirs.h: in which directories a dynamic linker looks for libraries: the RPATH of a file, and its own defaults.
 */
#ifndef LOOK_LIBRARY_DIRS_H
#define LOOK_LIBRARY_DIRS_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"

/*
 * The next directory of a list with colons; *at begins at the list.  $ORIGIN becomes ORIGIN (NULL: such items are left out).
 * Items that are relative or empty (the current directory: nothing in a jail) or that have other variables are left out.
 * NULL at the end.  *ret_by_origin: it was there.
 */
const char *library_dir_next(struct arena *a, const char **at, const char *origin, bool *ret_by_origin);

/* A list with colons.  INTERPRETER is the program's: musl's has other defaults than glibc's, and a file that says them. */
const char *library_dirs(struct arena *a, const char *interpreter, unsigned machine);

bool interpreter_is_musl(const char *interpreter);

/* /etc/ld-musl-x86_64.path, which need not exist; NULL for glibc. */
const char *musl_path_file(struct arena *a, const char *interpreter);

#endif
