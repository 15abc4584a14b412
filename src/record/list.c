/* list.c: the containers of a state root; see record.h. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "record/record.h"

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

int record_list(const char *root, struct arena *a, const char ***ret, size_t *ret_n, struct error *err)
{
	const char **list = NULL;
	size_t n = 0, room = 0;
	struct dirent *e;
	struct error ignored;
	DIR *dir = opendir(root);

	if (!dir && errno != ENOENT)
		return fail_errno(err, "state root %s", root);
	while (dir && (errno = 0, e = readdir(dir))) {
		/* Some file systems do not say what it is: who opens it will see. */
		if ((e->d_type != DT_DIR && e->d_type != DT_UNKNOWN) || record_check_id(e->d_name, &ignored) < 0)
			continue;
		if (n == room)
			list = take_longer(a, list, n * sizeof *list, (room = room ? 2 * room : 16) * sizeof *list);
		list[n++] = take_copy(a, e->d_name);
	}
	if (dir && errno) { /* half a list would hide containers */
		fail_errno(err, "state root %s", root);
		closedir(dir);
		return -1;
	}
	if (dir)
		closedir(dir);
	if (n)
		qsort(list, n, sizeof *list, by_name);
	*ret = list;
	*ret_n = n;
	return 0;
}
