/* pid_file.c: see pid_file.h. */
#include "act/pid_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int write_digits(const char *temporary, pid_t pid)
{
	char digits[16];
	int len = snprintf(digits, sizeof digits, "%d", (int)pid);
	int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	ssize_t n = fd < 0 ? -1 : write(fd, digits, (size_t)len);

	if (fd >= 0)
		close(fd);
	return n == len ? 0 : -1;
}

int write_pid_file(const char *path, pid_t pid, struct error *err)
{
	const char *slash = strrchr(path, '/');
	int above = slash ? (int)(slash - path) + 1 : 0;
	char temporary[PATH_MAX];

	if (snprintf(temporary, sizeof temporary, "%.*s.%s", above, path, path + above) >= (int)sizeof temporary)
		return fail(err, ENAMETOOLONG, "--pid-file %.80s...: the path is too long", path);
	unlink(temporary); /* of an earlier command that was killed */
	if (write_digits(temporary, pid) < 0 || rename(temporary, path) < 0) {
		fail_errno(err, "--pid-file %s", path);
		unlink(temporary);
		return -1;
	}
	return 0;
}
