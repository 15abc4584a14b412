/* help.c: help, version, and the commands that other runtimes have and this one has not. */
#include "cmd/context.h"
#include "cmd/print.h"
#include "command_functions.h"

int cmd_help(struct context *c)
{
	enum command of = c->options.help_of;

	if (c->options.topic)
		of = command_by_name(c->options.topic);
	if (c->options.topic && of == COMMAND_NONE)
		return fail(&c->err, 22, "there is no command `%.40s`: see \"urunc --help\"", c->options.topic),
		       EXIT_ERROR;
	return print_string(command_help(of), &c->err) < 0 ? EXIT_ERROR : EXIT_OK;
}

/* dockerd reads the first line that has `version` in it; the second says which specification is meant. */
int cmd_version(struct context *c)
{
	static const char text[] = "urunc version " VERSION "\nspec: 1.3.0\n";

	return print_string(text, &c->err) < 0 ? EXIT_ERROR : EXIT_OK;
}

int cmd_refuse(struct context *c)
{
	const char *why;
	int code = command_refused(c->options.command, &why);

	fail(&c->err, 95, "%s", why);
	return code;
}
