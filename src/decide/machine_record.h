/*
 * machine_record.h: a struct machine as text, from `create` to `start`.  One fact a line, "NAME VALUE"; a new line, a
 * carriage return or a % in a value is written as % and two digits.  The last line tells a whole record from a cut one.
 */
#ifndef DECIDE_MACHINE_RECORD_H
#define DECIDE_MACHINE_RECORD_H

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"
#include "forms.h"

void machine_write(struct text *out, const struct machine *m);

/* Errors (EINVAL, with the line): cut short, not understood, or of another version of urunc. */
int machine_read(struct arena *a, const char *bytes, size_t len, struct machine *ret, struct error *err);

#endif
