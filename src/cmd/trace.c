/* trace.c: draws what --trace FILE has written. */
#include "cmd/context.h"
#include "cmd/print.h"
#include "command_functions.h"
#include "decide/trace_picture.h"
#include "look/file.h"
#include "read/trace_file.h"

int cmd_trace(struct context *context)
{
	const char *file = context->options.file;
	struct trace_file trace;
	struct text out;
	size_t len;
	char *bytes;

	if (look_read_file(&context->arena, file, TRACE_BYTES, &bytes, &len, &context->err) < 0 ||
	    trace_file_read(&context->arena, bytes, len, file, &trace, &context->err) < 0)
		return EXIT_ERROR;
	text_init(&out, &context->arena);
	trace_picture(&context->arena, &trace, &out);
	return print_text(&out, &context->err) < 0 ? EXIT_ERROR : EXIT_OK;
}
