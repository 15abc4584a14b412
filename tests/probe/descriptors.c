/*
 * descriptors.c: what is open.  Without /proc every number is tried, up to a bound that is far above what anyone leaks.
 */
#include "out.h"
#include "sections.h"
#include "sys.h"

#include <asm/ioctls.h>
#include <asm/termbits.h>
#include <asm/termios.h>
#include <linux/fcntl.h>
#include <linux/stat.h>
#include <stdbool.h>

#define HIGHEST_TRIED 1024

static const char *type_name(unsigned mode)
{
	switch (mode & S_IFMT) {
	case S_IFREG:
		return "file";
	case S_IFDIR:
		return "directory";
	case S_IFCHR:
		return "character device";
	case S_IFBLK:
		return "block device";
	case S_IFIFO:
		return "pipe";
	case S_IFSOCK:
		return "socket";
	}
	return "other";
}

static void report_stat(long fd)
{
	struct statx st;
	if (sys5(__NR_statx, fd, "", 0x1000 /* AT_EMPTY_PATH */, STATX_BASIC_STATS, &st) < 0)
		return;
	out_pair_string("type", type_name(st.stx_mode));
	out_pair("inode", (long)st.stx_ino);
	if ((st.stx_mode & S_IFMT) == S_IFCHR || (st.stx_mode & S_IFMT) == S_IFBLK) {
		out_pair("major", st.stx_rdev_major);
		out_pair("minor", st.stx_rdev_minor);
	}
}

static void report_target(long fd)
{
	char path[] = "/proc/self/fd/\0\0\0\0", target[4096];
	char digits[5];
	int count = 0;
	for (long rest = fd; count == 0 || rest; rest /= 10)
		digits[count++] = (char)('0' + rest % 10);
	for (int i = 0; i < count; i++)
		path[14 + i] = digits[count - 1 - i];
	long length = sys4(__NR_readlinkat, PROBE_AT_FDCWD, path, target, sizeof(target));
	if (length < 0)
		return;
	out_key("target");
	out_bytes(target, (size_t)length);
}

static void report_terminal(long fd)
{
	struct termios termios;
	struct winsize size;
	if (sys3(__NR_ioctl, fd, TCGETS, &termios) < 0)
		return;
	out_pair("terminal", 1);
	if (sys3(__NR_ioctl, fd, TIOCGWINSZ, &size) == 0) {
		out_pair("rows", size.ws_row);
		out_pair("columns", size.ws_col);
	}
}

static void report_descriptor(long fd, long flags)
{
	out_comma();
	out_open('{');
	out_pair("fd", fd);
	out_pair("cloexec", flags & FD_CLOEXEC);
	out_key("flags");
	out_octal((unsigned long)sys3(__NR_fcntl, fd, F_GETFL, 0));
	report_stat(fd);
	report_target(fd);
	report_terminal(fd);
	out_close('}');
}

void report_descriptors(void)
{
	out_key("descriptors");
	out_open('[');
	for (long fd = 0; fd < HIGHEST_TRIED; fd++) {
		long flags = sys3(__NR_fcntl, fd, F_GETFD, 0);
		if (flags >= 0)
			report_descriptor(fd, flags);
	}
	out_close(']');
	long tty = sys4(__NR_openat, PROBE_AT_FDCWD, "/dev/tty", O_RDWR | O_CLOEXEC, 0);
	out_pair_error("controlling_terminal", tty);
	if (tty >= 0)
		sys1(__NR_close, tty);
}
