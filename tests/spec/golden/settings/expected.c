/*
 * settings_table.c: generated from spec/settings.spec by gen/settings.awk.  Change those, not this.
 * The keys of config.toml with their defaults, and the setter of struct settings.
 */

#include "settings_table.h"
#include "read/settings_row.h"

const struct settings_row settings_rows[10] = {
	/* line 5: [box] open */
	{ 1, 5, SETTINGS_FLAG, 0, 0, 0, 0, 1, 0 },
	/* line 6: [box] side */
	{ 1, 10, SETTINGS_NUMBER, 0, 0, 1, 9, 3, 0 },
	/* line 7: [box] name */
	{ 1, 15, SETTINGS_TEXT, 0, 0, 0, 0, 0, 20 },
	/* line 8: [box] from */
	{ 1, 24, SETTINGS_PATH, 0, 0, 0, 0, 0, 29 },
	/* line 11: [animals.*] name */
	{ 38, 15, SETTINGS_TEXT, 0, 0, 0, 0, 0, 0 },
	/* line 12: [animals.*] colour */
	{ 38, 48, SETTINGS_WORD, 0, 1, 0, 0, 1, 0 },
	/* line 13: [animals.*] likes */
	{ 38, 55, SETTINGS_WORDS, 0, 5, 0, 0, 0, 0 },
	/* line 14: [animals.*] food */
	{ 38, 61, SETTINGS_TEXTS, 0, 2, 0, 0, 0, 0 },
	/* line 17: [out.side] far */
	{ 66, 75, SETTINGS_FLAG, 0, 0, 0, 0, 0, 0 },
	/* line 21: [sea] lives */
	{ 79, 83, SETTINGS_WORDS, 1, 0, 0, 0, 0, 0 },
};
const unsigned int settings_rows_count = 10;

const struct settings_words settings_sets[3] = {
	{ 0, 2 }, /* colour */
	{ 2, 2 }, /* fish */
	{ 4, 3 }, /* animal */
};

const unsigned short settings_word_at[7] = {
	89, /* red */
	93, /* green */
	99, /* jelly */
	105, /* lion */
	110, /* cat */
	114, /* sea-dog */
	122, /* cow */
};
const unsigned int settings_several = 2; /* the last set: names of the tables animals.* */

const char settings_pool[] =
	"\0"
	/* 1 */ "box" "\0"
	/* 5 */ "open" "\0"
	/* 10 */ "side" "\0"
	/* 15 */ "name" "\0"
	/* 20 */ "a b" "\0"
	/* 24 */ "from" "\0"
	/* 29 */ "/usr/box" "\0"
	/* 38 */ "animals.*" "\0"
	/* 48 */ "colour" "\0"
	/* 55 */ "likes" "\0"
	/* 61 */ "food" "\0"
	/* 66 */ "out.side" "\0"
	/* 75 */ "far" "\0"
	/* 79 */ "sea" "\0"
	/* 83 */ "lives" "\0"
	/* 89 */ "red" "\0"
	/* 93 */ "green" "\0"
	/* 99 */ "jelly" "\0"
	/* 105 */ "lion" "\0"
	/* 110 */ "cat" "\0"
	/* 114 */ "sea-dog" "\0"
	/* 122 */ "cow" "\0";

void settings_set(unsigned int row, struct settings *s, int one, const struct settings_value *v)
{
	switch (row) {
	case 0: /* line 5 */
		s->box_open = v->number != 0;
		break;
	case 1: /* line 6 */
		s->box_side = v->number;
		break;
	case 2: /* line 7 */
		s->box_name = v->text;
		break;
	case 3: /* line 8 */
		s->box_from = v->text;
		break;
	case 4: /* line 11 */
		s->animals[one].name = v->text;
		break;
	case 5: /* line 12 */
		s->animals[one].colour = (enum settings_colour)v->number;
		break;
	case 6: /* line 13 */
		s->animals[one].likes = v->number;
		break;
	case 7: /* line 14 */
		s->animals[one].food = v->texts;
		s->animals[one].food_count = v->count;
		break;
	case 8: /* line 17 */
		s->out_side_far = v->number != 0;
		break;
	case 9: /* line 21 */
		s->sea_lives = v->number;
		break;
	default:
		break;
	}
}

const char *settings_colour_word(int word)
{
	return settings_word(0, word);
}

const char *settings_fish_word(int word)
{
	return settings_word(1, word);
}

const char *settings_animal_word(int word)
{
	return settings_word(2, word);
}

int settings_find_animal(const char *word)
{
	return settings_find(2, word);
}
