/* plan.c: prints everything that create and start would do; starts nothing, changes nothing, needs no root. */
#include <unistd.h>

#include "cmd/context.h"
#include "cmd/prepare.h"
#include "cmd/print.h"
#include "command_functions.h"

static void say_unknown(struct plan *plan)
{
	plan_add_unknown(plan, "network: the links of the container's network namespace are read at start");
	if (geteuid() != 0)
		plan_add_unknown(plan, "without root: whether namespaces, cgroups and devices can really be had");
}

int cmd_plan(struct context *context)
{
	const char *id = context->options.id ? context->options.id : "plan";
	struct plan plan;
	struct text out;

	if (record_check_id(id, &context->err) < 0 || prepare_plan(context, id, &plan, &context->err) < 0)
		return EXIT_ERROR;
	say_unknown(&plan);
	text_init(&out, &context->arena);
	if (plan_json(&context->arena, &plan, &out, &context->err) < 0 || print_text(&out, &context->err) < 0)
		return EXIT_ERROR;
	context->warnings.n = 0; /* they are in the plan */
	return EXIT_OK;
}
