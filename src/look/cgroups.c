/* cgroups.c: see cgroups.h. */
#include "look/cgroups.h"

#include <errno.h>
#include <linux/magic.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>

#include "look/file.h"
#include "read/cgroup_file.h"

enum { CGROUP_MAX = 64 << 10, MOUNTS_MAX = 4 << 20, CONTROLLERS_MAX = 4 << 10 }; /* bytes; some 15,000 mounts */

/* The lines of /proc/self/cgroup, each with its mount once that is found. */
struct found {
	struct cgroup_line line[CGROUP_HIERARCHIES_MAX];
	struct cgroup_hierarchy mounted[CGROUP_HIERARCHIES_MAX]; /* mount NULL: not yet */
	size_t order[CGROUP_HIERARCHIES_MAX], n, mounts;
};

static int read_lines(char *text, struct found *f, struct error *err)
{
	struct cgroup_file file = { .at = text };
	int more;

	for (;;) {
		struct cgroup_line line;

		more = cgroup_file_next(&file, &line, err);
		if (more <= 0)
			return more;
		if (f->n == CGROUP_HIERARCHIES_MAX)
			return fail(err, E2BIG, "more than %d cgroup hierarchies", CGROUP_HIERARCHIES_MAX);
		f->line[f->n++] = line;
	}
}

/* Are all controllers of a line, which may be name=..., among a mount's options? */
static bool all_among(const char *controllers, const char *options)
{
	char word[64];

	for (const char *at = controllers; *at;) {
		size_t len = strcspn(at, ",");

		if (len >= sizeof word)
			return false;
		memcpy(word, at, len);
		word[len] = 0;
		if (!comma_list_has(options, word))
			return false;
		at += len + (at[len] == ',');
	}
	return *controllers != 0;
}

/* A path of a hierarchy as seen through a mount of its directory ROOT; NULL: it is not below that. */
static const char *through(const char *root, const char *path)
{
	size_t len = strcmp(root, "/") == 0 ? 0 : strlen(root);

	if (strncmp(path, root, len) != 0 || (path[len] && path[len] != '/'))
		return NULL;
	path += len;
	if (strncmp(path, "/..", 3) == 0 && (!path[3] || path[3] == '/'))
		return NULL; /* above the root of our cgroup namespace */
	return strcmp(path, "/") == 0 ? "" : path;
}

static void take_mount(struct found *f, size_t i, const struct mount_line *mount, bool v2)
{
	const char *own = through(mount->root, f->line[i].path);

	if (f->mounted[i].mount && (f->mounted[i].own || !own))
		return; /* a second one that shows no more */
	if (!f->mounted[i].mount)
		f->order[f->mounts++] = i;
	f->mounted[i] = (struct cgroup_hierarchy){ mount->point, f->line[i].controllers, own, v2 };
}

static void look_at_mount(
    struct found *f, const struct mount_line *mount, bool (*visible)(const struct mount_line *mount))
{
	bool v2 = strcmp(mount->type, "cgroup2") == 0;

	if ((!v2 && strcmp(mount->type, "cgroup") != 0) || comma_list_has(mount->options, "ro"))
		return;
	if (visible && !visible(mount))
		return;
	for (size_t i = 0; i < f->n; i++) {
		bool line_v2 = !*f->line[i].controllers;

		if (v2 ? line_v2 : !line_v2 && all_among(f->line[i].controllers, mount->super))
			take_mount(f, i, mount, v2);
	}
}

enum rank { RANK_V1, RANK_FREEZER, RANK_V2, RANKS };

static enum rank rank_of(const struct cgroup_hierarchy *h)
{
	return h->v2 ? RANK_V2 : comma_list_has(h->controllers, "freezer") ? RANK_FREEZER : RANK_V1;
}

/* v2 last, and before it v1's freezer: undo goes backwards, so it kills where killing is sure, and thaws who is frozen. */
static void fill(const struct found *f, struct cgroup_layout *ret)
{
	bool v1 = false, v2 = false;

	ret->count = 0;
	for (int rank = 0; rank < RANKS; rank++)
		for (size_t i = 0; i < f->mounts; i++)
			if ((int)rank_of(&f->mounted[f->order[i]]) == rank)
				ret->hierarchy[ret->count++] = f->mounted[f->order[i]];
	for (size_t i = 0; i < ret->count; i++)
		*(ret->hierarchy[i].v2 ? &v2 : &v1) = true;
	ret->kind = v1 && v2 ? CGROUP_HYBRID : v1 ? CGROUP_V1 : v2 ? CGROUP_V2 : CGROUP_NONE;
}

