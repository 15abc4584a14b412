/* handover.c: see handover.h. */
#include "read/handover.h"

#include <stdint.h>
#include <string.h>

#include "handover_table.h"
#include "read/options_find.h"

/* One walk along the command line, for both questions. */
struct walk {
	int argc, at; /* at: the word that comes next */
	char **argv;
	enum command command;
	bool no_more_options;
};

enum word_kind { IS_COMMAND, IS_GLOBAL, IS_OPTION, IS_UNKNOWN, IS_PLAIN, IS_END };

struct walked {
	enum word_kind kind;
	const struct option_row *row;
	int from, words; /* in argv */
};

static struct walked option(struct walk *w)
{
	struct said s = option_split(w->argv[w->at]);
	const struct option_row *row = option_row_of(w->command, &s);
	struct walked ret = { .kind = IS_UNKNOWN, .row = row, .from = w->at, .words = 1 };

	if (row)
		ret.kind = row->commands & 1u << COMMAND_NONE ? IS_GLOBAL : IS_OPTION;
	if (row && row->kind != OPTION_IS_FLAG && !s.value && w->at + 1 < w->argc)
		ret.words = 2;
	return ret;
}

static struct walked next(struct walk *w)
{
	const char *arg = w->argv[w->at];
	struct walked ret = { .kind = IS_PLAIN, .from = w->at, .words = 1 };

	if (!w->no_more_options && arg[0] == '-' && arg[1]) {
		if (strcmp(arg, "--")) {
			ret = option(w);
		} else {
			w->no_more_options = true;
			ret.kind = IS_END;
		}
	} else if (!w->command) {
		w->command = command_by_name(arg);
		ret.kind = IS_COMMAND;
	}
	w->at += ret.words;
	return ret;
}

static bool is_refused(enum command c)
{
	const char *why;

	return command_refused(c, &why) != 0;
}

static const char *value_of(const struct walk *w, const struct walked *o)
{
	struct said s = option_split(w->argv[o->from]);

	return s.value ? s.value : o->words == 2 ? w->argv[o->from + 1] : "";
}

/* Commands that we refuse have no options of ours, but that one is everywhere the same. */
static const char *bundle_of(struct walk *w, const struct walked *o)
{
	struct said s = option_split(w->argv[o->from]);
	const struct option_row *row = option_row_of(COMMAND_CREATE, &s);

	if (!row || row->option != OPTION_BUNDLE)
		return NULL;
	return s.value ? s.value : w->at < w->argc ? w->argv[w->at] : NULL;
}

static void note_option(struct walk *w, const struct walked *o, struct handover_words *ret)
{
	const char *value = o->row && o->row->kind != OPTION_IS_FLAG ? value_of(w, o) : NULL;

	if (o->kind == IS_UNKNOWN && is_refused(w->command) && bundle_of(w, o))
		ret->bundle = bundle_of(w, o);
	if (o->kind != IS_GLOBAL || !value)
		return;
	if (o->row->option == OPTION_ROOT)
		ret->root = *value ? value : NULL;
	if (o->row->option == OPTION_CONFIG)
		ret->config = *value ? value : NULL;
}

void handover_scan(int argc, char **argv, struct handover_words *ret)
{
	struct walk w = { .argc = argc, .at = 1, .argv = argv };
	bool behind_unknown = false, certain = false;

	*ret = (struct handover_words){ 0 };
	while (w.at < argc) {
		struct walked o = next(&w);

		note_option(&w, &o, ret);
		if (o.kind == IS_COMMAND) {
			ret->command = w.command;
			if (!w.command)
				return;
		}
		if (o.kind == IS_PLAIN && !certain && ret->candidates < HANDOVER_CANDIDATES) {
			ret->candidate[ret->candidates++] = argv[o.from];
			certain = !behind_unknown;
		}
		if (certain && is_refused(w.command))
			return; /* from here on it is another program's command line */
		behind_unknown = o.kind == IS_UNKNOWN && !strchr(argv[o.from], '=');
	}
}

/* ------------------------------------------------------------------ what the other is told */
struct list {
	char **at;
	size_t n;
};

static struct list list_new(struct arena *a, int words)
{
	return (struct list){ take_many(a, (size_t)words + 4, sizeof(char *)), 0 };
}

static void add_text(struct list *l, const char *text)
{
	l->at[l->n++] = (char *)(uintptr_t)text; /* execve(2) changes none of them */
}

static void add_words(struct list *l, char **argv, const struct walked *o)
{
	for (int i = 0; i < o->words; i++)
		l->at[l->n++] = argv[o->from + i];
}

static bool is_dropped(int runtime, const struct option_row *row)
{
	const struct handover_runtime *r;

	if (runtime < 0)
		return false;
	r = &handover_runtimes[runtime];
	for (unsigned i = 0; i < r->count; i++)
		if (!strcmp(handover_pool + handover_dropped[r->first + i], command_text(row->name)))
			return true;
	return false;
}

char **handover_argv(struct arena *a, int argc, char **argv, int runtime, const char *name, const char *root)
{
	struct walk w = { .argc = argc, .at = 1, .argv = argv };
	struct list all = list_new(a, argc), options = list_new(a, argc), rest = list_new(a, argc);
	bool has_root = false;
	const char *command = NULL;

	add_text(&all, name);
	while (w.at < argc && !(command && is_refused(w.command))) {
		struct walked o = next(&w);

		if (o.row && is_dropped(runtime, o.row))
			continue;
		if (o.kind == IS_COMMAND)
			command = argv[o.from];
		else
			add_words(o.kind == IS_GLOBAL ? &all : o.kind == IS_OPTION ? &options : &rest, argv, &o);
		if (o.kind == IS_GLOBAL && o.row->option == OPTION_ROOT)
			has_root = *value_of(&w, &o) != 0;
	}
	while (w.at < argc)
		add_text(&rest, argv[w.at++]);
	if (!has_root) {
		add_text(&all, "--root");
		add_text(&all, root);
	}
	add_text(&all, command);
	for (size_t i = 0; i < options.n; i++)
		add_text(&all, options.at[i]);
	for (size_t i = 0; i < rest.n; i++)
		add_text(&all, rest.at[i]);
	all.at[all.n] = NULL;
	return all.at;
}
