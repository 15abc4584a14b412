/* What is in an archive, and copies of an initrd with more in them; damaged archives, links, every cut and every bit. */
#include "unit.h"

#include <sys/stat.h>
#include <time.h>

#include "decide/initrd.h"

static char memory[32 << 20];
static struct arena arena;
static struct error err;
static char archive[16 << 20];
static size_t len;

static void setup_arena(void)
{
	unit_arena(&arena, memory, sizeof memory);
	err = (struct error){ 0 };
}

static int setup(void **state)
{
	(void)state;
	setup_arena();
	memset(archive, 0, len);
	len = 0;
	return 0;
}

/* Not by the writer under test: a reader that agreed with a wrong writer would prove nothing. */
static void entry(const char *name, unsigned mode, const char *content)
{
	len += (size_t)sprintf(archive + len, "070701%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X", 1U, mode,
	    0U, 0U, 1U, 0U, (unsigned)strlen(content), 0U, 0U, 0U, 0U, (unsigned)strlen(name) + 1, 0U);
	len += (size_t)sprintf(archive + len, "%s", name) + 1;
	len = (len + 3) & ~(size_t)3;
	len += (size_t)sprintf(archive + len, "%s", content);
	archive[len] = 0;
	len = (len + 3) & ~(size_t)3;
}
static void trailer(void)
{
	entry("TRAILER!!!", 0, "");
}
static struct cpio reads(void)
{
	const struct bytes bytes = bytes_of_memory("/initrd", archive, len);
	struct cpio cpio;

	if (cpio_read(&arena, &bytes, &cpio, &err) < 0)
		fail_msg("%s\n", err.text);
	return cpio;
}
static void damaged(const char *why)
{
	const struct bytes bytes = bytes_of_memory("/initrd", archive, len);
	struct cpio cpio;

	assert_int_equal(cpio_read(&arena, &bytes, &cpio, &err), -1);
	if (!strstr(err.text, why))
		fail_msg("it says \"%s\", not \"%s\"\n", err.text, why);
	assert_int_equal(err.num, EINVAL);
}

static void test_read(void **state)
{
	const struct bytes bytes = bytes_of_memory("/initrd", archive, sizeof archive);
	struct cpio cpio;

	(void)state;
	assert_false(cpio_begins(&bytes));
	entry(".", S_IFDIR | 0755, "");
	entry("./etc", S_IFDIR | 0700, "");
	entry("/etc//hosts", S_IFREG | 0644, "12345");
	entry("run", S_IFLNK | 0777, "/var/run");
	trailer();
	assert_true(cpio_begins(&bytes));
	len += 400; /* zeros behind it, and a second archive that is not looked at */
	cpio = reads();
	assert_int_equal(cpio.n, 4);
	assert_string_equal(cpio.entries[0].name, "");
	assert_int_equal(cpio_find(&cpio, "etc")->mode, S_IFDIR | 0700);
	assert_string_equal(cpio_find(&cpio, "run")->link, "/var/run");
	assert_null(cpio_find(&cpio, "etc/hosts")->link);
	assert_null(cpio_find(&cpio, "etc/host"));
	assert_int_equal(cpio_find(&cpio, "etc/hosts")->end, cpio_find(&cpio, "run")->at);
	assert_int_equal(cpio.end, cpio_find(&cpio, "run")->end);
}

static void test_without_trailer(void **state)
{
	(void)state;
	entry("a", S_IFREG, "1234");
	assert_int_equal(reads().n, 1);
	entry("b", S_IFREG, "1");
	len -= 3; /* nor the last padding */
	assert_int_equal(reads().n, 2);
	assert_int_equal(reads().end, len);
}

static void test_damaged(void **state)
{
	size_t second;

	(void)state;
	entry("a", S_IFREG, "1234");
	second = len;
	entry("b", S_IFREG, "1234");
	trailer();
	archive[second + 54] = 'x';
	damaged("/initrd: its cpio archive is damaged: there is no header at byte 116");
	memcpy(archive + second + 54, "FFFFFFFF", 8);
	damaged("cut short at byte 116");
	memcpy(archive + second + 54, "00000004", 8);
	memcpy(archive + second + 94, "00000000", 8);
	damaged("there is no header at byte 116");
	memcpy(archive + second + 94, "FFFFFFFF", 8);
	damaged("there is no header at byte 116");
	memcpy(archive + second + 94, "00000FFF", 8);
	damaged("cut short at byte 226");
	memcpy(archive + second + 94, "00000002", 8);
	archive[second] = 1;
	damaged("there is no header");
}

