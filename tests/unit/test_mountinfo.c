/* test_mountinfo.c: lines as kernels write them, then cut, bent and mixed. */
#include "unit.h"

#include "read/mountinfo.h"

static int next(const char *text, struct mount_line *ret, struct error *err)
{
	static char copy[8192];
	struct mountinfo m = { .at = copy };

	snprintf(copy, sizeof copy, "%s", text);
	return mountinfo_next(&m, ret, err);
}

static void a_line_has_its_fields(void **state)
{
	struct mount_line line;
	struct error err;

	(void)state;
	assert_int_equal(
	    next("36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 shared:7 - ext3 /dev/root rw,errors=continue\n", &line,
		&err),
	    1);
	assert_int_equal(line.id, 36);
	assert_int_equal(line.parent, 35);
	assert_int_equal(line.major, 98);
	assert_int_equal(line.minor, 0);
	assert_string_equal(line.root, "/mnt1");
	assert_string_equal(line.point, "/mnt2");
	assert_string_equal(line.options, "rw,noatime");
	assert_string_equal(line.optional, "master:1 shared:7");
	assert_string_equal(line.type, "ext3");
	assert_string_equal(line.source, "/dev/root");
	assert_string_equal(line.super, "rw,errors=continue");
}

static void without_optional_fields_and_without_source(void **state)
{
	struct mount_line line;
	struct error err;

	(void)state;
	assert_int_equal(next("1 1 0:28 / /x rw - tmpfs  rw", &line, &err), 1);
	assert_string_equal(line.optional, "");
	assert_string_equal(line.options, "rw");
	assert_string_equal(line.type, "tmpfs");
	assert_string_equal(line.source, "");
	assert_string_equal(line.super, "rw");
	assert_int_equal(next("1 1 0:28 / /x rw unbindable - tmpfs none rw more words\n", &line, &err), 1);
	assert_string_equal(line.optional, "unbindable");
	assert_string_equal(line.super, "rw"); /* what later kernels may add is skipped */
}

static void escapes_are_decoded(void **state)
{
	struct mount_line line;
	struct error err;

	(void)state;
	assert_int_equal(next("1 1 0:1 /a\\011b /with\\040blank\\134and\\012line rw - 9p sou\\040rce "
			      "rw,lowerdir=/a\\134:b:\\9:\\40\n",
			     &line, &err),
	    1);
	assert_string_equal(line.root, "/a\tb");
	assert_string_equal(line.point, "/with blank\\and\nline");
	assert_string_equal(line.source, "sou rce");
	assert_string_equal(line.super, "rw,lowerdir=/a\\:b:\\9:\\40"); /* what is no escape stays */
	assert_int_equal(next("1 1 0:1 / /\\377\\057 rw - t s o\n", &line, &err), 1);
	assert_string_equal(line.point, "/\377/");
}

static void what_no_kernel_writes_is_refused(void **state)
{
	static const char *const bad[] = { "\n", "x\n", "1 1 0:1 / / rw tmpfs t rw\n", "1 1 0:1 / / rw - tmpfs\n",
		"4294967296 1 0:1 / / rw - t s o\n", "1 1 0-1 / / rw - t s o\n", "1 1 0:1 / /a\\000b rw - t s o\n",
		"12345678901 1 0:1 / / rw - t s o\n", "-1 1 0:1 / / rw - t s o\n", "1 1 0:1  / rw - t s o\n",
		"1 1 0:1 / / rw\n- t s o\n", "1 1 0:1 / / rw - t\ts o\n" };
	struct mount_line line;
	struct error err;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		err.num = 0;
		if (next(bad[i], &line, &err) != -1)
			fail_msg("taken: %s\n", bad[i]);
		assert_int_equal(err.num, EPROTO);
		assert_non_null(strstr(err.text, "/proc/self/mountinfo:1:"));
	}
}

