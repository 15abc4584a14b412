/*
 * form_table.h: what the tables of the generated forms.c are made of.  For form.c, monitor.c and tests of the tables; all
 * others use form.h and monitor.h.  Texts are offsets into `forms_pool`, so that nothing has to be relocated at start.
 */
#ifndef DECIDE_FORM_TABLE_H
#define DECIDE_FORM_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include "forms.h"

/* What stands where a fact can stand: facts from 1, above them lists, above those the two words that count items. */
enum { FIRST_LIST = 128, WHAT_INDEX = 250, WHAT_LETTER };

static inline bool is_list(unsigned what)
{
	return what > FIRST_LIST;
}

enum fact_kind { FACT_KIND_WORD, FACT_KIND_PATH, FACT_KIND_TEXT, FACT_KIND_NUMBER, FACT_KIND_FLAG };

struct form_fact {
	unsigned char kind, list; /* list: of LIST_..., 0: of the machine itself */
	unsigned char maybe;
	unsigned char needs; /* the fact that it comes with, or 0 */
	unsigned short name; /* "link.ip4" */
};

enum filter_op { FILTER_OP_REFUSE, FILTER_OP_ONLY, FILTER_OP_REPLACE, FILTER_OP_ENCLOSE, FILTER_OP_WRAP };

/* One step of a filter.  `set` has a bit for each byte; bit 0 stands for the empty value, as no value holds a 0. */
struct form_filter_step {
	unsigned char op;
	char mark;
	unsigned short set[16];
	unsigned short text, why;
};
struct form_filter {
	unsigned short step, steps;
};

/* A piece of a word: literal text, then perhaps a fact, through a filter. */
struct form_piece {
	unsigned short text;
	unsigned char fact, filter, ends;
};

enum row_kind {
	ROW_NONE,
	ROW_PROGRAM,
	ROW_ARGV,
	ROW_TEXT,
	ROW_JOIN,
	ROW_JSON,
	ROW_LINES,
	ROW_FILE,
	ROW_INSERT,
	ROW_DEVICE,
	ROW_MODULE,
	ROW_DATA,
	ROW_FOLDER,
	ROW_SEARCH,
	ROW_OVERHEAD,
	ROW_SECCOMP,
	ROW_SIGNAL,
	ROW_CONTROL,
	ROW_CODE,
	ROW_ENDED,
	ROW_EXIT,
	ROW_MOST,
	ROW_LEAST,
	ROW_REFUSE,
	ROW_DROP,
	ROW_IGNORE,
	ROW_ARCH,
	ROW_NAMES,
	ROW_FILESYSTEMS,
	ROW_INIT,
	ROW_ADDS,
	ROW_PLANNED,
};

enum row_pick { PICK_ALL, PICK_EACH, PICK_FIRST, PICK_LATER };

/* A condition: a fact or list that is there, or a fact that is equal to a text. */
struct form_when {
	unsigned char what, unless;
	unsigned short value; /* 0: any */
};

struct form_row {
	unsigned char kind, pick, list;
	unsigned char on; /* of the other side of the pair, its number + 1; 0: any */
	struct form_when when[4];
	unsigned short piece, pieces;
	unsigned char what; /* fact or list that the row is about */
	unsigned short object, key; /* of a json row: OBJECT.KEY; else words of the row */
	unsigned short why;
	unsigned number;
	unsigned short file, line; /* of the spec */
};

/* Monitors first, then guests with their older versions behind them. */
struct form {
	unsigned char guest; /* else a monitor */
	unsigned char of; /* its number */
	unsigned short name, word;
	unsigned short before; /* a version, or 0 */
	unsigned short row, rows;
};

enum pair_verb { PAIR_UNKNOWN, PAIR_RUNS, PAIR_CANNOT };
struct form_pair {
	unsigned char verb;
	unsigned short why;
};

extern const char forms_pool[];
extern const struct form_fact form_facts[FACT_COUNT + 1];
extern const unsigned short form_list_names[LIST_COUNT + 1];
extern const struct form_filter form_filters[];
extern const struct form_filter_step form_filter_steps[];
extern const struct form_piece form_pieces[];
extern const struct form_row form_rows[];
extern const struct form forms[FORM_COUNT];
extern const unsigned char monitor_forms[MONITOR_COUNT], guest_forms[GUEST_COUNT]; /* numbers of forms */
extern const struct form_pair form_pairs[GUEST_COUNT][MONITOR_COUNT];
extern const signed char guest_prefers[GUEST_COUNT][MONITOR_COUNT]; /* monitors, best first; -1 ends */

/* The value of a fact; item: of which item, for a fact of a list.  Not there: NULL, 0. */
const char *fact_string(const struct machine *m, size_t item, int fact);
unsigned long fact_number(const struct machine *m, size_t item, int fact);
void fact_set_string(struct machine *m, size_t item, int fact, const char *value);
void fact_set_number(struct machine *m, size_t item, int fact, unsigned long value);
size_t list_count(const struct machine *m, int list);

/* New empty items in place of those of the list. */
void list_take(struct arena *a, struct machine *m, int list, size_t count);

#endif
