/* How the machine ended, out of what QEMU says, or what a monitor says that its guest has taken over. */
#include "unit.h"
#include "read/qmp.h"

#define TIME		 "{\"timestamp\": {\"seconds\": 1795818268, \"microseconds\": 842842}, "
#define SHUTDOWN(reason) TIME "\"event\": \"SHUTDOWN\", \"data\": {\"guest\": true, \"reason\": \"" reason "\"}}\r\n"

/* What is read of a text that comes in pieces of `piece` bytes; "" is nothing. */
static const char *read_in(const char *text, size_t len, size_t piece)
{
	static char word[24];
	struct qmp_reader r = { 0 };
	bool found = false;

	word[0] = 0;
	for (size_t i = 0; i < len; i += piece)
		found = qmp_read(&r, text + i, len - i < piece ? len - i : piece, word, sizeof word) || found;
	assert_int_equal(found, word[0] != 0);
	assert_true(r.used <= QMP_LINE_MAX);
	return word;
}

static void expect(const char *text, const char *word)
{
	for (size_t piece = 1; piece <= strlen(text); piece += piece < 8 ? 1 : 61)
		if (strcmp(read_in(text, strlen(text), piece), word) != 0)
			fail_msg("in pieces of %zu: \"%s\", not \"%s\", of %s\n", piece,
			    read_in(text, strlen(text), piece), word, text);
}

/* As QEMU 7.2 writes it. */
static void test_as_seen(void **state)
{
	static const char hello[] =
	    "{\"QMP\": {\"version\": {\"qemu\": {\"micro\": 22, \"minor\": 2, \"major\": 7}, \"package\": "
	    "\"Debian 1:7.2+dfsg-7+deb12u18+b3\"}, \"capabilities\": [\"oob\"]}}\r\n{\"return\": {}}\r\n";
	char all[1000];

	(void)state;
	expect(hello, "");
	expect(SHUTDOWN("guest-reset"), "guest-reset");
	expect(SHUTDOWN("guest-panic"), "guest-panic");
	expect(SHUTDOWN("host-signal"), "host-signal");
	expect(TIME "\"event\": \"POWERDOWN\"}\r\n", "");
	expect(TIME "\"event\": \"RESET\", \"data\": {\"guest\": true, \"reason\": \"guest-reset\"}}\r\n", "");
	expect(TIME "\"event\": \"GUEST_PANICKED\", \"data\": {\"action\": \"poweroff\"}}\r\n" SHUTDOWN("guest-panic"),
	    "guest-panic");
	snprintf(all, sizeof all, "%s%s%s", hello, TIME "\"event\": \"POWERDOWN\"}\r\n", SHUTDOWN("guest-shutdown"));
	expect(all, "guest-shutdown");
}

/* Keys in another order, blanks or none: any JSON of that meaning. */
static void test_other_ways(void **state)
{
	(void)state;
	expect("{\"data\":{\"reason\":\"guest-reset\",\"guest\":true},\"event\":\"SHUTDOWN\"}\n", "guest-reset");
	expect("\t{ \"event\" :\"SHUTDOWN\" , \"data\": { \"x\": [1, {\"y\": 2}], \"reason\" : \"a\" } }\n", "a");
	expect(
	    "{\"event\":\"SHUTDOWN\",\"data\":{\"reason\":\"a\"}}\n{\"event\":\"SHUTDOWN\",\"data\":{\"reason\":\"b\"}}\n",
	    "b");
}

