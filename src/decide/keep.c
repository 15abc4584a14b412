/* keep.c: see keep.h.  All of it read from the tables of monitors and guests. */
#include "decide/keep.h"

#include <signal.h>
#include <string.h>
#include "decide/form_rows.h"

/* ---- signals ---- */
static int signal_number(const char *name, size_t len)
{
	static const struct {
		char name[10];
		unsigned char number;
	} known[] = { { "HUP", SIGHUP }, { "INT", SIGINT }, { "QUIT", SIGQUIT }, { "ABRT", SIGABRT },
		{ "KILL", SIGKILL }, { "USR1", SIGUSR1 }, { "USR2", SIGUSR2 }, { "ALRM", SIGALRM }, { "TERM", SIGTERM },
		{ "WINCH", SIGWINCH }, { "powerdown", KEEP_POWERDOWN } };

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (strlen(known[i].name) == len && !memcmp(known[i].name, name, len))
			return known[i].number;
	return 0;
}

struct asked {
	int signo, becomes; /* -1: no row names it */
};

static int find_signal(void *to, struct place at, const struct form_row *row, struct error *err)
{
	const char *names = form_text(row->key), *becomes = form_text(row->object);
	struct asked *asked = to;

	(void)at;
	(void)err;
	for (size_t i = 0, len; names[i]; i += len + (names[i + len] == ',')) {
		len = strcspn(names + i, ",");
		if (signal_number(names + i, len) == asked->signo)
			asked->becomes = signal_number(becomes, strlen(becomes));
	}
	return 0;
}

/* Rows of these kinds of the guest, then of the monitor; with a machine whose numbers are wrong there are none. */
static void walk(const struct machine *m, unsigned kinds, bool guest, row_put *put, void *to)
{
	const struct form *of_guest = guest_main_form(m), *of_monitor = monitor_form(m);
	struct error none;

	if (!of_guest || !of_monitor)
		return;
	if (guest)
		form_walk(of_guest, m, kinds, put, to, &none);
	form_walk(of_monitor, m, kinds, put, to, &none);
}

static int signal_of(const struct form *form, const struct machine *m, int signo)
{
	struct asked asked = { signo, -1 };
	struct error none;

	if (form)
		form_walk(form, m, 1u << ROW_SIGNAL, find_signal, &asked, &none);
	return asked.becomes;
}

int keep_signal(const struct machine *m, int signo, bool plain)
{
	int becomes = -1;

	if (signo == SIGKILL || signo == SIGSTOP || signo == SIGCONT)
		return signo;
	if (signo <= 0 || signo >= KEEP_SIGNALS)
		return 0;
	if (!plain && monitor_form(m))
		becomes = signal_of(guest_main_form(m), m, signo);
	if (becomes < 0)
		becomes = signal_of(monitor_form(m), m, signo);
	return becomes < 0 ? 0 : becomes;
}

/* ---- what a keeper has to know ---- */
static int settle_row(void *to, struct place at, const struct form_row *row, struct error *err)
{
	struct machine *m = to;

	(void)at;
	(void)err;
	m->keeper = true;
	if (row->kind == ROW_CONTROL)
		m->control = KEEP_CONTROL;
	if (row->kind == ROW_CODE)
		m->code = KEEP_CODE;
	return 0;
}

void keep_settle(struct machine *m)
{
	m->keeper = false;
	m->control = m->code = 0;
	walk(m, 1u << ROW_CONTROL | 1u << ROW_CODE | 1u << ROW_EXIT, true, settle_row, m);
}

/* The first row that names an end counts: a guest's own come before its monitor's. */
static int put_ended(void *to, struct place at, const struct form_row *row, struct error *err)
{
	struct keep *k = to;
	const char *word = form_text(row->key);
	size_t i = 0;

	(void)at;
	(void)err;
	while (i < KEEP_ENDS && k->ended[i].word[0] && strcmp(k->ended[i].word, word) != 0)
		i++;
	if (i == KEEP_ENDS || k->ended[i].word[0] || strlen(word) >= KEEP_WORD)
		return 0;
	memcpy(k->ended[i].word, word, strlen(word) + 1);
	k->ended[i].status = (unsigned short)row->number;
	return 0;
}

static int put_exit(void *to, struct place at, const struct form_row *row, struct error *err)
{
	struct keep *k = to;
	size_t i = 0;

	(void)at;
	(void)err;
	while (i < KEEP_EXITS && k->exits[i].from)
		i++;
	if (i < KEEP_EXITS) {
		k->exits[i].from = (unsigned char)row->number;
		k->exits[i].to = row->what;
	}
	return 0;
}

struct keep keep_make(const struct machine *m)
{
	struct keep k;

	memset(&k, 0, sizeof k); /* its padding is sent, too */
	k.grace = (unsigned)m->grace;
	k.control = m->control != 0;
	k.code = m->code != 0;
	for (int signo = 1; signo < KEEP_SIGNALS; signo++) {
		k.deed[signo] = (unsigned char)keep_signal(m, signo, false);
		k.plain[signo] = (unsigned char)keep_signal(m, signo, true);
	}
	walk(m, 1u << ROW_ENDED, true, put_ended, &k);
	walk(m, 1u << ROW_EXIT, true, put_exit, &k);
	return k;
}

/* ---- the end ---- */
static int status_of_word(const struct keep *k, const struct keep_end *end)
{
	for (size_t i = 0; i < KEEP_ENDS && k->ended[i].word[0]; i++)
		if (strcmp(k->ended[i].word, end->word) == 0)
			return k->ended[i].status != KEEP_SIGNAL_STATUS ? k->ended[i].status
									: 128 + (end->asked ? end->asked : SIGTERM);
	return 0;
}

int keep_status(const struct keep *k, const struct keep_end *end)
{
	if (end->signaled)
		return 128 + end->status;
	if (end->status == 0)
		return end->code >= 0 ? end->code : status_of_word(k, end);
	for (size_t i = 0; i < KEEP_EXITS && k->exits[i].from; i++)
		if (k->exits[i].from == end->status)
			return k->exits[i].to;
	return end->status;
}
