/*
 * commands_table.c: generated from tiny.spec by gen/commands.awk.  Change those, not this.
 * The parser, --help, the man page and the completion come from one table.
 */

#include "commands_table.h"
#include <string.h>

static const char pool[] =
	"\0"
	/* 1 */ "on" "\0"
	/* 4 */ "lamp on [OPTION...] ROOM [COLOUR]" "\0"
	/* 38 */ "list" "\0"
	/* 43 */ "lamp list [OPTION...]" "\0"
	/* 65 */ "hang" "\0"
	/* 70 */ "lamp hang [OPTION...] ROOM" "\0"
	/* 97 */ "help" "\0"
	/* 102 */ "lamp help [OPTION...] [TOPIC]" "\0"
	/* 132 */ "version" "\0"
	/* 140 */ "lamp version [OPTION...]" "\0"
	/* 165 */ "dance" "\0"
	/* 171 */ "lamp dance [OPTION...]" "\0"
	/* 194 */ "a lamp cannot dance" "\0"
	/* 214 */ "table" "\0"
	/* 220 */ "json" "\0"
	/* 225 */ "house" "\0"
	/* 231 */ "DIR" "\0"
	/* 235 */ "voltage" "\0"
	/* 243 */ "VOLTS" "\0"
	/* 249 */ "bundle" "\0"
	/* 256 */ "slowly" "\0"
	/* 263 */ "watts" "\0"
	/* 269 */ "0..100" "\0"
	/* 276 */ "format" "\0"
	/* 283 */ "table|json" "\0"
	/* 294 */ "colour" "\0"
	/* 301 */ "COLOUR" "\0"
	/* 308 */ "Usage: lamp [OPTION...] COMMAND [OPTION...] [ARGUMENT...]\n\nlamp lights a room.\n\nIt hangs from the ceiling. Nobody has to climb: that is what the command line is\nfor, and the reason for a text that is long enough to be wrapped.\n\nCommands:\n  on        lights a lamp\n  list      lists the lamps\n  hang      adds a lamp\n  help      prints help\n  version   prints the version\n\nOptions of all commands:\n      --house DIR         where the rooms are\n  -h, --help              prints help\n  -v, --version           prints the version\n      --voltage VOLTS     measured; ignored\n\n\"lamp COMMAND --help\" says more about a command.\nNot here: dance.\n" "\0"
	/* 946 */ "Usage: lamp on [OPTION...] ROOM [COLOUR]\n\nlamp on lights a lamp.\n\nThe colour is \\white if none is named.\n\nOptions:\n  -s, --slowly            takes its time\n  -w, --watts N           how bright\n\n\"lamp --help\" has the options of all commands.\n" "\0"
	/* 1188 */ "Usage: lamp list [OPTION...]\n\nlamp list lists the lamps.\n\nOptions:\n  -f, --format table|json\n                          the form of the list\n\n\"lamp --help\" has the options of all commands.\n" "\0"
	/* 1377 */ "Usage: lamp hang [OPTION...] ROOM\n\nlamp hang adds a lamp.\n\nOptions:\n  -b, --bundle DIR        what is hung\n  -s, --slowly            takes its time\n      --colour COLOUR     what it is painted with; a|b\n\n\"lamp --help\" has the options of all commands.\n" "\0"
	/* 1629 */ "Usage: lamp help [OPTION...] [TOPIC]\n\nlamp help prints help.\n\n\"lamp --help\" has the options of all commands.\n" "\0"
	/* 1739 */ "Usage: lamp version [OPTION...]\n\nlamp version prints the version.\n\n\"lamp --help\" has the options of all commands.\n" "\0"
	/* 1854 */ "a lamp cannot dance\n" "\0";

