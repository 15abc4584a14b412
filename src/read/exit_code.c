/* exit_code.c: see exit_code.h. */
#include "read/exit_code.h"

static bool is_code(const struct exit_code_reader *r)
{
	return r->digits > 0 && !r->other && r->number <= 255;
}

static void end_line(struct exit_code_reader *r)
{
	if (is_code(r)) {
		r->code = (int)r->number;
		r->said = true;
	}
	r->number = r->digits = 0;
	r->other = false;
}

void exit_code_read(struct exit_code_reader *r, const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (bytes[i] == '\n' || bytes[i] == '\r') {
			end_line(r);
		} else if (bytes[i] >= '0' && bytes[i] <= '9' && r->digits < 3) {
			r->number = r->number * 10 + (unsigned)(bytes[i] - '0');
			r->digits++;
		} else {
			r->other = true;
		}
	}
}

int exit_code_said(const struct exit_code_reader *r)
{
	if (is_code(r))
		return (int)r->number;
	return r->said ? r->code : -1;
}
