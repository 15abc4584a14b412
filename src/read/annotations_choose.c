/* annotations_choose.c: which source of annotations is used; see annotations.h. */
#include <errno.h>

#include "read/annotations_source.h"

/* The first key that must be there always and is not; ANNOTATION_COUNT: all are. */
static enum annotation missing(const struct source *s)
{
	int i = 0;

	while (i < ANNOTATION_COUNT && (!annotation_rows[i].always || s->value[i]))
		i++;
	return (enum annotation)i;
}

/* Is anything there that an image could say?  With only_needed: any of the keys that must be there always? */
static bool says_anything(const struct source *s, bool only_needed)
{
	for (int i = 0; i < ANNOTATION_COUNT; i++)
		if (s->value[i] && annotation_rows[i].in_image && (annotation_rows[i].always || !only_needed))
			return true;
	return false;
}

/* The image's file is used: of the annotations only those remain that nobody else may say. */
static void leave_to_image(struct source *s)
{
	const char *because = annotation_key(missing(s));

	s->encoding = PLAIN;
	for (int i = 0; i < ANNOTATION_COUNT; i++) {
		if (!s->value[i] || !annotation_rows[i].in_image)
			continue;
		if (annotation_rows[i].settles && source_encoding_of((enum annotation)i, s->value[i]) == BASE64)
			s->encoding = BASE64;
		warn_add(s->warn, "%s: %s is ignored: without %s here the image's urunc.json is used", s->file,
		    s->key[i], because);
		s->value[i] = NULL;
	}
}

static int use_bundle(struct source *s, struct annotations *ret)
{
	return source_settle(s) || source_judge(s, ret) ? -1 : 0;
}

/* Neither source is complete: fine if nothing of what must be there is, else somebody forgot something. */
static int use_neither(struct source *s, struct annotations *ret)
{
	if (says_anything(s, true))
		return fail(s->err, EINVAL,
		    "%s: %s is missing or empty, and there is no urunc.json in the rootfs with all keys", s->file,
		    annotation_key(missing(s)));
	return use_bundle(s, ret);
}

static int use_image(struct source *bundle, struct source *image, struct annotations *ret)
{
	if (missing(image) != ANNOTATION_COUNT)
		return fail(
		    image->err, EINVAL, "%s: %s is missing or empty", image->file, annotation_key(missing(image)));
	leave_to_image(bundle);
	if (source_settle(image) || source_judge(image, ret))
		return -1;
	return source_judge(bundle, ret);
}

static struct source source_of(enum annotation_source from, const char *file, const struct source *like)
{
	struct source s = *like;

	s.from = from;
	s.file = file;
	return s;
}

int annotations_choose(struct arena *a, const struct annotation_file *bundle, const struct annotation_file *image,
    struct annotations *ret, enum annotation_source *ret_source, struct warnings *warn, struct error *err)
{
	struct source like = { .a = a, .warn = warn, .err = err };
	struct source b = source_of(FROM_ANNOTATIONS, bundle->name, &like),
		      i = source_of(FROM_IMAGE, image ? image->name : "", &like);
	enum annotation_source from = FROM_NOWHERE;
	struct annotations all = { 0 };
	int bad;

	if (source_collect(&b, bundle->pairs, bundle->n))
		return -1;
	if (missing(&b) == ANNOTATION_COUNT)
		from = FROM_ANNOTATIONS;
	else if (image && source_collect(&i, image->pairs, image->n))
		return -1;
	else if (image && says_anything(&i, false))
		from = FROM_IMAGE;
	bad = from == FROM_ANNOTATIONS ? use_bundle(&b, &all)
	      : from == FROM_IMAGE     ? use_image(&b, &i, &all)
				       : use_neither(&b, &all);
	if (bad)
		return -1;
	*ret = all;
	*ret_source = from;
	return 0;
}
