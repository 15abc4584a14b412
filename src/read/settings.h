/*
 * settings.h: reads /etc/urunc/config.toml as spec/settings.spec says.  Pure: bytes to struct.
 *
 * It never fails: what is wrong is a warning that names FILE:LINE, and the rest counts.  An unreadable setting may not stop
 * every container of a node, and urunc takes its defaults then as well.
 */
#ifndef READ_SETTINGS_H
#define READ_SETTINGS_H

#include "base/arena.h"
#include "base/warnings.h"
#include "settings_table.h"

enum { SETTINGS_BYTES = 1 << 20 }; /* a bigger file is not looked into */

/* What counts without a file, or where it says nothing. */
void settings_defaults(struct settings *ret);

/* `file` is the name for messages.  Texts live in the arena. */
void settings_read(
    struct arena *a, const char *bytes, size_t len, const char *file, struct settings *ret, struct warnings *warn);

#endif
