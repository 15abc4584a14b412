/* settings_row.h: what the generated table of settings looks like (spec/settings.spec). */
#ifndef READ_SETTINGS_ROW_H
#define READ_SETTINGS_ROW_H

#include <stddef.h>
#include "settings_table.h"

enum settings_kind {
	SETTINGS_FLAG,
	SETTINGS_NUMBER,
	SETTINGS_TEXT,
	SETTINGS_PATH,
	SETTINGS_WORD,
	SETTINGS_WORDS,
	SETTINGS_TEXTS,
};

struct settings_row {
	unsigned short table, key; /* in settings_pool; a table with .* stands for several */
	unsigned char kind, set;
	unsigned short only; /* a bit for each of several tables that has the key; 0: all */
	unsigned int least, most; /* of a number */
	unsigned int number; /* defaults */
	unsigned short text;
};

struct settings_words {
	unsigned char first, count; /* in settings_word_at */
};

struct settings_value {
	unsigned int number; /* a flag, a number, a word, words as bits */
	const char *text;
	const char **texts;
	size_t count;
};

extern const struct settings_row settings_rows[];
extern const unsigned int settings_rows_count;
extern const struct settings_words settings_sets[];
extern const unsigned short settings_word_at[]; /* in settings_pool */
extern const unsigned int settings_several; /* the set of the names of the several tables */
extern const char settings_pool[];

/* Puts a value into its member; `one`: which of the several tables. */
void settings_set(unsigned int row, struct settings *s, int one, const struct settings_value *v);

/* The text of a word of a set, NULL if there is none such; and back: its number, or -1. */
const char *settings_word(unsigned int set, int word);
int settings_find(unsigned int set, const char *word);

#endif