static int find_mounts(
    char *mountinfo, bool (*visible)(const struct mount_line *mount), struct found *f, struct error *err)
{
	struct mountinfo m = { .at = mountinfo };
	struct mount_line mount;
	int more;

	while ((more = mountinfo_next(&m, &mount, err)) > 0)
		look_at_mount(f, &mount, visible);
	return more;
}

int cgroups_from(char *mountinfo, char *cgroup_file, bool (*visible)(const struct mount_line *mount),
    struct cgroup_layout *ret, struct error *err)
{
	struct found f = { .n = 0 };

	if (read_lines(cgroup_file, &f, err) < 0 || find_mounts(mountinfo, visible, &f, err) < 0)
		return -1;
	fill(&f, ret);
	return 0;
}

#define USUAL "/sys/fs/cgroup"

/* Is the root of a hierarchy mounted there, for writing?  kernfs gives the root of each the inode 1. */
static bool is_root_of_hierarchy(const char *path, bool v2)
{
	struct statfs fs;
	struct stat st;

	return statfs(path, &fs) == 0 && fs.f_type == (v2 ? CGROUP2_SUPER_MAGIC : CGROUP_SUPER_MAGIC) &&
	       !(fs.f_flags & ST_RDONLY) && stat(path, &st) == 0 && st.st_ino == 1;
}

/* The hierarchies lie where systemd and every engine have them, by the names of their controllers; false: not all of them. */
static bool find_usual(struct arena *a, struct found *f)
{
	for (size_t i = f->n; i-- > 0;) {
		const char *controllers = f->line[i].controllers;
		const char *name = strncmp(controllers, "name=", 5) == 0 ? controllers + 5 : controllers;
		const char *own = through("/", f->line[i].path);
		bool v2 = !*controllers;
		const char *path = v2 ? f->n > 1 ? USUAL "/unified" : USUAL : take_format(a, USUAL "/%s", name);

		if (!own || !is_root_of_hierarchy(path, v2)) {
			f->mounts = 0;
			memset(f->mounted, 0, sizeof f->mounted);
			return false;
		}
		f->order[f->mounts++] = i;
		f->mounted[i] = (struct cgroup_hierarchy){ path, controllers, own, v2 };
	}
	return true;
}

/* Each hierarchy is a device of its own: another device at its path is a mount on top of it. */
static bool is_what_its_path_leads_to(const struct mount_line *mount)
{
	struct stat st;

	return stat(mount->point, &st) == 0 && st.st_dev == makedev(mount->major, mount->minor);
}

/* "cpu memory\n" as "cpu,memory". */
static const char *commas(char *words)
{
	char *end = words;

	for (char *at = words; *at; at++) {
		if (*at == ' ')
			*at = ',';
		if (*at != '\n')
			end = at + 1;
	}
	*end = 0;
	return words;
}

static int add_controllers(struct arena *a, struct cgroup_hierarchy *v2, struct error *err)
{
	const char *path = take_format(a, "%s/cgroup.controllers", v2->mount);
	char *text;
	size_t len;

	if (look_read_kernel(a, path, CONTROLLERS_MAX, &text, &len) < 0)
		return fail_errno(err, "cannot read %s", path);
	v2->controllers = commas(text);
	return 0;
}

int look_cgroups(struct arena *a, struct cgroup_layout *ret, struct error *err)
{
	struct found f = { .n = 0 };
	char *mountinfo, *cgroup_file;
	size_t len;

	if (look_read_kernel(a, "/proc/self/cgroup", CGROUP_MAX, &cgroup_file, &len) < 0)
		return fail_errno(err, "cannot read /proc/self/cgroup");
	if (read_lines(cgroup_file, &f, err) < 0)
		return -1;
	if (!find_usual(a, &f)) { /* mountinfo takes the kernel 2 us a mount, and hosts of containers have hundreds */
		if (look_read_kernel(a, "/proc/self/mountinfo", MOUNTS_MAX, &mountinfo, &len) < 0)
			return fail_errno(err, "cannot read /proc/self/mountinfo");
		if (find_mounts(mountinfo, is_what_its_path_leads_to, &f, err) < 0)
			return -1;
	}
	fill(&f, ret);
	if (ret->kind == CGROUP_V2 || ret->kind == CGROUP_HYBRID)
		return add_controllers(a, &ret->hierarchy[ret->count - 1], err);
	return 0;
}
