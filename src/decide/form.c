/* form.c: see form.h.  What is said to whom stands in the specs; here is only how words, lines and limits work. */
#include "decide/form.h"

#include <errno.h>
#include <string.h>
#include "decide/form_rows.h"

/* ---- words, texts, lines ---- */
struct argv {
	struct arena *a;
	struct words words;
	size_t room;
};

static void add_word(struct argv *v, const char *word)
{
	size_t room = v->room ? 2 * v->room : 64;

	if (v->words.n + 1 >= v->room) {
		v->words.at = take_longer(v->a, v->words.at, v->room * sizeof *v->words.at, room * sizeof *v->words.at);
		v->room = room;
	}
	v->words.at[v->words.n++] = word;
}

static int put_words(struct argv *v, struct place at, const struct form_row *row, struct error *err)
{
	struct text word;
	bool begins = true;

	for (size_t i = row->piece; i < (size_t)row->piece + row->pieces; i++) {
		if (begins)
			text_init(&word, v->a);
		if (piece_put(&word, at, row, i, err))
			return -1;
		begins = form_pieces[i].ends;
		if (begins)
			add_word(v, word.at);
	}
	return 0;
}

static int put_argv(void *to, struct place at, const struct form_row *row, struct error *err)
{
	if (row->kind == ROW_INSERT)
		return form_walk(guest_main_form(at.m), at.m, 1u << ROW_ARGV, put_argv, to, err);
	return put_words(to, at, row, err);
}

/* Words of a row with one blank between them. */
static int put_joined(struct text *out, struct place at, const struct form_row *row, struct error *err)
{
	for (size_t i = row->piece; i < (size_t)row->piece + row->pieces; i++) {
		if (i > row->piece && form_pieces[i - 1].ends)
			text_byte(out, ' ');
		if (piece_put(out, at, row, i, err))
			return -1;
	}
	return 0;
}

static int put_text(void *to, struct place at, const struct form_row *row, struct error *err)
{
	struct text *out = to;

	if (out->used)
		text_byte(out, ' ');
	return put_joined(out, at, row, err);
}

static int put_line(void *to, struct place at, const struct form_row *row, struct error *err)
{
	if (put_joined(to, at, row, err))
		return -1;
	text_byte(to, '\n');
	return 0;
}

static int check_forms(const struct machine *m, struct error *err)
{
	if (!monitor_form(m) || !guest_main_form(m))
		return fail(err, EINVAL, "no monitor %d or guest %d", m->monitor, m->guest);
	return 0;
}

int form_argv(struct arena *a, const struct machine *m, struct words *ret, struct error *err)
{
	struct argv v = { .a = a };

	if (check_forms(m, err) || form_walk(monitor_form(m), m, 1u << ROW_ARGV | 1u << ROW_INSERT, put_argv, &v, err))
		return -1;
	add_word(&v, NULL);
	v.words.n--;
	*ret = v.words;
	return 0;
}

/* ---- what the guest is told ---- */
static int guest_text(struct arena *a, const struct machine *m, const char **ret, struct error *err)
{
	struct text out;
	const char *json;

	text_init(&out, a);
	if (form_walk(guest_told_form(m), m, 1u << ROW_TEXT, put_text, &out, err) ||
	    json_fill(a, guest_told_form(m), m, &json, err))
		return -1;
	if (json)
		text_add(&out, json);
	*ret = out.used ? out.at : NULL;
	return 0;
}

/* A name without {index} or {letter} is for one item only. */
static bool names_one(const struct form_row *row)
{
	for (size_t i = row->piece; i < (size_t)row->piece + row->pieces; i++)
		if (form_pieces[i].fact)
			return false;
	return true;
}

struct naming {
	struct arena *a;
	struct machine *m;
};

static int put_name(void *to, struct place at, const struct form_row *row, struct error *err)
{
	struct naming *n = to;
	unsigned list = form_facts[row->what].list;
	const char *name;

	for (at.item = 0; at.item < list_count(at.m, (int)list); at.item++) {
		if (what_there(at, list, row->what) && *fact_string(at.m, at.item, row->what))
			continue;
		if (at.item && names_one(row))
			return fail(err, EINVAL, "%s has one name for a %s, and there are %zu",
			    form_title(n->a, at.form), form_text(form_list_names[list]), list_count(at.m, (int)list));
		if (row_word(n->a, at, row, &name, err))
			return -1;
		fact_set_string(n->m, at.item, row->what, name);
	}
	return 0;
}

int form_settle(struct arena *a, struct machine *m, struct error *err)
{
	struct naming n = { a, m };

	if (check_forms(m, err) || form_walk(guest_main_form(m), m, 1u << ROW_NAMES, put_name, &n, err))
		return -1;
	return guest_text(a, m, &m->cmdline, err);
}

