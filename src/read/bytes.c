/* bytes.c: see bytes.h. */
#include "read/bytes.h"

#include <errno.h>
#include <string.h>

static int fetch_memory(const struct bytes *b, unsigned long long offset, void *to, size_t len)
{
	memcpy(to, (const char *)b->memory + offset, len);
	return 0;
}

struct bytes bytes_of_memory(const char *name, const void *at, size_t len)
{
	return (struct bytes){ .name = name, .size = len, .fetch = fetch_memory, .memory = at, .fd = -1 };
}

int bytes_hold(const struct bytes *b, unsigned long long offset, unsigned long long len)
{
	return offset <= b->size && len <= b->size - offset;
}

int bytes_read(
    const struct bytes *b, unsigned long long offset, void *to, size_t len, const char *what, struct error *err)
{
	if (!bytes_hold(b, offset, len))
		return fail(err, EINVAL,
		    "%s: %s should stand at byte %llu, but the file has only %llu bytes: it is cut off or damaged",
		    b->name, what, offset, b->size);
	if (len && b->fetch(b, offset, to, len))
		return fail_errno(err, "%s: cannot read %s", b->name, what);
	return 0;
}
