/*
 * chain.c: from an image to a monitor's command line.  Three parts, a byte 1e between them: config.json, urunc.json, the
 * guest's kernel file.
 */
#include "fuzz.h"

#include "config_table.h"
#include "decide/form_table.h"
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
	struct part config = part_cut(&rest), image = part_cut(&rest);
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

/* What a source is, as its name says. */
static void look_at(struct plan_mount *m)
{
	static const char *const suffixes[] = { ".none", ".file", ".directory", ".block", ".socket", ".other" };
	const char *suffix = m->source ? strrchr(m->source, '.') : NULL;

	if (!mount_is_given(m))
		return;
	m->kind = SOURCE_DIRECTORY;
	m->size = strlen(m->destination) * 10;
	for (size_t i = 0; suffix && i < sizeof suffixes / sizeof *suffixes; i++)
		if (!strcmp(suffix, suffixes[i]))
			m->kind = (enum source_kind)i;
	m->missing = m->kind == SOURCE_UNKNOWN ? "not there" : NULL;
}

static int decide(struct arena *a, struct road *r, size_t hosts, struct error *err)
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
	mounts_read(a, &r->config, in->bundle, &in->mounts, &in->mounts_count);
	for (size_t i = 0; i < in->mounts_count; i++)
		look_at(&in->mounts[i]);
	/* What a host has is not part of the input; that it differs is: by its length. */
	in->arch = hosts & 1 ? "aarch64" : "x86_64";
	in->kvm = hosts & 2;
	in->resctrl = in->no_new_keyring = hosts & 4;
	r->settings.timestamps_enabled = hosts & 4;
	r->settings.timestamps_destination = "/var/log/t";
	in->initrd_size = hosts & 8 ? 40000 : 0;
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

/* No step of a path leads up, and it begins where it must. */
static void must_stay_below(const char *root, const char *path)
{
	size_t len = strlen(root);

	must(!strncmp(path, root, len) && (path[len] == '/' || root[len - 1] == '/'));
	must(!strstr(path, "/../") && (strlen(path) < 3 || strcmp(path + strlen(path) - 3, "/..")));
}

static void check_paths(const struct plan *plan)
{
	for (size_t i = 0; i < plan->images_count; i++)
		must_stay_below("/guest", plan->images[i].target);
	for (size_t i = 0; i < plan->images_count; i++)
		must(strcmp(plan->images[i].path, "..") && strncmp(plan->images[i].path, "../", 3) &&
		     !strstr(plan->images[i].path, "/../"));
	for (size_t i = 0; i < plan->binds_count; i++)
		must_stay_below("/", plan->binds[i].target);
	for (size_t i = 0; i < plan->devices_count; i++)
		must_stay_below("/dev", plan->devices[i].path);
	for (size_t i = 0; i < plan->mounts_count; i++)
		must(plan->mounts[i].destination[0] == '/'); /* ".." is followed where it is opened, beneath the root */
}

/* A plan is whole: nothing that create or start needs is left open. */
static void check_whole(const struct plan *plan)
{
	const struct machine *m = &plan->machine;

	must(m->monitor >= 0 && m->guest >= 0 && m->arch && m->mem_mib && m->cpus);
	must(m->kernel && plan->namespaces_count <= 8 && plan->devices_count <= PLAN_DEVICES_MAX);
	must(plan->id && plan->bundle && plan->rootfs);
}

static bool same_fact(const struct machine *was, const struct machine *is, size_t item, int fact)
{
	const char *one, *other;

	if (form_facts[fact].kind >= FACT_KIND_NUMBER)
		return fact_number(was, item, fact) == fact_number(is, item, fact);
	one = fact_string(was, item, fact);
	other = fact_string(is, item, fact);
	return one && other ? !strcmp(one, other) : one == other;
}

