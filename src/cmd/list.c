/* list.c: lists the containers under the root. */
#include <stdio.h>

#include "base/json_writer.h"
#include "cmd/container.h"
#include "cmd/print.h"
#include "command_functions.h"

struct listing {
	struct text out;
	struct json_writer json;
	const struct options *options;
};

static void add(struct listing *l, const struct container *c)
{
	const struct state_file *s = &c->state;
	int pid = c->at == STATE_STOPPED ? 0 : (int)s->pid;

	if (l->options->quiet) {
		text_format(&l->out, "%s\n", c->record.id);
	} else if (l->options->format == WORD_JSON) {
		json_object(&l->json, NULL);
		json_string(&l->json, "ociVersion", s->oci_version ? s->oci_version : "");
		json_string(&l->json, "id", c->record.id);
		json_number(&l->json, "pid", pid);
		json_string(&l->json, "status", state_name(c->at));
		json_string(&l->json, "bundle", s->bundle);
		json_string(&l->json, "rootfs", s->rootfs ? s->rootfs : "");
		json_string(&l->json, "created", s->created);
		json_string(&l->json, "owner", "root");
		json_end(&l->json, '}');
	} else {
		text_format(&l->out, "%-24s %-8d %-9s %-12s %-10s %-30s %s\n", c->record.id, pid, state_name(c->at),
		    s->guest ? s->guest : "-", s->monitor ? s->monitor : "-", s->created, s->bundle);
	}
}

static void begin(struct listing *l, struct context *context)
{
	text_init(&l->out, &context->arena);
	json_begin(&l->json, &l->out, false);
	if (l->options->quiet)
		return;
	if (l->options->format == WORD_JSON)
		json_array(&l->json, NULL);
	else
		text_format(&l->out, "%-24s %-8s %-9s %-12s %-10s %-30s %s\n", "ID", "PID", "STATUS", "GUEST",
		    "MONITOR", "CREATED", "BUNDLE");
}

int cmd_list(struct context *context)
{
	struct listing l = { .options = &context->options };
	const char **ids;
	size_t n;

	if (record_list(context->root, &context->arena, &ids, &n, &context->err) < 0)
		return EXIT_ERROR;
	begin(&l, context);
	for (size_t i = 0; i < n; i++) {
		struct container c;

		/* One that cannot be read does not hide the others, nor is it hidden: its process may live. */
		if (container_find(context, ids[i], NULL, &c, &context->err) < 0)
			log_told_warning(&context->log, context->err.text);
		else if (c.at != STATE_NONE)
			add(&l, &c);
		context->err.num = 0;
		container_close(&c);
	}
	if (!l.options->quiet && l.options->format == WORD_JSON) {
		json_end(&l.json, ']');
		text_byte(&l.out, '\n');
	}
	return print_text(&l.out, &context->err) < 0 ? EXIT_ERROR : EXIT_OK;
}
