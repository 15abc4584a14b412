/* machine_record.c: see machine_record.h.  Generic over the table of facts: a new fact needs nothing here. */
#include "decide/machine_record.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include "decide/form_rows.h"

static const char first_line[] = "machine 1", last_line[] = "end";

/* ---- writing ---- */
static void put_value(struct text *out, const char *value)
{
	for (; *value; value++)
		if (*value == '\n' || *value == '\r' || *value == '%')
			text_format(out, "%%%02x", (unsigned)*value);
		else
			text_byte(out, *value);
}

static void put_line(struct text *out, const char *name, const char *value)
{
	text_add(out, name);
	text_byte(out, ' ');
	put_value(out, value);
	text_byte(out, '\n');
}

static void put_fact(struct text *out, const struct machine *m, size_t item, int fact)
{
	const char *name = form_text(form_facts[fact].name), *value;

	if (form_facts[fact].kind >= FACT_KIND_NUMBER) {
		if (fact_number(m, item, fact))
			text_format(out, "%s %lu\n", name, fact_number(m, item, fact));
		return;
	}
	value = fact_string(m, item, fact);
	if (value)
		put_line(out, name, value);
}

static void put_list(struct text *out, const struct machine *m, int list)
{
	for (size_t item = 0; item < list_count(m, list); item++) {
		text_format(out, "%s\n", form_text(form_list_names[list]));
		for (int fact = 1; fact <= FACT_COUNT; fact++)
			if (form_facts[fact].list == list)
				put_fact(out, m, item, fact);
	}
}

void machine_write(struct text *out, const struct machine *m)
{
	const struct form *told = guest_told_form(m);

	text_format(out, "%s\n", first_line);
	if (monitor_form(m))
		put_line(out, "monitor", form_text(monitor_form(m)->name));
	if (told)
		put_line(out, "guest", form_text(told->name));
	if (told && told->before)
		put_line(out, "before", form_text(told->before));
	for (int fact = 1; fact <= FACT_COUNT; fact++)
		if (!form_facts[fact].list)
			put_fact(out, m, 0, fact);
	for (int list = 1; list <= LIST_COUNT; list++)
		put_list(out, m, list);
	text_format(out, "%s\n", last_line);
}

/* ---- reading ---- */
struct reader {
	struct arena *a;
	const char *bytes;
	size_t len, at, line;
	struct machine *m;
	size_t count[LIST_COUNT + 1]; /* items that were read */
	const char *name; /* of the line at hand */
	const char *value; /* NULL: the line is a name only */
	struct error *err;
};

