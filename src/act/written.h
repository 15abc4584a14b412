/*
 * written.h: a file that create writes into the jail: a copy of the guest's initrd with more in it, or a file of the guest's
 * init.  It lies in the jail's own memory, which counts as the monitor's; the image is never written to.
 */
#ifndef ACT_WRITTEN_H
#define ACT_WRITTEN_H

#include "base/error.h"
#include "decide/initrd.h"

struct written {
	const char *target; /* in the jail; NULL: there is no such file */
	int image; /* the image's initrd, open for reading; -1: no piece is of it */
	struct initrd_copy copy;
};

/* Below the working directory, the new root; everybody in the jail may read it, nobody may write. */
int written_make(const struct written *file, struct error *err);

void written_close(struct written *file);

#endif
