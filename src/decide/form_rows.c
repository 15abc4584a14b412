/* form_rows.c: see form_rows.h. */
#include "decide/form_rows.h"

#include <errno.h>
#include <string.h>

const char *form_text(unsigned offset)
{
	return forms_pool + offset;
}

const char *form_title(struct arena *a, const struct form *form)
{
	return take_format(a, "%s %s", form->guest ? "guest" : "monitor", form_text(form->word));
}

const struct form *monitor_form(const struct machine *m)
{
	return m->monitor < 0 || m->monitor >= MONITOR_COUNT ? NULL : &forms[monitor_forms[m->monitor]];
}

const struct form *guest_main_form(const struct machine *m)
{
	return m->guest < 0 || m->guest >= GUEST_COUNT ? NULL : &forms[guest_forms[m->guest]];
}

const struct form *guest_told_form(const struct machine *m)
{
	const struct form *form = guest_main_form(m);

	if (!form || m->form < 0 || m->form >= FORM_COUNT)
		return form;
	return forms[m->form].guest && forms[m->form].of == m->guest ? &forms[m->form] : form;
}

static bool fact_there(const struct machine *m, size_t item, unsigned fact)
{
	const char *value;

	if (form_facts[fact].kind >= FACT_KIND_NUMBER)
		return fact_number(m, item, (int)fact) != 0;
	value = fact_string(m, item, (int)fact);
	return value && (*value || !form_facts[fact].maybe);
}

static bool fact_is(const struct machine *m, size_t item, unsigned fact, unsigned value)
{
	const char *is = fact_string(m, item, (int)fact);

	return is && !strcmp(is, form_text(value));
}

static bool item_holds(const struct machine *m, size_t item, unsigned fact, unsigned value)
{
	return value ? fact_is(m, item, fact, value) : fact_there(m, item, fact);
}

static bool value_there(struct place at, unsigned list, unsigned what, unsigned value)
{
	unsigned of;

	if (is_list(what))
		return list_count(at.m, (int)(what - FIRST_LIST)) > 0;
	of = form_facts[what].list;
	if (!of || of == list)
		return item_holds(at.m, at.item, what, value);
	for (size_t i = 0; i < list_count(at.m, (int)of); i++)
		if (item_holds(at.m, i, what, value))
			return true;
	return false;
}

bool what_there(struct place at, unsigned list, unsigned what)
{
	return value_there(at, list, what, 0);
}

static bool picked(const struct form_row *row, size_t item)
{
	if (row->pick == PICK_FIRST)
		return item == 0;
	return row->pick != PICK_LATER || item > 0;
}

bool row_holds(struct place at, const struct form_row *row)
{
	int other = at.form->guest ? at.m->monitor : at.m->guest;

	if ((row->on && row->on - 1 != other) || !picked(row, at.item))
		return false;
	for (size_t i = 0; i < sizeof row->when / sizeof row->when[0] && row->when[i].what; i++)
		if (value_there(at, row->list, row->when[i].what, row->when[i].value) == row->when[i].unless)
			return false;
	return true;
}

/* Where the rows end that go together with this one. */
static size_t group_end(const struct form *form, size_t row)
{
	size_t end = row + 1;

	if (form_rows[row].list)
		while (end < (size_t)form->row + form->rows && form_rows[end].list == form_rows[row].list &&
		       form_rows[end].kind == form_rows[row].kind)
			end++;
	return end;
}

static int put_group(struct place at, size_t row, size_t end, row_put *put, void *to, struct error *err)
{
	for (size_t i = row; i < end; i++)
		if (row_holds(at, &form_rows[i]) && put(to, at, &form_rows[i], err))
			return -1;
	return 0;
}

int form_walk(
    const struct form *form, const struct machine *m, unsigned kinds, row_put *put, void *to, struct error *err)
{
	size_t end, rounds;

	for (size_t row = form->row; row < (size_t)form->row + form->rows; row = end) {
		end = group_end(form, row);
		if (!(kinds >> form_rows[row].kind & 1))
			continue;
		rounds = form_rows[row].list ? list_count(m, form_rows[row].list) : 1;
		for (size_t i = 0; i < rounds; i++)
			if (put_group((struct place){ m, form, i }, row, end, put, to, err))
				return -1;
	}
	return 0;
}

/* A value for an error's text: short, on one line, whatever it holds. */
static const char *shown(struct arena *a, const char *value)
{
	struct text t;
	size_t i;

	text_init(&t, a);
	for (i = 0; i < 60 && value[i]; i++) {
		unsigned char c = (unsigned char)value[i];

		if (c < ' ' || c == 0x7f)
			text_format(&t, "\\x%02x", c);
		else
			text_byte(&t, value[i]);
	}
	text_add(&t, value[i] ? "..." : "");
	return t.at;
}

static bool is_word(const char *value)
{
	static const char others[] = "._:/@+-";

	for (size_t i = 0; value[i]; i++) {
		char c = value[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && !strchr(others, c))
			return false;
	}
	return *value && *value != '-';
}

/* Why a value is not of the kind that the spec says, or NULL. */
static const char *not_of_kind(unsigned kind, const char *value)
{
	if (kind == FACT_KIND_WORD && !is_word(value))
		return "it must be letters, digits and . _ : / @ + - and not begin with -";
	if (kind == FACT_KIND_PATH && *value != '/')
		return "it must begin with /";
	return NULL;
}

static int string_put(struct text *out, struct place at, size_t item, const struct form_piece *p, struct error *err)
{
	const struct form_fact *fact = &form_facts[p->fact];
	const char *value = fact_string(at.m, item, p->fact), *why;

	if (!value)
		return fail(err, EINVAL, "%s needs %s, and nothing says what it is", form_title(out->arena, at.form),
		    form_text(fact->name));
	why = not_of_kind(fact->kind, value);
	if (!why && (!p->filter || !filter_put(out, p->filter, value, &why))) {
		if (!p->filter)
			text_add(out, value);
		return 0;
	}
	return fail(err, EINVAL, "%s cannot be told %s \"%s\": %s", form_title(out->arena, at.form),
	    form_text(fact->name), shown(out->arena, value), why);
}

static int letter_put(struct text *out, struct place at, struct error *err)
{
	if (at.item >= 26)
		return fail(err, EINVAL, "%s has letters for 26 disks only", form_title(out->arena, at.form));
	text_byte(out, (char)('a' + at.item));
	return 0;
}

int piece_put(struct text *out, struct place at, const struct form_row *row, size_t piece, struct error *err)
{
	const struct form_piece *p = &form_pieces[piece];
	size_t item = at.item;

	text_add(out, form_text(p->text));
	if (!p->fact)
		return 0;
	if (p->fact == WHAT_LETTER)
		return letter_put(out, at, err);
	if (p->fact == WHAT_INDEX) {
		text_number(out, (long long)at.item);
		return 0;
	}
	if (form_facts[p->fact].list && form_facts[p->fact].list != row->list)
		item = 0; /* of a list that the row does not walk: the first one */
	if (form_facts[p->fact].kind < FACT_KIND_NUMBER)
		return string_put(out, at, item, p, err);
	text_format(out, "%lu", fact_number(at.m, item, p->fact));
	return 0;
}

int row_word(struct arena *a, struct place at, const struct form_row *row, const char **ret, struct error *err)
{
	struct text word;

	text_init(&word, a);
	for (size_t i = row->piece; i < (size_t)row->piece + row->pieces; i++)
		if (piece_put(&word, at, row, i, err))
			return -1;
	*ret = word.at;
	return 0;
}
