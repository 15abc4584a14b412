/* record.c: see record.h. */
#include "record/record.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "base/text.h"
#include "record/names.h"

#define UNDO_ROOM ".undo"

int record_check_id(const char *id, struct error *err)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-._";
	size_t len = strlen(id);

	if (!len)
		return fail(err, EINVAL, "container ID can not be empty");
	if (len > RECORD_ID_MAX)
		return fail(err, EINVAL, "container ID of %zu characters is too long: at most %d", len, RECORD_ID_MAX);
	if (id[strspn(id, allowed)] || strcmp(id, ".") == 0 || strcmp(id, "..") == 0 || strcmp(id, UNDO_ROOM) == 0)
		return fail(err, EINVAL,
		    "container ID `%.80s` is not valid: letters, digits and + - . _ only, not . or ..", id);
	return 0;
}

static int make_directories(const char *path, struct error *err)
{
	char copy[PATH_MAX];

	if (strlen(path) >= sizeof copy)
		return fail(err, ENAMETOOLONG, "--root %.80s...: the path is too long", path);
	strcpy(copy, path);
	for (char *slash = strchr(copy + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = 0;
		if (mkdir(copy, 0711) < 0 && errno != EEXIST)
			return fail_errno(err, "cannot make %s", copy);
		*slash = '/';
	}
	if (mkdir(copy, 0711) < 0 && errno != EEXIST)
		return fail_errno(err, "cannot make %s", copy);
	return 0;
}

/* Who can write here can have the next command kill any process: nothing of it is believed. */
static int check_owner(int fd, mode_t not_for_others, const char *what, const char *name, struct error *err)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return fail_errno(err, "%s %s", what, name);
	if (st.st_uid != 0 && st.st_uid != geteuid())
		return fail(err, EPERM, "%s %s belongs to user %u: whatever is in it is not believed", what, name,
		    (unsigned)st.st_uid);
	/* In a sticky directory, such as /tmp, others can make things, but not take ours away. */
	if ((st.st_mode & not_for_others) && !(st.st_mode & S_ISVTX))
		return fail(err, EPERM, "%s %s: others may write to it (mode %03o): whatever is in it is not believed",
		    what, name, (unsigned)st.st_mode & 07777);
	return 0;
}

int record_open_root(const char *root, bool make, int *ret_fd, struct error *err)
{
	int fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0 && errno == ENOENT && make) {
		if (make_directories(root, err) < 0)
			return -1;
		fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	}
	if (fd < 0)
		return fail_errno(err, "state root %s", root);
	if (check_owner(fd, S_IWGRP | S_IWOTH, "state root", root, err) < 0) {
		close(fd);
		return -1;
	}
	*ret_fd = fd;
	return 0;
}

