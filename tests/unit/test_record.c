/* The state directory: ids, locks, files, the undo list, and what a half-written or foreign one is taken for. */
#include "unit.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "record/record.h"

static char memory[8 << 20];
static struct arena arena;
static struct error err;
static char root[] = "/tmp/urunc-record.XXXXXX";
static char made[sizeof root];
static struct record record;

static int setup(void **state)
{
	(void)state;
	unit_arena(&arena, memory, sizeof memory);
	err = (struct error){ 0 };
	strcpy(made, root);
	if (!mkdtemp(made))
		return -1;
	record =
	    (struct record){ .root = open(made, O_RDONLY | O_DIRECTORY), .dir = -1, .lock = -1, .undo = -1, .id = "c" };
	return record.root < 0 ? -1 : 0;
}

static int teardown(void **state)
{
	char command[100];
	int fds[] = { record.root, record.dir, record.lock, record.undo };

	(void)state;
	for (size_t i = 0; i < 4; i++)
		if (fds[i] >= 0)
			close(fds[i]);
	snprintf(command, sizeof command, "rm -rf %s", made);
	return system(command);
}

static void reserve(void)
{
	assert_int_equal(record_reserve(&record, &err), 0);
}

static void put(const char *name, const char *bytes, size_t len)
{
	int fd = openat(record.dir, name, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_int_equal(write(fd, bytes, len), (ssize_t)len);
	close(fd);
}

static void test_ids(void **state)
{
	static const char *const good[] = { "a", "0", "_", "...", ".a", "a.b-c+d_E9", "-", ".undo.", ".und" };
	static const char *const bad[] = { "", ".", "..", ".undo", "a/b", "/", "a b", "a\n", "\t", "\xc3\xa9", "a`",
		"*", "a:b", "\x7f", "a\\b" };
	char longest[RECORD_ID_MAX + 2];

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		if (record_check_id(good[i], &err))
			fail_msg("%s: %s\n", good[i], err.text);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		if (!record_check_id(bad[i], &err))
			fail_msg("`%s` is taken\n", bad[i]);
		assert_int_equal(err.num, EINVAL);
	}
	memset(longest, 'x', sizeof longest);
	longest[RECORD_ID_MAX] = 0;
	assert_int_equal(record_check_id(longest, &err), 0);
	longest[RECORD_ID_MAX] = 'x';
	longest[RECORD_ID_MAX + 1] = 0;
	assert_int_equal(record_check_id(longest, &err), -1);
	assert_string_equal(err.text, "container ID of 201 characters is too long: at most 200");
}

