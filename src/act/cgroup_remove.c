/* cgroup_remove.c: directories removed, see cgroup.h. */
#include "act/cgroup.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "act/cgroup_file.h"

enum { END_MS = 5000, DEPTH_MAX = 32 };

static bool gone(int rc)
{
	return rc == 0 || errno == ENOENT;
}

/* The directories below, which only somebody inside can have made. */
static void remove_below(const char *dir, int depth)
{
	DIR *d = depth < DEPTH_MAX ? opendir(dir) : NULL;
	struct dirent *entry;
	char path[CGROUP_PATH_MAX];

	while (d && (entry = readdir(d))) {
		if (entry->d_type != DT_DIR || strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		if ((size_t)snprintf(path, sizeof path, "%s/%s", dir, entry->d_name) >= sizeof path)
			continue;
		remove_below(path, depth + 1);
		rmdir(path); /* the directory above tells whether it worked */
	}
	if (d)
		closedir(d);
}

/* A killed process stays for as long as its exit takes: v2 tells when it is over, v1 has to be asked. */
static int remove_when_empty(const char *dir)
{
	struct cgroup_patience patience = { END_MS, 0 };

	if (cgroup_file_is_there(dir, "cgroup.events"))
		cgroup_wait_event(dir, "populated 0", END_MS);
	do {
		remove_below(dir, 0);
		if (gone(rmdir(dir)))
			return 0;
	} while (errno == EBUSY && cgroup_wait_a_little(&patience));
	return -1;
}

static int remove_own(const char *dir, struct error *err)
{
	const struct cgroup_dirs dirs = { &dir, 1 };

	if (gone(rmdir(dir)))
		return 0;
	if (errno != EBUSY)
		return fail_errno(err, "cannot remove the cgroup %s", dir);
	if (cgroup_signal(&dirs, SIGKILL, err) < 0)
		return -1;
	if (remove_when_empty(dir) < 0)
		return fail_errno(err, "cannot remove the cgroup %s (does a process in it not end?)", dir);
	return 0;
}

int cgroup_remove(const char *path, struct error *err)
{
	size_t len = strlen(path);

	if (*path != '/' || len < 2)
		return fail(err, EINVAL, "\"%s\" is not the path of a cgroup", path);
	if (path[len - 1] != '/')
		return remove_own(path, err);
	/* One above the container's: whoever uses it keeps it. */
	return gone(rmdir(path)) || errno == EBUSY ? 0 : fail_errno(err, "cannot remove the cgroup %s", path);
}

int undo_cgroup(struct container *c, const char *const args[], struct error *err)
{
	(void)c;
	return cgroup_remove(args[0], err);
}
