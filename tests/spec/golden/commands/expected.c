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
	/* 65 */ "swing" "\0"
	/* 71 */ "lamp swing [OPTION...] ROOM [PUSH...]" "\0"
	/* 109 */ "hang" "\0"
	/* 114 */ "lamp hang [OPTION...] ROOM" "\0"
	/* 141 */ "help" "\0"
	/* 146 */ "lamp help [OPTION...] [TOPIC]" "\0"
	/* 176 */ "version" "\0"
	/* 184 */ "lamp version [OPTION...]" "\0"
	/* 209 */ "dance" "\0"
	/* 215 */ "lamp dance [OPTION...]" "\0"
	/* 238 */ "a lamp cannot dance" "\0"
	/* 258 */ "table" "\0"
	/* 264 */ "json" "\0"
	/* 269 */ "house" "\0"
	/* 275 */ "DIR" "\0"
	/* 279 */ "voltage" "\0"
	/* 287 */ "VOLTS" "\0"
	/* 293 */ "bundle" "\0"
	/* 300 */ "slowly" "\0"
	/* 307 */ "watts" "\0"
	/* 313 */ "0..100" "\0"
	/* 320 */ "format" "\0"
	/* 327 */ "table|json" "\0"
	/* 338 */ "colour" "\0"
	/* 345 */ "COLOUR" "\0"
	/* 352 */ "Usage: lamp [OPTION...] COMMAND [OPTION...] [ARGUMENT...]\n\nlamp lights a room.\n\nIt hangs from the ceiling. Nobody has to climb: that is what the command line is\nfor, and the reason for a text that is long enough to be wrapped.\n\nCommands:\n  on        lights a lamp\n  list      lists the lamps\n  swing     moves a lamp\n  hang      adds a lamp\n  help      prints help\n  version   prints the version\n\nOptions of all commands:\n      --house DIR         where the rooms are\n  -h, --help              prints help\n  -v, --version           prints the version\n      --voltage VOLTS     measured; ignored\n\n\"lamp COMMAND --help\" says more about a command.\nNot here: dance.\n" "\0"
	/* 1015 */ "Usage: lamp on [OPTION...] ROOM [COLOUR]\n\nlamp on lights a lamp.\n\nThe colour is \\white if none is named.\n\nOptions:\n  -s, --slowly            takes its time\n  -w, --watts N           how bright\n\n\"lamp --help\" has the options of all commands.\n" "\0"
	/* 1257 */ "Usage: lamp list [OPTION...]\n\nlamp list lists the lamps.\n\nOptions:\n  -f, --format table|json\n                          the form of the list\n\n\"lamp --help\" has the options of all commands.\n" "\0"
	/* 1446 */ "Usage: lamp swing [OPTION...] ROOM [PUSH...]\n\nlamp swing moves a lamp.\n\n\"lamp --help\" has the options of all commands.\n" "\0"
	/* 1566 */ "Usage: lamp hang [OPTION...] ROOM\n\nlamp hang adds a lamp.\n\nOptions:\n  -b, --bundle DIR        what is hung\n  -s, --slowly            takes its time\n      --colour COLOUR     what it is painted with; a|b\n\n\"lamp --help\" has the options of all commands.\n" "\0"
	/* 1818 */ "Usage: lamp help [OPTION...] [TOPIC]\n\nlamp help prints help.\n\n\"lamp --help\" has the options of all commands.\n" "\0"
	/* 1928 */ "Usage: lamp version [OPTION...]\n\nlamp version prints the version.\n\n\"lamp --help\" has the options of all commands.\n" "\0"
	/* 2043 */ "a lamp cannot dance\n" "\0";

const struct option_row option_rows[OPTION_ROWS] = {
	{ 269, 275, 0, OPTION_IS_TEXT, OPTION_HOUSE, 0, 1u << COMMAND_NONE, 0 }, /* line 18: --house */
	{ 141, 0, 0, OPTION_IS_FLAG, OPTION_HELP, 'h', 1u << COMMAND_NONE, 0 }, /* line 19: --help */
	{ 176, 0, 0, OPTION_IS_FLAG, OPTION_VERSION, 'v', 1u << COMMAND_NONE, 0 }, /* line 20: --version */
	{ 279, 287, 0, OPTION_IS_TEXT, OPTION_NONE, 0, 1u << COMMAND_NONE, 0 }, /* line 21: --voltage */
	{ 293, 275, 0, OPTION_IS_TEXT, OPTION_BUNDLE, 'b', 1u << COMMAND_HANG, 0 }, /* line 22: --bundle */
	{ 300, 0, 0, OPTION_IS_FLAG, OPTION_SLOWLY, 's', 1u << COMMAND_ON | 1u << COMMAND_HANG, 0 }, /* line 23: --slowly */
	{ 307, 313, 100, OPTION_IS_NUMBER, OPTION_WATTS, 'w', 1u << COMMAND_ON, 0 }, /* line 24: --watts */
	{ 320, 327, 0, OPTION_IS_WORD, OPTION_FORMAT, 'f', 1u << COMMAND_LIST, 1u << WORD_TABLE | 1u << WORD_JSON }, /* line 25: --format */
	{ 338, 345, 0, OPTION_IS_TEXT, OPTION_COLOUR, 0, 1u << COMMAND_HANG, 0 }, /* line 26: --colour */
};

const struct command_row command_rows[COMMAND_COUNT] = {
	[COMMAND_NONE] = { .help = 352 },
	[COMMAND_ON] = { 1, 1015, 4, 0, 0, 1, 2, 0, { OPTION_ROOM, OPTION_COLOUR, } }, /* line 9 */
	[COMMAND_LIST] = { 38, 1257, 43, 0, 0, 0, 0, 0, { 0 } }, /* line 11 */
	[COMMAND_SWING] = { 65, 1446, 71, 0, 0, 1, 1, 1, { OPTION_ROOM, } }, /* line 12 */
	[COMMAND_HANG] = { 109, 1566, 114, 0, 0, 1, 1, 0, { OPTION_ROOM, } }, /* line 13 */
	[COMMAND_HELP] = { 141, 1818, 146, 0, 0, 0, 1, 0, { OPTION_TOPIC, } }, /* line 14 */
	[COMMAND_VERSION] = { 176, 1928, 184, 0, 0, 0, 0, 0, { 0 } }, /* line 15 */
	[COMMAND_DANCE] = { 209, 2043, 215, 238, 7, 0, 0, 0, { 0 } }, /* line 16 */
};

static const unsigned short words[WORD_COUNT] = {
	[WORD_TABLE] = 258,
	[WORD_JSON] = 264,
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
