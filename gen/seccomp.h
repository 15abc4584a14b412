/* seccomp.h: what the parts of the seccomp compiler share: seccomp.c reads, seccomp_bpf.c compiles, seccomp_write.c writes. */
#ifndef GEN_SECCOMP_H
#define GEN_SECCOMP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <linux/filter.h>

enum { LINES = 4000, WORDS = 400, LISTS = 40, ROWS = 1500, TOKENS = 60, VALUES = 80, CONDS = 4, ARCHES = 2, ALL = 3 };

struct line {
	const char *file;
	int number;
	char *text;
};

struct word {
	const char *name;
	uint32_t value;
	const struct line *at;
	bool used;
};

struct cond {
	int arg;
	uint32_t mask, value; /* what must be so whatever the list says */
	uint32_t list[VALUES];
	int values; /* of the list; 0: no list */
	bool null; /* a pointer that must be NULL */
};

struct row {
	const struct line *at;
	const char *syscall, *why, *conditions;
	uint32_t action;
	unsigned on; /* bits of arches */
	struct cond cond[CONDS];
	int conds;
	const struct list *owner; /* where it is written; others include it */
};

struct list {
	const char *name, *text;
	const struct line *at;
	bool filter, used;
	int row[ROWS], rows;
	const struct list *include[LISTS];
	int includes;
};

struct arch {
	const char *name, *macro;
	uint32_t token;
};

extern const struct arch arches[ARCHES];
extern struct list lists[LISTS];
extern struct row rows[ROWS];
extern int list_count;
extern const char *newest; /* NULL: every number is known */

/* What is not the spec's fault. */
_Noreturn void stop(const char *what, const char *name);

/* The program of a filter; at most `room` instructions. */
size_t bpf_of(const struct list *list, int arch, struct sock_filter *code, size_t room);

void write_h(void);
void write_c(void);
void write_md(void);

#endif
