/* cgroup_file.c: see cgroup_file.h. */
#include "act/cgroup_file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

int cgroup_file_open(const char *dir, const char *file, int flags)
{
	char path[CGROUP_PATH_MAX];
	int len = snprintf(path, sizeof path, "%s/%s", dir, file);

	if (len < 0 || (size_t)len >= sizeof path) {
		errno = ENAMETOOLONG;
		return -1;
	}
	return open(path, flags | O_CLOEXEC);
}

int cgroup_file_write(const char *dir, const char *file, const char *value)
{
	int fd = cgroup_file_open(dir, file, O_WRONLY), saved;
	ssize_t n;

	if (fd < 0)
		return -1;
	n = write(fd, value, strlen(value));
	saved = errno;
	close(fd);
	errno = saved;
	return n < 0 ? -1 : 0;
}

static ssize_t read_again(int fd, char *ret, size_t room)
{
	ssize_t n = pread(fd, ret, room - 1, 0);

	if (n < 0)
		return -1;
	n -= n > 0 && ret[n - 1] == '\n';
	ret[n] = 0;
	return n;
}

ssize_t cgroup_file_read(const char *dir, const char *file, char *ret, size_t room)
{
	int fd = cgroup_file_open(dir, file, O_RDONLY), saved;
	ssize_t n;

	if (fd < 0)
		return -1;
	n = read_again(fd, ret, room);
	saved = errno;
	close(fd);
	errno = saved;
	return n;
}

bool cgroup_file_is_there(const char *dir, const char *file)
{
	char path[CGROUP_PATH_MAX];
	int len = snprintf(path, sizeof path, "%s/%s", dir, file);

	/* What cannot be found out will be when it is opened: it is not another hierarchy's turn because of that. */
	return len > 0 && (size_t)len < sizeof path &&
	       (access(path, F_OK) == 0 || (errno != ENOENT && errno != ENODEV));
}

static long long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

bool cgroup_has_line(const char *text, const char *line)
{
	size_t len = strlen(line);

	for (const char *at = text; at; at = strchr(at, '\n')) {
		at += *at == '\n';
		if (strncmp(at, line, len) == 0 && (!at[len] || at[len] == '\n'))
			return true;
	}
	return false;
}

bool cgroup_wait_event(const char *dir, const char *line, int milliseconds)
{
	long long end = now_ms() + milliseconds, left;
	int fd = cgroup_file_open(dir, "cgroup.events", O_RDONLY);
	bool found = false;
	char text[256];

	while (fd >= 0 && !found) {
		struct pollfd p = { .fd = fd, .events = POLLPRI };

		if (read_again(fd, text, sizeof text) < 0)
			break;
		found = cgroup_has_line(text, line);
		left = end - now_ms();
		if (found || left <= 0 || cgroup_has_line(text, "populated 0") ||
		    (poll(&p, 1, (int)left) < 0 && errno != EINTR))
			break;
	}
	if (fd >= 0)
		close(fd);
	return found;
}

bool cgroup_wait_a_little(struct cgroup_patience *p)
{
	if (p->left <= 0)
		return false;
	p->step = p->step ? p->step * 2 : 1;
	if (p->step > 50)
		p->step = 50;
	p->left -= p->step;
	poll(NULL, 0, p->step);
	return true;
}
