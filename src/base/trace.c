/* trace.c: see trace.h. */
#include "base/trace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/times.h"

/* One write(2): of several commands that append to one file none comes between. */
__attribute__((format(printf, 2, 3))) static void put(const struct trace *trace, const char *format, ...)
{
	char line[1024];
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(line, sizeof line, format, args);
	va_end(args);
	if (len > 0 && (size_t)len < sizeof line && write(trace->file, line, (size_t)len) < 0)
		return; /* there is nowhere left to say it */
}

/* What cannot be locked, a pipe, has one reader and begins empty for each. */
static void begin_array(const struct trace *trace)
{
	struct flock whole = { .l_type = F_WRLCK }, none = { .l_type = F_UNLCK };
	struct stat st;

	fcntl(trace->file, F_OFD_SETLKW, &whole);
	if (fstat(trace->file, &st) == 0 && st.st_size == 0)
		put(trace, "[\n");
	fcntl(trace->file, F_OFD_SETLK, &none);
}

void trace_open(struct trace *trace, const char *path, const char *name)
{
	if (!path)
		return;
	trace->file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0644);
	if (trace->file < 0) {
		dprintf(STDERR_FILENO, "urunc: --trace %s: %s\n", path, strerror(errno));
		return;
	}
	begin_array(trace);
	trace->behind = times_now() - trace_begin(trace);
	trace_process(trace, getpid(), name);
}

unsigned long long trace_begin(const struct trace *trace)
{
	struct timespec now;

	if (trace->file < 0)
		return 0;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (unsigned long long)now.tv_sec * 1000000000 + (unsigned long long)now.tv_nsec;
}

static void event(const struct trace *trace, int pid, unsigned long long begin, unsigned long long end,
    const char *kind, const char *name, const char *id, const char *more)
{
	put(trace,
	    "{\"name\":\"%s\",\"cat\":\"%s\",\"ph\":\"X\",\"ts\":%llu.%03llu,\"dur\":%llu.%03llu,\"pid\":%d,\"tid\":%d,"
	    "\"args\":{\"container\":\"%s\"%s}},\n",
	    name, kind, begin / 1000, begin % 1000, (end - begin) / 1000, (end - begin) % 1000, pid, pid, id, more);
}

void trace_end(const struct trace *trace, unsigned long long begin, const char *kind, const char *name, const char *id)
{
	if (trace->file >= 0)
		event(trace, getpid(), begin, trace_begin(trace), kind, name, id, "");
}

void trace_row(const struct trace *trace, unsigned long long begin, const char *kind, const char *name, const char *id,
    const struct trace_row *row)
{
	char more[160];

	if (trace->file < 0)
		return;
	snprintf(more, sizeof more, ",\"event\":\"%s\",\"in\":\"%s\",\"to\":\"%s\",\"failed\":%s", row->event, row->in,
	    row->to, row->failed ? "true" : "false");
	event(trace, getpid(), begin, trace_begin(trace), kind, name, id, more);
}

void trace_process(const struct trace *trace, int pid, const char *name)
{
	if (trace->file >= 0)
		put(trace,
		    "{\"name\":\"process_name\",\"ph\":\"M\",\"pid\":%d,\"tid\":%d,\"args\":{\"name\":\"%s\"}},\n", pid,
		    pid, name);
}

void trace_of(const struct trace *trace, int pid, unsigned long long begin, unsigned long long end, const char *name,
    const char *id)
{
	if (trace->file < 0)
		return;
	event(trace, pid, begin - trace->behind, end - trace->behind, "step", name, id, "");
}
