/* annotations.c: see annotations.h and annotations_source.h. */
#include "read/annotations_source.h"

#include <errno.h>
#include <string.h>
#include "base/near.h"
#include "base/show.h"
#include "base/utf8.h"
#include "read/base64.h"

static const char *without_prefix(const char *key)
{
	size_t len = strlen(ANNOTATION_PREFIX);

	return strncmp(key, ANNOTATION_PREFIX, len) ? NULL : key + len;
}

static void warn_unknown(struct source *s, const char *key)
{
	for (int i = 0; i < ANNOTATION_COUNT; i++) {
		const char *known = annotation_key((enum annotation)i);

		if (near_is_slip(without_prefix(key), without_prefix(known))) {
			warn_add(s->warn, "%s: unknown key %s is ignored, is it %s?", s->file, show(s->a, key), known);
			return;
		}
	}
	warn_add(s->warn, "%s: unknown key %s is ignored", s->file, show(s->a, key));
}

static int collect_one(struct source *s, const struct pair *p)
{
	enum annotation which = annotation_by_key(p->key);

	if (which == ANNOTATION_COUNT) {
		warn_unknown(s, p->key);
		return 0;
	}
	if (!*p->value)
		return 0;
	if (s->from == FROM_IMAGE && !annotation_rows[which].in_image) {
		warn_add(s->warn, "%s: %s is ignored: only an annotation of the container may say it", s->file, p->key);
		return 0;
	}
	if (s->value[which])
		return fail(s->err, EINVAL, "%s: %s and %s say the same thing: keep one of them", s->file,
		    s->key[which], p->key);
	s->value[which] = p->value;
	s->key[which] = p->key;
	return 0;
}

int source_collect(struct source *s, const struct pair *pairs, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (without_prefix(pairs[i].key) && collect_one(s, &pairs[i]))
			return -1;
	return 0;
}

enum encoding source_encoding_of(enum annotation which, const char *value)
{
	if (annotation_is_word(which, value))
		return PLAIN;
	return annotation_is_word64(which, value) ? BASE64 : NEITHER;
}

static const char *words_of(enum annotation which)
{
	return annotation_text(annotation_rows[which].words);
}

int source_settle(struct source *s)
{
	const char *by = NULL;

	s->encoding = PLAIN;
	for (int i = 0; i < ANNOTATION_COUNT; i++) {
		const char *key = s->key[i];
		enum encoding e;

		if (!s->value[i] || !annotation_rows[i].settles)
			continue;
		e = source_encoding_of((enum annotation)i, s->value[i]);
		if (e == NEITHER)
			return fail(s->err, EINVAL, "%s: %s: %s is none of %s, nor the base64 of one", s->file, key,
			    show(s->a, s->value[i]), words_of((enum annotation)i));
		if (by && e != s->encoding)
			return fail(s->err, EINVAL, "%s: %s is %s, but %s is %s: write all values in one way", s->file,
			    by, s->encoding == PLAIN ? "plain" : "base64", key, e == PLAIN ? "plain" : "base64");
		s->encoding = e;
		by = key;
	}
	return 0;
}

/* A value for an error: as it is meant, and as it can be found in its file. */
static const char *shown(const struct source *s, enum annotation which, const char *value)
{
	if (s->encoding == PLAIN)
		return show(s->a, value);
	return take_format(s->a, "%s (base64 %s)", show(s->a, value), show(s->a, s->value[which]));
}

/* The value as it is meant; its bytes are UTF-8 and none is 0. */
static int decode(const struct source *s, enum annotation which, const char **ret)
{
	const char *value = s->value[which];
	size_t len = strlen(value);
	bool coded = s->encoding == BASE64;

	if (coded && base64_decode(s->a, value, &value, &len))
		return fail(s->err, EINVAL, "%s: %s: %s is not base64, as the other values are", s->file, s->key[which],
		    show(s->a, s->value[which]));
	if (strlen(value) != len || utf8_valid(value, len) != len)
		return fail(s->err, EINVAL, "%s: %s: %s is not %s%s", s->file, s->key[which],
		    show(s->a, s->value[which]), coded ? "the base64 of text" : "UTF-8",
		    coded ? ", as the other values are" : "");
	*ret = value;
	return 0;
}

