/*
 * config_row.h: what the generated table of config.json looks like (spec/config.spec).  The rows are a tree: those beneath
 * an object, or beneath the items of a list, are the `count` rows from `first` on.  A level has at most 32 rows and mostly
 * few, so they are looked through one after the other: a hash or a search would cost more than it saves.
 */
#ifndef READ_CONFIG_ROW_H
#define READ_CONFIG_ROW_H

#include <stddef.h>

enum config_kind {
	CONFIG_STRING,
	CONFIG_BOOL,
	CONFIG_NUMBER,
	CONFIG_WORD,
	CONFIG_OBJECT,
	CONFIG_STRINGS, /* lists of ... */
	CONFIG_NUMBERS,
	CONFIG_WORDS,
	CONFIG_LIST, /* ... objects */
	CONFIG_MAP, /* name to string */
	CONFIG_NAMED, /* name to object */
};

enum config_fate { CONFIG_USE, CONFIG_HAND, CONFIG_IGNORE, CONFIG_REFUSE };

enum config_flag {
	CONFIG_MUST = 1, /* has to be there, and not empty */
	CONFIG_ABSOLUTE = 2, /* a path that begins with a slash */
	CONFIG_UNIQUE = 4, /* no second item of the list with this word */
};

struct config_row {
	unsigned short name; /* in config_pool */
	unsigned char len; /* of the name */
	unsigned char kind, fate, flags;
	unsigned char first, count; /* the rows beneath it */
	unsigned short
	    arg; /* numbers: a range; words: a set; list: size of an item; string: characters allowed, in config_pool */
	unsigned short why; /* in config_pool; only of refused ones */
};

struct config_range {
	long long least;
	unsigned long long most;
};

struct config_words {
	unsigned char first, count; /* in config_word_at */
	unsigned short open; /* in config_pool: other words with this prefix are only warned of */
};

struct config_value {
	const char *text; /* a string */
	unsigned long long number; /* a number as its bits, a bool, a word */
	void *list; /* the items of a list */
	size_t count;
};

extern const struct config_row config_rows[];
extern const unsigned char config_top; /* the first config_top rows are the fields of config.json itself */
extern const unsigned short config_parts[]; /* the rows of enum config_part */
extern const struct config_range config_ranges[];
extern const struct config_words config_sets[];
extern const unsigned short config_word_at[]; /* in config_pool */
extern const char config_pool[];

/* Puts a value into its member of item: struct config, or the struct of the list's items that the row belongs to. */
void config_set(unsigned int row, void *item, const struct config_value *v);

#endif
