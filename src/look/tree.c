/* tree.c: see tree.h. */
#include "look/tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "look/file.h"

enum { DEPTH_MAX = 32 };

struct walk {
	struct tree_budget *budget;
	struct initrd_files *files;
	int depth;
};

static int one(struct walk *w, int dir, const char *name, const char *source, const char *destination, bool follow,
    struct error *err);

static int over(const char *source, const struct walk *w, struct error *err)
{
	return fail(err, EFBIG, "%s is more than what may still be copied into the initrd, %zu files and %zu bytes",
	    source, w->budget->files, w->budget->bytes);
}

static int directory(struct walk *w, int fd, const char *source, const char *destination, struct error *err)
{
	struct arena *a = w->files->a;
	DIR *dir = fdopendir(fd);
	struct dirent *e;
	int rc = 0;

	if (!dir || ++w->depth > DEPTH_MAX) {
		rc = dir ? fail(err, ELOOP, "%s: deeper than %d directories", source, DEPTH_MAX)
			 : fail_errno(err, "%s", source);
		dir ? closedir(dir) : close(fd);
		return rc;
	}
	while (rc == 0 && (errno = 0, e = readdir(dir))) {
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		rc = one(w, dirfd(dir), e->d_name, take_format(a, "%s/%s", source, e->d_name),
		    take_format(a, "%s/%s", destination, e->d_name), false, err);
	}
	if (rc == 0 && errno)
		rc = fail_errno(err, "%s: cannot be read", source);
	closedir(dir);
	w->depth--;
	return rc;
}

static int regular(struct walk *w, int fd, const char *source, struct initrd_file *f, struct error *err)
{
	char *bytes;

	if (look_read_fd(w->files->a, fd, source, w->budget->bytes, &bytes, &f->len, err) < 0)
		return err->num == EFBIG ? over(source, w, err) : -1;
	w->budget->bytes -= f->len;
	f->bytes = bytes;
	return 0;
}

static int symbolic(struct walk *w, int fd, const char *source, struct initrd_file *f, struct error *err)
{
	char to[PATH_MAX];
	ssize_t n = readlinkat(fd, "", to, sizeof to);

	if (n <= 0 || n == sizeof to)
		return fail(err, EINVAL, "%s: the link cannot be read", source);
	f->bytes = take_text(w->files->a, to, (size_t)n);
	f->len = (size_t)n;
	return 0;
}

/*
 * First only found, without following a link, then opened by its descriptor.  Rejected: to open it and then look what it is;
 * to open a device does things (a watchdog resets the host), and who has a volume may have made a node there.
 */
static int find(int dir, const char *name, bool follow, struct stat *st, int *ret_fd)
{
	char link[40];
	int found = openat(dir, name, O_PATH | O_CLOEXEC | (follow ? 0 : O_NOFOLLOW));

	*ret_fd = found;
	if (found < 0 || fstat(found, st) < 0)
		return -1;
	if (!S_ISREG(st->st_mode) && !S_ISDIR(st->st_mode))
		return 0;
	snprintf(link, sizeof link, "/proc/self/fd/%d", found);
	*ret_fd = open(link, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	close(found);
	return *ret_fd < 0 ? -1 : 0;
}

static int one(struct walk *w, int dir, const char *name, const char *source, const char *destination, bool follow,
    struct error *err)
{
	struct initrd_file f = { .path = destination };
	struct stat st;
	int fd = -1, rc = 0;

	if (w->budget->files == 0)
		rc = over(source, w, err);
	else if (find(dir, name, follow, &st, &fd) < 0)
		rc = fail_errno(err, "%s", source);
	else if (S_ISLNK(st.st_mode))
		rc = symbolic(w, fd, source, &f, err);
	else if (S_ISREG(st.st_mode))
		rc = regular(w, fd, source, &f, err);
	else if (!S_ISDIR(st.st_mode))
		rc = fail(err, EINVAL, "%s: neither a file, a directory nor a link", source);
	if (rc == 0) {
		w->budget->files--;
		f.mode = st.st_mode;
		f.uid = st.st_uid;
		f.gid = st.st_gid;
		initrd_add(w->files, &f);
		if (S_ISDIR(f.mode))
			return directory(w, fd, source, destination, err);
	}
	if (fd >= 0)
		close(fd);
	return rc;
}

int look_tree(const char *source, const char *destination, struct tree_budget *budget, struct initrd_files *ret,
    struct error *err)
{
	struct walk w = { budget, ret, 0 };

	return one(&w, AT_FDCWD, source, source, destination, true, err);
}
