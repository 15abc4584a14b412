/* monitor_needs.c: devices, modules, data, folders, memory and filter of a monitor, as monitor.h says. */
#include <string.h>
#include "decide/form_rows.h"
#include "decide/monitor.h"

struct adding {
	struct arena *a;
	struct needs *needs;
};

static int add_need(void *to, struct place at, const struct form_row *row, struct error *err)
{
	struct adding *add = to;
	struct needs *needs = add->needs;
	size_t size = sizeof *needs->at;
	const char *name;

	if (row_word(add->a, at, row, &name, err))
		return -1;
	needs->at = take_longer(add->a, needs->at, needs->n * size, (needs->n + 1) * size);
	needs->at[needs->n++] = (struct need){ name, form_text(row->why) };
	return 0;
}

/* Rows of a kind, of the monitor and of the guest.  Their words hold only facts that are words: nothing can be refused. */
static void add_needs(struct arena *a, const struct machine *m, enum row_kind kind, struct needs *ret)
{
	struct adding add = { a, ret };
	struct error none;

	*ret = (struct needs){ NULL, 0 };
	if (!monitor_form(m) || !guest_main_form(m))
		return;
	form_walk(monitor_form(m), m, 1u << kind, add_need, &add, &none);
	form_walk(guest_main_form(m), m, 1u << kind, add_need, &add, &none);
}

void machine_devices(struct arena *a, const struct machine *m, struct needs *ret)
{
	add_needs(a, m, ROW_DEVICE, ret);
}

void machine_modules(struct arena *a, const struct machine *m, struct needs *ret)
{
	add_needs(a, m, ROW_MODULE, ret);
}

void machine_data(struct arena *a, const struct machine *m, struct needs *ret)
{
	add_needs(a, m, ROW_DATA, ret);
}

void machine_host_folders(struct arena *a, const struct machine *m, struct needs *ret)
{
	add_needs(a, m, ROW_FOLDER, ret);
}

/* ---- lists of words ---- */
static void append(struct arena *a, struct words *words, const char *word)
{
	size_t size = sizeof *words->at;

	words->at = take_longer(a, words->at, words->n ? (words->n + 1) * size : 0, (words->n + 2) * size);
	words->at[words->n++] = word;
	words->at[words->n] = NULL;
}

struct search {
	struct arena *a;
	const char *wanted, *root;
	struct words *words;
};

/* A row has the words ROOT/FOLDER for each root and each of its `number` folders. */
static int add_folders(void *to, struct place at, const struct form_row *row, struct error *err)
{
	struct search *s = to;
	struct text word;
	unsigned word_number = 0;

	if (strcmp(form_text(row->key), s->wanted) != 0)
		return 0;
	text_init(&word, s->a);
	for (size_t i = row->piece; i < (size_t)row->piece + row->pieces; i++) {
		if (piece_put(&word, at, row, i, err))
			return -1;
		if (!form_pieces[i].ends)
			continue;
		if (!s->root || !*s->root)
			append(s->a, s->words, word.at);
		else if (word_number++ < row->number)
			append(s->a, s->words, take_format(s->a, "%s%s", s->root, strrchr(word.at, '/')));
		text_init(&word, s->a);
	}
	return 0;
}

static void folders(struct arena *a, const struct machine *m, const char *wanted, const char *root, struct words *ret)
{
	struct search s = { a, wanted, root, ret };
	struct error none;

	*ret = (struct words){ NULL, 0 };
	if (monitor_form(m))
		form_walk(monitor_form(m), m, 1u << ROW_SEARCH, add_folders, &s, &none);
}

void machine_module_folders(struct arena *a, const struct machine *m, struct words *ret)
{
	folders(a, m, "module", NULL, ret);
}

void machine_data_folders(struct arena *a, const struct machine *m, const char *root, struct words *ret)
{
	folders(a, m, "data", root, ret);
}

struct programs {
	struct arena *a;
	struct words *words;
};

static int add_programs(void *to, struct place at, const struct form_row *row, struct error *err)
{
	struct programs *p = to;
	struct text word;

	text_init(&word, p->a);
	for (size_t i = row->piece; i < (size_t)row->piece + row->pieces; i++) {
		if (piece_put(&word, at, row, i, err))
			return -1;
		if (!form_pieces[i].ends)
			continue;
		append(p->a, p->words, word.at);
		text_init(&word, p->a);
	}
	return 0;
}

void monitor_programs(struct arena *a, int monitor, const char *arch, struct words *ret)
{
	struct machine m = { .monitor = monitor, .guest = -1, .arch = arch };
	struct programs p = { a, ret };
	struct error none;

	*ret = (struct words){ NULL, 0 };
	form_walk(monitor_form(&m), &m, 1u << ROW_PROGRAM, add_programs, &p, &none);
}

/* ---- single rows ---- */
static int last_row(void *to, struct place at, const struct form_row *row, struct error *err)
{
	const struct form_row **found = to;

	(void)at;
	(void)err;
	*found = row;
	return 0;
}

static const struct form_row *row_of(const struct machine *m, enum row_kind kind)
{
	const struct form_row *row = NULL;
	struct error none;

	if (monitor_form(m))
		form_walk(monitor_form(m), m, 1u << kind, last_row, &row, &none);
	return row;
}

unsigned machine_overhead(const struct machine *m)
{
	const struct form_row *row = row_of(m, ROW_OVERHEAD);

	return row ? row->number : 0;
}

const char *machine_seccomp(const struct machine *m)
{
	const struct form_row *row = row_of(m, ROW_SECCOMP);

	return row ? form_text(row->key) : NULL;
}
