/* handover.c: see handover.h. */
#include "cmd/handover.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "act/become.h"
#include "cmd/load_settings.h"
#include "handover_table.h"
#include "look/host.h"
#include "read/handover.h"
#include "read/settings.h"
#include "record/record.h"

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

static int find(struct context *c, const char *name, struct other *ret, struct error *err)
{
	bool is_path = strchr(name, '/') != NULL;

	ret->runtime = runtime_by_name(base_name(name));
	return find_program(&c->arena, base_name(name), is_path ? name : NULL, getenv("PATH"), &ret->program, err);
}

static int find_any(struct context *c, struct other *ret, struct error *err)
{
	struct error why;

	for (int i = 0; i < HANDOVER_RUNTIMES; i++)
		if (find(c, name_of(i), ret, &why) == 0)
			return 0;
	return fail(err, ENOENT,
	    "this is an ordinary container, no guest, and there is no runtime for it: install runc or crun, or name one as "
	    "oci_runtime in the settings");
}

/* For the id of a known runtime that one, unless the settings name another program for it. */
static int choose(struct context *c, int owner, struct other *ret, struct error *err)
{
	struct settings settings;

	if (load_settings(c, &settings, err) < 0)
		return -1;
	if (settings.runtime_oci_runtime && *settings.runtime_oci_runtime) {
		const char *set = settings.runtime_oci_runtime;

		if (owner < 0 || runtime_by_name(base_name(set)) == owner)
			return find(c, set, ret, err);
	}
	return owner < 0 ? find_any(c, ret, err) : find(c, name_of(owner), ret, err);
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
	owner = owner_among(c->root, &words);
	if (owner < OWNER_UNKNOWN)
		return 0;
	return choose(c, owner, &other, err) < 0 ? -1 : go_over(c, &other, err);
}

int handover_bundle(struct context *c, const char *oci_version, struct error *err)
{
	struct other other;

	(void)oci_version;
	return choose(c, OWNER_UNKNOWN, &other, err) < 0 ? -1 : go_over(c, &other, err);
}