int record_open(struct record *r, struct error *err)
{
	r->dir = openat(r->root, r->id, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	if (r->dir < 0 && errno != ENOENT)
		return fail_errno(err, "state directory of container `%s`", r->id);
	return r->dir < 0 ? 0 : check_owner(r->dir, S_IWGRP | S_IWOTH, "state directory of container", r->id, err);
}

/* Made before the first container is: on a disk that is full by then no container could be removed. */
static int make_undo_room(int root, struct error *err)
{
	if (mkdirat(root, UNDO_ROOM, 0700) < 0 && errno != EEXIST)
		return fail_errno(err, "cannot make %s in the state root", UNDO_ROOM);
	return 0;
}

int record_fail_exists(struct error *err)
{
	return fail(err, EEXIST, "container with given ID already exists");
}

bool record_is_begun(const struct record *r)
{
	return faccessat(r->dir, "state.json", F_OK, 0) == 0;
}

int record_fail_deleted(const struct record *r, struct error *err)
{
	return fail(err, ENOENT, "container `%s` was deleted by another command while it was being created", r->id);
}

int record_reserve(struct record *r, struct error *err)
{
	if (make_undo_room(r->root, err) < 0)
		return -1;
	if (mkdirat(r->root, r->id, 0711) < 0)
		return errno == EEXIST ? record_fail_exists(err)
				       : fail_errno(err, "state directory of container `%s`", r->id);
	if (record_open(r, err) < 0)
		return -1;
	return r->dir < 0 ? record_fail_deleted(r, err) : 0;
}

/* The holder wrote who it is; the text may be that of an earlier one, so it is only told, never trusted. */
static int fail_locked(const struct record *r, int fd, int seconds, struct error *err)
{
	char who[100];
	ssize_t len = pread(fd, who, sizeof who - 1, 0);

	who[len > 0 ? len : 0] = 0;
	return fail(err, EBUSY, "container `%s` is being changed by %s: gave up after %d seconds", r->id,
	    who[0] ? who : "another command", seconds);
}

static void wake(int number)
{
	(void)number;
}

/* Waits by an alarm that interrupts F_OFD_SETLKW: fcntl(2) has no time-out of its own. */
static int lock_within(int fd, int seconds)
{
	struct flock whole = { .l_type = F_WRLCK };
	struct sigaction action = { .sa_handler = wake }, before;
	struct itimerval limit = { .it_value.tv_sec = seconds, .it_interval.tv_usec = 100000 };
	const struct itimerval off = { 0 };
	int rc, num;

	if (fcntl(fd, F_OFD_SETLK, &whole) == 0)
		return 0;
	sigaction(SIGALRM, &action, &before);
	setitimer(ITIMER_REAL, &limit, NULL);
	rc = fcntl(fd, F_OFD_SETLKW, &whole);
	num = errno;
	setitimer(ITIMER_REAL, &off, NULL);
	sigaction(SIGALRM, &before, NULL);
	errno = num;
	return rc;
}

int record_is_buried(const struct record *r, bool *ret, struct error *err)
{
	struct stat held, named;

	*ret = true;
	if (fstat(r->dir, &held) < 0)
		return fail_errno(err, "state directory of container `%s`", r->id);
	if (fstatat(r->root, r->id, &named, AT_SYMLINK_NOFOLLOW) < 0)
		return errno == ENOENT ? 0 : fail_errno(err, "state directory of container `%s`", r->id);
	*ret = held.st_ino != named.st_ino || held.st_dev != named.st_dev;
	return 0;
}

static int fail_if_buried(const struct record *r, struct error *err)
{
	bool buried;

	if (record_is_buried(r, &buried, err) < 0)
		return -1;
	return buried ? fail(err, ENOENT, "container `%s` does not exist", r->id) : 0;
}

/* A record that is being removed has lost its lock: a new one would stand in the way of that. */
static int open_lock(const struct record *r, int *ret_fd, struct error *err)
{
	*ret_fd = openat(r->dir, "lock", O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	if (*ret_fd >= 0)
		return 0;
	if (errno == ENOENT) {
		if (fail_if_buried(r, err) < 0)
			return -1;
		*ret_fd = openat(r->dir, "lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	}
	if (*ret_fd < 0 && errno == ENOENT)
		return fail(err, ENOENT, "container `%s` does not exist", r->id);
	return *ret_fd < 0 ? fail_errno(err, "lock of container `%s`", r->id) : 0;
}

int record_lock(struct record *r, const char *who, int seconds, struct error *err)
{
	char text[100] = { 0 };
	int fd;

	if (open_lock(r, &fd, err) < 0)
		return -1;
	if (lock_within(fd, seconds) < 0) {
		int rc = errno == EINTR ? fail_locked(r, fd, seconds, err)
					: fail_errno(err, "lock of container `%s`", r->id);

		close(fd);
		return rc;
	}
	if (fail_if_buried(r, err) < 0) {
		close(fd);
		return -1;
	}
	snprintf(text, sizeof text, "%s (pid %d)", who, (int)getpid());
	if (pwrite(fd, text, sizeof text, 0) < 0) /* with the zeroes behind it: what an earlier one wrote is gone */
		errno = 0; /* a name for others' messages: without it they say less */
	r->lock = fd;
	return 0;
}

static int write_whole(int fd, const char *bytes, size_t len)
{
	while (len) {
		ssize_t n = write(fd, bytes, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		bytes += n;
		len -= (size_t)n;
	}
	return 0;
}

int record_write(const struct record *r, const char *name, const char *bytes, size_t len, struct error *err)
{
	char temporary[64];
	int fd;

	snprintf(temporary, sizeof temporary, ".%s", name);
	fd = openat(r->dir, temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return fail_errno(err, "cannot write %s of container `%s`", name, r->id);
	if (write_whole(fd, bytes, len) < 0 || renameat(r->dir, temporary, r->dir, name) < 0) {
		fail_errno(err, "cannot write %s of container `%s`", name, r->id);
		close(fd);
		unlinkat(r->dir, temporary, 0);
		return -1;
	}
	close(fd);
	return 0;
}

bool record_mark(const struct record *r, const char *name)
{
	int fd = openat(r->dir, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0)
		return errno == EEXIST;
	close(fd);
	return false;
}

int record_read(
    const struct record *r, const char *name, struct arena *a, char **ret, size_t *ret_len, struct error *err)
{
	struct stat st;
	size_t used = 0;
	char *bytes;
	int fd = openat(r->dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

	if (fd < 0)
		return fail_errno(err, "%s of container `%s`", name, r->id);
	if (fstat(fd, &st) < 0) {
		fail_errno(err, "%s of container `%s`", name, r->id);
		close(fd);
		return -1;
	}
	if (!S_ISREG(st.st_mode) || st.st_size > 32 << 20) {
		close(fd);
		return fail(err, EPROTO, "%s of container `%s` is no file of ours", name, r->id);
	}
	bytes = take(a, (size_t)st.st_size + 1);
	while (used < (size_t)st.st_size) {
		ssize_t n = read(fd, bytes + used, (size_t)st.st_size - used);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) { /* half of it would count as broken */
			fail_errno(err, "%s of container `%s`", name, r->id);
			close(fd);
			return -1;
		}
		if (n == 0)
			break;
		used += (size_t)n;
	}
	close(fd);
	*ret = bytes;
	*ret_len = used;
	return 0;
}

static int open_undo(struct record *r, struct error *err)
{
	if (r->undo < 0)
		r->undo = openat(r->dir, "undo", O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	return r->undo < 0 ? fail_errno(err, "undo file of container `%s`", r->id) : 0;
}

int record_undo_line(struct text *to, enum resource what, const char *const args[], struct error *err)
{
	text_add(to, resource_name(what));
	for (int i = 0; i < resource_args(what); i++) {
		if (args[i][strcspn(args[i], "\n\t")])
			return fail(
			    err, EINVAL, "%s %s: tabs and new lines cannot be recorded", resource_name(what), args[i]);
		if (strlen(args[i]) >= (size_t)2 * PATH_MAX)
			return fail(err, ENAMETOOLONG, "%s: its name is too long to be recorded", resource_name(what));
		text_byte(to, '\t');
		text_add(to, args[i]);
	}
	text_byte(to, '\n');
	return 0;
}

int record_undo_write(struct record *r, const struct text *lines, struct error *err)
{
	if (open_undo(r, err) < 0)
		return -1;
	if (write_whole(r->undo, lines->at, lines->used) < 0)
		return fail_errno(err, "cannot record what container `%s` has", r->id);
	return 0;
}

int record_undo_add(struct record *r, struct arena *a, enum resource what, const char *const args[], struct error *err)
{
	struct text line;

	text_init(&line, a);
	return record_undo_line(&line, what, args, err) < 0 ? -1 : record_undo_write(r, &line, err);
}

/* Cuts one line (without its end) into resource and arguments. */
static int cut(char *line, struct record_undo *ret)
{
	int n = 0, resource;
	char *tab = strchr(line, '\t');

	if (tab)
		*tab++ = 0;
	resource = resource_by_name(line);
	if (resource < 0)
		return -1;
	for (char *next; tab && n < RESOURCE_ARGS_MAX; tab = next) {
		next = strchr(tab, '\t');
		if (next)
			*next++ = 0;
		ret->args[n++] = tab;
	}
	ret->args[n] = NULL;
	ret->resource = (enum resource)resource;
	return !tab && n == resource_args(ret->resource) ? 0 : -1;
}

int record_undo_parse(
    struct arena *a, char *bytes, size_t len, struct record_undo **ret, size_t *ret_n, struct error *err)
{
	struct record_undo *list;
	size_t lines = 0, n = 0;
	char *end;

	for (size_t i = 0; i < len; i++)
		lines += bytes[i] == '\n';
	list = take_many(a, lines + 1, sizeof *list);
	for (char *line = bytes; n < lines; line = end + 1) {
		end = memchr(line, '\n', len - (size_t)(line - bytes));
		*end = 0;
		if (cut(line, &list[n++]) < 0)
			return fail(err, EPROTO, "line %zu is none of ours", n);
	}
	*ret = list;
	*ret_n = n;
	return 0;
}

int record_undo_read(
    const struct record *r, struct arena *a, struct record_undo **ret, size_t *ret_n, struct error *err)
{
	struct error why;
	char *bytes = NULL;
	size_t len = 0;

	if (record_read(r, "undo", a, &bytes, &len, err) < 0 && err->num != ENOENT)
		return -1;
	if (record_undo_parse(a, bytes, len, ret, ret_n, &why) < 0)
		return fail(err, why.num, "undo of container `%s`: %s", r->id, why.text);
	return 0;
}

int record_bury(struct record *r, char *ret_name, size_t room, struct error *err)
{
	struct timespec now;

	if (make_undo_room(r->root, err) < 0)
		return -1;
	syscall(SYS_clock_gettime, CLOCK_REALTIME, &now); /* the vDSO is not worth finding its symbols for one call */
	snprintf(ret_name, room, UNDO_ROOM "/%s.%lld.%06ld.%d", r->id, (long long)now.tv_sec, now.tv_nsec / 1000,
	    (int)getpid());
	if (renameat(r->root, r->id, r->root, ret_name) < 0)
		return fail_errno(err, "cannot free the id `%s`", r->id);
	return 0;
}

int record_remove(int at, const char *name, struct error *err)
{
	int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	struct names names;
	int rc = 0;

	if (fd < 0)
		return errno == ENOENT ? 0 : fail_errno(err, "cannot remove the record %s", name);
	names_begin(&names, fd);
	for (const char *file; (file = names_next(&names));)
		if (strcmp(file, "lock") != 0 && unlinkat(fd, file, 0) < 0 && errno != ENOENT)
			rc = fail_errno(err, "cannot remove %s of the record %s", file, name);
	if (names.failed)
		rc = fail_errno(err, "cannot read the record %s", name);
	/* The last: as long as there is something, it can be seen that we are at it, and others can go on with it. */
	if (rc == 0 && unlinkat(fd, "lock", 0) < 0 && errno != ENOENT)
		rc = fail_errno(err, "cannot remove the lock of the record %s", name);
	close(fd);
	if (rc < 0)
		return -1;
	if (unlinkat(at, name, AT_REMOVEDIR) < 0 && errno != ENOENT)
		return fail_errno(err, "cannot remove the record %s", name);
	return 0;
}

int record_boot_id(char ret[37], struct error *err)
{
	int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
	ssize_t len = fd < 0 ? -1 : read(fd, ret, 36);

	if (fd >= 0)
		close(fd);
	if (len != 36)
		return fail(err, EIO, "/proc/sys/kernel/random/boot_id cannot be read: is /proc mounted?");
	ret[36] = 0;
	return 0;
}
