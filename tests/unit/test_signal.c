/* Names and numbers of signals, as kill takes them; libc's own list has the last word. */
#include "unit.h"

#include <signal.h>

#include "read/signal.h"

static struct error err;

static int number(const char *text)
{
	int n = -1;

	return signal_read(text, &n, &err) < 0 ? -1 : n;
}

static void test_every_name(void **state)
{
	char name[32], lower[32];

	(void)state;
	for (int n = 1; n < 32; n++) {
		const char *abbreviation = sigabbrev_np(n);

		assert_non_null(abbreviation);
		assert_int_equal(number(abbreviation), n);
		snprintf(name, sizeof name, "SIG%s", abbreviation);
		assert_int_equal(number(name), n);
		for (size_t i = 0; i <= strlen(name); i++)
			lower[i] = (char)(name[i] | (name[i] >= 'A' && name[i] <= 'Z' ? 0x20 : 0));
		assert_int_equal(number(lower), n);
		assert_int_equal(number(lower + 3), n);
	}
	assert_int_equal(number("CLD"), SIGCHLD);
	assert_int_equal(number("IOT"), SIGABRT);
	assert_int_equal(number("IO"), SIGIO);
}

static void test_numbers(void **state)
{
	char text[16];

	(void)state;
	for (int n = 0; n <= 64; n++) {
		snprintf(text, sizeof text, "%d", n);
		assert_int_equal(number(text), n);
	}
	assert_int_equal(number("009"), 9);
}

static void test_refused(void **state)
{
	static const char *const bad[] = { "", "65", "-1", "-9", "-TERM", "9x", "9 ", " 9", "+9", "0x9", "SIG", "sig",
		"SIGSIGTERM", "TERMINATE", "TER", "SIG9", "1.5", "99999999999999999999999", "TERM ", "TERM\n",
		"T\xc3\x8bRM", "NULL", "EXIT" };

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		if (number(bad[i]) != -1)
			fail_msg("`%s` is taken\n", bad[i]);
		assert_int_equal(err.num, EINVAL);
	}
	number("65");
	assert_string_equal(err.text, "invalid signal number 65: must be from 0 to 64");
	number("NULL");
	assert_string_equal(err.text, "unknown signal \"NULL\"");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_name),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
