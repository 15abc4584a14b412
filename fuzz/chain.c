/*
 * chain.c: from an image to a monitor's command line.  Three parts, a byte 1e between them: config.json, urunc.json, the
 * guest's kernel file.
 */
#include "fuzz.h"

#include <string.h>
#include "config_table.h"
#include "decide/monitor.h"
#include "decide/plan.h"
#include "decide/start.h"
#include "read/annotations.h"
#include "read/config.h"
#include "read/guest_binary.h"
#include "read/json.h"
#include "read/resolv.h"
#include "read/settings.h"

#define MONITOR_PATH "/usr/bin/monitor"

struct part {
	const char *at;
	size_t len;
};

static struct part cut(struct part *rest)
{
	const char *end = memchr(rest->at, 0x1e, rest->len);
	struct part ret = { rest->at, end ? (size_t)(end - rest->at) : rest->len };

	rest->at += ret.len + (end != NULL);
	rest->len -= ret.len + (end != NULL);
	return ret;
}

struct road {
	struct config config;
	struct settings settings;
	struct annotations annotations;
	struct guest_binary binary;
	struct resolv resolv;
	struct plan_input in;
	struct plan plan;
	struct warnings warnings;
};

static int read_all(struct arena *a, struct road *r, struct part rest, struct error *err)
{
	struct part config = cut(&rest), image = cut(&rest);
	const struct json_source source = { image.at, image.len, "urunc.json", 1 << 20 };
	const struct bytes kernel = bytes_of_memory("/kernel", rest.at, rest.len);
	struct annotation_file bundle = { "config.json", NULL, 0 }, file = { "urunc.json", NULL, 0 };
	enum annotation_source from;
	struct pair *pairs = NULL;

	settings_defaults(&r->settings);
	if (config_read(a, config.at, config.len, "config.json", &r->config, &r->warnings, err) < 0 ||
	    json_pairs(a, &source, ANNOTATION_PREFIX, &pairs, &file.n, err) < 0)
		return -1;
	file.pairs = pairs;
	bundle.pairs = r->config.annotations;
	bundle.n = r->config.annotations_count;
	if (annotations_choose(a, &bundle, &file, &r->annotations, &from, &r->warnings, err) < 0 ||
	    guest_binary_read(a, &kernel, &r->binary, err) < 0)
		return -1;
	r->in.binary_path = from == FROM_NOWHERE ? "/kernel" : r->annotations.binary;
	r->in.binary_is_program = from == FROM_NOWHERE;
	return 0;
}

static int decide(struct arena *a, struct road *r, struct error *err)
{
	struct plan_input *in = &r->in;

	in->arena = a;
	in->warnings = &r->warnings;
	in->id = "c";
	in->bundle = "/b";
	in->rootfs = "/b/rootfs";
	in->config = &r->config;
	in->settings = &r->settings;
	in->annotations = &r->annotations;
	in->binary = &r->binary;
	in->resolv = &r->resolv;
	in->arch = "x86_64";
	in->host_cpus = 4;
	in->host_memory = 8ULL << 30;
	return plan_make(in, &r->plan, err);
}

/* A word stays a word, whatever it holds: with a tame text in place of the guest's there are as many. */
static void check_words(struct arena *a, struct machine *m, const struct words *words)
{
	struct machine tame = *m;
	struct error err = { 0 };
	struct words others;

	must(words->n >= 1 && !strcmp(words->at[0], MONITOR_PATH) && !words->at[words->n]);
	if (tame.cmdline)
		tame.cmdline = "x";
	must(form_argv(a, &tame, &others, &err) == 0);
	must(others.n == words->n);
	for (size_t i = 0; i < words->n; i++)
		must(!strcmp(words->at[i], others.at[i]) || (m->cmdline && strstr(words->at[i], m->cmdline)));
}

static void check_images(const struct plan *plan)
{
	for (size_t i = 0; i < plan->images_count; i++)
		must(!strncmp(plan->images[i].target, "/guest/", 7) && !strstr(plan->images[i].target, ".."));
}

void fuzz_one(struct arena *a, unsigned char *bytes, size_t len)
{
	struct road *r = take(a, sizeof *r);
	struct network *network = take(a, sizeof *network);
	struct start_facts facts;
	struct error err = { 0 };
	struct text record;
	struct words words;

	warnings_init(&r->warnings, a);
	if (read_all(a, r, (struct part){ (const char *)bytes, len }, &err) < 0 || decide(a, r, &err) < 0) {
		must_explain(&err);
		return;
	}
	check_images(&r->plan);
	r->plan.machine.binary = MONITOR_PATH;
	r->plan.machine.data = "/firmware";
	text_init(&record, a);
	start_write(&r->plan, &record);
	must(start_read(a, record.at, record.used, &facts, &err) == 0);
	if (start_add_links(a, &facts, network, &err) < 0 || form_settle(a, &facts.machine, &err) < 0 ||
	    form_check(&facts.machine, &err) < 0 || form_argv(a, &facts.machine, &words, &err) < 0) {
		must_explain(&err);
		return;
	}
	check_words(a, &facts.machine, &words);
}
