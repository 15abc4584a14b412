/* test_cgroup_layout.c: /proc/PID/cgroup, and what hierarchies are found from it and from mounts of several kinds of host. */
#include "unit.h"

#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sys/sysmacros.h>

#include "look/cgroups.h"
#include "read/cgroup_file.h"

static void lines_of_the_file(void **state)
{
	char text[] = "12:cpu,cpuacct:/user.slice\n3:name=systemd:/a:b/c d\n0::/x";
	struct cgroup_file f = { .at = text };
	struct cgroup_line line;
	struct error err;

	(void)state;
	assert_int_equal(cgroup_file_next(&f, &line, &err), 1);
	assert_int_equal(line.hierarchy, 12);
	assert_string_equal(line.controllers, "cpu,cpuacct");
	assert_string_equal(line.path, "/user.slice");
	assert_int_equal(cgroup_file_next(&f, &line, &err), 1);
	assert_string_equal(line.controllers, "name=systemd");
	assert_string_equal(line.path, "/a:b/c d");
	assert_int_equal(cgroup_file_next(&f, &line, &err), 1);
	assert_int_equal(line.hierarchy, 0);
	assert_string_equal(line.controllers, "");
	assert_string_equal(line.path, "/x");
	assert_int_equal(cgroup_file_next(&f, &line, &err), 0);
}

static void wrong_lines(void **state)
{
	static const char *const bad[] = { "\n", "cpu:/\n", "1:cpu\n", "1:cpu:x\n", ":cpu:/\n", "1234567890:cpu:/\n",
		"1 :cpu:/\n", "-1:cpu:/\n", "1:cpu\n:/\n" };
	struct cgroup_line line;
	struct error err;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		char *copy = strdup(bad[i]);
		struct cgroup_file f = { .at = copy };

		if (cgroup_file_next(&f, &line, &err) != -1)
			fail_msg("taken: %s\n", bad[i]);
		assert_string_equal(err.text, "/proc/self/cgroup:1: not a line of this file");
		free(copy);
	}
}

static struct cgroup_layout layout;

static void look(const char *mounts, const char *cgroups)
{
	static char m[8192], c[4096];
	struct error err = { 0 };

	snprintf(m, sizeof m, "%s", mounts);
	snprintf(c, sizeof c, "%s", cgroups);
	memset(&layout, 0xee, sizeof layout);
	if (cgroups_from(m, c, NULL, &layout, &err) < 0)
		fail_msg("%s\n", err.text);
}

static void is(size_t i, const char *mount, const char *controllers, const char *own)
{
	assert_in_range(i, 0, layout.count - 1);
	assert_string_equal(layout.hierarchy[i].mount, mount);
	assert_string_equal(layout.hierarchy[i].controllers, controllers);
	if (own)
		assert_string_equal(layout.hierarchy[i].own, own);
	else
		assert_null(layout.hierarchy[i].own);
	assert_int_equal(layout.hierarchy[i].v2, !*controllers);
}

#define CG(id, root, point, super) \
#id " 1 0:" #id " " root " /sys/fs/cgroup/" point " rw - cgroup cgroup rw," super "\n"

static void version_1(void **state)
{
	(void)state;
	look("30 1 0:30 / /sys/fs/cgroup rw - tmpfs tmpfs rw\n" CG(33, "/", "freezer", "freezer")
		 CG(31, "/", "cpu,cpuacct", "cpuacct,cpu") CG(32, "/", "systemd", "xattr,name=systemd"),
	    "5:cpu,cpuacct:/\n4:freezer:/f\n1:name=systemd:/user.slice/s\n");
	assert_int_equal(layout.kind, CGROUP_V1);
	assert_int_equal(layout.count, 3);
	is(0, "/sys/fs/cgroup/cpu,cpuacct", "cpu,cpuacct", "");
	is(1, "/sys/fs/cgroup/systemd", "name=systemd", "/user.slice/s");
	is(2, "/sys/fs/cgroup/freezer", "freezer", "/f"); /* last: undo begins there */
}

static void version_2(void **state)
{
	(void)state;
	look(
	    "30 1 0:30 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw,nsdelegate\n", "0::/user.slice/user-0.slice/s.scope\n");
	assert_int_equal(layout.kind, CGROUP_V2);
	assert_int_equal(layout.count, 1);
	is(0, "/sys/fs/cgroup", "", "/user.slice/user-0.slice/s.scope");
}

