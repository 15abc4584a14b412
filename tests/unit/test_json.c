/* JSON: events, everything that is refused with its whole message, keys that are there twice, and flat pairs. */
#include "unit.h"
#include "base/text.h"
#include "base/utf8.h"
#include "read/json.h"

static char memory[4 << 20];
static struct arena arena;
static struct error err;

/* Writes events as text: {key:"value",...} with # in front of numbers. */
static int write_event(void *context, struct json *j, const struct json_event *e)
{
	static const char *const forms[] = { [JSON_NULL] = "~",
		[JSON_BOOL] = "?%s ",
		[JSON_NUMBER] = "#%.*s ",
		[JSON_STRING] = "'%s' ",
		[JSON_OBJECT] = "{",
		[JSON_LIST] = "[",
		[JSON_KEY] = "%s:",
		[JSON_END] = ";" };
	struct text *t = context;

	if (e->type == JSON_NUMBER)
		text_format(t, "#%.*s ", (int)e->len, e->text);
	else if (e->type == JSON_BOOL)
		text_format(t, "?%s ", e->text);
	else if (e->type == JSON_STRING)
		text_format(t, "'%s' ", e->text);
	else if (e->type == JSON_KEY)
		text_format(t, "%s:", e->text);
	else
		text_add(t, forms[e->type]);
	if (e->type == JSON_KEY && !strcmp(e->text, "stop"))
		return json_fail(j, EPERM, "stopped by %s", "the handler");
	return 0;
}

static int read_bytes(const char *bytes, size_t len, size_t most, struct text *t)
{
	struct json_source s = { .bytes = bytes, .len = len, .file = "f.json", .most = most };

	unit_arena(&arena, memory, sizeof memory);
	memset(&err, 0, sizeof err);
	text_init(t, &arena);
	return json_read(&arena, &s, write_event, t, &err);
}

static void good(const char *json, const char *events)
{
	struct text t;

	assert_int_equal(read_bytes(json, strlen(json), 1 << 20, &t), 0);
	assert_string_equal(t.at, events);
}

static void wrong_bytes(const char *json, size_t len, const char *message)
{
	struct text t;

	assert_int_equal(read_bytes(json, len, 1 << 20, &t), -1);
	assert_string_equal(err.text, message);
	assert_int_not_equal(err.num, 0);
}

static void wrong(const char *json, const char *message)
{
	wrong_bytes(json, strlen(json), message);
}

static void test_events(void **state)
{
	(void)state;
	good("{}", "{;");
	good(" [ ] \n", "[;");
	good("[1,-2,1.5e3,true,false,null,\"s\"]", "[#1 #-2 #1.5e3 ?true ?false ~'s' ;");
	good("{\"a\":{\"b\":[{}]},\"c\":\"\"}", "{a:{b:[{;;;c:'' ;");
	good("\"alone\"", "'alone' ");
	good("12", "#12 ");
	good("{\"\":1}", "{:#1 ;");
	good("[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]", "['\"\\/\b\f\n\r\t' ;");
	good("[\"\\u00e9\\u20AC\\ud83d\\ude00\"]", "['é€😀' ;");
	good("[\"é€😀\"]", "['é€😀' ;");
	good("{\"\\u0061b\":\"x\\ny\",\"z\":\"plain\"}", "{ab:'x\ny' z:'plain' ;");
}

/* The strings of one file must not run into each other when their quotes become their ends. */
static void test_neighbours(void **state)
{
	(void)state;
	good("[\"\",\"\",\"a\",\"\",\"bc\"]", "['' '' 'a' '' 'bc' ;");
	good("{\"k\":\"v\",\"kk\":\"vv\"}", "{k:'v' kk:'vv' ;");
}

