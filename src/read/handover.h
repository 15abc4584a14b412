/*
 * handover.h: the command line when its container is another runtime's.  What that runtime knows better, such as the options
 * of exec, is not judged: it is enough to find who the container may be, and to leave out what only we know.
 */
#ifndef READ_HANDOVER_H
#define READ_HANDOVER_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "commands_table.h"

enum { HANDOVER_CANDIDATES = 16 };

struct handover_words {
	enum command command; /* COMMAND_NONE: none of ours */
	const char *root, *config; /* of the options of these names, as given last; NULL */
	const char *bundle; /* the same, of a command that we refuse: it makes a container */
	/*
	 * The words that may be the container's id, in order: the first that is no option, and those before it that may be
	 * the value of an option that we do not know.  Which of them is a container is for the caller to find out.
	 */
	const char *candidate[HANDOVER_CANDIDATES];
	size_t candidates;
};

/* Reads what options_parse() would refuse, too; texts belong to argv. */
void handover_scan(int argc, char **argv, struct handover_words *ret);

/*
 * The same command line for a runtime (a row of handover.spec; -1: one that has none) as its argv: NAME, the options of the
 * program (where ours stood behind the command, too), the command and the rest.  Without a root in it, ours is named.  Dropped
 * options are left out.  Arguments of a command that we refuse ourselves stay as they stand.
 */
char **handover_argv(struct arena *a, int argc, char **argv, int runtime, const char *name, const char *root);

#endif