static void both(void **state)
{
	(void)state;
	look("30 1 0:30 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n" CG(31, "/", "memory", "memory")
		 CG(32, "/", "freezer", "freezer"),
	    "2:freezer:/\n1:memory:/m/n\n0::/\n");
	assert_int_equal(layout.kind, CGROUP_HYBRID);
	assert_int_equal(layout.count, 3);
	is(0, "/sys/fs/cgroup/memory", "memory", "/m/n");
	is(1, "/sys/fs/cgroup/freezer", "freezer", "");
	is(2, "/sys/fs/cgroup/unified", "", "");
}

static void none(void **state)
{
	(void)state;
	look("30 1 0:30 / / rw - ext4 /dev/vda rw\n", "1:memory:/\n0::/\n");
	assert_int_equal(layout.kind, CGROUP_NONE);
	assert_int_equal(layout.count, 0);
	look("", "");
	assert_int_equal(layout.kind, CGROUP_NONE);
}

/* Docker in docker without a cgroup namespace: the mount shows a part of the hierarchy, /proc/self/cgroup all of it. */
static void a_mount_of_a_part(void **state)
{
	(void)state;
	look(CG(31, "/docker/abc", "memory", "memory") CG(32, "/docker/abc", "pids", "pids")
		 CG(33, "/docker/a", "cpu", "cpu"),
	    "3:cpu:/docker/abc\n2:pids:/docker/abc/in/ner\n1:memory:/docker/abc\n");
	is(0, "/sys/fs/cgroup/memory", "memory", "");
	is(1, "/sys/fs/cgroup/pids", "pids", "/in/ner");
	is(2, "/sys/fs/cgroup/cpu", "cpu", NULL); /* /docker/a is no part of /docker/abc */
}

/* In a cgroup namespace with mounts from outside, our own cgroup has no name below them. */
static void a_cgroup_namespace(void **state)
{
	(void)state;
	look(CG(31, "/", "memory", "memory") CG(32, "/../..", "pids", "pids") CG(33, "/", "cpu", "cpu"),
	    "3:cpu:/../x\n2:pids:/\n1:memory:/\n");
	is(0, "/sys/fs/cgroup/memory", "memory", "");
	is(1, "/sys/fs/cgroup/pids", "pids", NULL);
	is(2, "/sys/fs/cgroup/cpu", "cpu", NULL);
}

static void the_better_mount_is_taken(void **state)
{
	(void)state;
	look("31 1 0:31 / /ro ro - cgroup cgroup rw,memory\n"
	     "32 1 0:31 /other /part rw - cgroup cgroup rw,memory\n" CG(33, "/", "memory", "memory")
		 CG(34, "/", "again", "memory"),
	    "1:memory:/mine\n");
	assert_int_equal(layout.count, 1);
	is(0, "/sys/fs/cgroup/memory", "memory", "/mine");
	look("31 1 0:31 / /x rw - cgroup cgroup rw,cpuset,memory\n", "1:cpu:/\n2:mem:/\n3:memory,cpu:/\n");
	assert_int_equal(layout.kind, CGROUP_NONE); /* no line has just these controllers */
}

static bool all_but_31(const struct mount_line *mount)
{
	return mount->minor != 31;
}

static void hidden_mounts_are_left_out(void **state)
{
	char m[] = CG(31, "/", "memory", "memory") CG(32, "/", "pids", "pids"), c[] = "1:memory:/\n2:pids:/\n";
	struct error err;

	(void)state;
	assert_int_equal(cgroups_from(m, c, all_but_31, &layout, &err), 0);
	assert_int_equal(layout.count, 1);
	is(0, "/sys/fs/cgroup/pids", "pids", "");
}

static void too_many_and_wrong_ones_are_errors(void **state)
{
	char c[4096] = "", bad_c[] = "x\n", none[] = "", bad_m[] = "x\n";
	struct error err;

	(void)state;
	for (int i = 0; i < CGROUP_HIERARCHIES_MAX + 1; i++)
		snprintf(c + strlen(c), sizeof c - strlen(c), "%d:name=n%d:/\n", i + 1, i);
	assert_int_equal(cgroups_from(none, c, NULL, &layout, &err), -1);
	assert_int_equal(err.num, E2BIG);
	assert_int_equal(cgroups_from(none, bad_c, NULL, &layout, &err), -1);
	assert_int_equal(err.num, EPROTO);
	assert_int_equal(cgroups_from(bad_m, none, NULL, &layout, &err), -1);
	assert_int_equal(err.num, EPROTO);
}