static void test_broken(void **state)
{
	(void)state;
	wrong("", "f.json: the file is empty");
	wrong("  \n ", "f.json:2: broken JSON: premature EOF");
	wrong("{", "f.json:1: broken JSON: premature EOF");
	wrong("{\"a\":[1,\n2", "f.json:2: a[1]: broken JSON: premature EOF");
	wrong("{\"a\":\"", "f.json:1: a: broken JSON: premature EOF");
	wrong("{\"a\" 1}", "f.json:1: a: broken JSON: object key and value must be separated by a colon (':')");
	wrong("{a:1}", "f.json:1: broken JSON: invalid char in json text");
	wrong("{\"a\":1,}", "f.json:1: a: broken JSON: invalid object key (must be a string)");
	wrong("{1:2}", "f.json:1: broken JSON: invalid object key (must be a string)");
	wrong("[1,]", "f.json:1: [0]: broken JSON: unallowed token at this point in JSON text");
	wrong("[1 2]", "f.json:1: [0]: broken JSON: after array element, I expect ',' or ']'");
	wrong("[01]", "f.json:1: [0]: broken JSON: after array element, I expect ',' or ']'");
	wrong("[+1]", "f.json:1: broken JSON: invalid char in json text");
	wrong("[1.]", "f.json:1: broken JSON: malformed number, a digit is required after the decimal point");
	wrong("[NaN]", "f.json:1: broken JSON: invalid char in json text");
	wrong("[tru]", "f.json:1: broken JSON: invalid string in json text");
	wrong("[\"a\tb\"]", "f.json:1: broken JSON: invalid character inside string");
	wrong("[\"\\x41\"]", "f.json:1: broken JSON: inside a string, '\\' occurs before a character which it may not");
	wrong("[\"\\u12g4\"]", "f.json:1: broken JSON: invalid (non-hex) character occurs after '\\u' inside string");
	wrong("{}\n{}", "f.json:2: broken JSON: trailing garbage");
	wrong("{} x", "f.json:1: broken JSON: trailing garbage");
	wrong("{}// no", "f.json:1: broken JSON: trailing garbage");
	wrong("{/* no */}", "f.json:1: broken JSON: probable comment found in input text, comments are not enabled");
	wrong_bytes("{}\0", 3, "f.json:1: broken JSON: trailing garbage");
	wrong_bytes("{\0}", 3, "f.json:1: broken JSON: invalid char in json text");
	wrong_bytes("[\"a\0b\"]", 7, "f.json:1: broken JSON: invalid character inside string");
}

static void test_utf8(void **state)
{
	static const char *const bad[] = { "[\"\xff\"]", "[\"\xc3\"]", "[\"\xc0\xaf\"]", "[\"\xe0\x80\xaf\"]",
		"[\"\xed\xa0\x80\"]", "[\"\xf0\x80\x80\x80\"]", "[\"\xf4\x90\x80\x80\"]", "[\"\xe2\x82\"]",
		"[\"\x80\"]", "[\"12345678\xfe\"]", "{\"\xff\":1}" };

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		wrong(bad[i], "f.json:1: these bytes are no UTF-8");
	wrong("[\n\"\xff\"]", "f.json:2: these bytes are no UTF-8");
	good("[\"\xed\x9f\xbf\xee\x80\x80\xf4\x8f\xbf\xbf\"]", "['\xed\x9f\xbf\xee\x80\x80\xf4\x8f\xbf\xbf' ;");
	assert_int_equal(utf8_valid("ab\xe2\x82\xac", 4), 2);
	assert_int_equal(utf8_valid("ab\xe2\x82\xac", 5), 5);
	assert_int_equal(utf8_valid("", 0), 0);
}

static void test_escapes(void **state)
{
	(void)state;
	wrong("{\"a\":\"x\\u0000y\"}", "f.json:1: a: a string holds the character NUL (\\u0000)");
	wrong("{\"a\\u0000\":1}", "f.json:1: a string holds the character NUL (\\u0000)");
	wrong("[\"\\ud800\"]", "f.json:1: [0]: a string holds half of a surrogate pair: \\ud800");
	wrong("[\"\\udc00\"]", "f.json:1: [0]: a string holds half of a surrogate pair: \\udc00");
	wrong("[\"\\ud800\\ud800\"]", "f.json:1: [0]: a string holds half of a surrogate pair: \\ud800");
	wrong("[\"\\uDbFFx\"]", "f.json:1: [0]: a string holds half of a surrogate pair: \\uDbFF");
	wrong("[\"\\n\",\"\\ud800\\n\"]", "f.json:1: [1]: a string holds half of a surrogate pair: \\ud800");
	good("[\"\\\\u0000\"]", "['\\u0000' ;");
	good("[\"\\\\\\\\ud800\"]", "['\\\\ud800' ;");
}

static void test_twice(void **state)
{
	(void)state;
	wrong("{\"a\":1,\n\"b\":2,\n\"a\":3}", "f.json:3: the key \"a\" is there twice, first on line 1");
	wrong("{\"o\":{\"x\":1,\"\\u0078\":2}}", "f.json:1: o: the key \"x\" is there twice, first on line 1");
	wrong("[{\"\":1,\"\":2}]", "f.json:1: [0]: the key \"\" is there twice, first on line 1");
	good("{\"a\":{\"a\":1},\"b\":{\"a\":2}}", "{a:{a:#1 ;b:{a:#2 ;;");
	good("[{\"a\":1},{\"a\":1}]", "[{a:#1 ;{a:#1 ;;");
	good("{\"aa\":1,\"a\":2,\"aaa\":3}", "{aa:#1 a:#2 aaa:#3 ;");
}

/* Many keys take the way through the sort; the one that is there twice stands first, last, or far apart. */
static void many_keys(int count, int twice, char *json)
{
	char *p = json + sprintf(json, "{");

	for (int i = 0; i < count; i++)
		p += sprintf(p, "\n\"key%d\":0,", i * 7919 % count);
	sprintf(p, "\n\"%s%d\":0}", twice < 0 ? "other" : "key", twice < 0 ? 0 : twice);
}

