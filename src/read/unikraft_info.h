/*
 * unikraft_info.h: Unikraft's library information, section .uk_libinfo (lib/uklibid/include/uk/libid/info.h): which
 * version of Unikraft an image was built from, which settles the form of its command line.
 */
#ifndef READ_UNIKRAFT_INFO_H
#define READ_UNIKRAFT_INFO_H

#include <stdint.h>
#include "base/arena.h"
#include "read/bytes.h"

/* "0.16.1", or "" when nothing (or nothing readable) stands there: never an error, as the guest runs without. */
const char *unikraft_version(struct arena *a, const struct bytes *b, uint64_t offset, uint64_t size);

#endif
