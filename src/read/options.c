/* options.c: see options.h. */
#include "read/options.h"

#include <errno.h>
#include <string.h>
#include "base/show.h"
#include "read/options_find.h"

struct parse {
	int argc, at;
	char **argv;
	int args; /* arguments of the command so far */
	bool no_more_options;
	bool help, version;
	struct options o;
	struct error *err;
};

/* What Go's strconv.ParseBool takes, for engines that say --debug=true. */
static int flag_value(const char *value)
{
	static const char yes[] = "1\0t\0T\0TRUE\0true\0True\0", no[] = "0\0f\0F\0FALSE\0false\0False\0";

	for (const char *w = yes; *w; w += strlen(w) + 1)
		if (!strcmp(value, w))
			return 1;
	for (const char *w = no; *w; w += strlen(w) + 1)
		if (!strcmp(value, w))
			return 0;
	return -1;
}

static int number_value(const char *value, int most)
{
	int n = 0;

	for (const char *c = value; *c; c++) {
		if (*c < '0' || *c > '9')
			return -1;
		n = n * 10 + (*c - '0');
		if (n > most)
			return -1;
	}
	return n;
}

static int wrong_value(const struct parse *p, const struct option_row *row, const char *value, const char *wanted)
{
	char shown[SHOW_MAX];

	return fail(p->err, EINVAL, "invalid %s: %s (%s)", command_text(row->name), show_in(shown, value), wanted);
}

static int set_flag(struct parse *p, const struct option_row *row, const char *value)
{
	int on = value ? flag_value(value) : 1;

	if (on < 0)
		return wrong_value(p, row, value, "it is a flag: true or false");
	if (row->option == OPTION_HELP)
		p->help = on;
	else if (row->option == OPTION_VERSION)
		p->version = on;
	else
		option_set(&p->o, row->option, NULL, on);
	return 0;
}

static int set_value(struct parse *p, const struct option_row *row, const char *value)
{
	int number = 0;

	if (!*value) {
		option_set(&p->o, row->option, NULL, 0);
		return 0;
	}
	if (row->kind == OPTION_IS_WORD) {
		number = (int)word_by_name(value);
		if (!(row->words >> number & 1))
			return wrong_value(p, row, value, command_text(row->value));
	}
	if (row->kind == OPTION_IS_NUMBER) {
		number = number_value(value, row->most);
		if (number < 0)
			return wrong_value(p, row, value, command_text(row->value));
	}
	option_set(&p->o, row->option, value, number);
	return 0;
}

static int read_option(struct parse *p, const char *arg)
{
	struct said s = option_split(arg);
	const struct option_row *row = option_find(p->o.command, &s, p->err);
	char shown[SHOW_MAX];

	if (!row)
		return -1;
	if (row->kind == OPTION_IS_FLAG)
		return set_flag(p, row, s.value);
	if (s.value)
		return set_value(p, row, s.value);
	if (p->at == p->argc)
		return fail(
		    p->err, EINVAL, "the option %s needs a value: %s", show_in(shown, arg), command_text(row->value));
	return set_value(p, row, p->argv[p->at++]);
}

static bool is_refused(enum command c)
{
	const char *why;

	return command_refused(c, &why) != 0;
}

static int read_command(struct parse *p, const char *arg)
{
	if (command_find(arg, &p->o.command, p->err))
		return -1;
	if (is_refused(p->o.command))
		p->at = p->argc; /* its arguments are nobody's: not even --help may succeed */
	return 0;
}

static int read_argument(struct parse *p, const char *arg)
{
	const struct command_row *row = &command_rows[p->o.command];

	if (p->args < row->most)
		option_set(&p->o, row->argument[p->args], arg, 0);
	p->args++;
	return 0;
}

/* Has the command all its arguments, and does it take any further words as they are? */
static bool is_behind(const struct parse *p)
{
	const struct command_row *row = &command_rows[p->o.command];

	return row->endless && p->args >= row->most;
}

static int read_one(struct parse *p)
{
	const char *arg = p->argv[p->at++];

	if (!p->no_more_options && !is_behind(p) && arg[0] == '-' && arg[1]) {
		if (strcmp(arg, "--"))
			return read_option(p, arg);
		p->no_more_options = true;
		return 0;
	}
	return p->o.command ? read_argument(p, arg) : read_command(p, arg);
}

/* The texts are those of runc and urunc. */
static int count_arguments(const struct parse *p)
{
	const struct command_row *row = &command_rows[p->o.command];
	bool exactly = row->least == row->most && !row->endless, few = p->args < row->least;
	const char *how = exactly ? "exactly" : few ? "a minimum of" : "a maximum of";

	if (!few && (p->args <= row->most || row->endless))
		return 0;
	return fail(p->err, EINVAL, "\"%s\" requires %s %d argument(s): %s", command_name(p->o.command), how,
	    few ? row->least : row->most, command_text(row->usage));
}

static void ask_help(struct parse *p, enum command of)
{
	p->o.help_of = of;
	p->o.command = COMMAND_HELP;
}

/* What was asked, when all is read. */
static int settle(struct parse *p)
{
	enum command topic;

	if (is_refused(p->o.command))
		return 0;
	if (p->help || (!p->o.command && !p->version)) {
		ask_help(p, p->o.command);
		return 0;
	}
	if (p->version) {
		p->o.command = COMMAND_VERSION;
		return 0;
	}
	if (count_arguments(p))
		return -1;
	if (p->o.command != COMMAND_HELP || !p->o.topic)
		return 0;
	if (command_find(p->o.topic, &topic, p->err))
		return -1;
	if (is_refused(topic))
		p->o.command = topic;
	else
		ask_help(p, topic);
	return 0;
}

static int parse(struct parse *p)
{
	while (p->at < p->argc)
		if (read_one(p))
			return -1;
	return settle(p);
}

int options_parse(int argc, char **argv, struct options *ret, struct error *err)
{
	struct parse p = { .argc = argc, .at = 1, .argv = argv, .err = err };
	int bad = parse(&p);

	if (bad)
		*ret = (struct options){
			.log = p.o.log, .log_format = p.o.log_format, .log_level = p.o.log_level, .debug = p.o.debug
		};
	else
		*ret = p.o;
	return bad;
}
