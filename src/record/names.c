/* names.c: see names.h. */
#include "record/names.h"

#include <dirent.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

void names_begin(struct names *n, int dir)
{
	n->dir = dir;
	n->at = n->len = 0;
	n->failed = false;
}

/* The C libraries' struct dirent is the kernel's on 64-bit machines (getdents64(2)). */
static const struct dirent *next(struct names *n)
{
	const struct dirent *entry;

	if (n->at == n->len) {
		long len = syscall(SYS_getdents64, n->dir, n->entries, sizeof n->entries);

		n->failed = len < 0;
		if (len <= 0)
			return NULL;
		n->at = 0;
		n->len = (size_t)len;
	}
	entry = (const struct dirent *)(const void *)(n->entries + n->at);
	n->at += entry->d_reclen;
	return entry;
}

const char *names_next(struct names *n)
{
	const struct dirent *entry;

	while ((entry = next(n)))
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			return entry->d_name;
	return NULL;
}
