/*
 * image.h: files of an image are opened beneath its rootfs and nowhere else.  Links are followed as if the rootfs were
 * the whole file system (openat2, RESOLVE_IN_ROOT), also while somebody changes them.  Only regular files that are not
 * empty are accepted, and what is no regular file is never really opened: no FIFO blocks, no device notices.
 * What is used afterwards is the descriptor, never the path again (for parsers: bytes_of_fd in look/file.h).
 */
#ifndef LOOK_IMAGE_H
#define LOOK_IMAGE_H

#include <sys/stat.h>
#include "base/arena.h"
#include "base/error.h"

/* Opens the directory.  The descriptor is the caller's, closes on exec, and is good for openat2 only (O_PATH). */
int image_open_root(const char *rootfs, int *ret_fd, struct error *err);

/* Finds anything beneath the root, for use with openat2 and the like only (O_PATH).  -1 and errno. */
int image_find(int root, const char *path);

/*
 * Opens a file for reading; PATH is the image's, absolute or relative, both from its root.  The descriptor is the
 * caller's and closes on exec.  ret_st may be NULL.  Errors name the path as given and say why: ENOENT, EISDIR, ENODATA
 * (empty), EINVAL (FIFO, socket, device), ELOOP, EAGAIN (changes all the time), ...
 */
int image_open(int root, const char *path, int *ret_fd, struct stat *ret_st, struct error *err);

/* As image_open, for a file that may be absent: *ret_fd is -1 then and the result 0. */
int image_open_optional(int root, const char *path, int *ret_fd, struct stat *ret_st, struct error *err);

/* A small file of the image, whole, with a 0 after it.  Larger than LIMIT: EFBIG, before anything is read. */
int image_read(
    struct arena *a, int root, const char *path, size_t limit, char **ret, size_t *ret_len, struct error *err);

#endif
