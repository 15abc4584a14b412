/* process_status.c: see process_status.h. */
#include "read/process_status.h"

#include <stdlib.h>
#include <string.h>

/* What stands behind "KEY:\t" at the begin of a line; NULL: there is no such line. */
static const char *value_of(const char *text, const char *key)
{
	size_t len = strlen(key);

	for (const char *line = text; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (strncmp(line, key, len) == 0 && strncmp(line + len, ":\t", 2) == 0)
			return line + len + 2;
	}
	return NULL;
}

/* The second field may hold anything, blanks and ) too. */
static const char *field_of(const char *stat, int number)
{
	const char *at = strrchr(stat, ')');

	for (int field = 2; at && field < number; field++)
		at = strchr(at + 1, ' ');
	return at ? at + 1 : NULL;
}

int process_status_read(struct arena *a, const char *status, const char *stat, struct process_status *ret)
{
	const char *name = value_of(status, "Name"), *parent = value_of(status, "PPid"), *uid = value_of(status, "Uid");
	const char *user = field_of(stat, 14), *kernel = field_of(stat, 15);

	if (!name || !parent || !uid || !user || !kernel)
		return -1;
	*ret = (struct process_status){ .name = take_text(a, name, strcspn(name, "\n")),
		.uid = strtoull(uid, NULL, 10),
		.parent = strtoull(parent, NULL, 10),
		.ticks = strtoull(user, NULL, 10) + strtoull(kernel, NULL, 10) };
	return 0;
}
