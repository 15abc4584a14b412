/*
 * log.h: where errors and warnings go.  An error is one line on stderr and one line in the log file; at the default level
 * a success writes nothing, because podman reads the whole file as one JSON object.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>

struct log {
	const char *path; /* of the log file, NULL: there is none; opened by the first who writes to it */
	int file; /* -1: not open */
	bool json;
	bool warnings; /* the level lets warnings through */
};

/*
 * The log file is created 0644 when there is something to say, and appended to.  One that cannot be opened is a warning on
 * stderr, not an error.  Nothing waits for whoever reads it: to a FIFO without a reader nothing is written, to a full one not
 * this line.
 */
void log_error(struct log *log, const char *text);
void log_warning(struct log *log, const char *text);

/* For what must be told (by the OCI runtime-spec, or since it is nowhere else to see): on stderr if the level keeps it out of
   the file. */
void log_told_warning(struct log *log, const char *text);

#endif
