/*
 * annotations_table.c: generated from tiny.spec by gen/annotations.awk.  Change those, not this.
 * What an image may ask for is a table, not code that has to match one.
 */

#include "annotations_table.h"
#include <string.h>

static const char pool[] =
	"\0"
	/* 1 */ "org.lamp.kind" "\0"
	/* 15 */ "a word" "\0"
	/* 22 */ "bulb, tube" "\0"
	/* 33 */ "bulb" "\0"
	/* 38 */ "YnVsYg==" "\0"
	/* 47 */ "tube" "\0"
	/* 52 */ "dHViZQ==" "\0"
	/* 61 */ "org.lamp.socket" "\0"
	/* 77 */ "e14, e27" "\0"
	/* 86 */ "e14" "\0"
	/* 90 */ "ZTE0" "\0"
	/* 95 */ "e27" "\0"
	/* 99 */ "ZTI3" "\0"
	/* 104 */ "org.lamp.colour" "\0"
	/* 120 */ "org.lamp.color" "\0"
	/* 135 */ "it stays white" "\0"
	/* 150 */ "org.lamp.shade" "\0"
	/* 165 */ "org.lamp.maxVolt" "\0"
	/* 182 */ "a number" "\0"
	/* 191 */ "org.lamp.shop" "\0"
	/* 205 */ "corner, market" "\0"
	/* 220 */ "corner" "\0"
	/* 227 */ "Y29ybmVy" "\0"
	/* 236 */ "market" "\0"
	/* 243 */ "bWFya2V0" "\0"
	/* 252 */ "org.lamp.maker" "\0"
	/* 267 */ "smith" "\0"
	/* 273 */ "c21pdGg=" "\0";

/* The words of all keys, plain and in base64. */
static const unsigned short words[][2] = {
	{ 33, 38 }, /* kind bulb */
	{ 47, 52 }, /* kind tube */
	{ 86, 90 }, /* socket e14 */
	{ 95, 99 }, /* socket e27 */
	{ 220, 227 }, /* shop corner */
	{ 236, 243 }, /* shop market */
	{ 267, 273 }, /* maker smith */
};

const struct annotation_row annotation_rows[ANNOTATION_COUNT] = {
	[ANNOTATION_KIND] = { 1, 0, 16, 15, 22, 0, 2, 0, 1, 1, ANNOTATION_COUNT, 1 }, /* line 14 */
	[ANNOTATION_SOCKET] = { 61, 0, 16, 15, 77, 2, 2, 0, 1, 1, ANNOTATION_COUNT, 1 }, /* line 15 */
	[ANNOTATION_COLOUR] = { 104, 120, 16, 15, 0, 0, 0, 135, 1, 0, ANNOTATION_COUNT, 0 }, /* line 16 */
	[ANNOTATION_SHADE] = { 150, 0, 16, 15, 0, 0, 0, 0, 1, 0, ANNOTATION_KIND, 0 }, /* line 17 */
	[ANNOTATION_MAX_VOLT] = { 165, 0, 4, 182, 0, 0, 0, 0, 0, 0, ANNOTATION_COUNT, 0 }, /* line 18 */
	[ANNOTATION_SHOP] = { 191, 0, 16, 15, 205, 4, 2, 0, 1, 0, ANNOTATION_COUNT, 0 }, /* line 19 */
	[ANNOTATION_MAKER] = { 252, 0, 16, 15, 267, 6, 1, 0, 1, 0, ANNOTATION_COUNT, 0 }, /* line 20 */
};

const char *annotation_text(unsigned offset)
{
	return pool + offset;
}

const char *annotation_key(enum annotation which)
{
	return pool + annotation_rows[which].key;
}

enum annotation annotation_by_key(const char *key)
{
	for (int i = 0; i < ANNOTATION_COUNT; i++) {
		const struct annotation_row *row = &annotation_rows[i];

		if (strcmp(pool + row->key, key) == 0 || (row->alias && strcmp(pool + row->alias, key) == 0))
			return (enum annotation)i;
	}
	return ANNOTATION_COUNT;
}

static bool has(enum annotation which, const char *value, int encoding)
{
	const struct annotation_row *row = &annotation_rows[which];

	for (int i = 0; i < row->words_count; i++)
		if (strcmp(pool + words[row->first_word + i][encoding], value) == 0)
			return true;
	return false;
}

bool annotation_is_word(enum annotation which, const char *value)
{
	return has(which, value, 0);
}

bool annotation_is_word64(enum annotation which, const char *value)
{
	return has(which, value, 1);
}

void annotation_set(struct annotations *a, enum annotation which, const char *value)
{
	switch (which) {
	case ANNOTATION_KIND:
		a->kind = value;
		break;
	case ANNOTATION_SOCKET:
		a->socket = value;
		break;
	case ANNOTATION_COLOUR:
		a->colour = value;
		break;
	case ANNOTATION_SHADE:
		a->shade = value;
		break;
	case ANNOTATION_MAX_VOLT:
		a->max_volt = value;
		break;
	case ANNOTATION_SHOP:
		a->shop = value;
		break;
	case ANNOTATION_MAKER:
		a->maker = value;
		break;
	case ANNOTATION_COUNT:
		break;
	}
}

const char *annotation_get(const struct annotations *a, enum annotation which)
{
	switch (which) {
	case ANNOTATION_KIND:
		return a->kind;
	case ANNOTATION_SOCKET:
		return a->socket;
	case ANNOTATION_COLOUR:
		return a->colour;
	case ANNOTATION_SHADE:
		return a->shade;
	case ANNOTATION_MAX_VOLT:
		return a->max_volt;
	case ANNOTATION_SHOP:
		return a->shop;
	case ANNOTATION_MAKER:
		return a->maker;
	case ANNOTATION_COUNT:
		break;
	}
	return NULL;
}
