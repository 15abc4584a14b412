/* main.c: reads the command line, finds the command, says what went wrong. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cmd/context.h"
#include "command_functions.h"

enum { ARENA_BYTES = 512 << 20 }; /* of addresses: memory is only what is touched */

/* The log of the command that runs out of memory: an arena knows nothing of it. */
static const struct log *last_log;

_Noreturn static void out_of_memory(struct arena *a)
{
	(void)a;
	log_error(last_log, "not enough memory: the input needs more than 512 MiB");
	_exit(EXIT_ERROR);
}

static int make_arena(struct arena *a)
{
	void *at = mmap(NULL, ARENA_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (at == MAP_FAILED)
		return -1;
	arena_init(a, at, ARENA_BYTES, out_of_memory);
	return 0;
}

/* The default must be stable: podman calls without --root and with nearly no environment. */
static const char *root_of(struct context *c)
{
	const char *given = c->options.root, *runtime = getenv("XDG_RUNTIME_DIR");
	char cwd[PATH_MAX];

	if (!given && geteuid() != 0 && runtime && runtime[0] == '/')
		return take_format(&c->arena, "%s/urunc", runtime);
	if (!given)
		return "/run/urunc";
	if (given[0] == '/' || !getcwd(cwd, sizeof cwd))
		return given;
	return take_format(&c->arena, "%s/%s", cwd, given);
}

static void set_log(struct context *c)
{
	const struct options *o = &c->options;

	c->log.json = o->log_format == WORD_JSON;
	c->log.warnings = o->debug || (o->log_level && o->log_level <= WORD_WARNING && o->log_level >= WORD_TRACE);
	log_open(&c->log, o->log);
}

static int set_up(struct context *c, int argc, char **argv)
{
	if (options_parse(argc, argv, &c->options, &c->err) < 0)
		return -1;
	set_log(c);
	c->root = root_of(c);
	if (strspn(c->root, "/") == strlen(c->root))
		return fail(&c->err, 22, "option --root argument should not be set to /");
	return 0;
}

int main(int argc, char **argv)
{
	static struct context c = { .log = { .file = -1 } };
	int code = EXIT_ERROR;

	last_log = &c.log;
	if (make_arena(&c.arena) < 0) {
		log_error(&c.log, "not enough memory: 512 MiB of addresses are not to be had (ulimit -v)");
		return EXIT_ERROR;
	}
	warnings_init(&c.warnings, &c.arena);
	if (set_up(&c, argc, argv) == 0)
		code = command_functions[c.options.command](&c);
	for (size_t i = 0; i < c.warnings.n; i++)
		log_warning(&c.log, c.warnings.at[i]);
	if (c.err.num)
		log_error(&c.log, c.err.text);
	return code;
}
