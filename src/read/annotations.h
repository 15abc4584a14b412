/*
 * annotations.h: what an image asks for, read by the table of annotations.spec.  One source is used wholly, the annotations
 * of config.json or urunc.json in the rootfs; its values are all plain or all base64, which the keys with known words say.
 *
 * Errors (EINVAL) name file, key and value, and say what would work.  Unknown keys below our prefix, keys that an image may
 * not say and a version that is none are warnings.  Keys without the prefix are other people's.
 */
#ifndef READ_ANNOTATIONS_H
#define READ_ANNOTATIONS_H

#include "annotations_table.h"
#include "base/arena.h"
#include "base/error.h"
#include "base/pair.h"
#include "base/warnings.h"

struct annotation_file {
	const char *name; /* for messages */
	const struct pair *pairs;
	size_t n;
};

/* One source, which must be complete.  Texts of ret live in the arena or in the pairs. */
int annotations_read(struct arena *a, const struct pair *pairs, size_t n, enum annotation_source source,
    const char *file, struct annotations *ret, struct warnings *warn, struct error *err);

/*
 * Which source is used: the bundle's annotations if type, monitor and binary are all there and not empty, else the image's
 * file (NULL: there is none), if it has any key of ours.  Keys that only annotations may say come from the bundle always.
 *
 * FROM_NOWHERE: no unikernel configuration; then ret has what the annotations say besides, for a guest that is found by
 * looking at it.  Some of the three keys but not all, and no image's file, is an error.
 */
int annotations_choose(struct arena *a, const struct annotation_file *bundle, const struct annotation_file *image,
    struct annotations *ret, enum annotation_source *ret_source, struct warnings *warn, struct error *err);

/* A value of the class yesno: is it yes?  NULL is no. */
bool annotation_yes(const char *value);

/* Where a value came from, for people: annotation, urunc.json, or "" for nowhere. */
const char *annotation_source_name(enum annotation_source source);

#endif
