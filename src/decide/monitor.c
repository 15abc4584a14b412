/* monitor.c: see monitor.h.  Which guest runs on which monitor, and what monitors need; all of it read from the tables. */
#include "decide/monitor.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "decide/form_rows.h"

static const struct form *form_of(bool guest, int number)
{
	return &forms[guest ? guest_forms[number] : monitor_forms[number]];
}

/* The first row of a kind that is about the other side of a pair (OTHER -1: any), or NULL. */
static const struct form_row *find_row(const struct form *form, enum row_kind kind, int other)
{
	for (size_t i = form->row; i < (size_t)form->row + form->rows; i++)
		if (form_rows[i].kind == kind && (!form_rows[i].on || form_rows[i].on - 1 == other))
			return &form_rows[i];
	return NULL;
}

static const char *planned(const struct form *form)
{
	const struct form_row *row = find_row(form, ROW_PLANNED, -1);

	return row ? form_text(row->why) : NULL;
}

/* ---- names ---- */
static int by_word(bool guest, int count, const char *word)
{
	for (int i = 0; i < count; i++)
		if (!strcmp(form_text(form_of(guest, i)->word), word))
			return i;
	return -1;
}

int monitor_by_word(const char *word)
{
	return by_word(false, MONITOR_COUNT, word);
}

int guest_by_word(const char *word)
{
	return by_word(true, GUEST_COUNT, word);
}

const char *monitor_word(int monitor)
{
	return form_text(form_of(false, monitor)->word);
}

const char *guest_word(int guest)
{
	return form_text(form_of(true, guest)->word);
}

const char *monitor_name(int monitor)
{
	return form_text(form_of(false, monitor)->name);
}

static const char *words_of(struct arena *a, bool guest, int count)
{
	struct text out;

	text_init(&out, a);
	for (int i = 0; i < count; i++)
		if (!planned(form_of(guest, i)))
			text_format(&out, "%s%s", out.used ? ", " : "", form_text(form_of(guest, i)->word));
	return out.at;
}

const char *monitor_words(struct arena *a)
{
	return words_of(a, false, MONITOR_COUNT);
}

const char *guest_words(struct arena *a)
{
	return words_of(a, true, GUEST_COUNT);
}

/* ---- pairs ---- */
static bool has_word(const char *words, const char *word)
{
	for (size_t i = 0, len; words[i]; i += len + (words[i + len] == ' ')) {
		len = strcspn(words + i, " ");
		if (len == strlen(word) && !memcmp(words + i, word, len))
			return true;
	}
	return false;
}

static bool form_on_arch(const struct form *form, int other, const char *arch)
{
	const struct form_row *row = find_row(form, ROW_ARCH, other);

	return !row || has_word(form_text(row->key), arch);
}

static bool pair_runs(int guest, int monitor)
{
	return form_pairs[guest][monitor].verb == PAIR_RUNS;
}

static bool pair_on_arch(int guest, int monitor, const char *arch)
{
	return form_on_arch(form_of(true, guest), monitor, arch) && form_on_arch(form_of(false, monitor), guest, arch);
}

size_t guest_monitors(int guest, const char *arch, int *ret)
{
	size_t n = 0;

	for (int i = 0; i < MONITOR_COUNT && guest_prefers[guest][i] >= 0; i++)
		if (pair_on_arch(guest, guest_prefers[guest][i], arch))
			ret[n++] = guest_prefers[guest][i]; /* no letter: NOLINT(bugprone-signed-char-misuse) */
	return n;
}

/* "qemu, spt": what a guest runs on, for errors. */
static void put_works(char *room, size_t size, int guest, const char *arch)
{
	int monitors[MONITOR_COUNT];
	size_t used = 0, n = guest_monitors(guest, arch, monitors);

	room[0] = 0;
	for (size_t i = 0; i < n && used < size; i++)
		used += (size_t)snprintf(room + used, size - used, "%s%s", i ? ", " : "", monitor_word(monitors[i]));
	if (!n)
		snprintf(room, size, "no monitor");
}

static void put_guests(char *room, size_t size)
{
	size_t used = 0;

	room[0] = 0;
	for (int i = 0; i < GUEST_COUNT && used < size; i++)
		if (!planned(form_of(true, i)))
			used += (size_t)snprintf(room + used, size - used, "%s%s", used ? ", " : "", guest_word(i));
}

int pair_check(int guest, int monitor, const char *arch, struct error *err)
{
	const char *no_guest = planned(form_of(true, guest)), *no_monitor = planned(form_of(false, monitor));
	char works[256];

	if (no_guest) {
		put_guests(works, sizeof works);
		return fail(
		    err, ENOTSUP, "guest %s: %s; the guests that run are %s", guest_word(guest), no_guest, works);
	}
	put_works(works, sizeof works, guest, arch);
	if (no_monitor)
		return fail(err, ENOTSUP, "monitor %s: %s; guest %s runs on %s", monitor_word(monitor), no_monitor,
		    guest_word(guest), works);
	if (!pair_runs(guest, monitor))
		return fail(err, ENOTSUP, "guest %s does not run on monitor %s: %s; it runs on %s", guest_word(guest),
		    monitor_word(monitor), form_text(form_pairs[guest][monitor].why), works);
	if (!pair_on_arch(guest, monitor, arch))
		return fail(err, ENOTSUP, "guest %s does not run on monitor %s on %s machines; there it runs on %s",
		    guest_word(guest), monitor_word(monitor), arch, works);
	return 0;
}

