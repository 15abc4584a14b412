/* log.c: see log.h. */
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/json_writer.h"
#include "base/show.h"

enum { LINE_MAX_BYTES = 4096 };

static void open_file(struct log *log)
{
	if (log->file >= 0 || !log->path)
		return;
	log->file = open(log->path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0644);
	if (log->file < 0)
		dprintf(STDERR_FILENO, "urunc: --log %s: %s\n", log->path, strerror(errno));
	if (log->file < 0)
		log->path = NULL; /* it is said once */
}

/* Quotes into a fixed buffer: an error must be told even when there is no memory. */
static void quote(char *to, size_t room, const char *text)
{
	size_t used = 0;

	for (; *text && used + 8 < room; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '"' || c == '\\')
			to[used++] = '\\';
		if (c < 0x20)
			used += (size_t)snprintf(to + used, room - used, "\\u%04x", c);
		else
			to[used++] = *text;
	}
	to[used] = 0;
}

static void write_line(const struct log *log, const char *level, const char *text)
{
	char line[LINE_MAX_BYTES], quoted[LINE_MAX_BYTES - 200], stamp[40];
	time_t now = time(NULL);
	struct tm utc;
	int len;

	strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
	quote(quoted, sizeof quoted, text);
	show_line(quoted); /* JSON is UTF-8 */
	len = snprintf(line, sizeof line,
	    log->json ? "{\"level\":\"%s\",\"msg\":\"%s\",\"time\":\"%s\"}\n" : "level=%s msg=\"%s\" time=\"%s\"\n",
	    level, quoted, stamp);
	if (write(log->file, line, (size_t)len) < 0)
		return; /* there is nowhere left to say it */
}

/* Engines read one line, and an id or a path in it may hold anything. */
static void say(const char *prefix, const char *text)
{
	char line[LINE_MAX_BYTES];

	snprintf(line, sizeof line, "urunc: %s%s", prefix, text);
	show_line(line);
	dprintf(STDERR_FILENO, "%s\n", line);
}

void log_error(struct log *log, const char *text)
{
	open_file(log);
	say("", text);
	if (log->file >= 0)
		write_line(log, "error", text);
}

void log_warning(struct log *log, const char *text)
{
	if (!log->warnings)
		return;
	open_file(log);
	if (log->file >= 0)
		write_line(log, "warning", text);
	else
		say("warning: ", text);
}

void log_told_warning(struct log *log, const char *text)
{
	if (log->warnings)
		log_warning(log, text);
	else
		say("warning: ", text);
}