static int bad(struct reader *r, const char *why)
{
	return fail(r->err, EINVAL, "line %zu of the record of a machine: %s", r->line, why);
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Undoes put_value in place; the value ends at END. */
static int decode(char *value, size_t len)
{
	size_t to = 0;

	for (size_t from = 0; from < len; from++, to++) {
		int high, low;

		value[to] = value[from];
		if (value[from] != '%')
			continue;
		if (from + 2 >= len)
			return -1;
		high = hex_digit(value[from + 1]);
		low = hex_digit(value[from + 2]);
		if (high < 0 || low < 0 || 16 * high + low == 0)
			return -1;
		value[to] = (char)(16 * high + low);
		from += 2;
	}
	value[to] = 0;
	return 0;
}

/* Takes the next line: 1 if there is one, 0 at the end. */
static int next_line(struct reader *r)
{
	const char *start = r->bytes + r->at, *end;
	char *line, *blank;
	size_t len;

	if (r->at >= r->len)
		return 0;
	r->line++;
	end = memchr(start, '\n', r->len - r->at);
	if (!end)
		return bad(r, "it is cut short");
	len = (size_t)(end - start);
	if (memchr(start, 0, len))
		return bad(r, "it holds a 0 byte");
	r->at += len + 1;
	line = take_text(r->a, start, len);
	blank = strchr(line, ' ');
	r->name = line;
	r->value = blank ? blank + 1 : NULL;
	if (!blank)
		return 1;
	*blank = 0;
	return decode(blank + 1, len - (size_t)(blank + 1 - line)) ? bad(r, "not two digits after a %") : 1;
}

static int read_number(struct reader *r, unsigned long *ret)
{
	unsigned long n = 0;

	for (size_t i = 0; r->value[i]; i++) {
		unsigned long digit = (unsigned char)r->value[i] - (unsigned long)'0';

		if (digit > 9 || n > (ULONG_MAX - digit) / 10)
			return bad(r, "not a number");
		n = n * 10 + digit;
	}
	if (!*r->value)
		return bad(r, "not a number");
	*ret = n;
	return 0;
}

static int fact_by_name(const char *name)
{
	for (int fact = 1; fact <= FACT_COUNT; fact++)
		if (!strcmp(form_text(form_facts[fact].name), name))
			return fact;
	return 0;
}

static int list_by_name(const char *name)
{
	for (int list = 1; list <= LIST_COUNT; list++)
		if (!strcmp(form_text(form_list_names[list]), name))
			return list;
	return 0;
}

static int read_fact(struct reader *r, int fact)
{
	int list = form_facts[fact].list;
	size_t item = list ? r->count[list] - 1 : 0;
	unsigned long number = 0;

	if (list && !r->count[list])
		return bad(r, "it belongs to nothing");
	if (form_facts[fact].kind < FACT_KIND_NUMBER) {
		if (fact_string(r->m, item, fact))
			return bad(r, "it is said twice");
		fact_set_string(r->m, item, fact, r->value);
		return 0;
	}
	if (read_number(r, &number))
		return -1;
	if (fact_number(r->m, item, fact))
		return bad(r, "it is said twice");
	if (form_facts[fact].kind == FACT_KIND_FLAG && number != 1)
		return bad(r, "a flag is 1");
	fact_set_number(r->m, item, fact, number);
	return 0;
}

/* "monitor NAME", "guest NAME", "before VERSION": the number of the form. */
static int read_form(struct reader *r)
{
	bool before = !strcmp(r->name, "before"), guest = strcmp(r->name, "monitor") != 0;

	for (int i = 0; i < FORM_COUNT; i++) {
		const struct form *form = &forms[i];

		if (form->guest != guest || !form->before == before)
			continue;
		if (before ? form->of != r->m->guest || strcmp(form_text(form->before), r->value) != 0
			   : strcmp(form_text(form->name), r->value) != 0)
			continue;
		if (guest) {
			r->m->guest = form->of;
			r->m->form = i;
		} else {
			r->m->monitor = form->of;
		}
		return 0;
	}
	return bad(r, "another version of urunc wrote it: unknown monitor or guest");
}

static int read_line(struct reader *r)
{
	int fact = fact_by_name(r->name), list = list_by_name(r->name);

	if (list && !r->value) {
		r->count[list]++;
		return 0;
	}
	if (!r->value)
		return bad(r, "another version of urunc wrote it: unknown list");
	if (!strcmp(r->name, "monitor") || !strcmp(r->name, "guest") || !strcmp(r->name, "before"))
		return read_form(r);
	return fact ? read_fact(r, fact) : bad(r, "another version of urunc wrote it: unknown fact");
}

/* Lists are as long as they have lines: the items are made before their facts are read. */
static int count_items(struct reader r, size_t count[LIST_COUNT + 1])
{
	int more, list;

	while ((more = next_line(&r)) > 0) {
		list = r.value ? 0 : list_by_name(r.name);
		if (list)
			count[list]++;
	}
	return more;
}

static int read_all(struct reader *r)
{
	size_t count[LIST_COUNT + 1] = { 0 };
	int more;

	if (count_items(*r, count))
		return -1;
	for (int list = 1; list <= LIST_COUNT; list++)
		list_take(r->a, r->m, list, count[list]);
	if (next_line(r) <= 0 || !r->value || strcmp(r->name, "machine") != 0 || strcmp(r->value, "1") != 0)
		return bad(r, "it is no record of a machine that this version of urunc knows");
	while ((more = next_line(r)) > 0 && (r->value || strcmp(r->name, last_line) != 0))
		if (read_line(r))
			return -1;
	if (more < 0)
		return -1;
	if (!more)
		return bad(r, "it is cut short");
	return r->at == r->len ? 0 : bad(r, "something follows its end");
}

int machine_read(struct arena *a, const char *bytes, size_t len, struct machine *ret, struct error *err)
{
	struct machine m = { .monitor = -1, .guest = -1 };
	struct reader r = { .a = a, .bytes = bytes, .len = len, .m = &m, .err = err };

	if (read_all(&r))
		return -1;
	*ret = m;
	return 0;
}
