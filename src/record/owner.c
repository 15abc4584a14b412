/* owner.c: whose is the directory of an id; see record.h.  Ordinary runtimes keep theirs below the same root. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "handover_table.h"
#include "record/record.h"

static bool has(int dir, const char *file)
{
	return faccessat(dir, file, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

static bool is_empty(int dir)
{
	int fd = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	int entries = 0;

	while (d && readdir(d))
		entries++;
	if (d)
		closedir(d);
	else if (fd >= 0)
		close(fd);
	return entries <= 2;
}

/*
 * The lock is the first file of a record of ours, and the last that goes.  What was seen without it is looked at again: another
 * command may have made the record, or removed it, between two looks.
 */
static bool is_theirs(int dir, const char *file)
{
	return has(dir, file) && !has(dir, "lock") && has(dir, file);
}

static int owner_of(int dir)
{
	if (has(dir, "lock"))
		return OWNER_OURS;
	for (int i = 0; i < HANDOVER_RUNTIMES; i++)
		if (is_theirs(dir, handover_pool + handover_runtimes[i].file))
			return i;
	return is_empty(dir) || has(dir, "lock") ? OWNER_OURS : OWNER_UNKNOWN;
}

int record_owner(int root, const char *id)
{
	int dir = openat(root, id, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW), owner;

	if (dir < 0) /* what is there and cannot be opened is for record_open() to explain */
		return errno == ENOENT ? OWNER_NOBODY : OWNER_OURS;
	owner = owner_of(dir);
	close(dir);
	return owner;
}
