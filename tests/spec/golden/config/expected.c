/*
 * config_table.c: generated from spec/config.spec by gen/config.awk.  Change those, not this.
 * The rows of config.json as a tree of index ranges, and the setter of struct config.
 */

#include "config_table.h"
#include "read/config_row.h"

enum { CONFIG_ROWS = 24 };

const unsigned char config_top = 4; /* the first rows are the fields of config.json itself */

const struct config_row config_rows[CONFIG_ROWS] = {
	/* 0, line 7: version */
	{ 1, 7, CONFIG_STRING, CONFIG_USE, CONFIG_MUST, 0, 0, 0, 0 },
	/* 1, line 8: box */
	{ 9, 3, CONFIG_OBJECT, CONFIG_USE, 0, 4, 13, 0, 0 },
	/* 2, line 26: old */
	{ 13, 3, CONFIG_OBJECT, CONFIG_IGNORE, 0, 17, 1, 0, 0 },
	/* 3, line 29: other */
	{ 17, 5, CONFIG_NAMED, CONFIG_REFUSE, 0, 22, 1, 0, 23 },
	/* 4, line 9: box.open */
	{ 42, 4, CONFIG_BOOL, CONFIG_USE, 0, 0, 0, 0, 0 },
	/* 5, line 10: box.colour */
	{ 47, 6, CONFIG_WORD, CONFIG_HAND, 0, 0, 0, CONFIG_SET_COLOUR, 0 },
	/* 6, line 11: box.small */
	{ 54, 5, CONFIG_NUMBER, CONFIG_USE, 0, 0, 0, 0, 0 },
	/* 7, line 12: box.big */
	{ 60, 3, CONFIG_NUMBER, CONFIG_USE, 0, 0, 0, 1, 0 },
	/* 8, line 13: box.huge */
	{ 64, 4, CONFIG_NUMBER, CONFIG_HAND, CONFIG_MUST, 0, 0, 2, 0 },
	/* 9, line 14: box.from */
	{ 69, 4, CONFIG_STRING, CONFIG_USE, CONFIG_ABSOLUTE, 0, 0, 0, 0 },
	/* 10, line 15: box.access */
	{ 74, 6, CONFIG_STRING, CONFIG_USE, 0, 0, 0, 81, 0 },
	/* 11, line 16: box.args */
	{ 84, 4, CONFIG_STRINGS, CONFIG_HAND, 0, 0, 0, 0, 0 },
	/* 12, line 17: box.groups */
	{ 89, 6, CONFIG_NUMBERS, CONFIG_USE, 0, 0, 0, 0, 0 },
	/* 13, line 18: box.grains */
	{ 96, 6, CONFIG_WORDS, CONFIG_USE, 0, 0, 0, CONFIG_SET_GRAIN, 0 },
	/* 14, line 19: box.notes */
	{ 103, 5, CONFIG_MAP, CONFIG_USE, 0, 0, 0, 0, 0 },
	/* 15, line 20: box.things */
	{ 109, 6, CONFIG_LIST, CONFIG_USE, 0, 18, 3, sizeof(struct config_thing), 0 },
	/* 16, line 21: box.more */
	{ 116, 4, CONFIG_LIST, CONFIG_USE, 0, 18, 3, sizeof(struct config_thing), 0 },
	/* 17, line 27: old.parts */
	{ 121, 5, CONFIG_LIST, CONFIG_IGNORE, 0, 21, 1, 0, 0 },
	/* 18, line 22: @thing.side */
	{ 127, 4, CONFIG_WORD, CONFIG_USE, CONFIG_MUST|CONFIG_UNIQUE, 0, 0, CONFIG_SET_SIDE, 0 },
	/* 19, line 23: @thing.size */
	{ 132, 4, CONFIG_NUMBER, CONFIG_USE, 0, 0, 0, 3, 0 },
	/* 20, line 24: @thing.label */
	{ 137, 5, CONFIG_OBJECT, CONFIG_USE, 0, 23, 1, 0, 0 },
	/* 21, line 28: @part.name */
	{ 143, 4, CONFIG_STRING, CONFIG_IGNORE, 0, 0, 0, 0, 0 },
	/* 22, line 30: @other.x */
	{ 148, 1, CONFIG_NUMBER, CONFIG_REFUSE, 0, 0, 0, 4, 150 },
	/* 23, line 25: @thing.label.text */
	{ 160, 4, CONFIG_STRING, CONFIG_USE, 0, 0, 0, 0, 0 },
};

