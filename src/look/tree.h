/*
 * tree.h: a file or a directory with all that is in it, read into memory: what is copied into an initrd.  The source is a
 * path of the engine; below it no link is followed.  Regular files, directories and links are taken, anything else is EINVAL.
 */
#ifndef LOOK_TREE_H
#define LOOK_TREE_H

#include "base/error.h"
#include "decide/initrd.h"

/* How much may be read yet; more is EFBIG. */
struct tree_budget {
	size_t files, bytes;
};

/* Adds SOURCE as DESTINATION of the guest, and what is in it; owners and modes are kept. */
int look_tree(const char *source, const char *destination, struct tree_budget *budget, struct initrd_files *ret,
    struct error *err);

#endif
