/*
 * config_table.h: generated from spec/config.spec by gen/config.awk.  Change those, not this.
 * What config.json may say and where it is kept; the lines are those of the spec.
 */

#ifndef CONFIG_TABLE_H
#define CONFIG_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/pair.h"

enum config_colour {
	CONFIG_COLOUR_NONE, /* not said */
	CONFIG_COLOUR_RED,
	CONFIG_COLOUR_GREEN,
	CONFIG_COLOUR_BLUE,
	CONFIG_COLOUR_DARK_RED,
	CONFIG_COLOUR_COUNT
};

enum config_grain {
	CONFIG_GRAIN_NONE, /* not said */
	CONFIG_GRAIN_GR_FINE,
	CONFIG_GRAIN_GR_COARSE,
	CONFIG_GRAIN_COUNT
};

enum config_side {
	CONFIG_SIDE_NONE, /* not said */
	CONFIG_SIDE_LEFT,
	CONFIG_SIDE_RIGHT,
	CONFIG_SIDE_COUNT
};

/* The sets of words. */
enum config_set {
	CONFIG_SET_COLOUR,
	CONFIG_SET_GRAIN,
	CONFIG_SET_SIDE,
	CONFIG_SETS
};

/* Objects that come as documents of their own, too. */
enum config_part {
	CONFIG_PART_INSIDE, /* line 31: box */
	CONFIG_PARTS
};

struct config_thing {
	enum config_side side; /* line 22: where */
	int32_t size; /* line 23: how large */
	bool has_size;
	const char *label_text; /* line 25: letters */
};

/* Strings that are empty or not there are NULL, lists empty, numbers 0 (has_... tells), words ..._NONE. */
struct config {
	const char *version; /* line 7: which of them */
	bool has_box; /* line 8: holds the rest */
	bool box_open; /* line 9: whether it is */
	enum config_colour box_colour; /* line 10: what it looks like */
	uint16_t box_small; /* line 11: a number */
	bool has_box_small;
	int64_t box_big; /* line 12: another */
	uint64_t box_huge; /* line 13: a large one */
	const char *box_from; /* line 14: a path */
	const char *box_access; /* line 15: letters */
	const char **box_args; /* line 16: words */
	size_t box_args_count;
	uint32_t *box_groups; /* line 17: numbers */
	size_t box_groups_count;
	int *box_grains; /* line 18: more words */
	size_t box_grains_count;
	struct pair *box_notes; /* line 19: names and texts */
	size_t box_notes_count;
	struct config_thing *box_things; /* line 20: what is in it */
	size_t box_things_count;
	struct config_thing *box_more; /* line 21: what else */
	size_t box_more_count;
};

/* The text of a word; NULL for ..._NONE. */
const char *config_word(enum config_set set, int word);

#endif
