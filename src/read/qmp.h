/*
 * qmp.h: the one thing that is read of QEMU's machine protocol (docs/interop/qmp-spec): how the machine ended.  Pure.  What is
 * read may come from a monitor that its guest has taken over: nothing of it is believed but a word to look up.
 */
#ifndef READ_QMP_H
#define READ_QMP_H

#include <stdbool.h>
#include <stddef.h>

enum { QMP_LINE_MAX = 512 }; /* the events that count have 130 bytes; a longer line is passed over, as are answers */

struct qmp_reader {
	size_t used;
	bool too_long; /* the rest of the line is passed over */
	char line[QMP_LINE_MAX + 1];
};

/*
 * Takes bytes as they come.  True: a line among them is the event SHUTDOWN, and `word` (of `room` bytes) has its reason:
 * guest-shutdown, guest-reset, guest-panic, host-signal.  A reason that has no room is none.
 */
bool qmp_read(struct qmp_reader *r, const char *bytes, size_t len, char *word, size_t room);

#endif
