/* Values of strangers in errors, and the distance of names. */
#include "unit.h"
#include "base/near.h"
#include "base/show.h"

static void shows(const char *value, const char *want)
{
	static char memory[1024];
	struct arena a;
	char buf[SHOW_MAX];

	unit_arena(&a, memory, sizeof memory);
	assert_string_equal(show(&a, value), want);
	memset(buf, 0x55, sizeof buf);
	assert_ptr_equal(show_in(buf, value), buf);
	assert_string_equal(buf, want);
}

static void test_show(void **state)
{
	(void)state;
	shows("", "\"\"");
	shows("plain text", "\"plain text\"");
	shows("a\nb\tc\rd\033e\177", "\"a\\nb\\tc\\x0dd\\x1be\\x7f\"");
	shows("say \"hi\" \\", "\"say \\\"hi\\\" \\\\\"");
	shows("%s%n", "\"%s%n\"");
	shows("λόγος € 😀", "\"λόγος € 😀\"");
}

/* A whole line stays one line of characters, with nothing in it that moves a terminal's cursor. */
static void test_show_line(void **state)
{
	char line[] = "id `a\nb\033[2J\x7f` \xc2\x85 \xff λ \"x\" \xce";

	(void)state;
	show_line(line);
	assert_string_equal(line, "id `a?b?[2J?` ?? ? λ \"x\" ?");
}

/* Bytes that are no UTF-8: cut characters, overlong forms, surrogates, above U+10FFFF, C1 controls. */
static void test_show_bytes(void **state)
{
	(void)state;
	shows("\xff\xfe", "\"\\xff\\xfe\"");
	shows("\xce", "\"\\xce\"");
	shows("\xe2\x82", "\"\\xe2\\x82\"");
	shows("\xc0\xaf", "\"\\xc0\\xaf\"");
	shows("\xe0\x80\xaf", "\"\\xe0\\x80\\xaf\"");
	shows("\xed\xa0\x80", "\"\\xed\\xa0\\x80\"");
	shows("\xf0\x80\x80\x80", "\"\\xf0\\x80\\x80\\x80\"");
	shows("\xf4\x90\x80\x80", "\"\\xf4\\x90\\x80\\x80\"");
	shows("\xc2\x9b", "\"\\xc2\\x9b\"");
	shows("\xc2\xa0", "\"\xc2\xa0\"");
}

static void test_show_long(void **state)
{
	char value[201], want[SHOW_MAX];

	(void)state;
	memset(value, 'x', 200);
	value[200] = 0;
	snprintf(want, sizeof want, "\"%.80s\"...", value);
	shows(value, want);
	value[80] = 0;
	snprintf(want, sizeof want, "\"%s\"", value);
	shows(value, want);
	memcpy(value + 79, "€", 4); /* never half a character */
	snprintf(want, sizeof want, "\"%.79s\"...", value);
	shows(value, want);
	memset(value, 1, 200); /* the longest there is */
	value[200] = 0;
	strcpy(want, "\"");
	for (int i = 0; i < 80; i++)
		strcat(want, "\\x01");
	strcat(want, "\"...");
	assert_int_equal(strlen(want), SHOW_MAX - 1);
	shows(value, want);
}

static void test_near(void **state)
{
	char longer[64];

	(void)state;
	assert_int_equal(near_distance("", ""), 0);
	assert_int_equal(near_distance("", "abc"), 3);
	assert_int_equal(near_distance("abc", ""), 3);
	assert_int_equal(near_distance("create", "create"), 0);
	assert_int_equal(near_distance("creat", "create"), 1);
	assert_int_equal(near_distance("craete", "create"), 1);
	assert_int_equal(near_distance("kitten", "sitting"), 3);
	assert_true(near_is_slip("kil", "kill"));
	assert_false(near_is_slip("ki", "kill"));
	assert_true(near_is_slip("strat", "start"));
	memset(longer, 'a', 63);
	longer[63] = 0;
	assert_int_equal(near_distance(longer, longer), 1000);
	longer[31] = 0;
	assert_int_equal(near_distance(longer, longer), 0);
	longer[31] = 'a';
	longer[32] = 0;
	assert_int_equal(near_distance(longer, "a"), 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_show),
		cmocka_unit_test(test_show_line),
		cmocka_unit_test(test_show_bytes),
		cmocka_unit_test(test_show_long),
		cmocka_unit_test(test_near),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
