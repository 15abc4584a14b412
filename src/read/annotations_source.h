/* annotations_source.h: one source of annotations while it is read; for annotations.c and annotations_choose.c. */
#ifndef READ_ANNOTATIONS_SOURCE_H
#define READ_ANNOTATIONS_SOURCE_H

#include "read/annotations.h"

enum encoding { PLAIN, BASE64, NEITHER };

/* The keys of ours that a source has; empty values count as not there. */
struct source {
	struct arena *a;
	enum annotation_source from;
	const char *file;
	struct warnings *warn;
	struct error *err;
	const char *value[ANNOTATION_COUNT]; /* as it stands there */
	const char *key[ANNOTATION_COUNT]; /* the key or its alias; with the prefix */
	enum encoding encoding;
};

/* Finds our keys; warns of unknown ones. */
int source_collect(struct source *s, const struct pair *pairs, size_t n);

/* What the value of a key that settles says. */
enum encoding source_encoding_of(enum annotation which, const char *value);

/* Settles the encoding by all keys that can. */
int source_settle(struct source *s);

/* Decodes and judges every value, and adds them to ret. */
int source_judge(const struct source *s, struct annotations *ret);

#endif
