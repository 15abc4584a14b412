/*
 * adapt.h: config.json of a container whose environment is changed before another runtime reads it (`adapt` in
 * handover.spec).  Everything else stays byte by byte as it was: no number, order or blank changes.
 */
#ifndef READ_ADAPT_H
#define READ_ADAPT_H

#include <stddef.h>
#include "base/error.h"
#include "base/text.h"
#include "read/json.h"

/*
 * Appends the changed file to OUT: in process.env the variables that begin with MOVE stand behind all others, every "host" of
 * the JSON in them is HOST, and the last variable is ADD=HOST, once.  Without variables to move only that one is added.
 */
struct adapt {
	const char *move, *host, *add;
};
int adapt_config(
    struct arena *a, const struct json_source *source, const struct adapt *how, struct text *out, struct error *err);

#endif
