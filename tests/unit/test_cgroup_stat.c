/* The files in which a cgroup tells how it fares; the texts are those of a Debian 12 kernel. */
#include "unit.h"

#include <limits.h>

#include "read/cgroup_stat.h"

/* The tokens of a text, a word each: what is expected is written by hand. */
static const char *tokens(const char *text)
{
	static char all[2048];
	struct cgroup_stat s = { .at = text };
	enum cgroup_token token;
	size_t used = 0;

	all[0] = 0;
	while ((token = cgroup_stat_next(&s)) != CGROUP_TOKEN_END) {
		if (used > sizeof all - 100)
			fail_msg("it never ends: %s\n", text);
		if (token == CGROUP_TOKEN_LINE)
			used += (size_t)sprintf(all + used, "/ ");
		if (token == CGROUP_TOKEN_NUMBER)
			used += (size_t)sprintf(all + used, "%llu ", s.number);
		if (token == CGROUP_TOKEN_DEVICE)
			used += (size_t)sprintf(all + used, "%llu:%llu ", s.number, s.minor);
		if (token == CGROUP_TOKEN_PAIR)
			used += (size_t)sprintf(all + used, "(%.*s %llu) ", (int)s.len, s.word, s.number);
		if (token == CGROUP_TOKEN_WORD)
			used += (size_t)sprintf(all + used, "'%.*s' ", (int)s.len, s.word);
	}
	return all;
}

static void test_tokens(void **state)
{
	(void)state;
	assert_string_equal(tokens(""), "");
	assert_string_equal(tokens("123\n"), "123 / ");
	assert_string_equal(tokens("max\n"), "18446744073709551615 / ");
	assert_string_equal(tokens("max 100000\n"), "18446744073709551615 100000 / ");
	assert_string_equal(tokens("anon 4096\nfile 0"), "'anon' 4096 / 'file' 0 ");
	assert_string_equal(tokens("8:0 Read 5\nTotal 7\n"), "8:0 'Read' 5 / 'Total' 7 / ");
	assert_string_equal(tokens("254:16 rbytes=1 wbytes=22 rios=max\n"),
	    "254:16 (rbytes 1) (wbytes 22) (rios 18446744073709551615) / ");
	assert_string_equal(tokens("1 22  333 \n\n"), "1 22 333 / / ");
	assert_string_equal(tokens("99999999999999999999999 18446744073709551615 18446744073709551616"),
	    "18446744073709551615 18446744073709551615 18446744073709551615 ");
	/* what is none of these */
	assert_string_equal(tokens("-1 8: :0 a= =3 8:0x maximum 12a x=y=1"),
	    "'-1' '8:' ':0' 'a=' '=3' '8:0x' 'maximum' '12a' 'x=y=1' ");
}

static void test_of(void **state)
{
	static const char stat[] = "cache 1\nrss 20\ntotal_rss 300\ninactive_file 4000\nhigh max\nx";

	(void)state;
	assert_int_equal(cgroup_stat_of(stat, "rss"), 20);
	assert_int_equal(cgroup_stat_of(stat, "inactive_file"), 4000);
	assert_true(cgroup_stat_of(stat, "high") == ULLONG_MAX);
	assert_int_equal(cgroup_stat_of(stat, "file"), 0);
	assert_int_equal(cgroup_stat_of(stat, "x"), 0);
	assert_int_equal(cgroup_stat_of("low 1\nmax 6\noom 7\n", "max"), 6);
	assert_int_equal(cgroup_stat_of("max\n6 7\n", "max"), 0);
	assert_int_equal(cgroup_stat_of("a b 5\n", "b"), 0);
	assert_int_equal(cgroup_stat_of("", "b"), 0);
	assert_int_equal(cgroup_stat_number("77\n"), 77);
	assert_int_equal(cgroup_stat_number("x 77\n"), 0);
	assert_int_equal(cgroup_stat_number(""), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tokens),
		cmocka_unit_test(test_of),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