const struct option_row option_rows[OPTION_ROWS] = {
	{ 225, 231, 0, OPTION_IS_TEXT, OPTION_HOUSE, 0, 1u << COMMAND_NONE, 0 }, /* line 17: --house */
	{ 97, 0, 0, OPTION_IS_FLAG, OPTION_HELP, 'h', 1u << COMMAND_NONE, 0 }, /* line 18: --help */
	{ 132, 0, 0, OPTION_IS_FLAG, OPTION_VERSION, 'v', 1u << COMMAND_NONE, 0 }, /* line 19: --version */
	{ 235, 243, 0, OPTION_IS_TEXT, OPTION_NONE, 0, 1u << COMMAND_NONE, 0 }, /* line 20: --voltage */
	{ 249, 231, 0, OPTION_IS_TEXT, OPTION_BUNDLE, 'b', 1u << COMMAND_HANG, 0 }, /* line 21: --bundle */
	{ 256, 0, 0, OPTION_IS_FLAG, OPTION_SLOWLY, 's', 1u << COMMAND_ON | 1u << COMMAND_HANG, 0 }, /* line 22: --slowly */
	{ 263, 269, 100, OPTION_IS_NUMBER, OPTION_WATTS, 'w', 1u << COMMAND_ON, 0 }, /* line 23: --watts */
	{ 276, 283, 0, OPTION_IS_WORD, OPTION_FORMAT, 'f', 1u << COMMAND_LIST, 1u << WORD_TABLE | 1u << WORD_JSON }, /* line 24: --format */
	{ 294, 301, 0, OPTION_IS_TEXT, OPTION_COLOUR, 0, 1u << COMMAND_HANG, 0 }, /* line 25: --colour */
};

const struct command_row command_rows[COMMAND_COUNT] = {
	[COMMAND_NONE] = { .help = 308 },
	[COMMAND_ON] = { 1, 946, 4, 0, 0, 1, 2, { OPTION_ROOM, OPTION_COLOUR, } }, /* line 9 */
	[COMMAND_LIST] = { 38, 1188, 43, 0, 0, 0, 0, { 0 } }, /* line 11 */
	[COMMAND_HANG] = { 65, 1377, 70, 0, 0, 1, 1, { OPTION_ROOM, } }, /* line 12 */
	[COMMAND_HELP] = { 97, 1629, 102, 0, 0, 0, 1, { OPTION_TOPIC, } }, /* line 13 */
	[COMMAND_VERSION] = { 132, 1739, 140, 0, 0, 0, 0, { 0 } }, /* line 14 */
	[COMMAND_DANCE] = { 165, 1854, 171, 194, 7, 0, 0, { 0 } }, /* line 15 */
};

static const unsigned short words[WORD_COUNT] = {
	[WORD_TABLE] = 214,
	[WORD_JSON] = 220,
};

const char *command_text(unsigned offset)
{
	return pool + offset;
}

const char *word_name(enum word word)
{
	return pool + words[word];
}

enum word word_by_name(const char *name)
{
	for (int i = 1; i < WORD_COUNT; i++)
		if (strcmp(pool + words[i], name) == 0)
			return (enum word)i;
	return WORD_NONE;
}

enum command command_by_name(const char *name)
{
	for (int i = 1; i < COMMAND_COUNT; i++)
		if (strcmp(pool + command_rows[i].name, name) == 0)
			return (enum command)i;
	return COMMAND_NONE;
}

const char *command_name(enum command command)
{
	return pool + command_rows[command].name;
}

const char *command_help(enum command command)
{
	return pool + command_rows[command].help;
}

int command_refused(enum command command, const char **ret_why)
{
	if (command_rows[command].exit)
		*ret_why = pool + command_rows[command].why;
	return command_rows[command].exit;
}

void option_set(struct options *o, enum option which, const char *text, int number)
{
	switch (which) {
	case OPTION_ROOM:
		o->room = text;
		break;
	case OPTION_COLOUR:
		o->colour = text;
		break;
	case OPTION_TOPIC:
		o->topic = text;
		break;
	case OPTION_HOUSE:
		o->house = text;
		break;
	case OPTION_BUNDLE:
		o->bundle = text;
		break;
	case OPTION_SLOWLY:
		o->slowly = number != 0;
		break;
	case OPTION_WATTS:
		o->watts = number;
		break;
	case OPTION_FORMAT:
		o->format = (enum word)number;
		break;
	case OPTION_NONE:
	case OPTION_HELP:
	case OPTION_VERSION:
		break;
	}
}
