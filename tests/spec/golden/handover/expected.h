/*
 * handover_table.h: generated from tiny.spec by gen/handover.awk.  Change those, not this.
 * Who runs ordinary containers, and what goes over to them, as rows.
 */

#ifndef HANDOVER_TABLE_H
#define HANDOVER_TABLE_H

struct handover_runtime {
	unsigned short name; /* offsets into handover_pool */
	unsigned short file; /* in the directory of an id: the id is this runtime's */
	unsigned short first, count; /* in handover_dropped */
	unsigned short before, only; /* versions before this one take only an ociVersion that has `only` in it; 0: all */
};

/* An annotation with which a container is an ordinary one; and what becomes of its environment, 0: nothing. */
struct handover_mark {
	unsigned short key, value;
	unsigned short move, host, add;
};

enum { HANDOVER_RUNTIMES = 2, HANDOVER_MARKS = 2 };

extern const struct handover_runtime handover_runtimes[HANDOVER_RUNTIMES]; /* the preferred first */
extern const struct handover_mark handover_marks[HANDOVER_MARKS];
extern const unsigned short handover_dropped[]; /* names of options */
extern const unsigned handover_commands; /* a bit for each, 1 << enum command, that goes over with its id */
extern const char handover_pool[];

#endif