static void test_many_keys(void **state)
{
	static char json[1 << 16];
	char want[128];
	struct text t;
	const int counts[] = { 11, 12, 13, 100, 1000 };

	(void)state;
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		many_keys(counts[i], -1, json);
		assert_int_equal(read_bytes(json, strlen(json), 1 << 20, &t), 0);
		for (int twice = 0; twice < counts[i]; twice += 5) {
			int first = 0;

			while (first * 7919 % counts[i] != twice)
				first++;
			many_keys(counts[i], twice, json);
			snprintf(want, sizeof want, "f.json:%d: the key \"key%d\" is there twice, first on line %d",
			    counts[i] + 2, twice, first + 2);
			wrong(json, want);
		}
	}
}

static void test_depth(void **state)
{
	char json[256], want[512] = "f.json:1: ";
	struct text t;

	(void)state;
	memset(json, '[', JSON_DEPTH);
	memset(json + JSON_DEPTH, ']', JSON_DEPTH);
	assert_int_equal(read_bytes(json, 2 * JSON_DEPTH, 1 << 20, &t), 0);
	memset(json, '[', sizeof json);
	for (int i = 0; i < JSON_DEPTH; i++)
		strcat(want, "[0]");
	strcat(want, ": nested deeper than 32 levels");
	wrong_bytes(json, sizeof json, want);
}

/* 100 MB are refused by their number: the bytes are not there at all. */
static void test_size(void **state)
{
	struct text t;
	char four[] = "[12]";

	(void)state;
	assert_int_equal(read_bytes(NULL, 100000000, 16 << 20, &t), -1);
	assert_string_equal(err.text, "f.json: 100000000 bytes are too many: 16777216 are read at most");
	assert_int_equal(err.num, EFBIG);
	assert_int_equal(read_bytes(four, 4, 3, &t), -1);
	assert_int_equal(read_bytes(four, 4, 4, &t), 0);
}

static void test_handler(void **state)
{
	(void)state;
	wrong("{\"a\":[{\"stop\":1}]}", "f.json:1: a[0].stop: stopped by the handler");
	assert_int_equal(err.num, EPERM);
	wrong("{\"a b\":{\"\\n\":{\"stop\":1}}}", "f.json:1: \"a b\".\"\\n\".stop: stopped by the handler");
}

/* ---- numbers */

struct range {
	long long least;
	unsigned long long most, got;
};

static int take_number(void *context, struct json *j, const struct json_event *e)
{
	struct range *r = context;

	return e->type == JSON_NUMBER ? json_whole(j, e, r->least, r->most, &r->got) : 0;
}

static int number(const char *json, long long least, unsigned long long most, unsigned long long *ret)
{
	struct range r = { .least = least, .most = most };
	struct json_source s = { .bytes = json, .len = strlen(json), .file = "n", .most = 1000 };
	int failed;

	unit_arena(&arena, memory, 1 << 20);
	failed = json_read(&arena, &s, take_number, &r, &err);
	*ret = r.got;
	return failed;
}

static void is(const char *json, long long least, unsigned long long most, unsigned long long want)
{
	unsigned long long got;

	assert_int_equal(number(json, least, most, &got), 0);
	assert_true(got == want);
}

static void is_not(const char *json, long long least, unsigned long long most, const char *message)
{
	unsigned long long got;

	assert_int_equal(number(json, least, most, &got), -1);
	assert_string_equal(err.text, message);
}

static void test_numbers(void **state)
{
	(void)state;
	is("[0]", 0, 10, 0);
	is("[-0]", 0, 10, 0);
	is("[10]", 0, 10, 10);
	is("[-1]", -1, 10, (unsigned long long)-1);
	is("[18446744073709551615]", 0, UINT64_MAX, UINT64_MAX);
	is("[-9223372036854775808]", INT64_MIN, INT64_MAX, 1ull << 63);
	is("[9223372036854775807]", INT64_MIN, INT64_MAX, INT64_MAX);
	is_not("[11]", 0, 10, "n:1: [0]: a whole number from 0 to 10 is wanted, not 11");
	is_not("[-1]", 0, 10, "n:1: [0]: a whole number from 0 to 10 is wanted, not -1");
	is_not("[0]", 1, 10, "n:1: [0]: a whole number from 1 to 10 is wanted, not 0");
	is_not("[-0]", 1, 10, "n:1: [0]: a whole number from 1 to 10 is wanted, not -0");
	is_not("[-11]", -10, 10, "n:1: [0]: a whole number from -10 to 10 is wanted, not -11");
	is_not("[1.0]", 0, 10, "n:1: [0]: a whole number from 0 to 10 is wanted, not 1.0");
	is_not("[1e1]", 0, 10, "n:1: [0]: a whole number from 0 to 10 is wanted, not 1e1");
	is_not("[18446744073709551616]", 0, UINT64_MAX,
	    "n:1: [0]: a whole number from 0 to 18446744073709551615 is wanted, not 18446744073709551616");
	is_not("[9223372036854775808]", INT64_MIN, INT64_MAX,
	    "n:1: [0]: a whole number from -9223372036854775808 to 9223372036854775807 is wanted, not 9223372036854775808");
	is_not("[-9223372036854775809]", INT64_MIN, INT64_MAX,
	    "n:1: [0]: a whole number from -9223372036854775808 to 9223372036854775807 is wanted, not -9223372036854775809");
	is_not("[1000000000000000000000000000000000000000000000000000000000000000000]", 0, 1,
	    "n:1: [0]: a whole number from 0 to 1 is wanted, not one so long");
}

