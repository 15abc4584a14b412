/* context.h: what every command is given. */
#ifndef CMD_CONTEXT_H
#define CMD_CONTEXT_H

#include "base/arena.h"
#include "base/error.h"
#include "base/log.h"
#include "base/trace.h"
#include "base/warnings.h"
#include "cmd/timeline.h"
#include "read/options.h"

struct context {
	struct arena arena;
	struct options options;
	struct warnings warnings;
	struct log log;
	struct trace trace;
	struct timeline timeline;
	struct error err; /* why the command failed; main prints it once */
	int argc; /* the command line as it came: for who takes our place */
	char **argv;
	const char *root; /* of the state directories; absolute */
};

/* Where containers are recorded, absolute: as GIVEN with --root, or NULL. */
const char *context_root(struct context *c, const char *given);

enum { EXIT_OK = 0, EXIT_ERROR = 1 };

/*
 * A command (command_functions.h) returns the exit code of the program; when it fails, context->err says why and main
 * prints it, once.
 */

#endif
