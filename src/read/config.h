/*
 * config.h: reads the config.json of a bundle (OCI runtime-spec, config.md) as spec/config.spec says.  Pure: bytes to struct.
 */
#ifndef READ_CONFIG_H
#define READ_CONFIG_H

#include "base/arena.h"
#include "base/error.h"
#include "base/warnings.h"
#include "config_table.h"

enum { CONFIG_BYTES = 16 << 20 }; /* a bigger config.json is refused by its size, without looking into it */

/*
 * `file` is the name for messages.  Everything in ret lives in the arena: about the size of the file, and 8 to 48 bytes
 * for each item of a list.  Warnings: words that a newer kernel may know.  Errors name file:line and the path of the field.
 */
int config_read(struct arena *a, const char *bytes, size_t len, const char *file, struct config *ret,
    struct warnings *warn, struct error *err);

/* A part of it that stands alone, such as linux.resources: members of ret outside of that part are as if never said. */
int config_read_part(struct arena *a, const char *bytes, size_t len, const char *file, enum config_part part,
    struct config *ret, struct warnings *warn, struct error *err);

#endif
