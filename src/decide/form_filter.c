/* form_filter.c: what {fact|filter} does to a value.  The steps stand in spec/machine.spec. */
#include <string.h>
#include "decide/form_rows.h"

static bool in_set(const struct form_filter_step *step, unsigned char byte)
{
	return step->set[byte >> 4] >> (byte & 15) & 1;
}

/* Does the value hold a byte of the set?  The empty value is the bit of the 0 byte. */
static bool holds(const struct form_filter_step *step, const char *value, size_t len)
{
	if (!len)
		return in_set(step, 0);
	for (size_t i = 0; i < len; i++)
		if (in_set(step, (unsigned char)value[i]))
			return true;
	return false;
}

static bool holds_only(const struct form_filter_step *step, const char *value, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!in_set(step, (unsigned char)value[i]))
			return false;
	return len > 0;
}

static bool step_refuses(const struct form_filter_step *step, const char *value, size_t len)
{
	if (step->op == FILTER_OP_REFUSE)
		return holds(step, value, len);
	return step->op == FILTER_OP_ONLY && !holds_only(step, value, len);
}

static void put_byte(struct text *out, const struct form_filter *f, char c)
{
	for (size_t i = f->step; i < (size_t)f->step + f->steps; i++) {
		const struct form_filter_step *step = &form_filter_steps[i];

		if (step->op == FILTER_OP_REPLACE && step->mark == c) {
			text_add(out, form_text(step->text));
			return;
		}
	}
	text_byte(out, c);
}

int filter_put(struct text *out, unsigned filter, const char *value, const char **ret_why)
{
	const struct form_filter *f = &form_filters[filter];
	size_t len = strlen(value);
	char mark = 0;

	for (size_t i = f->step; i < (size_t)f->step + f->steps; i++) {
		const struct form_filter_step *step = &form_filter_steps[i];

		if (step_refuses(step, value, len)) {
			*ret_why = form_text(step->why);
			return -1;
		}
		if (step->op == FILTER_OP_WRAP || (step->op == FILTER_OP_ENCLOSE && holds(step, value, len)))
			mark = step->mark;
	}
	if (mark)
		text_byte(out, mark);
	for (size_t i = 0; i < len; i++)
		put_byte(out, f, value[i]);
	if (mark)
		text_byte(out, mark);
	return 0;
}