/* Why one side takes it not; NULL: it does. */
static const char *side_refuses(const struct form *form, int other, unsigned what)
{
	for (size_t i = form->row; i < (size_t)form->row + form->rows; i++) {
		const struct form_row *row = &form_rows[i];

		if (row->kind >= ROW_REFUSE && row->kind <= ROW_IGNORE && row->what == what && !row->when[0].what &&
		    (!row->on || row->on - 1 == other))
			return form_text(row->why);
	}
	return NULL;
}

static const char *refuses(int guest, int monitor, unsigned what)
{
	const char *why = side_refuses(form_of(false, monitor), guest, what);

	return why ? why : side_refuses(form_of(true, guest), monitor, what);
}

bool monitor_ignores(int monitor, int fact)
{
	const struct form *form = form_of(false, monitor);

	for (size_t i = form->row; i < (size_t)form->row + form->rows; i++)
		if (form_rows[i].kind == ROW_IGNORE && form_rows[i].what == (unsigned)fact && !form_rows[i].on &&
		    !form_rows[i].when[0].what)
			return true;
	return false;
}

const char *pair_refuses(int guest, int monitor, int fact)
{
	return refuses(guest, monitor, (unsigned)fact);
}

const char *pair_refuses_list(int guest, int monitor, int list)
{
	return refuses(guest, monitor, FIRST_LIST + (unsigned)list);
}

/* The strictest limit of one side, if it is stricter than what is known already. */
static bool side_limit(const struct form *form, int other, enum row_kind kind, unsigned what, bool known, unsigned *ret,
    const char **ret_why)
{
	for (size_t i = form->row; i < (size_t)form->row + form->rows; i++) {
		const struct form_row *row = &form_rows[i];

		if (row->kind != kind || row->what != what || row->when[0].what || (row->on && row->on - 1 != other))
			continue;
		if (known && (kind == ROW_MOST ? row->number >= *ret : row->number <= *ret))
			continue;
		*ret = row->number;
		*ret_why = form_text(row->why);
		known = true;
	}
	return known;
}

static bool limit(int guest, int monitor, enum row_kind kind, unsigned what, unsigned *ret, const char **ret_why)
{
	bool known = side_limit(form_of(false, monitor), guest, kind, what, false, ret, ret_why);

	return side_limit(form_of(true, guest), monitor, kind, what, known, ret, ret_why);
}

bool pair_most(int guest, int monitor, int fact, unsigned *ret, const char **ret_why)
{
	return limit(guest, monitor, ROW_MOST, (unsigned)fact, ret, ret_why);
}

bool pair_most_list(int guest, int monitor, int list, unsigned *ret, const char **ret_why)
{
	return limit(guest, monitor, ROW_MOST, FIRST_LIST + (unsigned)list, ret, ret_why);
}

bool pair_least(int guest, int monitor, int fact, unsigned *ret, const char **ret_why)
{
	return limit(guest, monitor, ROW_LEAST, (unsigned)fact, ret, ret_why);
}

bool guest_filesystem(int guest, const char *filesystem)
{
	const struct form_row *row = find_row(form_of(true, guest), ROW_FILESYSTEMS, -1);

	return row && has_word(form_text(row->key), filesystem);
}

bool guest_adds(int guest, bool *ret_within)
{
	const struct form_row *row = find_row(form_of(true, guest), ROW_ADDS, -1);

	*ret_within = row && row->number;
	return row != NULL;
}

bool guest_init(int guest, const char *program)
{
	const struct form_row *row = find_row(form_of(true, guest), ROW_INIT, -1);
	const char *words = row ? form_text(row->key) : "";

	for (size_t len; program && *words; words += len + (words[len] == ' ')) {
		len = strcspn(words, " ");
		for (const char *at = program; *at; at++)
			if (strncmp(at, words, len) == 0)
				return true;
	}
	return false;
}

/* ---- versions ---- */
struct version {
	unsigned long part[4];
};

/* "0.16.1", "v0.17.0-rc1": up to four numbers; what follows a - or + is a name of a build. */
static bool read_version(const char *text, struct version *ret)
{
	size_t i = text[0] == 'v', n = 0;

	*ret = (struct version){ { 0 } };
	while (n < 4 && text[i] >= '0' && text[i] <= '9') {
		for (; text[i] >= '0' && text[i] <= '9'; i++)
			if (ret->part[n] < 1000000000)
				ret->part[n] = ret->part[n] * 10 + (unsigned long)(text[i] - '0');
		n++;
		if (text[i] != '.')
			return !text[i] || text[i] == '-' || text[i] == '+';
		i++;
	}
	return false;
}

static bool older(const struct version *a, const struct version *b)
{
	size_t i = 0;

	while (i < 3 && a->part[i] == b->part[i])
		i++;
	return a->part[i] < b->part[i];
}

int guest_form(int guest, const char *version, bool *ret_odd)
{
	int chosen = guest_forms[guest];
	struct version is, before;

	*ret_odd = version && *version && !read_version(version, &is);
	if (!version || !*version || *ret_odd)
		return chosen;
	for (int i = chosen + 1; i < FORM_COUNT && forms[i].guest && forms[i].of == guest; i++)
		if (read_version(form_text(forms[i].before), &before) && older(&is, &before))
			chosen = i; /* from new to old: the last that holds */
	return chosen;
}
