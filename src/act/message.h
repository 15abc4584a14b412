/*
 * message.h: what creator, parked process and starter say to each other over SOCK_SEQPACKET sockets (unix(7)): one packet,
 * one message.  Nothing here crosses a privilege boundary upwards: the creator and the starter believe a report's text only
 * to show it.
 */
#ifndef ACT_MESSAGE_H
#define ACT_MESSAGE_H

#include <stddef.h>
#include "base/error.h"

enum message_kind {
	MESSAGE_GO = 'g', /* creator to child: you are on record, build */
	MESSAGE_MOUNTED = 'm', /* child to creator: the jail is built; I enter it when the hooks have run */
	MESSAGE_PIVOT = 'p', /* creator to child: it is your turn to run hooks; then enter it */
	MESSAGE_READY = 'r', /* child to creator: the jail stands, and I am in it */
	MESSAGE_COMMIT = 'c', /* creator to child: the container is created, wait for start */
	MESSAGE_DONE = 'd', /* a hook's watcher to who runs the hook: nothing of it is left */
	MESSAGE_START = 's', /* starter to parked process: these words are the monitor's argv */
	MESSAGE_START_TIMED = 't', /* the same; and say with MESSAGE_EXEC when you did what (struct park_times) */
	MESSAGE_KEEP = 'k', /* as MESSAGE_START, with a struct keep before the words: the monitor becomes a child */
	MESSAGE_KEEP_TIMED = 'K',
	MESSAGE_EXEC =
	    'x', /* parked process to starter: all is ready, execve is next; end of file means that it worked */
	MESSAGE_FAILED = 'f', /* child to creator or starter: why not */
};

struct message_report {
	char kind;
	int num;
	char text[sizeof((struct error *)0)->text];
};

/* Sends one byte. */
int message_say(int fd, enum message_kind kind, struct error *err);

/* Sends an error; nothing can be done if that fails. */
void message_report(int fd, const struct error *what);

/* Waits until the other end has said all that it will say and is closed; ETIMEDOUT: it was not within this time. */
int message_await_end(int fd, int milliseconds, struct error *err);

/*
 * Waits for a message of this kind, at most this long (milliseconds; -1: for ever).  A report becomes the error; end of file is
 * EPIPE, another kind EPROTO, no answer ETIMEDOUT.
 */
int message_expect(int fd, enum message_kind kind, int milliseconds, struct error *err);

/* The same, with so many bytes behind the kind; at most those of a report. */
int message_say_data(int fd, enum message_kind kind, const void *data, size_t size, struct error *err);
int message_expect_data(int fd, enum message_kind kind, void *data, size_t size, int milliseconds, struct error *err);

#endif
