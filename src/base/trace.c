/* trace.c: see trace.h. */
#include "base/trace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

void trace_open(struct trace *trace, const char *path)
{
	struct stat st;

	if (!path)
		return;
	trace->file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY, 0644);
	if (trace->file < 0)
		dprintf(STDERR_FILENO, "urunc: --trace %s: %s\n", path, strerror(errno));
	else if (fstat(trace->file, &st) == 0 && st.st_size == 0)
		dprintf(trace->file, "[\n");
}

unsigned long long trace_begin(const struct trace *trace)
{
	struct timespec now;

	if (trace->file < 0)
		return 0;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (unsigned long long)now.tv_sec * 1000000000 + (unsigned long long)now.tv_nsec;
}

void trace_end(const struct trace *trace, unsigned long long begin, const char *kind, const char *name, const char *id)
{
	unsigned long long end = trace_begin(trace);

	if (trace->file < 0)
		return;
	dprintf(trace->file,
	    "{\"name\":\"%s\",\"cat\":\"%s\",\"ph\":\"X\",\"ts\":%llu.%03llu,\"dur\":%llu.%03llu,\"pid\":%d,\"tid\":%d,"
	    "\"args\":{\"container\":\"%s\"}},\n",
	    name, kind, begin / 1000, begin % 1000, (end - begin) / 1000, (end - begin) % 1000, (int)getpid(),
	    (int)getpid(), id);
}
