/* volumes.c: see volumes.h. */
#include "act/volumes.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/mount.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "look/image.h"

/* <sys/mount.h> has it too, and does not go together with <linux/mount.h>. */
enum { PROPAGATION_PRIVATE = 1 << 18, PROPAGATION_SLAVE = 1 << 19 };

static int open_one(const struct plan_mount *m, int *ret_tree, struct error *err)
{
	struct mount_attr attr = { .attr_set = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC,
		.propagation = m->slave ? PROPAGATION_SLAVE : PROPAGATION_PRIVATE };
	unsigned below = m->recursive ? AT_RECURSIVE : 0;
	int tree = (int)syscall(SYS_open_tree, AT_FDCWD, m->source, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | below);

	if (tree < 0)
		return fail_errno(err, "config.json: mounts: %s for %s", m->source, m->destination);
	if (m->readonly)
		attr.attr_set |= MOUNT_ATTR_RDONLY;
	if (syscall(SYS_mount_setattr, tree, "", AT_EMPTY_PATH | AT_RECURSIVE, &attr, sizeof attr) < 0) {
		fail_errno(err, "config.json: mounts: cannot set the flags of %s for %s", m->source, m->destination);
		close(tree);
		return -1;
	}
	*ret_tree = tree;
	return 0;
}

int volumes_open(const struct plan *plan, struct volumes *ret, struct error *err)
{
	ret->n = 0;
	for (size_t i = 0; i < plan->mounts_count; i++) {
		if (plan->mounts[i].way != WAY_SHARE)
			continue;
		if (open_one(&plan->mounts[i], &ret->tree[ret->n], err) < 0) {
			volumes_close(ret);
			return -1;
		}
		ret->n++;
	}
	return 0;
}

void volumes_close(struct volumes *volumes)
{
	for (size_t i = 0; i < volumes->n; i++)
		close(volumes->tree[i]);
	volumes->n = 0;
}

/* ---- mount points ---- */

static int fail_to_make(const struct plan_mount *m, const char *part, struct error *err)
{
	if (errno == EEXIST)
		return fail(err, ENOENT, "config.json: mounts: %s: in the image, %s is a link that leads nowhere",
		    m->destination, part);
	return fail_errno(
	    err, "config.json: mounts: %s: the image has no %s, and none can be made", m->destination, part);
}

/* The last step of PART, which has no / at its end, in the directory PARENT, which is all but that step. */
static int make_step(int parent, const char *part, bool directory)
{
	const char *name = strrchr(part, '/') + 1;

	return directory ? mkdirat(parent, name, 0755) : mknodat(parent, name, S_IFREG | 0644, 0);
}

/* Step by step, each opened from the root anew: a link on the way is followed as the guest would follow it. */
static int make_point(int root, const struct plan_mount *m, bool directory, int *ret_fd, struct error *err)
{
	int parent = fcntl(root, F_DUPFD_CLOEXEC, 0);
	char part[PATH_MAX];

	for (size_t end = 1; m->destination[end - 1]; end++) {
		int fd;

		end += strcspn(m->destination + end, "/");
		snprintf(part, sizeof part, "%.*s", (int)end, m->destination);
		fd = image_find(root, part);
		if (fd < 0 && errno == ENOENT) {
			bool leaf = !m->destination[end];

			if (make_step(parent, part, !leaf || directory) < 0) {
				fail_to_make(m, part, err);
				close(parent);
				return -1;
			}
			fd = image_find(root, part);
		}
		close(parent);
		if (fd < 0)
			return fail_errno(err, "config.json: mounts: %s: in the image", m->destination);
		parent = fd;
	}
	*ret_fd = parent;
	return 0;
}

static bool is_directory(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && S_ISDIR(st.st_mode);
}

/* By a link of the image, or by "..": what decide refuses by name. */
static bool is_same(int a, int b)
{
	struct stat one, other;

	return fstat(a, &one) == 0 && fstat(b, &other) == 0 && one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

static int mount_one(int root, const struct plan_mount *m, int tree, struct error *err)
{
	bool directory = is_directory(tree);
	int point, rc = 0;

	if (strlen(m->destination) >= PATH_MAX)
		return fail(err, ENAMETOOLONG, "config.json: mounts: %.80s...: the path is too long", m->destination);
	if (make_point(root, m, directory, &point, err) < 0)
		return -1;
	if (is_same(point, root))
		rc = fail(err, ENOTSUP,
		    "config.json: mounts: %s: in the image that is /: it would hide the guest's root", m->destination);
	else if (is_directory(point) != directory)
		rc = fail(err, directory ? ENOTDIR : EISDIR,
		    "config.json: mounts: %s: in the image that is %s, and %s is %s", m->destination,
		    directory ? "no directory" : "a directory", m->source, directory ? "one" : "not");
	else if (syscall(SYS_move_mount, tree, "", point, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH) < 0)
		rc = fail_errno(err, "config.json: mounts: cannot mount %s at %s", m->source, m->destination);
	close(point);
	return rc;
}

int volumes_mount(const struct plan *plan, const struct volumes *volumes, const char *at, struct error *err)
{
	int root = open(at, O_PATH | O_DIRECTORY | O_CLOEXEC), rc = 0;
	size_t n = 0;

	if (root < 0)
		return fail_errno(err, "jail: cannot open /%s", at);
	for (size_t i = 0; i < plan->mounts_count && rc == 0; i++)
		if (plan->mounts[i].way == WAY_SHARE)
			rc = mount_one(root, &plan->mounts[i], volumes->tree[n++], err);
	close(root);
	return rc;
}