/* Whatever the bytes are, it ends, and what it gives lies in the file. */
static void test_hostile(void **state)
{
	static char whole[1024];
	size_t all;

	(void)state;
	entry("dir", S_IFDIR, "");
	entry("dir/link", S_IFLNK, "../..");
	entry("dir/file", S_IFREG, "content");
	trailer();
	all = len;
	memcpy(whole, archive, all);
	for (size_t i = 0; i < 9 * all; i++) {
		struct cpio cpio = { 0 };
		struct bytes bytes;

		unit_arena(&arena, memory, 1 << 16);
		memcpy(archive, whole, all);
		len = i < all ? i : all;
		if (i >= all)
			archive[(i - all) / 8] ^= (char)(1 << (i - all) % 8);
		bytes = bytes_of_memory("/initrd", archive, len);
		if (cpio_read(&arena, &bytes, &cpio, &err) < 0)
			continue;
		assert_true(cpio.end <= len);
		for (size_t k = 0; k < cpio.n; k++)
			assert_true(cpio.entries[k].at < cpio.entries[k].end && cpio.entries[k].at < len);
	}
}

/* ---------------------------------------------------------------- copies */

static struct initrd_files files;

static void add(const char *path, unsigned mode, const char *content)
{
	files.a = &arena;
	initrd_add(&files, &(struct initrd_file){ path, mode, 7, 8, content, strlen(content) });
}

/* The copy as bytes, in place of the archive. */
static void copied(bool one_archive, const struct cpio *cpio)
{
	const struct initrd_image image = { len, cpio, one_archive };
	char *from = take(&arena, len + 1);
	struct initrd_copy copy;
	size_t to = 0;

	if (initrd_compose(&arena, &image, &files, &copy, &err) < 0)
		fail_msg("%s\n", err.text);
	memcpy(from, archive, len);
	memset(archive, 0, sizeof archive);
	for (size_t i = 0; i < copy.n; i++) {
		const struct initrd_piece *p = &copy.piece[i];

		memcpy(archive + to, p->bytes ? p->bytes : from + p->at, p->len);
		to += p->len;
	}
	assert_int_equal(copy.size, to);
	len = to;
	files = (struct initrd_files){ 0 };
}
static const char *names(const struct cpio *cpio)
{
	char *all = take(&arena, 1000);

	for (size_t i = 0; i < cpio->n; i++)
		sprintf(all + strlen(all), "%s%s", i ? " " : "", cpio->entries[i].name);
	return all;
}

static void test_within(void **state)
{
	struct cpio cpio;

	(void)state;
	entry(".", S_IFDIR | 0755, "");
	entry("etc", S_IFDIR | 0700, "");
	entry("etc/hosts", S_IFREG | 0644, "old");
	entry("etc/kept", S_IFREG | 0644, "kept");
	trailer();
	cpio = reads();
	add("/etc/hosts", S_IFREG | 0640, "newer");
	add("/srv/deep/file", S_IFREG | 0600, "");
	add("/srv/deep/link", S_IFLNK | 0777, "file");
	add("/srv", S_IFDIR | 0711, "");
	copied(true, &cpio);
	cpio = reads();
	assert_string_equal(names(&cpio), " etc etc/kept etc/hosts srv srv/deep srv/deep/file srv/deep/link");
	assert_memory_equal(archive + cpio_find(&cpio, "etc/hosts")->at + 30, "00000008", 8); /* its group */
	assert_int_equal(cpio_find(&cpio, "srv")->mode, S_IFDIR | 0711);
	assert_int_equal(cpio_find(&cpio, "srv/deep")->mode, S_IFDIR | 0755);
	assert_string_equal(cpio_find(&cpio, "srv/deep/link")->link, "file");
	assert_int_equal(cpio_find(&cpio, "etc/hosts")->end - cpio_find(&cpio, "etc/hosts")->at, 120 + 8);
	assert_int_equal(len % 4, 0);
}

static void test_behind(void **state)
{
	struct cpio cpio;
	size_t before;

	(void)state;
	memcpy(archive, "compressed", 10);
	len = before = 10;
	add("/etc/hosts", S_IFREG | 0640, "newer");
	copied(false, NULL);
	assert_memory_equal(archive, "compressed\0\0", 12);
	memmove(archive, archive + 12, len -= 12);
	cpio = reads();
	assert_string_equal(names(&cpio), "etc etc/hosts");
	assert_int_equal(before, 10);
}

