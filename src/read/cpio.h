/*
 * cpio.h: what is in a newc archive, the form of an initrd that is not compressed (Linux:
 * Documentation/driver-api/early-userspace/buffer-format.rst; cpio -H newc or crc).  Pure; the archive is hostile.
 */
#ifndef READ_CPIO_H
#define READ_CPIO_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/error.h"
#include "read/bytes.h"

enum { CPIO_HEADER = 110, CPIO_NAME_MAX = 4096, CPIO_ENTRIES_MAX = 1 << 17 };

struct cpio_entry {
	unsigned long long at, end; /* of the archive: from its header to the next one */
	unsigned mode; /* as st_mode */
	const char *name; /* without / in front, "." and empty steps; "": the root */
	const char *link; /* where a symbolic link leads, else NULL */
};
struct cpio {
	struct cpio_entry *entries;
	size_t n;
	const struct cpio_entry **by_name; /* the same, sorted; of one name, the last one last */
	unsigned long long end; /* of the last entry: there is the trailer, or the end of the file */
};

/* Does the file begin as such an archive?  Else it is compressed, or something else. */
bool cpio_begins(const struct bytes *bytes);

/* Reads the first archive of the file up to its trailer; contents are not looked at.  EINVAL and EFBIG name the file. */
int cpio_read(struct arena *a, const struct bytes *bytes, struct cpio *ret, struct error *err);

/* The last entry of that name; NULL: none. */
const struct cpio_entry *cpio_find(const struct cpio *cpio, const char *name);

#endif