static void test_root(void **state)
{
	char deep[100];
	struct stat st;
	int fd = -7;

	(void)state;
	snprintf(deep, sizeof deep, "%s/a/b//c/", made);
	assert_int_equal(record_open_root(deep, false, &fd, &err), -1);
	assert_int_equal(err.num, ENOENT);
	assert_int_equal(fd, -7);
	assert_int_equal(record_open_root(deep, true, &fd, &err), 0);
	assert_int_equal(fstat(fd, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0711 & ~022);
	close(fd);
	snprintf(deep, sizeof deep, "%s/file", made);
	close(open(deep, O_WRONLY | O_CREAT, 0600));
	assert_int_equal(record_open_root(deep, true, &fd, &err), -1);
	assert_int_equal(err.num, ENOTDIR);
	strcat(deep, "/below");
	assert_int_equal(record_open_root(deep, true, &fd, &err), -1);
}

static void test_root_is_too_long(void **state)
{
	char *path = calloc(1, 6000);
	int fd;

	(void)state;
	for (int i = 0; i < 5000; i += 2)
		memcpy(path + i, "/x", 2);
	assert_int_equal(record_open_root(path, true, &fd, &err), -1);
	assert_int_equal(err.num, ENAMETOOLONG);
	free(path);
}

static void test_reserve(void **state)
{
	struct record again = record;

	(void)state;
	reserve();
	assert_true(record.dir >= 0);
	assert_int_equal(record_reserve(&again, &err), -1);
	assert_int_equal(err.num, EEXIST);
	assert_string_equal(err.text, "container with given ID already exists");
	assert_int_equal(again.dir, -1);
	assert_int_equal(record_open(&again, &err), 0);
	assert_true(again.dir >= 0);
	close(again.dir);
	/* Where it will be buried is there before it: a disk may be full by then. */
	assert_int_equal(faccessat(record.root, ".undo", W_OK, 0), 0);
	again.id = "other";
	assert_int_equal(record_open(&again, &err), 0);
	assert_int_equal(again.dir, -1);
}

/* A link in place of a directory is not followed. */
static void test_link_is_no_record(void **state)
{
	(void)state;
	assert_int_equal(symlinkat("/", record.root, "c"), 0);
	assert_int_equal(record_open(&record, &err), -1);
	assert_int_equal(record_reserve(&record, &err), -1);
	assert_int_equal(err.num, EEXIST);
}

static void test_write_and_read(void **state)
{
	char *back;
	size_t len;
	struct stat st;
	char bytes[5000];

	(void)state;
	reserve();
	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (char)i;
	for (size_t size = 0; size <= sizeof bytes; size += 1250) {
		assert_int_equal(record_write(&record, "f", bytes, size, &err), 0);
		assert_int_equal(record_read(&record, "f", &arena, &back, &len, &err), 0);
		assert_int_equal(len, size);
		assert_memory_equal(back, bytes, size);
		assert_int_equal(back[len], 0);
	}
	assert_int_equal(fstatat(record.dir, ".f", &st, 0), -1);
	assert_int_equal(fstatat(record.dir, "f", &st, 0), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

/* Who reads while it is written sees the old or the new one: the file is another one afterwards. */
static void test_write_replaces(void **state)
{
	struct stat before, after;

	(void)state;
	reserve();
	put(".f", "left by somebody who was killed: longer", 39);
	assert_int_equal(record_write(&record, "f", "old", 3, &err), 0);
	assert_int_equal(fstatat(record.dir, "f", &before, 0), 0);
	assert_int_equal(before.st_size, 3);
	assert_int_equal(record_write(&record, "f", "new", 3, &err), 0);
	assert_int_equal(fstatat(record.dir, "f", &after, 0), 0);
	assert_int_not_equal(before.st_ino, after.st_ino);
}

static void test_read_refuses(void **state)
{
	char *back = NULL;
	size_t len = 77;

	(void)state;
	reserve();
	assert_int_equal(record_read(&record, "f", &arena, &back, &len, &err), -1);
	assert_int_equal(err.num, ENOENT);
	assert_int_equal(mkfifoat(record.dir, "fifo", 0600), 0);
	assert_int_equal(record_read(&record, "fifo", &arena, &back, &len, &err), -1);
	assert_int_equal(err.num, EPROTO);
	assert_int_equal(mkdirat(record.dir, "dir", 0700), 0);
	assert_int_equal(record_read(&record, "dir", &arena, &back, &len, &err), -1);
	assert_int_equal(symlinkat("/etc/passwd", record.dir, "link"), 0);
	assert_int_equal(record_read(&record, "link", &arena, &back, &len, &err), -1);
	put("huge", "", 0);
	int fd = openat(record.dir, "huge", O_WRONLY);
	assert_int_equal(ftruncate(fd, (32 << 20) + 1), 0);
	close(fd);
	assert_int_equal(record_read(&record, "huge", &arena, &back, &len, &err), -1);
	assert_int_equal(err.num, EPROTO);
	assert_null(back);
	assert_int_equal(len, 77);
}

/* ---------------------------------------------------------------- locks */

static void test_lock_names_its_holder(void **state)
{
	struct record other;
	struct timespec began, ended;
	char wanted[200];

	(void)state;
	reserve();
	assert_int_equal(record_lock(&record, "delete", 1, &err), 0);
	other = record;
	other.lock = -1;
	clock_gettime(CLOCK_MONOTONIC, &began);
	assert_int_equal(record_lock(&other, "start", 1, &err), -1);
	clock_gettime(CLOCK_MONOTONIC, &ended);
	assert_int_equal(err.num, EBUSY);
	snprintf(wanted, sizeof wanted, "container `c` is being changed by delete (pid %d): gave up after 1 seconds",
	    (int)getpid());
	assert_string_equal(err.text, wanted);
	assert_int_equal(other.lock, -1);
	assert_in_range((ended.tv_sec - began.tv_sec) * 1000 + (ended.tv_nsec - began.tv_nsec) / 1000000, 900, 3000);
}

static void test_lock_waits(void **state)
{
	pid_t pid;
	struct record mine;
	int status, told[2];
	char byte;

	(void)state;
	reserve();
	assert_int_equal(pipe(told), 0);
	pid = fork();
	if (pid == 0) {
		struct error e;

		if (record_lock(&record, "run", 1, &e) < 0 || write(told[1], "x", 1) != 1)
			_exit(1);
		usleep(300000);
		_exit(0);
	}
	assert_int_equal(read(told[0], &byte, 1), 1);
	mine = record;
	assert_int_equal(record_lock(&mine, "start", 5, &err), 0);
	close(mine.lock);
	waitpid(pid, &status, 0);
	assert_int_equal(status, 0);
	close(told[0]);
	close(told[1]);
}

/* The name of an earlier holder does not show through. */
static void test_lock_forgets_earlier_names(void **state)
{
	struct record other;

	(void)state;
	reserve();
	assert_int_equal(record_lock(&record, "a very long name of a command", 1, &err), 0);
	close(record.lock);
	assert_int_equal(record_lock(&record, "x", 1, &err), 0);
	other = record;
	assert_int_equal(record_lock(&other, "y", 1, &err), -1);
	assert_non_null(strstr(err.text, "changed by x (pid"));
	assert_null(strstr(err.text, "name of"));
}

static void test_lock_of_a_buried_one(void **state)
{
	char name[RECORD_ID_MAX + 64];
	struct record late;
	struct stat st;

	(void)state;
	reserve();
	late = record;
	late.dir = dup(record.dir);
	assert_int_equal(record_lock(&record, "delete", 1, &err), 0);
	assert_int_equal(record_bury(&record, name, sizeof name, &err), 0);
	close(record.lock);
	record.lock = -1;
	assert_int_equal(record_lock(&late, "start", 1, &err), -1);
	assert_int_equal(err.num, ENOENT);
	assert_string_equal(err.text, "container `c` does not exist");
	/* A lock that is gone is not made again: it would stand in the way of who removes the directory. */
	assert_int_equal(unlinkat(late.dir, "lock", 0), 0);
	assert_int_equal(record_lock(&late, "start", 1, &err), -1);
	assert_int_equal(err.num, ENOENT);
	assert_int_equal(fstatat(late.dir, "lock", &st, 0), -1);
	assert_int_equal(record_remove(record.root, name, &err), 0);
	assert_int_equal(record_lock(&late, "start", 1, &err), -1);
	assert_int_equal(err.num, ENOENT);
	close(late.dir);
}

/* Another container of the same name is not the one that was opened. */
static void test_lock_of_a_namesake(void **state)
{
	char name[RECORD_ID_MAX + 64];
	struct record late;

	(void)state;
	reserve();
	late = record;
	assert_int_equal(record_bury(&record, name, sizeof name, &err), 0);
	assert_int_equal(record_reserve(&record, &err), 0);
	assert_int_equal(record_lock(&late, "start", 1, &err), -1);
	assert_int_equal(err.num, ENOENT);
	close(late.dir);
}

/* ---------------------------------------------------------------- undo */

static const char *const tap[] = { "/run/netns/a b", "4026531840", "77", "tap0" };

static void test_undo_round_trip(void **state)
{
	static const char *const cgroup[] = { "" }, *const process[] = { "12", "3456" };
	struct record_undo *list;
	size_t n;

	(void)state;
	reserve();
	assert_int_equal(record_undo_read(&record, &arena, &list, &n, &err), 0);
	assert_int_equal(n, 0);
	assert_int_equal(record_undo_add(&record, &arena, RESOURCE_CGROUP, cgroup, &err), 0);
	assert_int_equal(record_undo_add(&record, &arena, RESOURCE_TAP, tap, &err), 0);
	close(record.undo);
	record.undo = -1;
	assert_int_equal(record_undo_add(&record, &arena, RESOURCE_PROCESS, process, &err), 0);
	assert_int_equal(record_undo_read(&record, &arena, &list, &n, &err), 0);
	assert_int_equal(n, 3);
	assert_int_equal(list[0].resource, RESOURCE_CGROUP);
	assert_string_equal(list[0].args[0], "");
	assert_null(list[0].args[1]);
	assert_int_equal(list[1].resource, RESOURCE_TAP);
	for (int i = 0; i < 4; i++)
		assert_string_equal(list[1].args[i], tap[i]);
	assert_null(list[1].args[4]);
	assert_string_equal(list[2].args[1], "3456");
}

static void test_undo_refuses_to_write(void **state)
{
	static const char *const broken[] = { "/a\nb", "/a\tb", "\n", "a\t" };
	char *huge = calloc(1, 10000);
	const char *one = huge;
	struct record_undo *list;
	size_t n;

	(void)state;
	reserve();
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(record_undo_add(&record, &arena, RESOURCE_CGROUP, &broken[i], &err), -1);
		assert_int_equal(err.num, EINVAL);
	}
	memset(huge, 'x', 9000);
	assert_int_equal(record_undo_add(&record, &arena, RESOURCE_CGROUP, &one, &err), -1);
	assert_int_equal(err.num, ENAMETOOLONG);
	huge[8000] = 0;
	assert_int_equal(record_undo_add(&record, &arena, RESOURCE_CGROUP, &one, &err), 0);
	assert_int_equal(record_undo_read(&record, &arena, &list, &n, &err), 0);
	assert_int_equal(n, 1);
	assert_string_equal(list[0].args[0], huge);
	free(huge);
}

/* Cut anywhere: the whole lines before count, and half a line was never acted upon. */
static void test_undo_cut(void **state)
{
	static const char text[] = "cgroup\t/a\ntap\t/n\t1\t2\tt\nprocess\t3\t4\n";
	struct record_undo *list;
	size_t n, lines = 0;
	char *copy;

	(void)state;
	for (size_t len = 0; len < sizeof text; len++) {
		copy = take_text(&arena, text, len);
		if (len && text[len - 1] == '\n')
			lines++;
		assert_int_equal(record_undo_parse(&arena, copy, len, &list, &n, &err), 0);
		assert_int_equal(n, lines);
	}
	assert_int_equal(lines, 3);
}

static void test_undo_garbage(void **state)
{
	static const char *const garbage[] = { "\n", "cgroup\n", "cgroup\t/a\t/b\n", "Cgroup\t/a\n", "cgroup /a\n",
		"tap\ta\tb\tc\n", "tap\ta\tb\tc\td\te\n", "tap\ta\tb\tc\td\te\tf\tg\th\ti\tj\n", "process\t1\n",
		"nothing\tx\n", "\t\t\t\n", "cgroup\t/a\n\n", "cgroup\t/a\nx\n", "\xff\n", " cgroup\t/a\n" };
	struct record_undo *list = NULL;
	size_t n = 9;

	(void)state;
	for (size_t i = 0; i < sizeof garbage / sizeof *garbage; i++) {
		char *copy = take_copy(&arena, garbage[i]);

		if (!record_undo_parse(&arena, copy, strlen(garbage[i]), &list, &n, &err))
			fail_msg("taken: %s\n", garbage[i]);
		assert_int_equal(err.num, EPROTO);
	}
	assert_non_null(strstr(err.text, "line 1 "));
	assert_null(list);
	assert_int_equal(n, 9);
}

/* ---------------------------------------------------------------- the end */

static void test_bury_and_remove(void **state)
{
	char name[RECORD_ID_MAX + 64];
	struct stat st;

	(void)state;
	reserve();
	put("undo", "", 0);
	put(".state.json", "", 0);
	put("lock", "", 0);
	assert_int_equal(record_bury(&record, name, sizeof name, &err), 0);
	assert_int_equal(strncmp(name, ".undo/c.", 8), 0);
	assert_int_equal(fstatat(record.root, "c", &st, 0), -1);
	assert_int_equal(fstatat(record.root, name, &st, 0), 0);
	assert_int_equal(record_remove(record.root, name, &err), 0);
	assert_int_equal(fstatat(record.root, name, &st, 0), -1);
	assert_int_equal(record_remove(record.root, name, &err), 0); /* gone already */
	assert_int_equal(record_bury(&record, name, sizeof name, &err), -1);
	assert_int_equal(err.num, ENOENT);
}

static void test_remove_does_not_follow_links(void **state)
{
	struct stat st;

	(void)state;
	assert_int_equal(mkdirat(record.root, "kept", 0700), 0);
	assert_int_equal(mkdirat(record.root, "kept/inside", 0700), 0);
	assert_int_equal(symlinkat("kept", record.root, "link"), 0);
	assert_int_equal(record_remove(record.root, "link", &err), -1);
	reserve();
	assert_int_equal(symlinkat("../kept/inside", record.dir, "x"), 0);
	assert_int_equal(record_remove(record.root, "c", &err), 0);
	assert_int_equal(fstatat(record.root, "kept/inside", &st, 0), 0);
	assert_int_equal(record_remove(record.root, "kept", &err), -1); /* a directory in it is none of ours */
	assert_int_equal(err.num, EISDIR);
}

static void test_list(void **state)
{
	const char **ids;
	size_t n;
	char name[32];

	(void)state;
	assert_int_equal(record_list("/nowhere/at/all", &arena, &ids, &n, &err), 0);
	assert_int_equal(n, 0);
	mkdirat(record.root, ".undo", 0700);
	mkdirat(record.root, "not an id", 0700);
	close(openat(record.root, "file", O_WRONLY | O_CREAT, 0600));
	for (int i = 40; i > 0; i--) {
		snprintf(name, sizeof name, "c%02d", i);
		mkdirat(record.root, name, 0700);
	}
	assert_int_equal(record_list(made, &arena, &ids, &n, &err), 0);
	assert_int_equal(n, 40);
	for (size_t i = 0; i < n; i++) {
		snprintf(name, sizeof name, "c%02zu", i + 1);
		assert_string_equal(ids[i], name);
	}
	assert_int_equal(record_list("/etc/passwd", &arena, &ids, &n, &err), -1);
	assert_int_equal(err.num, ENOTDIR);
}

static void test_boot_id(void **state)
{
	char one[37], two[37];

	(void)state;
	assert_int_equal(record_boot_id(one, &err), 0);
	assert_int_equal(record_boot_id(two, &err), 0);
	assert_int_equal(strlen(one), 36);
	assert_string_equal(one, two);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_ids, setup, teardown),
		cmocka_unit_test_setup_teardown(test_root, setup, teardown),
		cmocka_unit_test_setup_teardown(test_root_is_too_long, setup, teardown),
		cmocka_unit_test_setup_teardown(test_reserve, setup, teardown),
		cmocka_unit_test_setup_teardown(test_link_is_no_record, setup, teardown),
		cmocka_unit_test_setup_teardown(test_write_and_read, setup, teardown),
		cmocka_unit_test_setup_teardown(test_write_replaces, setup, teardown),
		cmocka_unit_test_setup_teardown(test_read_refuses, setup, teardown),
		cmocka_unit_test_setup_teardown(test_lock_names_its_holder, setup, teardown),
		cmocka_unit_test_setup_teardown(test_lock_waits, setup, teardown),
		cmocka_unit_test_setup_teardown(test_lock_forgets_earlier_names, setup, teardown),
		cmocka_unit_test_setup_teardown(test_lock_of_a_buried_one, setup, teardown),
		cmocka_unit_test_setup_teardown(test_lock_of_a_namesake, setup, teardown),
		cmocka_unit_test_setup_teardown(test_undo_round_trip, setup, teardown),
		cmocka_unit_test_setup_teardown(test_undo_refuses_to_write, setup, teardown),
		cmocka_unit_test_setup_teardown(test_undo_cut, setup, teardown),
		cmocka_unit_test_setup_teardown(test_undo_garbage, setup, teardown),
		cmocka_unit_test_setup_teardown(test_bury_and_remove, setup, teardown),
		cmocka_unit_test_setup_teardown(test_remove_does_not_follow_links, setup, teardown),
		cmocka_unit_test_setup_teardown(test_list, setup, teardown),
		cmocka_unit_test_setup_teardown(test_boot_id, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
