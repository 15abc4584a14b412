/* cgroup_file.h: small files of cgroup directories, and waiting for them; shared by the parts of cgroup.h. */
#ifndef ACT_CGROUP_FILE_H
#define ACT_CGROUP_FILE_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum { CGROUP_PATH_MAX = PATH_MAX + 256 };

/* Opens DIR/FILE; -1 and errno.  ENAMETOOLONG: the path is longer than the kernel takes. */
int cgroup_file_open(const char *dir, const char *file, int flags);

/* 0, or -1 and errno. */
int cgroup_file_write(const char *dir, const char *file, const char *value);

/* Reads at most room - 1 bytes and puts a 0 behind them; the length without a new line at the end, or -1 and errno. */
ssize_t cgroup_file_read(const char *dir, const char *file, char *ret, size_t room);

bool cgroup_file_is_there(const char *dir, const char *file);

/* Is this one of the lines of a file? */
bool cgroup_has_line(const char *text, const char *line);

/* v2: waits until cgroup.events has this line ("populated 0", "frozen 1"), at most so long.  False: it has not, there is no
   such file, or nobody is in there any more whom it could happen to.  The kernel tells of changes by POLLPRI (cgroup-v2.rst),
   so nothing is asked again and again. */
bool cgroup_wait_event(const char *dir, const char *line, int milliseconds);

/* v1 tells nobody of its changes: a short sleep, growing from 1 to 50 ms.  False when `milliseconds` are over. */
struct cgroup_patience {
	int left, step; /* milliseconds; step begins as 0 */
};
bool cgroup_wait_a_little(struct cgroup_patience *p);

#endif
