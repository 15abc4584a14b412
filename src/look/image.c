/* image.c: see image.h. */
#include "look/image.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "look/file.h"

enum { TRIES = 64 /* the kernel gives up on ".." when something is renamed meanwhile, and says EAGAIN */ };

int image_open_root(const char *rootfs, int *ret_fd, struct error *err)
{
	int fd = open(rootfs, O_PATH | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return fail_errno(err, "%s: cannot be opened as the container's rootfs", rootfs);
	*ret_fd = fd;
	return 0;
}

int image_find(int root, const char *path)
{
	struct open_how how = {
		.flags = O_PATH | O_CLOEXEC,
		.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS,
	};
	int fd;

	for (int i = 0; i < TRIES; i++) {
		fd = (int)syscall(SYS_openat2, root, path, &how, sizeof how);
		if (fd >= 0 || (errno != EAGAIN && errno != EINTR))
			return fd;
	}
	return -1;
}

static const char *why_not(mode_t mode)
{
	if (S_ISDIR(mode))
		return "a directory";
	if (S_ISFIFO(mode))
		return "a FIFO";
	if (S_ISSOCK(mode))
		return "a socket";
	return "a device";
}

static int fail_to_find(const char *path, struct error *err)
{
	switch (errno) {
	case ENOENT:
	case ENOTDIR: /* in the words that engines look for: then a container ends with 127, as where a program is missing */
		return fail(err, ENOENT, "%s: no such file or directory in the image", path);
	case ELOOP:
		return fail(err, ELOOP, "%s: in the image, its symbolic links go in circles or through /proc", path);
	case EAGAIN:
		return fail(err, EAGAIN, "%s: the image is being changed all the time", path);
	case ENOSYS:
		return fail(
		    err, ENOSYS, "%s: files of images are opened with openat2: Linux 5.6 or later is needed", path);
	default:
		return fail_errno(err, "%s: cannot be opened in the image", path);
	}
}

/* Opens what was found, and nothing that may have taken its place since. */
static int open_found(int found, const char *path, int *ret_fd, struct stat *st, struct error *err)
{
	char link[40];
	int fd;

	if (fstat(found, st))
		return fail_errno(err, "%s: cannot be looked at", path);
	if (!S_ISREG(st->st_mode))
		return fail(err, S_ISDIR(st->st_mode) ? EISDIR : EINVAL,
		    "%s: in the image that is %s; a regular file is wanted", path, why_not(st->st_mode));
	if (!st->st_size)
		return fail(err, ENODATA, "%s: in the image this file is empty", path);
	snprintf(link, sizeof link, "/proc/self/fd/%d", found);
	fd = open(link, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0)
		return fail_errno(err, "%s: cannot be opened for reading in the image", path);
	*ret_fd = fd;
	return 0;
}

int image_open(int root, const char *path, int *ret_fd, struct stat *ret_st, struct error *err)
{
	struct stat st;
	int found, r;

	if (!*path)
		return fail(err, EINVAL, "the name of a file in the image is empty");
	found = image_find(root, path);
	if (found < 0)
		return fail_to_find(path, err);
	r = open_found(found, path, ret_fd, &st, err);
	close(found);
	if (!r && ret_st)
		*ret_st = st;
	return r;
}

int image_open_optional(int root, const char *path, int *ret_fd, struct stat *ret_st, struct error *err)
{
	if (!image_open(root, path, ret_fd, ret_st, err))
		return 0;
	if (err->num != ENOENT)
		return -1;
	*ret_fd = -1;
	return 0;
}

int image_read(
    struct arena *a, int root, const char *path, size_t limit, char **ret, size_t *ret_len, struct error *err)
{
	int fd, r;

	if (image_open(root, path, &fd, NULL, err))
		return -1;
	r = look_read_fd(a, fd, path, limit, ret, ret_len, err);
	close(fd);
	return r;
}
