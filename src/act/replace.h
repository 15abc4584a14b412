/* replace.h: a file of somebody else gets new contents, wholly or not at all. */
#ifndef ACT_REPLACE_H
#define ACT_REPLACE_H

#include <stddef.h>
#include "base/error.h"

/* Mode and owner stay; who has it open keeps the old contents. */
int replace_file(const char *path, const char *bytes, size_t len, struct error *err);

#endif
