/* file.h: files of the host, read whole. */
#ifndef LOOK_FILE_H
#define LOOK_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/error.h"
#include "read/bytes.h"

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

/*
 * For the parsers of read/: ranges of a descriptor, which stays the caller's.  Reads near each other cost one system call:
 * WINDOW keeps the last piece; it belongs to the caller and may serve one file after another.
 */
struct window {
	unsigned long long at;
	size_t len;
	unsigned char data[4096];
};
struct bytes bytes_of_fd(const char *name, int fd, unsigned long long size, struct window *window);

#endif
