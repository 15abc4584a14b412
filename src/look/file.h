/* file.h: files of the host, read whole. */
#ifndef LOOK_FILE_H
#define LOOK_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/error.h"

/*
 * A regular file with a 0 after its last byte.  Larger than LIMIT: EFBIG, found by its size, so that a huge file is
 * refused at once.  What is no regular file is refused (EINVAL) and never blocks.
 */
int look_read_file(struct arena *a, const char *path, size_t limit, char **ret, size_t *ret_len, struct error *err);

/* From a descriptor that is open for reading; NAME is for the error.  The descriptor stays the caller's. */
int look_read_fd(
    struct arena *a, int fd, const char *name, size_t limit, char **ret, size_t *ret_len, struct error *err);

/* A file of /proc or /sys, whose size the kernel does not tell; cut off at LIMIT bytes.  -1 and errno: not readable. */
int look_read_kernel(struct arena *a, const char *path, size_t limit, char **ret, size_t *ret_len);

#endif
