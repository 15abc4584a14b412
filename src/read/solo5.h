/*
 * solo5.h: the two notes that every Solo5 guest carries: for which tender it is built (ABI1) and which devices it wants
 * (MFT1).  Documents: elf_abi.h and mft_abi.h of Solo5, and how its tenders check them (tenders/common/mft.c).
 */
#ifndef READ_SOLO5_H
#define READ_SOLO5_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/error.h"
#include "read/elf.h"
#include "read/guest_binary.h"

/* Is it one of Solo5's?  Others are of no concern here. */
bool solo5_note_is(const struct elf_note *n);

/*
 * Takes a note of Solo5's into G: abi, abi_version, or the manifest with its devices.  Errors: too short, of another
 * version, a second note of the kind, more than 64 entries, a device of an unknown type, names that no tender's command
 * line can carry.  NAME is the file's.
 */
int solo5_note_read(
    struct arena *a, const char *name, const struct elf_note *n, struct guest_binary *g, struct error *err);

#endif