/* What create writes, start reads, and it is the same machine. */
static void write_and_read(struct arena *a, const struct plan *plan, struct start_facts *facts)
{
	const struct machine *was = &plan->machine, *is = &facts->machine;
	struct error err = { 0 };
	struct text file;

	text_init(&file, a);
	start_write(plan, &file);
	must(start_read(a, file.at, file.used, facts, &err) == 0);
	must(was->guest == is->guest && was->monitor == is->monitor && was->form == is->form);
	for (int fact = 1; fact <= FACT_COUNT; fact++) {
		int list = form_facts[fact].list;

		must(!list || list_count(was, list) == list_count(is, list));
		for (size_t i = 0; i < (list ? list_count(was, list) : 1); i++)
			must(same_fact(was, is, i, fact));
	}
	must(!facts->timestamps == !plan->timestamps &&
	     (!plan->timestamps || !strcmp(facts->timestamps, plan->timestamps)));
	must(facts->net_names_count == plan->net_names_count);
	must(!facts->netns == !plan->netns && (!plan->netns || !strcmp(facts->netns, plan->netns)));
}

/* What is found for a monitor on a host. */
static void add_needs(struct arena *a, struct plan *plan)
{
	const struct plan_device device = { "/dev/kvm", 'c', 10, 232, "the processor" };
	const struct plan_bind bind = { "/usr/lib/x.so", "/lib/x.so", false, "a library" };
	struct error err = { 0 };

	plan_add_bind(plan, a, &bind);
	plan_add_unknown(plan, "what the network will be");
	if (plan_add_device(plan, &device, &err) < 0)
		must_explain(&err);
}

static void show(struct arena *a, struct plan *plan)
{
	struct error err = { 0 };
	struct text out;

	text_init(&out, a);
	if (plan_json(a, plan, &out, &err) < 0)
		must_explain(&err);
	else
		must_be_json(out.at, out.used);
}

/* A link as engines make them, and one that has neither IPv4 nor a gateway. */
static void add_links(struct network *n, size_t count)
{
	static const struct network_link links[] = {
		{ .link.mtu = 1500,
		    .tap = "tap0_urunc",
		    .txqlen = 1000,
		    .mac = "02:42:0a:00:00:02",
		    .ip4 = "10.0.0.2",
		    .mask4 = "255.255.255.0",
		    .gw4 = "10.0.0.1",
		    .prefix4 = 24 },
		{ .link.mtu = 9000,
		    .tap = "tap1_urunc",
		    .txqlen = 1,
		    .mac = "02:42:0a:00:00:03",
		    .ip6 = "fd00::2",
		    .prefix6 = 64,
		    .onlink6 = true },
	};

	for (; n->n < count && n->n < sizeof links / sizeof *links; n->n++)
		n->at[n->n] = links[n->n];
}

/* What start sends to the parked process: words, each with its 0. */
static void check_sent(struct arena *a, struct machine *m, const struct text *sent)
{
	struct error err = { 0 };
	struct words words;
	size_t at = 0;

	must(form_argv(a, m, &words, &err) == 0);
	check_words(a, m, &words);
	for (size_t i = 0; i < words.n; i++, at += strlen(sent->at + at) + 1)
		must(at < sent->used && !strcmp(sent->at + at, words.at[i]));
	must(at == sent->used);
}

void fuzz_one(struct arena *a, unsigned char *bytes, size_t len)
{
	struct road *r = take(a, sizeof *r);
	struct network *network = take(a, sizeof *network);
	struct start_facts facts;
	struct error err = { 0 };
	struct text sent;

	warnings_init(&r->warnings, a);
	if (read_all(a, r, (struct part){ (const char *)bytes, len }, &err) < 0 || decide(a, r, len, &err) < 0) {
		must_explain(&err);
		return;
	}
	check_paths(&r->plan);
	r->plan.machine.binary = MONITOR_PATH;
	r->plan.machine.data = "/firmware";
	check_whole(&r->plan);
	write_and_read(a, &r->plan, &facts);
	add_needs(a, &r->plan);
	show(a, &r->plan);
	add_links(network, len / 16 % 3);
	must(start_limits(&facts).links_max <= LINKS_MAX);
	if (start_words(a, &facts, network, &r->warnings, &sent, &err) < 0)
		must_explain(&err);
	else
		check_sent(a, &facts.machine, &sent);
	r->plan.machine.link = facts.machine.link;
	r->plan.machine.link_count = facts.machine.link_count;
	show(a, &r->plan);
}