/* ---- pairs */

static int pairs_of(const char *json, struct pair **ret, size_t *ret_n)
{
	struct json_source s = { .bytes = json, .len = strlen(json), .file = "urunc.json", .most = 1 << 20 };

	unit_arena(&arena, memory, 1 << 20);
	return json_pairs(&arena, &s, "our.", ret, ret_n, &err);
}

static void test_pairs(void **state)
{
	struct pair *p = NULL;
	size_t n = 7;

	(void)state;
	assert_int_equal(
	    pairs_of("{\"our.a\":\"1\",\"x\":[{\"our.b\":[[3]]}],\"y\":\"\",\"our.n\":null,\"z\":{\"our.c\":5},\"w\":1,"
		     "\"our.d\":\"\\u00e9\"}",
		&p, &n),
	    0);
	assert_int_equal(n, 3);
	assert_string_equal(p[0].key, "our.a");
	assert_string_equal(p[0].value, "1");
	assert_string_equal(p[1].key, "y");
	assert_string_equal(p[1].value, "");
	assert_string_equal(p[2].key, "our.d");
	assert_string_equal(p[2].value, "é");
	assert_int_equal(pairs_of("{}", &p, &n), 0);
	assert_int_equal(n, 0);
}

static void no_pairs(const char *json, const char *message)
{
	struct pair *p = (struct pair *)memory;
	size_t n = 7;

	assert_int_equal(pairs_of(json, &p, &n), -1);
	assert_string_equal(err.text, message);
	assert_int_equal(n, 7);
	assert_ptr_equal(p, memory);
}

static void test_wrong_pairs(void **state)
{
	(void)state;
	no_pairs("[]", "urunc.json:1: an object is wanted, not a list");
	no_pairs("\"x\"", "urunc.json:1: an object is wanted, not a string");
	no_pairs("null", "urunc.json:1: an object is wanted, not null");
	no_pairs("{\"our.a\":1}", "urunc.json:1: \"our.a\": a string is wanted, not a number");
	no_pairs("{\"our.a\":true}", "urunc.json:1: \"our.a\": a string is wanted, not true/false");
	no_pairs("{\"our.a\":[]}", "urunc.json:1: \"our.a\": a string is wanted, not a list");
	no_pairs("{\"x\":1,\"our.a\":{}}", "urunc.json:1: \"our.a\": a string is wanted, not an object");
	no_pairs("{\"x\":\"1\",\n\"x\":\"2\"}", "urunc.json:2: the key \"x\" is there twice, first on line 1");
	no_pairs("{\"our.a\":\"x\"", "urunc.json:1: \"our.a\": broken JSON: premature EOF");
}

/* Many pairs: the list grows while strings are taken beside it. */
static void test_many_pairs(void **state)
{
	static char json[1 << 16];
	struct pair *p = NULL;
	size_t n = 0;
	char want[32], *end = json + sprintf(json, "{");

	(void)state;
	for (int i = 0; i < 1000; i++)
		end += sprintf(end, "%s\"k%d\":\"\\t%d\"", i ? "," : "", i, i);
	strcpy(end, "}");
	assert_int_equal(pairs_of(json, &p, &n), 0);
	assert_int_equal(n, 1000);
	for (int i = 0; i < 1000; i++) {
		snprintf(want, sizeof want, "\t%d", i);
		assert_string_equal(p[i].value, want);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_events),
		cmocka_unit_test(test_neighbours),
		cmocka_unit_test(test_broken),
		cmocka_unit_test(test_utf8),
		cmocka_unit_test(test_escapes),
		cmocka_unit_test(test_twice),
		cmocka_unit_test(test_many_keys),
		cmocka_unit_test(test_depth),
		cmocka_unit_test(test_size),
		cmocka_unit_test(test_handler),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_pairs),
		cmocka_unit_test(test_wrong_pairs),
		cmocka_unit_test(test_many_pairs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
