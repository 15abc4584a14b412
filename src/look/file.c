/* file.c: see file.h. */
#include "look/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* All of it or an error; a file that has become shorter is EIO. */
static int read_fully(int fd, char *to, size_t len)
{
	for (size_t done = 0; done < len;) {
		ssize_t n = read(fd, to + done, len - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			errno = n ? errno : EIO;
			return -1;
		}
		done += (size_t)n;
	}
	return 0;
}

int look_read_fd(
    struct arena *a, int fd, const char *name, size_t limit, char **ret, size_t *ret_len, struct error *err)
{
	struct stat st;
	char *text;

	if (fstat(fd, &st))
		return fail_errno(err, "%s: cannot be looked at", name);
	if (!S_ISREG(st.st_mode))
		return fail(err, S_ISDIR(st.st_mode) ? EISDIR : EINVAL, "%s: not a regular file", name);
	if ((unsigned long long)st.st_size > limit)
		return fail(err, EFBIG, "%s: it has %lld bytes, more than %zu are not read", name,
		    (long long)st.st_size, limit);
	text = take(a, (size_t)st.st_size + 1);
	if (read_fully(fd, text, (size_t)st.st_size))
		return fail_errno(err, "%s: cannot be read", name);
	*ret = text;
	if (ret_len)
		*ret_len = (size_t)st.st_size;
	return 0;
}

int look_read_file(struct arena *a, const char *path, size_t limit, char **ret, size_t *ret_len, struct error *err)
{
	/* without O_NONBLOCK, a FIFO in the place of the file would hold us up before we can see what it is */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY), r;

	if (fd < 0)
		return fail_errno(err, "%s: cannot be opened", path);
	r = look_read_fd(a, fd, path, limit, ret, ret_len, err);
	close(fd);
	return r;
}

int look_read_kernel(struct arena *a, const char *path, size_t limit, char **ret, size_t *ret_len)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY), num;
	char *text = take(a, limit + 1);
	size_t len = 0;
	ssize_t n = -1;

	while (fd >= 0 && len < limit && ((n = read(fd, text + len, limit - len)) > 0 || (n < 0 && errno == EINTR)))
		len += n > 0 ? (size_t)n : 0;
	num = errno;
	if (fd >= 0)
		close(fd);
	errno = num;
	take_less(a, text, len + 1); /* of 4 MiB for mountinfo: what comes next shall lie on the same pages */
	if (n < 0)
		return -1;
	*ret = text;
	if (ret_len)
		*ret_len = len;
	return 0;
}

static int pread_fully(int fd, char *to, size_t len, unsigned long long offset)
{
	while (len) {
		ssize_t n = pread(fd, to, len, (off_t)offset);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			errno = n ? errno : EIO;
			return -1;
		}
		to += n;
		len -= (size_t)n;
		offset += (size_t)n;
	}
	return 0;
}

static int fetch_fd(const struct bytes *b, unsigned long long offset, void *to, size_t len)
{
	struct window *w = b->cache;

	if (len > sizeof w->data)
		return pread_fully(b->fd, to, len, offset);
	if (offset < w->at || offset - w->at > w->len || len > w->len - (offset - w->at)) {
		unsigned long long left = b->size - offset;
		size_t piece = left < sizeof w->data ? (size_t)left : sizeof w->data;

		w->len = 0;
		if (pread_fully(b->fd, (char *)w->data, piece, offset))
			return -1;
		w->at = offset;
		w->len = piece;
	}
	memcpy(to, w->data + (offset - w->at), len);
	return 0;
}

struct bytes bytes_of_fd(const char *name, int fd, unsigned long long size, struct window *window)
{
	window->len = 0;
	return (struct bytes){ .name = name, .size = size, .fetch = fetch_fd, .fd = fd, .cache = window };
}
