/*
 * handover_table.c: generated from tiny.spec by gen/handover.awk.  Change those, not this.
 * Who runs ordinary containers, and what goes over to them, as rows.
 */

#include "handover_table.h"
#include "commands_table.h"

const struct handover_runtime handover_runtimes[HANDOVER_RUNTIMES] = {
	{ 1, 5, 0, 1 }, /* line 2: oak */
	{ 16, 22, 1, 2 }, /* line 3: birch */
};

const unsigned short handover_dropped[] = {
	27, /* oak: --leaf */
	27, /* birch: --leaf */
	32, /* birch: --root */
	0
};

const unsigned handover_commands = 0
	| 1u << COMMAND_GROW
	| 1u << COMMAND_FELL;

const char handover_pool[] =
	"\0"
	/* 1 */ "oak" "\0"
	/* 5 */ "acorn.json" "\0"
	/* 16 */ "birch" "\0"
	/* 22 */ "bark" "\0"
	/* 27 */ "leaf" "\0"
	/* 32 */ "root" "\0";

