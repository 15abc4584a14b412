/* replace.c: see replace.h. */
#include "act/replace.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static int write_new(const char *path, const struct stat *like, const char *bytes, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	int rc = fd < 0 ? -1 : 0;

	while (rc == 0 && len) {
		ssize_t n = write(fd, bytes, len);

		if (n < 0 && errno != EINTR)
			rc = -1;
		bytes += n > 0 ? n : 0;
		len -= n > 0 ? (size_t)n : 0;
	}
	if (rc == 0 && (fchown(fd, like->st_uid, like->st_gid) < 0 || fchmod(fd, like->st_mode & 07777) < 0))
		rc = -1;
	if (fd >= 0)
		close(fd);
	return rc;
}

int replace_file(const char *path, const char *bytes, size_t len, struct error *err)
{
	char temporary[PATH_MAX];
	struct stat st;

	if (snprintf(temporary, sizeof temporary, "%s.urunc", path) >= (int)sizeof temporary)
		return fail(err, ENAMETOOLONG, "%.80s...: the path is too long", path);
	if (stat(path, &st) < 0)
		return fail_errno(err, "%s", path);
	unlink(temporary); /* of an earlier command that was killed */
	if (write_new(temporary, &st, bytes, len) == 0 && rename(temporary, path) == 0)
		return 0;
	fail_errno(err, "%s cannot be changed", path);
	unlink(temporary);
	return -1;
}
