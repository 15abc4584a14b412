/*
 * settings_table.h: generated from spec/settings.spec by gen/settings.awk.  Change those, not this.
 * What the settings may say; the lines are those of the spec.
 */

#ifndef SETTINGS_TABLE_H
#define SETTINGS_TABLE_H

#include <stdbool.h>
#include <stddef.h>

enum settings_colour {
	SETTINGS_COLOUR_RED,
	SETTINGS_COLOUR_GREEN,
	SETTINGS_COLOUR_COUNT
};

enum settings_fish {
	SETTINGS_FISH_JELLY,
	SETTINGS_FISH_LION,
	SETTINGS_FISH_COUNT
};

enum settings_animal {
	SETTINGS_ANIMAL_CAT,
	SETTINGS_ANIMAL_SEA_DOG,
	SETTINGS_ANIMAL_COW,
	SETTINGS_ANIMAL_COUNT
};

struct settings_of_animal {
	const char *name; /* line 11: what it hears */
	enum settings_colour colour; /* line 12: of its fur */
	unsigned int likes; /* line 13: what it likes; a bit for each, 1 << the word */
	const char **food; /* line 14: what it eats */
	size_t food_count;
};

/* Texts that are not said are NULL. */
struct settings {
	bool box_open; /* line 5: whether it is */
	unsigned int box_side; /* line 6: how long */
	const char *box_name; /* line 7: what it is called */
	const char *box_from; /* line 8: where it came from */
	struct settings_of_animal animals[SETTINGS_ANIMAL_COUNT];
	bool out_side_far; /* line 17: whether it is */
	unsigned int sea_lives; /* line 21: in it; a bit for each, 1 << the word */
};

/* The animal with this name, or -1; and the name of one. */
int settings_find_animal(const char *word);
const char *settings_animal_word(int animal);
const char *settings_colour_word(int word);
const char *settings_fish_word(int word);

#endif
