/* plan.c: prints everything that create and start would do; starts nothing, changes nothing, needs no root. */
#include <fcntl.h>
#include <unistd.h>

#include "cmd/context.h"
#include "cmd/network.h"
#include "cmd/prepare.h"
#include "cmd/print.h"
#include "command_functions.h"
#include "decide/start.h"

/* The links of a namespace that is there already, as start would find them now. */
static int look_at_links(struct context *context, struct plan *plan, struct error *err)
{
	struct start_facts facts = { .netns = plan->netns,
		.net_names_count = plan->net_names_count,
		.net_names = plan->net_names,
		.machine = plan->machine };
	const struct network_limits limits = start_limits(&facts);
	struct network *network = take(&context->arena, sizeof *network);
	struct links *links = take(&context->arena, sizeof *links);
	int fd = open(plan->netns, O_RDONLY | O_CLOEXEC), rc;

	if (fd < 0)
		return fail_errno(err, "the network namespace %s", plan->netns);
	rc = network_look(fd, links, err);
	close(fd);
	if (rc < 0 || network_decide(links, &limits, network, err) < 0 ||
	    start_add_links(&context->arena, &facts, network, err) < 0)
		return -1;
	plan->machine = facts.machine;
	return 0;
}

static void say_unknown(struct plan *plan)
{
	if (!plan->netns)
		plan_add_unknown(plan, "network: engines add links to a new namespace between create and start");
	else if (geteuid() != 0)
		plan_add_unknown(plan, "network: only root can look at the links of the network namespace");
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
	if (plan.netns && geteuid() == 0 && look_at_links(context, &plan, &context->err) < 0)
		return EXIT_ERROR;
	say_unknown(&plan);
	text_init(&out, &context->arena);
	if (plan_json(&context->arena, &plan, &out, &context->err) < 0 || print_text(&out, &context->err) < 0)
		return EXIT_ERROR;
	context->warnings.n = 0; /* they are in the plan */
	return EXIT_OK;
}
