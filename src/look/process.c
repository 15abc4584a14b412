/* process.c: see process.h. */
#include "look/process.h"

#include "base/show.h"
#include "look/file.h"

enum { STATUS_MAX = 16 << 10, COMMAND_MAX = 64 << 10 }; /* bytes; a longer command line is cut */

static int file_of(struct arena *a, pid_t pid, const char *name, size_t most, char **ret, size_t *ret_len)
{
	return look_read_kernel(a, take_format(a, "/proc/%d/%s", (int)pid, name), most, ret, ret_len);
}

/* Its words end with a 0 each. */
static const char *one_line(char *words, size_t len)
{
	while (len && !words[len - 1])
		len--;
	for (size_t i = 0; i < len; i++)
		if (!words[i])
			words[i] = ' ';
	show_line(words);
	return words;
}

int look_process(struct arena *a, pid_t pid, struct process_look *ret)
{
	char *status, *stat, *words;
	size_t len;

	if (file_of(a, pid, "status", STATUS_MAX, &status, &len) < 0 ||
	    file_of(a, pid, "stat", STATUS_MAX, &stat, &len) < 0 ||
	    file_of(a, pid, "cmdline", COMMAND_MAX, &words, &len) < 0)
		return -1;
	if (process_status_read(a, status, stat, &ret->status) < 0)
		return -1;
	ret->command = *words ? one_line(words, len) : take_format(a, "[%s]", ret->status.name);
	return 0;
}
