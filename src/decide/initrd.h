/*
 * initrd.h: a copy of an initrd with more files in it, as pieces to be written one after the other.  Pure.
 *
 * Linux unpacks one archive after the other, whatever each is compressed with, so a second one goes behind the first.
 * Unikraft stops at the end of the first, so there the files go before its trailer, and in place of those they replace.
 */
#ifndef DECIDE_INITRD_H
#define DECIDE_INITRD_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/error.h"
#include "read/cpio.h"

/* A file to be added: regular, directory or symbolic link, by its mode. */
struct initrd_file {
	const char *path; /* in the guest, absolute */
	unsigned mode, uid, gid;
	const char *bytes; /* content, or where a link leads */
	size_t len;
};
struct initrd_files {
	struct arena *a;
	struct initrd_file *at;
	size_t n, room;
};
void initrd_add(struct initrd_files *files, const struct initrd_file *file);

struct initrd_piece {
	const char *bytes; /* NULL: bytes of the image's initrd from `at` on */
	unsigned long long at, len;
};
struct initrd_copy {
	struct initrd_piece *piece;
	size_t n;
	unsigned long long size; /* of all */
};

/* What is there: SIZE bytes, of which CPIO is known; NULL: nobody knows what is in it (it is compressed). */
struct initrd_image {
	unsigned long long size;
	const struct cpio *cpio;
	bool one_archive; /* the guest reads no second one: then CPIO must be known */
};

/*
 * Directories that are missing on the way are made; links of the archive on the way are followed.  Errors: ENOTDIR,
 * EISDIR, ELOOP, with the path.
 */
int initrd_compose(struct arena *a, const struct initrd_image *image, const struct initrd_files *files,
    struct initrd_copy *ret, struct error *err);

#endif
