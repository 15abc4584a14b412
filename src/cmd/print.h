/* print.h: data on stdout.  Only data goes there; everything else is for stderr and the log. */
#ifndef CMD_PRINT_H
#define CMD_PRINT_H

#include "base/error.h"
#include "base/text.h"

/* Writes all of it; a full disk or closed pipe is an error. */
int print_text(const struct text *t, struct error *err);
int print_string(const char *text, struct error *err);

#endif
