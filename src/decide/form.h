/*
 * form.h: everything that is said to a monitor or a guest is a form: rows of spec/monitors/ and spec/guests/, filled with
 * the facts of a struct machine (forms.h, generated).  Pure.  DESIGN.md 4 and 7; the language: docs/forms.md.
 *
 * A machine is filled in two steps: `create` fills everything but the links and writes it down (machine_record.h);
 * `start` reads it back, adds the links, and calls form_settle, form_check, form_warn and form_argv in this order.
 *
 * All strings made live in the arena.  Errors are EINVAL and say which fact, its value, and who cannot take it and why.
 */
#ifndef DECIDE_FORM_H
#define DECIDE_FORM_H

#include "base/arena.h"
#include "base/error.h"
#include "base/warnings.h"
#include "forms.h"

struct words {
	const char **at; /* n of them, then NULL: an argv */
	size_t n;
};

/* Where a form's file belongs, and what is in it. */
struct form_content {
	const char *name; /* without a folder; NULL: this form has no file of that kind */
	const char *bytes;
	size_t len;
};

/*
 * Gives links and disks without a name the one that the guest has for them (eth0, service), and fills m->cmdline with what
 * the guest is told (NULL if that is nothing).  Errors: a value that the guest cannot take, more links than names.
 */
int form_settle(struct arena *a, struct machine *m, struct error *err);

/* What monitor and guest refuse, and their limits, for what is there.  Can be asked before the links are known, too. */
int form_check(const struct machine *m, struct error *err);

/* What will not reach the guest although it is there: a text for each. */
void form_warn(const struct machine *m, struct warnings *w);

/* The monitor's argv; argv[0] is m->binary. */
int form_argv(struct arena *a, const struct machine *m, struct words *ret, struct error *err);

/* The monitor's JSON file, the guest's file of lines.  ret->name is NULL when there is no such file. */
int form_monitor_file(struct arena *a, const struct machine *m, struct form_content *ret, struct error *err);
int form_guest_file(struct arena *a, const struct machine *m, struct form_content *ret, struct error *err);

#endif
