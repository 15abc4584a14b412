/* main.c: reads the command line, finds the command, says what went wrong. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "act/inherit.h"
#include "cmd/context.h"
#include "cmd/handover.h"
#include "command_functions.h"
#include "record/record.h"

/* Of addresses: memory is only what is touched.  Less where the host or a limit counts all of them (overcommit_memory 2). */
enum { ARENA_BYTES = 512 << 20, ARENA_BYTES_LEAST = 32 << 20 };

/* The log of the command that runs out of memory: an arena knows nothing of it. */
static struct log *last_log;

_Noreturn static void out_of_memory(struct arena *a)
{
	char text[80];

	snprintf(text, sizeof text, "not enough memory: the input needs more than %zu MiB", a->size >> 20);
	log_error(last_log, text);
	_exit(EXIT_ERROR);
}

static int make_arena(struct arena *a)
{
	for (size_t size = ARENA_BYTES; size >= ARENA_BYTES_LEAST; size /= 2) {
		void *at = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

		if (at == MAP_FAILED)
			continue;
		arena_init(a, at, size, out_of_memory);
		return 0;
	}
	return -1;
}

/* The default must be stable: podman calls without --root and with nearly no environment. */
const char *context_root(struct context *c, const char *given)
{
	const char *runtime = getenv("XDG_RUNTIME_DIR");
	char cwd[PATH_MAX];

	if (!given && geteuid() != 0 && runtime && runtime[0] == '/')
		return take_format(&c->arena, "%s/urunc", runtime);
	if (!given)
		return "/run/urunc";
	if (given[0] == '/' || !getcwd(cwd, sizeof cwd))
		return given;
	return take_format(&c->arena, "%s/%s", cwd, given);
}

/* Warnings are shown only to who asks: a success writes nothing at the default level. */
static bool wants_warnings(const struct options *o)
{
	switch (o->log_level) {
	case WORD_TRACE:
	case WORD_DEBUG:
	case WORD_INFO:
	case WORD_WARN:
	case WORD_WARNING:
		return true;
	default:
		return o->debug;
	}
}

static void set_log(struct context *c)
{
	c->log.json = c->options.log_format == WORD_JSON;
	c->log.warnings = wants_warnings(&c->options);
	c->log.path = c->options.log;
}

static int set_up(struct context *c, int argc, char **argv)
{
	int rc = options_parse(argc, argv, &c->options, &c->err);
	struct error why;

	/* Another runtime's container: what it makes of its options is its own, so mistakes are not told before. */
	c->argc = argc;
	c->argv = argv;
	if (handover_command(c, &why) < 0) {
		c->err = why;
		rc = -1;
	}
	set_log(c); /* a mistake on the command line goes to the log that it names, too */
	if (rc < 0)
		return -1;
	trace_open(&c->trace, c->options.trace, command_name(c->options.command));
	c->root = context_root(c, c->options.root);
	if (strspn(c->root, "/") == strlen(c->root))
		return fail(&c->err, EINVAL, "option --root argument should not be set to /");
	return 0;
}

static int run(struct context *c)
{
	unsigned long long begin = trace_begin(&c->trace);
	const char *name = command_name(c->options.command), *id = c->options.id;
	int code = command_functions[c->options.command](c);
	struct error no_id;

	/* An id that is none may hold anything, a quote too. */
	trace_end(&c->trace, begin, "command", name, id && record_check_id(id, &no_id) == 0 ? id : "");
	return code;
}

int main(int argc, char **argv)
{
	static struct context c = { .log = { .file = -1 }, .trace = { .file = -1 } };
	int code = EXIT_ERROR;

	last_log = &c.log;
	if (inherit_mend(&c.err) < 0) {
		log_error(&c.log, c.err.text);
		return EXIT_ERROR;
	}
	if (make_arena(&c.arena) < 0) {
		log_error(&c.log, "not enough memory: 32 MiB of addresses are not to be had (ulimit -v)");
		return EXIT_ERROR;
	}
	warnings_init(&c.warnings, &c.arena);
	if (set_up(&c, argc, argv) == 0)
		code = run(&c);
	for (size_t i = 0; i < c.warnings.n; i++)
		log_warning(&c.log, c.warnings.at[i]);
	if (c.err.num)
		log_error(&c.log, c.err.text);
	return code;
}
