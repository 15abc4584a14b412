/*
 * timestamps_table.c: generated from spec/timestamps.spec by gen/timestamps.awk.  Change those, not this.
 * The instants of a start, under the names that urunc's scripts know.
 */

#include "timestamps_table.h"

static const struct {
	unsigned short id, name; /* offsets into the pool */
} rows[POINT_COUNT] = {
	/* tiny.spec:2 */ { 1, 6 },
	/* tiny.spec:3 */ { 17, 22 },
	/* tiny.spec:4 */ { 31, 36 },
	/* tiny.spec:5 */ { 47, 52 },
};

static const char pool[] =
	"\0"
	/* 1 */ "TS00" "\0"
	/* 6 */ "CR.invoked" "\0"
	/* 17 */ "TS01" "\0"
	/* 22 */ "RX.there" "\0"
	/* 31 */ "TS02" "\0"
	/* 36 */ "ST.invoked" "\0"
	/* 47 */ "TS03" "\0"
	/* 52 */ "RX.exec" "\0";

const char *point_id(enum point p)
{
	return pool + rows[p].id;
}

const char *point_name(enum point p)
{
	return pool + rows[p].name;
}