/* This host, whatever it is: each own directory is there and is a cgroup. */
static void this_host(void **state)
{
	static char memory[8 << 20];
	struct arena a;
	struct error err = { 0 };
	char path[8192];

	(void)state;
	unit_arena(&a, memory, sizeof memory);
	if (look_cgroups(&a, &layout, &err) < 0)
		fail_msg("%s\n", err.text);
	for (size_t i = 0; i < layout.count; i++) {
		FILE *f;

		if (!layout.hierarchy[i].own)
			continue;
		snprintf(path, sizeof path, "%s%s/cgroup.procs", layout.hierarchy[i].mount, layout.hierarchy[i].own);
		f = fopen(path, "r");
		if (!f)
			fail_msg("%s is not there\n", path);
		fclose(f);
		assert_null(strchr(layout.hierarchy[i].controllers, ' '));
		assert_null(strchr(layout.hierarchy[i].controllers, '\n'));
	}
}

static char *text_of(struct arena *a, const char *path)
{
	char *text = take(a, 1 << 20);
	FILE *f = fopen(path, "r");
	size_t len = fread(text, 1, (1 << 20) - 1, f);

	fclose(f);
	text[len] = 0;
	return text;
}

static const struct cgroup_hierarchy *same_one(const struct cgroup_layout *l, const struct cgroup_hierarchy *wanted)
{
	for (size_t i = 0; i < l->count; i++)
		if (l->hierarchy[i].v2 == wanted->v2 &&
		    (wanted->v2 || strcmp(l->hierarchy[i].controllers, wanted->controllers) == 0))
			return &l->hierarchy[i];
	return NULL;
}

/* Where hosts usually have them is looked at without mountinfo: it must say the same. */
static void usual_places(void **state)
{
	static char memory[16 << 20];
	struct cgroup_layout by_mounts;
	struct arena a;
	struct error err = { 0 };

	(void)state;
	unit_arena(&a, memory, sizeof memory);
	assert_int_equal(look_cgroups(&a, &layout, &err), 0);
	assert_int_equal(
	    cgroups_from(text_of(&a, "/proc/self/mountinfo"), text_of(&a, "/proc/self/cgroup"), NULL, &by_mounts, &err),
	    0);
	assert_int_equal(layout.kind, by_mounts.kind);
	assert_int_equal(layout.count, by_mounts.count);
	for (size_t i = 0; i < layout.count; i++) {
		const struct cgroup_hierarchy *h = same_one(&by_mounts, &layout.hierarchy[i]);

		assert_non_null(h);
		assert_string_equal(h->mount, layout.hierarchy[i].mount);
		if (h->own)
			assert_string_equal(h->own, layout.hierarchy[i].own);
		else
			assert_null(layout.hierarchy[i].own);
	}
}

/* Something else lies over one of them, or it cannot be written to: it is left out, and the others are found all the same. */
static void look_without_the_first(const char *how)
{
	static char memory[8 << 20];
	struct cgroup_layout without = { .count = 0 };
	struct arena a;
	struct error err = { 0 };

	unit_arena(&a, memory, sizeof memory);
	if (strcmp(how, "hidden") == 0
		? mount("none", layout.hierarchy[0].mount, "tmpfs", 0, NULL)
		: mount(NULL, layout.hierarchy[0].mount, NULL, MS_REMOUNT | MS_BIND | MS_RDONLY, NULL))
		_exit(2);
	_exit(look_cgroups(&a, &without, &err) < 0 || without.count != layout.count - 1 ||
	      same_one(&without, &layout.hierarchy[0]));
}

static void unusual_places(void **state)
{
	static const char *const how[] = { "hidden", "read-only" };
	static char memory[8 << 20];
	struct arena a;
	struct error err = { 0 };
	int status;

	(void)state;
	unit_arena(&a, memory, sizeof memory);
	assert_int_equal(look_cgroups(&a, &layout, &err), 0);
	if (geteuid() != 0 || layout.count == 0)
		skip();
	for (size_t i = 0; i < 2; i++) {
		pid_t pid = fork();

		if (pid == 0) {
			if (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL))
				_exit(3);
			look_without_the_first(how[i]);
		}
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_int_equal(status, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_of_the_file),
		cmocka_unit_test(wrong_lines),
		cmocka_unit_test(version_1),
		cmocka_unit_test(version_2),
		cmocka_unit_test(both),
		cmocka_unit_test(none),
		cmocka_unit_test(a_mount_of_a_part),
		cmocka_unit_test(a_cgroup_namespace),
		cmocka_unit_test(the_better_mount_is_taken),
		cmocka_unit_test(hidden_mounts_are_left_out),
		cmocka_unit_test(too_many_and_wrong_ones_are_errors),
		cmocka_unit_test(this_host),
		cmocka_unit_test(usual_places),
		cmocka_unit_test(unusual_places),
	};

	return cmocka_run_group_tests_name("cgroup_layout", tests, NULL, NULL);
}
