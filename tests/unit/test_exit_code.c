/* The exit code that a guest says on a serial line. */
#include "unit.h"
#include "read/exit_code.h"

static int said(const char *text, size_t len, size_t piece)
{
	struct exit_code_reader r = { 0 };

	for (size_t i = 0; i < len; i += piece)
		exit_code_read(&r, text + i, len - i < piece ? len - i : piece);
	return exit_code_said(&r);
}

static void test_texts(void **state)
{
	static const struct {
		const char *text;
		int code;
	} rows[] = { { "", -1 }, { "\n", -1 }, { "0\n", 0 }, { "0\r\n", 0 }, { "7", 7 }, { "007\n", 7 },
		{ "255\n", 255 }, { "256\n", -1 }, { "999\n", -1 }, { "1000\n", -1 }, { "99999999999999999999\n", -1 },
		{ "-1\n", -1 }, { " 1\n", -1 }, { "1 \n", -1 }, { "1x\n", -1 }, { "x1\n", -1 }, { "1\n2\n", 2 },
		{ "1\n2", 2 }, { "1\nx\n", 1 }, { "1\nx", 1 }, { "1\n256\n", 1 }, { "1\n\n\n", 1 },
		{ "login: \n3\n", 3 }, { "exit 3\n", -1 }, { "12\n3x", 12 } };

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		for (size_t piece = 1; piece < 8; piece++)
			if (said(rows[i].text, strlen(rows[i].text), piece) != rows[i].code)
				fail_msg("\"%s\" in pieces of %zu: %d\n", rows[i].text, piece,
				    said(rows[i].text, strlen(rows[i].text), piece));
}

/* Bytes of all kinds, for as long as somebody likes: what is said last counts. */
static void test_noise(void **state)
{
	static char text[1 << 16];

	(void)state;
	for (size_t i = 0; i < sizeof text; i++)
		text[i] = (char)(i * 2654435761u >> 11);
	memcpy(text + sizeof text - 4, "\n42\n", 4);
	assert_int_equal(said(text, sizeof text, 977), 42);
	memset(text, '1', sizeof text);
	assert_int_equal(said(text, sizeof text, 64), -1);
	memset(text, 0, sizeof text);
	assert_int_equal(said(text, sizeof text, 64), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_texts), cmocka_unit_test(test_noise) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