const unsigned short config_parts[2] = {
	1, /* inside */
};

const struct config_range config_ranges[5] = {
	{ 0LL, 65535ULL },
	{ -5LL, 7ULL },
	{ 0LL, 18446744073709551615ULL },
	{ -2147483648LL, 2147483647ULL },
	{ 0LL, 4294967295ULL },
};

const struct config_words config_sets[CONFIG_SETS] = {
	{ 0, 4, 0 }, /* colour */
	{ 4, 2, 165 }, /* grain */
	{ 6, 2, 0 }, /* side */
};

const unsigned short config_word_at[8] = {
	169, /* red */
	173, /* green */
	179, /* blue */
	184, /* dark-red */
	193, /* GR_FINE */
	201, /* GR_COARSE */
	211, /* left */
	216, /* right */
};

const char config_pool[] =
	"\0"
	/* 1 */ "version" "\0"
	/* 9 */ "box" "\0"
	/* 13 */ "old" "\0"
	/* 17 */ "other" "\0"
	/* 23 */ "there is none here" "\0"
	/* 42 */ "open" "\0"
	/* 47 */ "colour" "\0"
	/* 54 */ "small" "\0"
	/* 60 */ "big" "\0"
	/* 64 */ "huge" "\0"
	/* 69 */ "from" "\0"
	/* 74 */ "access" "\0"
	/* 81 */ "rw" "\0"
	/* 84 */ "args" "\0"
	/* 89 */ "groups" "\0"
	/* 96 */ "grains" "\0"
	/* 103 */ "notes" "\0"
	/* 109 */ "things" "\0"
	/* 116 */ "more" "\0"
	/* 121 */ "parts" "\0"
	/* 127 */ "side" "\0"
	/* 132 */ "size" "\0"
	/* 137 */ "label" "\0"
	/* 143 */ "name" "\0"
	/* 148 */ "x" "\0"
	/* 150 */ "see other" "\0"
	/* 160 */ "text" "\0"
	/* 165 */ "GR_" "\0"
	/* 169 */ "red" "\0"
	/* 173 */ "green" "\0"
	/* 179 */ "blue" "\0"
	/* 184 */ "dark-red" "\0"
	/* 193 */ "GR_FINE" "\0"
	/* 201 */ "GR_COARSE" "\0"
	/* 211 */ "left" "\0"
	/* 216 */ "right" "\0";

void config_set(unsigned int row, void *item, const struct config_value *v)
{
	struct config *config = item;
	struct config_thing *thing = item;

	switch (row) {
	case 0: /* line 7: version */
		config->version = v->text;
		break;
	case 1: /* line 8: box */
		config->has_box = true;
		break;
	case 4: /* line 9: box.open */
		config->box_open = v->number != 0;
		break;
	case 5: /* line 10: box.colour */
		config->box_colour = (enum config_colour)v->number;
		break;
	case 6: /* line 11: box.small */
		config->box_small = (uint16_t)v->number;
		config->has_box_small = true;
		break;
	case 7: /* line 12: box.big */
		config->box_big = (int64_t)v->number;
		break;
	case 8: /* line 13: box.huge */
		config->box_huge = (uint64_t)v->number;
		break;
	case 9: /* line 14: box.from */
		config->box_from = v->text;
		break;
	case 10: /* line 15: box.access */
		config->box_access = v->text;
		break;
	case 11: /* line 16: box.args */
		config->box_args = v->list;
		config->box_args_count = v->count;
		break;
	case 12: /* line 17: box.groups */
		config->box_groups = v->list;
		config->box_groups_count = v->count;
		break;
	case 13: /* line 18: box.grains */
		config->box_grains = v->list;
		config->box_grains_count = v->count;
		break;
	case 14: /* line 19: box.notes */
		config->box_notes = v->list;
		config->box_notes_count = v->count;
		break;
	case 15: /* line 20: box.things */
		config->box_things = v->list;
		config->box_things_count = v->count;
		break;
	case 16: /* line 21: box.more */
		config->box_more = v->list;
		config->box_more_count = v->count;
		break;
	case 18: /* line 22: @thing.side */
		thing->side = (enum config_side)v->number;
		break;
	case 19: /* line 23: @thing.size */
		thing->size = (int32_t)v->number;
		thing->has_size = true;
		break;
	case 23: /* line 25: @thing.label.text */
		thing->label_text = v->text;
		break;
	default: /* rows that are not kept */
		break;
	}
}
