/*
 * names.c: hostname, working directory, and what /proc tells if there is one.
 */
#include "out.h"
#include "sections.h"
#include "sys.h"

#include <linux/fcntl.h>
#include <linux/utsname.h>

static void report_file(const char *name, const char *path)
{
	static char text[4096];
	long fd = sys4(__NR_openat, PROBE_AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0);
	if (fd < 0)
		return;
	long length = sys3(__NR_read, fd, text, sizeof(text));
	sys1(__NR_close, fd);
	while (length > 0 && text[length - 1] == '\n')
		length--;
	out_key(name);
	out_bytes(text, length > 0 ? (size_t)length : 0);
}

static void report_link(const char *name, const char *path)
{
	static char target[4096];
	long length = sys4(__NR_readlinkat, PROBE_AT_FDCWD, path, target, sizeof(target));
	if (length < 0)
		return;
	out_key(name);
	out_bytes(target, (size_t)length);
}

static void report_namespaces(void)
{
	static const char names[][8] = { "mnt", "pid", "net", "uts", "ipc", "cgroup", "time", "user" };
	static char path[] = "/proc/self/ns/\0\0\0\0\0\0\0";
	out_key("namespaces");
	out_open('{');
	for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		for (unsigned j = 0; j < 7; j++)
			path[14 + j] = names[i][j];
		report_link(names[i], path);
	}
	out_close('}');
}

void report_names(void)
{
	struct new_utsname name;
	char directory[4096];
	sys1(__NR_uname, &name);
	out_pair_string("hostname", name.nodename);
	out_pair_string("domainname", name.domainname);
	out_pair_string("cwd", sys2(__NR_getcwd, directory, sizeof(directory)) > 0 ? directory : NULL);
	report_namespaces();
	report_file("cgroup", "/proc/self/cgroup");
	report_file("oom_score_adj", "/proc/self/oom_score_adj");
	report_file("attr", "/proc/self/attr/current");
}
