/*
 * exit_code.h: the exit code that a guest says, as text on a serial line: the number that stands alone on the last line that
 * has one.  Pure.  "echo $? >/dev/ttyS1" is all that an init needs.
 */
#ifndef READ_EXIT_CODE_H
#define READ_EXIT_CODE_H

#include <stdbool.h>
#include <stddef.h>

struct exit_code_reader {
	unsigned number, digits; /* of the line at hand */
	bool other; /* it holds something else, too */
	int code; /* of the last line that was a number; meaningful if `said` */
	bool said;
};

/* Takes bytes as they come.  A carriage return counts as a new line; 0 to 255 is a code, a larger number is none. */
void exit_code_read(struct exit_code_reader *r, const char *bytes, size_t len);

/* What was said, -1: nothing.  A number without a new line behind it counts, too: it was the last thing. */
int exit_code_said(const struct exit_code_reader *r);

#endif