static void test_links(void **state)
{
	struct cpio cpio;

	(void)state;
	entry("run", S_IFDIR, "");
	entry("var", S_IFDIR, "");
	entry("var/run", S_IFLNK, "../run");
	entry("data", S_IFLNK, "/srv/data");
	entry("etc", S_IFDIR, "");
	entry("etc/resolv.conf", S_IFLNK, "/run/stub");
	entry("up", S_IFLNK, "../../../..");
	trailer();
	cpio = reads();
	add("/var/run/secrets/token", S_IFREG, "t");
	add("/data", S_IFDIR | 0700, "");
	add("/etc/resolv.conf", S_IFREG, "r");
	add("/up/../top", S_IFREG, "u");
	copied(true, &cpio);
	cpio = reads();
	/* a file takes the place of a link, a directory goes where the link leads */
	assert_string_equal(
	    names(&cpio), "run var var/run data etc up run/secrets run/secrets/token srv srv/data etc/resolv.conf top");
}

static void not_made(const char *path, unsigned mode, int num, const char *why)
{
	struct cpio cpio = reads();
	const struct initrd_image image = { len, &cpio, true };
	struct initrd_copy copy;

	add(path, mode, "");
	assert_int_equal(initrd_compose(&arena, &image, &files, &copy, &err), -1);
	if (!strstr(err.text, why))
		fail_msg("it says \"%s\", not \"%s\"\n", err.text, why);
	assert_int_equal(err.num, num);
	files = (struct initrd_files){ 0 };
}

static void test_not_made(void **state)
{
	(void)state;
	entry("etc", S_IFDIR, "");
	entry("file", S_IFREG, "");
	entry("a", S_IFLNK, "b");
	entry("b", S_IFLNK, "a");
	trailer();
	not_made("/etc", S_IFREG, EISDIR, "/etc: in the initrd that is a directory");
	not_made("/file", S_IFDIR, ENOTDIR, "/file: in the initrd that is no directory");
	not_made("/file/x", S_IFREG, ENOTDIR, "/file/x: in the initrd, /file is no directory");
	not_made("/a/x", S_IFREG, ELOOP, "/a/x: links of the initrd go in circles");
	not_made("/", S_IFREG, EISDIR, "/: in the initrd that is a directory");
}

/* As the kernel unpacks it. */
static void test_last_counts(void **state)
{
	struct cpio cpio;

	(void)state;
	entry("x", S_IFDIR | 0700, "");
	entry("a", S_IFREG, "");
	entry("x", S_IFDIR | 0711, "");
	entry("./x/", S_IFDIR | 0755, "");
	entry("z", S_IFREG, "");
	trailer();
	cpio = reads();
	assert_int_equal(cpio_find(&cpio, "x")->mode, S_IFDIR | 0755);
	assert_non_null(cpio_find(&cpio, "a"));
	assert_non_null(cpio_find(&cpio, "z"));
	assert_null(cpio_find(&cpio, ""));
	assert_null(cpio_find(&cpio, "zz"));
}

/* One link that asks for 1600 names, followed 40 times, in an archive with very many: a name at a time took half a minute. */
static void test_many(void **state)
{
	clock_t began = clock();
	char name[16], link[4096] = "";

	(void)state;
	for (int i = 0; i < 120000; i++) {
		sprintf(name, "f%d", i);
		entry(name, S_IFREG, "");
	}
	entry("x", S_IFDIR, "");
	for (int i = 0; i < 800; i++)
		memcpy(link + 5 * i, "x/../", 5);
	strcpy(link + 4000, "etc");
	entry("etc", S_IFLNK, link);
	trailer();
	for (int i = 0; i < 4; i++) {
		setup_arena();
		not_made("/etc/hosts", S_IFREG, ELOOP, "/etc/hosts: links of the initrd go in circles");
	}
	assert_true(clock() - began < 8 * CLOCKS_PER_SEC);
}

/* As a later mount hides an earlier one. */
static void test_twice(void **state)
{
	struct cpio cpio;

	(void)state;
	trailer();
	cpio = reads();
	add("/x", S_IFREG, "first");
	add("/x", S_IFREG, "second!");
	copied(true, &cpio);
	cpio = reads();
	assert_string_equal(names(&cpio), "x");
	assert_memory_equal(archive + 112, "second!", 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_read, setup),
		cmocka_unit_test_setup(test_without_trailer, setup),
		cmocka_unit_test_setup(test_damaged, setup),
		cmocka_unit_test_setup(test_hostile, setup),
		cmocka_unit_test_setup(test_within, setup),
		cmocka_unit_test_setup(test_behind, setup),
		cmocka_unit_test_setup(test_links, setup),
		cmocka_unit_test_setup(test_not_made, setup),
		cmocka_unit_test_setup(test_last_counts, setup),
		cmocka_unit_test_setup(test_many, setup),
		cmocka_unit_test_setup(test_twice, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
