/*
 * log.h: where errors and warnings go.  An error is one line on stderr and one line in the log file; at the default level
 * a success writes nothing, because podman reads the whole file as one JSON object.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>

struct log {
	int file; /* -1: none */
	bool json;
	bool warnings; /* the level lets warnings through */
};

/* Opens the file (created 0644, appended to).  One that cannot be opened is a warning on stderr, not an error. */
void log_open(struct log *log, const char *path);

void log_error(const struct log *log, const char *text);
void log_warning(const struct log *log, const char *text);

#endif
