/*
 * spec/annotations.spec a second time, by hand: how long a value may be, who may say it and with what, what it is for the error,
 * and what a value of each class is at its edges.
 */
#include "unit.h"
#include "annotations_table.h"

#define P    "com.urunc.unikernel."
#define PATH "a path in the rootfs without empty steps, \".\" and \"..\""
#define YES  "true or false (or 1, t, T, TRUE, True, 0, f, F, FALSE, False)"
#define NAME "letters and digits only"
#define WORD "a word of small letters"

static const struct row {
	const char *key;
	int most;
	bool image, always;
	const char *with, *wants, *words;
} rows[] = {
	{ "unikernelType", 32, true, true, NULL, WORD, "*" },
	{ "hypervisor", 32, true, true, NULL, WORD, "*" },
	{ "binary", 4096, true, true, NULL, PATH, "" },
	{ "cmdline", 8192, true, false, NULL, "text of one line without control characters", "" },
	{ "unikernelVersion", 64, true, false, NULL, "a version such as 0.19.0", "" },
	{ "initrd", 4096, true, false, NULL, PATH, "" },
	{ "block", 4096, true, false, NULL, PATH, "" },
	{ "blkMntPoint", 4096, true, false, "block",
	    "\"/\" or a path in the guest without empty steps, \".\" and \"..\"", "" },
	{ "mountRootfs", 5, true, false, NULL, YES, "" },
	{ "solo5NetDev", 67, true, false, NULL, NAME, "" },
	{ "solo5BlkDev", 67, true, false, NULL, NAME, "" },
	{ "vAccel", 16, false, false, NULL, WORD, "vsock" },
	{ "RPCAddress", 4096, false, false, "vAccel", "vsock://2:PORT or unix:///PATH", "" },
	{ "accel", 16, false, false, NULL, WORD, "auto, kvm, tcg" },
	{ "cpu", 64, false, false, NULL, "the name of a CPU model: letters, digits, dots, - and _", "" },
};

static enum annotation find(const char *key)
{
	char full[64];

	snprintf(full, sizeof full, P "%s", key);
	return annotation_by_key(full);
}

static void test_rows(void **state)
{
	(void)state;
	assert_int_equal(ANNOTATION_COUNT, sizeof rows / sizeof *rows);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		enum annotation which = find(rows[i].key);
		const struct annotation_row *got = &annotation_rows[which];

		assert_int_equal(which, i);
		assert_int_equal(got->at_most, rows[i].most);
		assert_int_equal(got->in_image, rows[i].image);
		assert_int_equal(got->always, rows[i].always);
		assert_int_equal(got->with, rows[i].with ? find(rows[i].with) : ANNOTATION_COUNT);
		assert_string_equal(annotation_text(got->wants), rows[i].wants);
		if (strcmp(rows[i].words, "*"))
			assert_string_equal(annotation_text(got->words), rows[i].words);
		assert_int_equal(got->settles, i < 2);
		assert_int_equal(!!got->lenient, !strcmp(rows[i].key, "unikernelVersion"));
		assert_int_equal(!!got->alias, !strcmp(rows[i].key, "mountRootfs"));
	}
	assert_int_equal(find("useDMBlock"), find("mountRootfs"));
}

static const struct value {
	const char *key, *good, *bad; /* with blanks between */
} values[] = {
	{ "unikernelType", "a z linux a-b_9", "9a A -a _a linux. aA" },
	{ "hypervisor", "a spt hvt1", "1 qemU q.1" },
	{ "accel", "auto a1", "A 1a a.b" },
	{ "vAccel", "vsock a1", "Vsock 1a a.b" },
	{ "binary", "a /a a/b /a/b .a ..a a.. ...", "/ . .. a/ a//b /./a ../a a/.. //a" },
	{ "initrd", "a 0 /0/1", "/ .. a//b" },
	{ "block", "a 0 /0/1", "/ .. a//b" },
	{ "blkMntPoint", "/ a /a/b", ". .. a/ //" },
	{ "unikernelVersion", "1 v1 1.2 0.19.0 1-a 1+b 1~c 1.2-rc.1+x~y-z", "v .1 1. 1..2 vv1 V1 1_a 1-a_b" },
	{ "mountRootfs", "0 1 t T f F true True TRUE false False FALSE",
	    "2 x tt tf truetrue trueTrue TrueTRUE TRUEfalse "
	    "falseFalse FalseFALSE FALSEfalse 1true tRUE falsE" },
	{ "solo5NetDev", "a A 0 zZ9", "- a-b a_b a.b" },
	{ "solo5BlkDev", "A 0 storage0 Z", "- a-b a_b a.b" },
	{ "RPCAddress", "vsock://2:1 vsock://2:1234567890 unix:///a unix:///a/b",
	    "vsock://2: vsock://2:12345678901 vsock://1:1 vsock://2:a unix://a unix:/// unix:///a/../b" },
	{ "cpu", "0 a Z a.b a-b a_b v2", ". -a _a a,b a+b a=b" },
};

static void test_values(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof values / sizeof *values; i++)
		for (int bad = 0; bad < 2; bad++) {
			char copy[256];

			snprintf(copy, sizeof copy, "%s", bad ? values[i].bad : values[i].good);
			for (char *w = strtok(copy, " "); w; w = strtok(NULL, " "))
				if (annotation_matches(find(values[i].key), (unsigned char *)w, strlen(w)) == bad)
					fail_msg("%s \"%s\" is %s\n", values[i].key, w, bad ? "taken" : "refused");
		}
}

/* Every byte by itself, in a text and in a path. */
static void test_bytes(void **state)
{
	(void)state;
	for (int c = 0; c < 256; c++) {
		unsigned char byte = (unsigned char)c;
		unsigned char around[3] = { 'a', byte, 'b' };

		assert_int_equal(annotation_matches(find("cmdline"), &byte, 1), c == '\t' || (c >= 0x20 && c != 0x7f));
		assert_int_equal(annotation_matches(find("cmdline"), around, 3), c == '\t' || (c >= 0x20 && c != 0x7f));
		assert_int_equal(annotation_matches(find("binary"), &byte, 1), c && c != '/' && c != '.');
		assert_int_equal(annotation_matches(find("binary"), around, 3), c != 0);
	}
	assert_false(annotation_matches(find("cmdline"), (const unsigned char *)"", 0));
	assert_false(annotation_matches(find("binary"), (const unsigned char *)"", 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