/* Strings that only look like it, things in the wrong place, lines that do not end. */
static void test_what_is_none(void **state)
{
	static const char *const none[] = {
		"",
		"\n\n\n",
		"{\"event\":\"SHUTDOWN\"}\n",
		"{\"event\":\"SHUTDOWN\",\"data\":{}}\n",
		"{\"event\":\"SHUTDOWN\",\"data\":{\"reason\":\"\"}}\n",
		"{\"event\":\"SHUTDOWN\",\"data\":{\"reason\":\"guest-reset\"}}",
		"{\"event\":\"SHUTDOWN\",\"data\":{\"reason\":\"guest-reset\"}\n",
		"{\"event\":\"SHUTDOWN\",\"data\":{\"reason\":\"guest-reset\"}}}\n",
		"{\"event\":\"SHUTDOWN\",\"data\":{\"reason\":\"guest-reset}}\n",
		"{\"event\":\"SHUTDOWN\",\"data\":{\"reason\":7}}\n",
		"{\"event\":\"SHUTDOWN\",\"data\":{\"x\":{\"reason\":\"guest-reset\"}}}\n",
		"{\"event\":\"SHUTDOWN\",\"date\":{\"reason\":\"guest-reset\"}}\n",
		"{\"event\":\"SHUTDOWN\",\"reason\":\"guest-reset\"}\n",
		"{\"event\":\"shutdown\",\"data\":{\"reason\":\"guest-reset\"}}\n",
		"{\"x\":{\"event\":\"SHUTDOWN\",\"data\":{\"reason\":\"guest-reset\"}}}\n",
		"{\"return\":\"{\\\"event\\\":\\\"SHUTDOWN\\\",\\\"data\\\":{\\\"reason\\\":\\\"guest-reset\\\"}}\"}\n",
		"{\"a\\\":\"event\",\"SHUTDOWN\",\"data\":{\"reason\":\"guest-reset\"}}\n",
		"\"event\":\"SHUTDOWN\",\"data\":{\"reason\":\"guest-reset\"}\n",
		"{\"event\",\"SHUTDOWN\",\"data\",{\"reason\",\"guest-reset\"}}\n",
		"{\"event\":\"SHUTDOWN\",\"data\":{\"reason\":\"a reason that has no room in what it is for\"}}\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		expect(none[i], "");
}

/* A line of any length is passed over, and the next one is read; a byte 0 ends no line. */
static void test_hostile(void **state)
{
	static char text[70000];
	size_t len;

	(void)state;
	for (int fill = 0; fill < 256; fill += 5) {
		if (fill == '\n')
			continue;
		memset(text, fill, sizeof text);
		len = 66000;
		text[len++] = '\n';
		assert_string_equal(read_in(text, len, 1000), "");
		memcpy(text + len, SHUTDOWN("guest-reset"), sizeof SHUTDOWN("guest-reset") - 1);
		len += sizeof SHUTDOWN("guest-reset") - 1;
		assert_string_equal(read_in(text, len, 1000), "guest-reset");
	}
	memcpy(text, SHUTDOWN("guest-reset"), sizeof SHUTDOWN("guest-reset"));
	for (size_t i = 0; text[i + 2]; i++) {
		char was = text[i];

		text[i] = 0;
		assert_string_equal(read_in(text, sizeof SHUTDOWN("guest-reset") - 1, 7), "");
		text[i] = was;
	}
}

/* A line just as long as there is room for, and one byte more. */
static void test_longest(void **state)
{
	static const char end[] = "{\"event\":\"SHUTDOWN\",\"data\":{\"reason\":\"a\"}}";
	char text[QMP_LINE_MAX + 3];

	(void)state;
	for (size_t len = QMP_LINE_MAX - 1; len <= QMP_LINE_MAX + 1; len++) {
		memset(text, ' ', sizeof text);
		memcpy(text + len - (sizeof end - 1), end, sizeof end - 1);
		text[len] = '\n';
		assert_string_equal(read_in(text, len + 1, 100), len <= QMP_LINE_MAX ? "a" : "");
	}
}

/* Bytes of all kinds, in no order: it reads nothing that is not there (the sanitizers look). */
static void test_noise(void **state)
{
	static const char alphabet[] = "{}[]:,\"\\ \n\r\teventdatareasonSHUTDOWN0\x80\xff";
	static char text[1 << 16];
	unsigned seed = 1;

	(void)state;
	for (size_t i = 0; i < sizeof text; i++) {
		seed = seed * 1103515245u + 12345u;
		text[i] = alphabet[(seed >> 16) % (sizeof alphabet - 1)];
	}
	for (size_t piece = 1; piece < 600; piece = piece * 3 + 1)
		assert_non_null(read_in(text, sizeof text, piece));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_as_seen),
		cmocka_unit_test(test_other_ways),
		cmocka_unit_test(test_what_is_none),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_longest),
		cmocka_unit_test(test_noise),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
