/*
 * glance.h: the few fields of config.json that say whose container it is: a guest's or an ordinary one.  Of the rest it is
 * only asked that it is JSON: an ordinary container's fields are for another runtime to judge.
 */
#ifndef READ_GLANCE_H
#define READ_GLANCE_H

#include <stddef.h>
#include "base/arena.h"
#include "base/error.h"
#include "base/pair.h"

/* What is not there, or is of another type, is NULL. */
struct glance {
	const char *oci_version, *root_path;
	const char *program; /* process.args[0] */
	const struct pair *annotations;
	size_t annotations_count;
};

/* Errors: no JSON, larger than MOST bytes; annotations that are no object, or one of ours whose value is no string. */
int glance_read(struct arena *a, const char *bytes, size_t len, size_t most, const char *file, struct glance *ret,
    struct error *err);

#endif
