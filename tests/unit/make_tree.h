/* make_tree.h: a directory of its own for a test, with files in it; removed at the end. */
#ifndef MAKE_TREE_H
#define MAKE_TREE_H

#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char tree[64];

static inline int tree_begin(void **state)
{
	(void)state;
	snprintf(tree, sizeof tree, "/tmp/urunc-unit-XXXXXX");
	return mkdtemp(tree) ? 0 : -1;
}

static inline int tree_remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st, (void)kind, (void)at;
	return remove(path);
}

static inline int tree_end(void **state)
{
	(void)state;
	return nftw(tree, tree_remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* The path of NAME in the tree, until the fourth next call. */
static inline const char *in_tree(const char *name)
{
	static char paths[4][PATH_MAX];
	static unsigned next;
	char *path = paths[next++ % 4];

	snprintf(path, PATH_MAX, "%s/%s", tree, name);
	return path;
}

static inline void tree_dir(const char *name)
{
	if (mkdir(in_tree(name), 0755))
		abort();
}

static inline void tree_file(const char *name, const void *bytes, size_t len, int mode)
{
	int fd = open(in_tree(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (fd < 0 || write(fd, bytes, len) != (ssize_t)len || fchmod(fd, (mode_t)mode) || close(fd))
		abort();
}

static inline void tree_text(const char *name, const char *text)
{
	tree_file(name, text, strlen(text), 0644);
}

static inline void tree_link(const char *name, const char *target)
{
	if (symlink(target, in_tree(name)))
		abort();
}

#endif