static void the_wrong_line_is_named(void **state)
{
	char text[] = "1 1 0:1 / /a rw - t s o\n2 1 0:1 / /b rw - t s o\nnonsense\n";
	struct mountinfo m = { .at = text };
	struct mount_line line;
	struct error err;

	(void)state;
	assert_int_equal(mountinfo_next(&m, &line, &err), 1);
	assert_string_equal(line.point, "/a");
	assert_int_equal(mountinfo_next(&m, &line, &err), 1);
	assert_string_equal(line.point, "/b");
	assert_int_equal(mountinfo_next(&m, &line, &err), -1);
	assert_string_equal(err.text, "/proc/self/mountinfo:3: not a line of this file");
	assert_string_equal(line.point, "/b"); /* untouched */
}

/* Every cut of a line, and every byte of it changed: a result or an error, and never a byte outside (run with SAN=1). */
static void cut_and_bent(void **state)
{
	static const char whole[] = "36 35 98:0 /a\\040b /c\\134d rw,noatime master:1 - ext3 /dev/root rw,x=y\n";
	unsigned seed = 7, good = 0, bad = 0;
	struct mount_line line;
	struct error err;

	(void)state;
	for (size_t len = 0; len < sizeof whole; len++) {
		char *exact = strndup(whole, len);
		struct mountinfo m = { .at = exact };
		int rc = mountinfo_next(&m, &line, &err);

		assert_int_equal(
		    rc, len == 0									     ? 0
			: len < strlen("36 35 98:0 /a\\040b /c\\134d rw,noatime master:1 - ext3 /dev/root ") ? -1
													     : 1);
		free(exact);
	}
	for (int i = 0; i < 100000; i++) {
		char *exact = strdup(whole);
		struct mountinfo m = { .at = exact };
		int rc;

		for (int k = 0; k < 3; k++) {
			seed = seed * 1103515245 + 12345;
			exact[seed / 65536 % (sizeof whole - 1)] = " \n\\-:/0129az\t,\0\377"[seed / 256 % 17];
		}
		while ((rc = mountinfo_next(&m, &line, &err)) > 0)
			good++;
		bad += rc < 0;
		free(exact);
	}
	assert_true(good > 1000 && bad > 1000);
}

static void our_own(void **state)
{
	static char text[1 << 20];
	FILE *f = fopen("/proc/self/mountinfo", "r");
	struct mountinfo m = { .at = text };
	struct mount_line line;
	struct error err;
	unsigned lines = 0;
	bool root = false;
	int rc;

	(void)state;
	assert_non_null(f);
	text[fread(text, 1, sizeof text - 1, f)] = 0;
	fclose(f);
	for (char *c = text; *c; c++)
		lines += *c == '\n';
	while ((rc = mountinfo_next(&m, &line, &err)) > 0)
		root = root || strcmp(line.point, "/") == 0;
	assert_int_equal(rc, 0);
	assert_int_equal(m.line, lines);
	assert_true(root);
}

static void words_of_comma_lists(void **state)
{
	(void)state;
	assert_true(comma_list_has("cpu,cpuacct", "cpu"));
	assert_true(comma_list_has("cpu,cpuacct", "cpuacct"));
	assert_true(comma_list_has("rw,name=systemd", "name=systemd"));
	assert_false(comma_list_has("cpuacct,cpuset", "cpu"));
	assert_false(comma_list_has("", "cpu"));
	assert_false(comma_list_has("xcpu", "cpu"));
	assert_true(comma_list_has(",,cpu", "cpu"));
	assert_false(comma_list_has(",,,", "cpu"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_has_its_fields),
		cmocka_unit_test(without_optional_fields_and_without_source),
		cmocka_unit_test(escapes_are_decoded),
		cmocka_unit_test(what_no_kernel_writes_is_refused),
		cmocka_unit_test(the_wrong_line_is_named),
		cmocka_unit_test(cut_and_bent),
		cmocka_unit_test(our_own),
		cmocka_unit_test(words_of_comma_lists),
	};

	return cmocka_run_group_tests_name("mountinfo", tests, NULL, NULL);
}
