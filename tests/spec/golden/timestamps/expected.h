/*
 * timestamps_table.h: generated from spec/timestamps.spec by gen/timestamps.awk.  Change those, not this.
 * The instants of a start, under the names that urunc's scripts know.
 */

#ifndef TIMESTAMPS_TABLE_H
#define TIMESTAMPS_TABLE_H

enum point {
	POINT_CR_INVOKED, /* tiny.spec:2: the command begins */
	POINT_RX_THERE, /* tiny.spec:3: it is there */
	POINT_ST_INVOKED, /* tiny.spec:4: the other begins */
	POINT_RX_EXEC, /* tiny.spec:5: it is about to go */
	POINT_COUNT
};

/* TS00 and so on; CR.invoked and so on. */
const char *point_id(enum point p);
const char *point_name(enum point p);

#endif