/* NULL, or what is wrong with the value, to stand behind it. */
static const char *wrong_with(const struct source *s, enum annotation which, const char *value)
{
	const struct annotation_row *row = &annotation_rows[which];
	size_t len = strlen(value);

	if (len > row->at_most)
		return take_format(s->a, "is %zu bytes long, at most %u can be used", len, row->at_most);
	if (row->words)
		return annotation_is_word(which, value) ? NULL : take_format(s->a, "is none of %s", words_of(which));
	if (annotation_matches(which, (const unsigned char *)value, len))
		return NULL;
	return take_format(s->a, "is not %s", annotation_text(row->wants));
}

static int judge(const struct source *s, enum annotation which, struct annotations *ret)
{
	const struct annotation_row *row = &annotation_rows[which];
	const char *value = NULL, *wrong;

	if (decode(s, which, &value))
		return -1;
	wrong = wrong_with(s, which, value);
	if (wrong && !row->lenient)
		return fail(s->err, EINVAL, "%s: %s: %s %s", s->file, s->key[which], shown(s, which, value), wrong);
	if (wrong) {
		warn_add(s->warn, "%s: %s: %s %s; %s", s->file, s->key[which], shown(s, which, value), wrong,
		    annotation_text(row->lenient));
		return 0;
	}
	annotation_set(ret, which, value);
	ret->from[which] = s->from;
	return 0;
}

/* A key that goes with another: needed with it, of no use without it. */
static int check_companion(const struct source *s, enum annotation which)
{
	enum annotation with = annotation_rows[which].with;

	if (with == ANNOTATION_COUNT)
		return 0;
	if (s->value[with] && !s->value[which])
		return fail(
		    s->err, EINVAL, "%s: %s is missing: %s needs it", s->file, annotation_key(which), s->key[with]);
	if (!s->value[with] && s->value[which])
		warn_add(s->warn, "%s: %s is ignored: it means nothing without %s", s->file, s->key[which],
		    annotation_key(with));
	return 0;
}

static bool is_idle(const struct source *s, enum annotation which)
{
	enum annotation with = annotation_rows[which].with;

	return !s->value[which] || (with != ANNOTATION_COUNT && !s->value[with]);
}

int source_judge(const struct source *s, struct annotations *ret)
{
	for (int i = 0; i < ANNOTATION_COUNT; i++) {
		enum annotation which = (enum annotation)i;

		if (check_companion(s, which))
			return -1;
		if (!is_idle(s, which) && judge(s, which, ret))
			return -1;
	}
	return 0;
}

static int check_complete(const struct source *s)
{
	for (int i = 0; i < ANNOTATION_COUNT; i++)
		if (annotation_rows[i].always && !s->value[i])
			return fail(
			    s->err, EINVAL, "%s: %s is missing or empty", s->file, annotation_key((enum annotation)i));
	return 0;
}

int annotations_read(struct arena *a, const struct pair *pairs, size_t n, enum annotation_source source,
    const char *file, struct annotations *ret, struct warnings *warn, struct error *err)
{
	struct source s = { .a = a, .from = source, .file = file, .warn = warn, .err = err };
	struct annotations all = { 0 };

	if (source_collect(&s, pairs, n) || check_complete(&s) || source_settle(&s) || source_judge(&s, &all))
		return -1;
	*ret = all;
	return 0;
}

bool annotation_yes(const char *value)
{
	return value && (*value == '1' || *value == 't' || *value == 'T');
}

const char *annotation_source_name(enum annotation_source source)
{
	return source == FROM_ANNOTATIONS ? "annotation" : source == FROM_IMAGE ? "urunc.json" : "";
}
