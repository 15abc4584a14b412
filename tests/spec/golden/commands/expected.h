/*
 * commands_table.h: generated from tiny.spec by gen/commands.awk.  Change those, not this.
 * The parser, --help, the man page and the completion come from one table.
 */

#ifndef COMMANDS_TABLE_H
#define COMMANDS_TABLE_H

#include <stdbool.h>

enum command {
	COMMAND_NONE,
	COMMAND_ON,
	COMMAND_LIST,
	COMMAND_SWING,
	COMMAND_HANG,
	COMMAND_HELP,
	COMMAND_VERSION,
	COMMAND_DANCE, /* refused */
	COMMAND_COUNT
};

/* Values that are one of a few words; 0: the option was not given. */
enum word {
	WORD_NONE,
	WORD_TABLE,
	WORD_JSON,
	WORD_COUNT
};

/* What was said.  Texts are of argv, NULL when not given (an empty value counts as not given). */
struct options {
	enum command command;
	enum command help_of; /* of COMMAND_HELP; COMMAND_NONE: the program's */
	const char *room;
	const char *colour; /* COLOUR: what it is painted with; a|b */
	const char *topic;
	const char *house; /* DIR: where the rooms are */
	const char *bundle; /* DIR: what is hung */
	bool slowly;
	int watts; /* 0..100: how bright */
	enum word format; /* table|json */
};

/* For the parser, src/read/options.c. */
enum option {
	OPTION_NONE, /* accepted and ignored */
	OPTION_HELP,
	OPTION_VERSION,
	OPTION_ROOM,
	OPTION_COLOUR,
	OPTION_TOPIC,
	OPTION_HOUSE,
	OPTION_BUNDLE,
	OPTION_SLOWLY,
	OPTION_WATTS,
	OPTION_FORMAT,
};
enum option_kind { OPTION_IS_FLAG, OPTION_IS_TEXT, OPTION_IS_WORD, OPTION_IS_NUMBER };

struct option_row {
	unsigned short name; /* as the others, an offset for command_text */
	unsigned short value; /* what help calls the value */
	unsigned short most; /* of a number */
	unsigned char kind;
	unsigned char option;
	char letter; /* or 0 */
	unsigned commands; /* a bit for each; COMMAND_NONE: global */
	unsigned words; /* a bit for each */
};

struct command_row {
	unsigned short name;
	unsigned short help; /* all that --help prints */
	unsigned short usage; /* one line */
	unsigned short why; /* of a refused command */
	unsigned char exit; /* of a refused command; else 0 */
	unsigned char least, most; /* arguments */
	unsigned char endless; /* any number of further arguments: what stands behind the others is not looked at */
	unsigned char argument[2]; /* enum option */
};

enum { OPTION_ROWS = 9 };
extern const struct option_row option_rows[OPTION_ROWS];
extern const struct command_row command_rows[COMMAND_COUNT];

const char *command_text(unsigned offset);
const char *word_name(enum word);
/* COMMAND_NONE, WORD_NONE: there is none of that name. */
enum command command_by_name(const char *name);
enum word word_by_name(const char *name);
const char *command_name(enum command);
/* The whole text of --help, with its last new line; of COMMAND_NONE the program's. */
const char *command_help(enum command);
/* The exit code and the reason of a refused command; 0: it is not refused. */
int command_refused(enum command, const char **ret_why);
void option_set(struct options *o, enum option which, const char *text, int number);

#endif
