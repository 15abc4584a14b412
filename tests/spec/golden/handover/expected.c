/*
 * handover_table.c: generated from tiny.spec by gen/handover.awk.  Change those, not this.
 * Who runs ordinary containers, and what goes over to them, as rows.
 */

#include "handover_table.h"
#include "commands_table.h"

const struct handover_runtime handover_runtimes[HANDOVER_RUNTIMES] = {
	{ 1, 5, 0, 1, 0, 0 }, /* line 2: oak */
	{ 16, 22, 1, 2, 27, 32 }, /* line 3: birch */
};

const unsigned short handover_dropped[] = {
	36, /* oak: --leaf */
	36, /* birch: --leaf */
	41, /* birch: --root */
	0
};

const unsigned handover_commands = 0
	| 1u << COMMAND_GROW
	| 1u << COMMAND_FELL;

const struct handover_mark handover_marks[HANDOVER_MARKS] = {
	{ 46, 64, 0, 0, 0 }, /* tree.example/kind: stump */
	{ 70, 88, 94, 101, 110 }, /* tree.example/name: graft */
};

const char handover_pool[] =
	"\0"
	/* 1 */ "oak" "\0"
	/* 5 */ "acorn.json" "\0"
	/* 16 */ "birch" "\0"
	/* 22 */ "bark" "\0"
	/* 27 */ "2.10" "\0"
	/* 32 */ "1.0" "\0"
	/* 36 */ "leaf" "\0"
	/* 41 */ "root" "\0"
	/* 46 */ "tree.example/kind" "\0"
	/* 64 */ "stump" "\0"
	/* 70 */ "tree.example/name" "\0"
	/* 88 */ "graft" "\0"
	/* 94 */ "BUD_OF" "\0"
	/* 101 */ "10.0.0.1" "\0"
	/* 110 */ "STEM" "\0";

