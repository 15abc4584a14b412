/*
 * form_rows.h: which rows of a form hold for a machine, and their words.  What form.c, form_json.c and monitor.c share.
 *
 * Rows are walked by index.  What a guest is told (text, join, json, lines, refuse, drop, ignore) stands in the form of its
 * version; all other rows of a guest stand in its main form and hold for every version.
 */
#ifndef DECIDE_FORM_ROWS_H
#define DECIDE_FORM_ROWS_H

#include "base/error.h"
#include "base/text.h"
#include "decide/form_table.h"

/* Where a row is filled: the machine, the form that the row is of, and the item at hand of the list it walks. */
struct place {
	const struct machine *m;
	const struct form *form;
	size_t item;
};

const char *form_text(unsigned offset); /* of the pool */
const char *form_title(struct arena *a, const struct form *form); /* for errors: "guest linux" */

/* The forms of a machine; NULL where its numbers are wrong.  told_form may be the main form. */
const struct form *monitor_form(const struct machine *m);
const struct form *guest_main_form(const struct machine *m);
const struct form *guest_told_form(const struct machine *m);

/* A fact or list is there: of the item at hand, or of any item where the row walks another list than the fact's. */
bool what_there(struct place at, unsigned list, unsigned what);

/* The row is about this pair and this item, and its conditions hold. */
bool row_holds(struct place at, const struct form_row *row);

/* Calls PUT for every row of these kinds (bits 1 << ROW_...) that holds.  Rows of one kind and list go item by item. */
typedef int row_put(void *to, struct place at, const struct form_row *row, struct error *err);
int form_walk(
    const struct form *form, const struct machine *m, unsigned kinds, row_put *put, void *to, struct error *err);

/* Writes one piece, its fact through its filter.  Errors name the fact, its value, and why it cannot be said. */
int piece_put(struct text *out, struct place at, const struct form_row *row, size_t piece, struct error *err);

/* The same for all pieces of a row that has one word. */
int row_word(struct arena *a, struct place at, const struct form_row *row, const char **ret, struct error *err);

/* In form_filter.c: VALUE through a filter.  -1: refused, *ret_why says why. */
int filter_put(struct text *out, unsigned filter, const char *value, const char **ret_why);

/* In form_json.c: the JSON object of a form's rows; NULL if none holds. */
int json_fill(struct arena *a, const struct form *form, const struct machine *m, const char **ret, struct error *err);

#endif
