/* jail.c: see jail.h. */
#include "act/jail.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/mount.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "act/device.h"
#include "act/mount.h"
#include "look/image.h"

/* What the monitor sees of a file of the image: never a device, never a set-user-ID program, never run. */
static int harden(int tree, const struct plan_image *image, struct error *err)
{
	struct mount_attr attr = { .attr_set = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC };

	if (!image->writable && !image->directory) /* a directory only when volumes are mounted in it */
		attr.attr_set |= MOUNT_ATTR_RDONLY;
	if (syscall(SYS_mount_setattr, tree, "", AT_EMPTY_PATH, &attr, sizeof attr) < 0)
		return fail_errno(err, "cannot make %s of the image safe to mount", image->path);
	return 0;
}

static int clone_one(int rootfs, const struct plan_image *image, int *ret_tree, struct error *err)
{
	int file = -1, tree;

	*ret_tree = -1;
	if (image->copied)
		return 0;
	if (image->directory)
		file = fcntl(rootfs, F_DUPFD_CLOEXEC, 0);
	else if (image_open(rootfs, image->path, &file, NULL, err) < 0)
		return -1;
	tree = (int)syscall(SYS_open_tree, file, "", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH);
	if (tree < 0)
		fail_errno(err, "cannot clone %s of the image", image->path);
	close(file);
	if (tree < 0 || harden(tree, image, err) < 0) {
		if (tree >= 0)
			close(tree);
		return -1;
	}
	*ret_tree = tree;
	return 0;
}

int jail_open_images(const struct plan *plan, struct jail_images *ret, struct error *err)
{
	struct jail_images images = { .n = 0, .written = ret->written };
	int rootfs, rc = 0;

	if (image_open_root(plan->rootfs, &rootfs, err) < 0)
		return -1;
	for (size_t i = 0; i < plan->images_count && rc == 0; i++) {
		rc = clone_one(rootfs, &plan->images[i], &images.tree[i], err);
		images.n += rc == 0;
	}
	close(rootfs);
	if (rc == 0)
		rc = volumes_open(plan, &images.volumes, err);
	images.written.image = rc < 0 ? -1 : images.written.image; /* then it is still the caller's */
	if (rc < 0)
		jail_close_images(&images);
	else
		*ret = images;
	return rc;
}

void jail_close_images(struct jail_images *images)
{
	for (size_t i = 0; i < images->n; i++)
		if (images->tree[i] >= 0)
			close(images->tree[i]);
	images->n = 0;
	volumes_close(&images->volumes);
	written_close(&images->written);
}

/* The directories above a target; nearly always they are there already, so only a failure makes them. */
static int make_parents(const char *target, struct error *err)
{
	char copy[PATH_MAX];

	snprintf(copy, sizeof copy, "%s", target);
	for (char *slash = strchr(copy, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = 0;
		if (mkdir(copy, 0755) < 0 && errno != EEXIST)
			return fail_errno(err, "jail: cannot make /%s", copy);
		*slash = '/';
	}
	return 0;
}

static int make_one(const char *target, bool directory)
{
	if (directory)
		return mkdir(target, 0755) < 0 && errno != EEXIST ? -1 : 0;
	return mknod(target, S_IFREG | 0644, 0);
}

/* An empty file or directory to mount on; `target` has no / in front: it is below the working directory, the new root. */
static int make_target(const char *target, bool directory, struct error *err)
{
	if (make_one(target, directory) == 0)
		return 0;
	if (errno != ENOENT)
		return fail_errno(err, "jail: cannot make /%s", target);
	if (make_parents(target, err) < 0)
		return -1;
	return make_one(target, directory) < 0 ? fail_errno(err, "jail: cannot make /%s", target) : 0;
}

/* What the host has there is of the process that looks; the monitor may be a child of it (keep.h). */
static bool is_of_itself(const char *path)
{
	static const char self[] = "/proc/self/";

	return strncmp(path, self, strlen(self)) == 0;
}

static int add_bind(const struct plan_bind *bind, struct error *err)
{
	const char *target = bind->target + 1;

	if (is_of_itself(bind->target)) {
		if (mkdir("proc", 0755) < 0)
			return errno == EEXIST ? 0 : fail_errno(err, "jail: cannot make /proc");
		return mount_proc("proc", err);
	}
	if (make_target(target, bind->directory, err) < 0)
		return -1;
	return mount_bind_readonly(bind->source, target, err);
}

static int set_readonly(const char *target, struct error *err)
{
	struct mount_attr attr = { .attr_set = MOUNT_ATTR_RDONLY };

	if (syscall(SYS_mount_setattr, AT_FDCWD, target, 0, &attr, sizeof attr) < 0)
		return fail_errno(err, "jail: cannot make /%s read-only", target);
	return 0;
}

static int add_image(const struct plan_image *image, int tree, struct error *err)
{
	const char *target = image->target + 1;

	if (tree < 0)
		return 0;
	if (make_target(target, image->directory, err) < 0)
		return -1;
	if (syscall(SYS_move_mount, tree, "", AT_FDCWD, target, MOVE_MOUNT_F_EMPTY_PATH) < 0)
		return fail_errno(err, "jail: cannot mount %s", image->target);
	return 0;
}

static int add_devices(const struct plan *plan, struct error *err)
{
	if (mkdir("dev", 0755) < 0)
		return fail_errno(err, "jail: cannot make /dev");
	if (mount_tmpfs("dev", "size=64k,nr_inodes=64,mode=0755", false, err) < 0)
		return -1;
	for (size_t i = 0; i < plan->devices_count; i++) {
		const struct plan_device *d = &plan->devices[i];

		if (make_parents(d->path + 1, err) < 0 || device_node(AT_FDCWD, d->path + 1, 0600, d->type, d->major,
							      d->minor, plan->user.uid, plan->user.gid, err) < 0)
			return -1;
	}
	return mount_readonly("dev", true, err);
}

static int fill(const struct plan *plan, const struct jail_images *images, struct error *err)
{
	for (size_t i = 0; i < plan->binds_count; i++)
		if (add_bind(&plan->binds[i], err) < 0)
			return -1;
	for (size_t i = 0; i < plan->images_count; i++) {
		const struct plan_image *image = &plan->images[i];

		if (add_image(image, images->tree[i], err) < 0)
			return -1;
		if (image->directory && volumes_mount(plan, &images->volumes, image->target + 1, err) < 0)
			return -1;
		if (image->directory && !image->writable && set_readonly(image->target + 1, err) < 0)
			return -1;
	}
	return add_devices(plan, err);
}

int jail_build(const struct plan *plan, const struct jail_images *images, const char *at, struct error *err)
{
	char options[64];

	/* Room for the directories and mount points of all that is mounted, and for what is written. */
	snprintf(
	    options, sizeof options, "size=%lluk,nr_inodes=2k,mode=0755", 1024 + (images->written.copy.size >> 10) + 1);
	if (mount_private(err) < 0 || mount_tmpfs(at, options, true, err) < 0)
		return -1;
	if (chdir(at) < 0)
		return fail_errno(err, "jail: cannot enter %s", at);
	return fill(plan, images, err);
}

int jail_write(const struct jail_images *images, struct error *err)
{
	return written_make(&images->written, err);
}

int jail_enter(struct error *err)
{
	return mount_readonly(".", false, err) < 0 ? -1 : mount_pivot(err);
}
