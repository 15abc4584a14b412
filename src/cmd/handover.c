/* handover.c: see handover.h. */
#include "cmd/handover.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "act/become.h"
#include "act/replace.h"
#include "base/show.h"
#include "base/text.h"
#include "cmd/load_settings.h"
#include "cmd/prepare.h"
#include "decide/handover.h"
#include "handover_table.h"
#include "look/host.h"
#include "look/self.h"
#include "look/version.h"
#include "read/adapt.h"
#include "read/handover.h"
#include "read/settings.h"
#include "record/record.h"

enum { VERSION_MS = 2000 };

/* A program that can be executed, and what handover.spec knows of it: a row, or OWNER_UNKNOWN. */
struct other {
	const char *program;
	int runtime;
};

static const char *name_of(int runtime)
{
	return handover_pool + handover_runtimes[runtime].name;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static int runtime_by_name(const char *name)
{
	for (int i = 0; i < HANDOVER_RUNTIMES; i++)
		if (!strcmp(name_of(i), name))
			return i;
	return OWNER_UNKNOWN;
}

/* Never this program itself: it would hand over for ever. */
static int find(struct context *c, const char *name, struct other *ret, struct error *err)
{
	bool is_path = strchr(name, '/') != NULL;

	ret->runtime = runtime_by_name(base_name(name));
	if (find_program_but(
		&c->arena, base_name(name), is_path ? name : NULL, getenv("PATH"), is_self, &ret->program, err) < 0)
		return -1;
	if (is_path && is_self(ret->program))
		return fail(err, ELOOP,
		    "the settings name %s as oci_runtime, which is urunc itself: an ordinary container needs another runtime",
		    name);
	return 0;
}

/* Whether it takes a bundle of this ociVersion; if not, err says why. */
static bool takes(struct context *c, const struct other *o, const char *oci_version, struct error *err)
{
	const struct handover_runtime *r = &handover_runtimes[o->runtime];
	struct error ignored;
	const char *said;

	if (!handover_asks(o->runtime, oci_version) ||
	    program_version(&c->arena, o->program, VERSION_MS, &said, &ignored) < 0 || handover_takes(o->runtime, said))
		return true;
	fail(err, ENOTSUP,
	    "%s (%s) takes only an ociVersion with %s in it, and config.json says %s: %s %s or newer would do",
	    o->program, said, handover_pool + r->only, show(&c->arena, oci_version), name_of(o->runtime),
	    handover_pool + r->before);
	return false;
}

static int find_any(struct context *c, const char *oci_version, struct other *ret, struct error *err)
{
	struct text names;
	struct error why, best = { 0 };

	text_init(&names, &c->arena);
	for (int i = 0; i < HANDOVER_RUNTIMES; i++) {
		text_format(&names, "%s%s", i ? " or " : "", name_of(i));
		if (find(c, name_of(i), ret, &why) == 0) {
			if (takes(c, ret, oci_version, &best))
				return 0;
		} else if (!best.num && why.num != ENOENT) {
			best = why;
		}
	}
	return fail(err, best.num ? best.num : ENOENT,
	    "this is an ordinary container, no guest, and there is no runtime for it: install %s, or name one as oci_runtime in "
	    "the settings%s%s",
	    names.at, best.num ? "; " : "", best.text);
}

/* For the id of a known runtime that one, unless the settings name another program for it. */
static int choose(struct context *c, int owner, const char *oci_version, struct other *ret, struct error *err)
{
	struct settings settings;
	const char *set;

	if (load_settings(c, &settings, err) < 0)
		return -1;
	set = settings.runtime_oci_runtime;
	if (set && *set && (owner < 0 || runtime_by_name(base_name(set)) == owner))
		return find(c, set, ret, err);
	return owner < 0 ? find_any(c, oci_version, ret, err) : find(c, name_of(owner), ret, err);
}

static int go_over(struct context *c, const struct other *other, struct error *err)
{
	return become(other->program,
	    handover_argv(&c->arena, c->argc, c->argv, other->runtime, base_name(other->program), c->root), err);
}

/* The first of the words that may be the id which is another runtime's. */
static int owner_among(const char *root, const struct handover_words *words)
{
	struct error ignored;
	int fd, owner = OWNER_NOBODY;

	if (record_open_root(root, false, &fd, &ignored) < 0)
		return OWNER_NOBODY;
	for (size_t i = 0; i < words->candidates && owner < OWNER_UNKNOWN; i++)
		if (record_check_id(words->candidate[i], &ignored) == 0)
			owner = record_owner(fd, words->candidate[i]);
	close(fd);
	return owner;
}

int handover_command(struct context *c, struct error *err)
{
	struct handover_words words;
	struct other other;
	int owner;

	handover_scan(c->argc, c->argv, &words);
	if (!(handover_commands >> words.command & 1) || !words.command || !words.candidates)
		return 0;
	c->root = context_root(c, words.root);
	c->options.config = words.config; /* also where options_parse() gave up */
	owner = owner_among(c->root, &words);
	if (owner == OWNER_NOBODY && words.bundle)
		return prepare_leave(c, words.bundle, err);
	if (owner < OWNER_UNKNOWN)
		return 0;
	return choose(c, owner, NULL, &other, err) < 0 ? -1 : go_over(c, &other, err);
}

static int change_environment(
    struct context *c, const struct handover_mark *m, const struct json_source *config, struct error *err)
{
	const struct adapt how = { handover_pool + m->move, handover_pool + m->host, handover_pool + m->add };
	struct text out;

	text_init(&out, &c->arena);
	if (adapt_config(&c->arena, config, &how, &out, err) < 0)
		return -1;
	return replace_file(config->file, out.at, out.used, err);
}

int handover_bundle(struct context *c, const struct glance *g, const struct json_source *config, struct error *err)
{
	int mark = handover_mark_of(g);
	struct other other;

	if (choose(c, OWNER_UNKNOWN, g->oci_version, &other, err) < 0)
		return -1;
	if (mark >= 0 && handover_marks[mark].move && change_environment(c, &handover_marks[mark], config, err) < 0)
		return -1;
	return go_over(c, &other, err);
}
