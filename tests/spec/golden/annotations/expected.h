/*
 * annotations_table.h: generated from tiny.spec by gen/annotations.awk.  Change those, not this.
 * What an image may ask for is a table, not code that has to match one.
 */

#ifndef ANNOTATIONS_TABLE_H
#define ANNOTATIONS_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#define ANNOTATION_PREFIX "org.lamp."

enum annotation {
	ANNOTATION_KIND, /* line 14 */
	ANNOTATION_SOCKET, /* line 15 */
	ANNOTATION_COLOUR, /* line 16 */
	ANNOTATION_SHADE, /* line 17 */
	ANNOTATION_MAX_VOLT, /* line 18 */
	ANNOTATION_SHOP, /* line 19 */
	ANNOTATION_MAKER, /* line 20 */
	ANNOTATION_COUNT
};

enum annotation_source { FROM_NOWHERE, FROM_ANNOTATIONS, FROM_IMAGE };

/* What an image asks for; NULL: it does not say. */
struct annotations {
	const char *kind; /* word: what hangs there */
	const char *socket; /* word: what it hangs from */
	const char *colour; /* word: what it is painted with */
	const char *shade; /* word: what is around it | or not */
	const char *max_volt; /* number: what it bears */
	const char *shop; /* word: who sells it */
	const char *maker; /* word: who made it */
	unsigned char from[ANNOTATION_COUNT]; /* enum annotation_source: where each came from */
};

struct annotation_row {
	unsigned short key, alias; /* with the prefix, for annotation_text(); alias 0: none */
	unsigned short at_most; /* bytes */
	unsigned short wants; /* what a value is */
	unsigned short words; /* all of them, in one text; 0: any value of the class */
	unsigned short first_word, words_count; /* see annotation_word */
	unsigned short lenient; /* what happens to a wrong value, which is only warned of; 0: it is an error */
	unsigned char in_image; /* may come from urunc.json too */
	unsigned char always;
	unsigned char with; /* needed with this key, and only then; ANNOTATION_COUNT: with none */
	unsigned char settles; /* tells plain from base64 for its whole source */
};

extern const struct annotation_row annotation_rows[ANNOTATION_COUNT];
const char *annotation_text(unsigned offset);
const char *annotation_key(enum annotation); /* with the prefix */
/* The key or alias with this name, which has the prefix; ANNOTATION_COUNT: there is none. */
enum annotation annotation_by_key(const char *key);
/* Is it one of the words of its key?  In base64: is it the base64 of one? */
bool annotation_is_word(enum annotation, const char *value);
bool annotation_is_word64(enum annotation, const char *value);
/* Is it of the class of its key?  (annotations.rl) */
bool annotation_matches(enum annotation, const unsigned char *value, size_t len);
void annotation_set(struct annotations *, enum annotation, const char *value);
const char *annotation_get(const struct annotations *, enum annotation);

#endif
