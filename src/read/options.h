/*
 * options.h: the command line, read by the table of commands.spec.  `--opt value`, `--opt=value`, the same with one dash,
 * `-x value`, `-x=value`; options and arguments in any order, `--` ends the options.  A flag may be said to be off, as in
 * `--debug=false`.  The last of an option said twice counts, and an empty value counts as none: so do other runtimes.
 */
#ifndef READ_OPTIONS_H
#define READ_OPTIONS_H

#include "base/error.h"
#include "commands_table.h"

/*
 * Fills ret; its texts belong to argv.  What was asked with --help or -h is COMMAND_HELP of ret->help_of, no command at all
 * is COMMAND_HELP of the program.  A refused command is read no further: command_refused() has its exit code and reason.
 * Errors: EINVAL, naming the option or command, and the nearest that exists.  Then ret has, of what came before the mistake,
 * only what concerns the log: engines read the reason there.
 */
int options_parse(int argc, char **argv, struct options *ret, struct error *err);

#endif
