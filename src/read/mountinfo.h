/*
 * mountinfo.h: the lines of /proc/PID/mountinfo (proc(5)), one by one.  Works in place: fields are cut and their octal
 * escapes (\040 and the like) decoded in the caller's buffer, so that a host with thousands of mounts costs no memory.
 */
#ifndef READ_MOUNTINFO_H
#define READ_MOUNTINFO_H

#include "base/error.h"

/* Every text lies in the buffer that is read.  `optional` holds the words between options and "-", "" if there are none. */
struct mount_line {
	unsigned id, parent, major, minor;
	char *root, *point, *options, *optional, *type, *source, *super;
};

struct mountinfo {
	char *at; /* 0-terminated, and from mountinfo_next on no longer the caller's to read */
	unsigned line; /* how many lines were read: for errors */
};

/*
 * The next line.  Returns 1 and fills *ret; 0 at the end; -1 with EPROTO for what no kernel writes: too few fields, a
 * number that is none, an escape that makes a 0 byte.  What stands behind the last field is skipped.
 */
int mountinfo_next(struct mountinfo *m, struct mount_line *ret, struct error *err);

/* Is WORD one of the comma separated words of LIST?  For options, and for the controllers of cgroup hierarchies. */
int comma_list_has(const char *list, const char *word);

#endif
