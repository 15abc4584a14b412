/*
 * files.c: the tree that the process sees from its root.  Of a mount: the kind of file system and its flags; of a
 * directory: whether a file can be made in it, which is what "read-only" means to an intruder.
 */
#include "out.h"
#include "sections.h"
#include "sys.h"

#include <asm/statfs.h>
#include <linux/fcntl.h>
#include <linux/stat.h>
#include <stdbool.h>

#define DEEPEST	   8
#define PROC_MAGIC 0x9fa0
#define SYS_MAGIC  0x62656572
#define PATH_BYTES 4096

struct entry {
	uint64_t inode;
	int64_t offset;
	unsigned short length;
	unsigned char type;
	char name[];
};

static char path[PATH_BYTES] = "/";
static size_t path_length = 1;

static void report_flags(long flags)
{
	static const char names[5][8] = { "ro", "nosuid", "nodev", "noexec", "sync" };
	out_key("flags");
	out_open('[');
	for (int i = 0; i < 5; i++) {
		if (flags & (1L << i)) {
			out_comma();
			out_string(names[i]);
		}
	}
	out_close(']');
}

/* Returns the magic number of the file system. */
static long report_mount(void)
{
	struct statfs fs = { 0 };
	sys2(__NR_statfs, path, &fs);
	out_key("mount");
	out_open('{');
	out_key("magic");
	out_hex((unsigned long)fs.f_type);
	report_flags(fs.f_flags);
	out_close('}');
	return fs.f_type;
}

/* Appends to the path; returns the old length, to go back with. */
static size_t step_in(const char *name)
{
	size_t before = path_length;
	if (path_length > 1 && path_length < PATH_BYTES - 1)
		path[path_length++] = '/';
	while (*name && path_length < PATH_BYTES - 1)
		path[path_length++] = *name++;
	path[path_length] = '\0';
	return before;
}

static void step_out(size_t before)
{
	path_length = before;
	path[path_length] = '\0';
}

static bool can_create(void)
{
	size_t before = step_in(".probe");
	long fd = sys4(__NR_openat, PROBE_AT_FDCWD, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd >= 0) {
		sys1(__NR_close, fd);
		sys3(__NR_unlinkat, PROBE_AT_FDCWD, path, 0);
	}
	step_out(before);
	return fd >= 0;
}

static void report_symlink(void)
{
	char target[PATH_BYTES];
	long length = sys4(__NR_readlinkat, PROBE_AT_FDCWD, path, target, sizeof(target));
	if (length < 0)
		return;
	out_key("target");
	out_bytes(target, (size_t)length);
}

static const char *type_of(unsigned mode)
{
	static const char names[16][2] = { "?", "p", "c", "?", "d", "?", "b", "?", "f", "?", "l", "?", "s", "?", "?",
		"?" };
	return names[(mode & S_IFMT) >> 12];
}

static void report_numbers(const struct statx *st)
{
	out_pair_string("path", path);
	out_pair_string("type", type_of(st->stx_mode));
	out_key("mode");
	out_octal(st->stx_mode & 07777U);
	out_pair("uid", st->stx_uid);
	out_pair("gid", st->stx_gid);
	out_pair("size", (long)st->stx_size);
	out_pair("links", st->stx_nlink);
	if (S_ISCHR(st->stx_mode) || S_ISBLK(st->stx_mode)) {
		out_pair("major", st->stx_rdev_major);
		out_pair("minor", st->stx_rdev_minor);
	}
}

/* One object for what stands at the path; true if it is a directory to go into. */
static bool report_entry(int depth)
{
	struct statx st = { 0 };
	long magic = 0;
	if (sys5(__NR_statx, PROBE_AT_FDCWD, path, 0x100 /* AT_SYMLINK_NOFOLLOW */, STATX_BASIC_STATS, &st) < 0)
		return false;
	out_comma();
	out_open('{');
	report_numbers(&st);
	if (st.stx_attributes & STATX_ATTR_MOUNT_ROOT)
		magic = report_mount();
	if (S_ISLNK(st.stx_mode))
		report_symlink();
	if (S_ISDIR(st.stx_mode))
		out_pair("creatable", can_create());
	out_close('}');
	return S_ISDIR(st.stx_mode) && depth < DEEPEST && magic != PROC_MAGIC && magic != SYS_MAGIC;
}

static bool is_dots(const char *name)
{
	return name[0] == '.' && (name[1] == '\0' || (name[1] == '.' && name[2] == '\0'));
}

static void walk(int depth);

static void walk_entries(long fd, int depth)
{
	char entries[8192] __attribute__((aligned(8)));
	long length;
	while ((length = sys3(__NR_getdents64, fd, entries, sizeof(entries))) > 0) {
		for (long at = 0; at < length;) {
			const struct entry *entry = (const void *)(entries + at);
			at += entry->length;
			if (is_dots(entry->name))
				continue;
			size_t before = step_in(entry->name);
			walk(depth + 1);
			step_out(before);
		}
	}
}

static void walk(int depth)
{
	if (out_room() < 2 * PATH_BYTES || !report_entry(depth))
		return;
	long fd = sys4(__NR_openat, PROBE_AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW, 0);
	if (fd < 0)
		return;
	walk_entries(fd, depth);
	sys1(__NR_close, fd);
}

void report_files(void)
{
	out_key("files");
	out_open('[');
	walk(0);
	out_close(']');
	out_pair("files_cut_short", out_room() < 2 * PATH_BYTES);
}