/* ---- refusals and limits ---- */
static unsigned long size_of(const struct machine *m, size_t item, unsigned what)
{
	const char *value;

	if (is_list(what))
		return list_count(m, (int)(what - FIRST_LIST));
	if (form_facts[what].kind >= FACT_KIND_NUMBER)
		return fact_number(m, item, (int)what);
	value = fact_string(m, item, (int)what);
	return value ? strlen(value) : 0;
}

static const char *name_of(unsigned what)
{
	return form_text(is_list(what) ? form_list_names[what - FIRST_LIST] : form_facts[what].name);
}

static int refuse_row(struct place at, const struct form_row *row, struct error *err)
{
	return fail(err, EINVAL, "%s %s refuses %s: %s", at.form->guest ? "guest" : "monitor", form_text(at.form->word),
	    name_of(row->what), form_text(row->why));
}

/* A fact that may be absent and is: there is nothing that could be too little. */
static bool is_absent(struct place at, unsigned what)
{
	return !is_list(what) && form_facts[what].maybe && !what_there(at, form_facts[what].list, what);
}

static int limit_row(struct place at, const struct form_row *row, struct error *err)
{
	unsigned long size = size_of(at.m, at.item, row->what);
	bool most = row->kind == ROW_MOST;
	bool bytes = !is_list(row->what) && form_facts[row->what].kind < FACT_KIND_NUMBER;

	if (most ? size <= row->number : size >= row->number || is_absent(at, row->what))
		return 0;
	return fail(err, EINVAL, "%s: %lu%s is too %s for %s %s, which takes %u at %s: %s", name_of(row->what), size,
	    bytes ? " bytes" : "", most ? "much" : "little", at.form->guest ? "guest" : "monitor",
	    form_text(at.form->word), row->number, most ? "most" : "least", form_text(row->why));
}

static int check_row(void *to, struct place at, const struct form_row *row, struct error *err)
{
	unsigned list = is_list(row->what) ? 0 : form_facts[row->what].list;
	size_t items = list ? list_count(at.m, (int)list) : 1;

	(void)to;
	for (at.item = 0; at.item < items; at.item++) {
		if (row->kind != ROW_REFUSE && limit_row(at, row, err))
			return -1;
		if (row->kind == ROW_REFUSE && what_there(at, list, row->what))
			return refuse_row(at, row, err);
	}
	return 0;
}

int form_check(const struct machine *m, struct error *err)
{
	unsigned limits = 1u << ROW_MOST | 1u << ROW_LEAST, all = limits | 1u << ROW_REFUSE;
	const struct form *told = guest_told_form(m), *main_form = guest_main_form(m);

	if (check_forms(m, err) || form_walk(monitor_form(m), m, all, check_row, NULL, err) ||
	    form_walk(told, m, all, check_row, NULL, err))
		return -1;
	return told == main_form ? 0 : form_walk(main_form, m, limits, check_row, NULL, err);
}

static int warn_row(void *to, struct place at, const struct form_row *row, struct error *err)
{
	(void)err;
	if (what_there(at, 0, row->what))
		warn_add(to, "%s %s does not get %s: %s", at.form->guest ? "guest" : "monitor",
		    form_text(at.form->word), name_of(row->what), form_text(row->why));
	return 0;
}

void form_warn(const struct machine *m, struct warnings *w)
{
	struct error none;

	if (check_forms(m, &none))
		return;
	form_walk(monitor_form(m), m, 1u << ROW_DROP, warn_row, w, &none);
	form_walk(guest_told_form(m), m, 1u << ROW_DROP, warn_row, w, &none);
}

/* ---- files ---- */
static int find_file(void *to, struct place at, const struct form_row *row, struct error *err)
{
	const struct form_row **file = to;

	(void)at;
	(void)err;
	*file = row;
	return 0;
}

static int fill_file(struct arena *a, const struct form *form, const struct machine *m, const struct form_row *file,
    struct form_content *ret, struct error *err)
{
	struct text out;
	const char *json = NULL;

	text_init(&out, a);
	if (form_walk(form, m, 1u << ROW_LINES, put_line, &out, err) || json_fill(a, form, m, &json, err))
		return -1;
	if (!strcmp(form_text(file->key), "json") && json)
		*ret = (struct form_content){ form_text(file->object), json, strlen(json) };
	else
		*ret = (struct form_content){ form_text(file->object), out.at, out.used };
	return 0;
}

static int form_file(
    struct arena *a, const struct form *form, const struct machine *m, struct form_content *ret, struct error *err)
{
	const struct form_row *file = NULL;

	if (check_forms(m, err) || form_walk(form, m, 1u << ROW_FILE, find_file, &file, err))
		return -1;
	if (file)
		return fill_file(a, form, m, file, ret, err);
	*ret = (struct form_content){ NULL, NULL, 0 };
	return 0;
}

int form_monitor_file(struct arena *a, const struct machine *m, struct form_content *ret, struct error *err)
{
	return form_file(a, monitor_form(m), m, ret, err);
}

int form_guest_file(struct arena *a, const struct machine *m, struct form_content *ret, struct error *err)
{
	return form_file(a, guest_told_form(m), m, ret, err);
}
