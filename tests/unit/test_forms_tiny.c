/*
 * The interpreter on another table: that of the tiny specs in tests/spec/golden/forms, which use what today's real specs
 * do not: arrays of JSON, a monitor's file, filters that always wrap.  So the sources stand here instead of the library's.
 */
#include "unit.h"
#include "../spec/golden/forms/expected.h"
#include "../../src/decide/form_rows.c"
#include "../../src/decide/form_filter.c"
#include "../../src/decide/form_json.c"
#include "../../src/decide/form.c"
#include "../../src/decide/monitor.c"
#include "../../src/decide/monitor_needs.c"
#pragma GCC diagnostic ignored "-Wunused-const-variable"
#include "../spec/golden/forms/expected.c"

static char memory[1 << 20];
static struct arena arena;
static struct machine_link links[3] = { { .tap = "t0", .guest = "a" }, { .tap = "t1", .guest = "b_1" },
	{ .tap = "t2", .guest = "c" } };
static struct machine_disk disks[2] = { { .path = "/a,b" }, { .path = "/c\"d\n", .ro = true } };

static struct machine cat(void)
{
	return (struct machine){ .monitor = MONITOR_BOX,
		.guest = GUEST_CAT,
		.form = guest_forms[GUEST_CAT],
		.binary = "/box",
		.arch = "x86",
		.cpus = 2,
		.link = links,
		.disk = disks };
}

static int setup(void **state)
{
	(void)state;
	unit_arena(&arena, memory, sizeof memory);
	return 0;
}

static void told(struct machine *m, const char *expected)
{
	struct error err = { 0 };

	if (form_settle(&arena, m, &err))
		fail_msg("%s", err.text);
	assert_string_equal(m->cmdline, expected);
}

static void argv_is(struct machine *m, const char *expected)
{
	struct words words;
	struct error err = { 0 };
	struct text got;

	text_init(&got, &arena);
	if (form_argv(&arena, m, &words, &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < words.n; i++)
		text_format(&got, "%s%s", i ? "|" : "", words.at[i]);
	assert_string_equal(got.at, expected);
}

static void test_picks(void **state)
{
	struct machine m = cat();

	(void)state;
	told(&m, "cat");
	m.link_count = 1;
	told(&m, "cat first=t0 any=t0");
	m.link_count = 3;
	links[1].ip = "1.2.3.4";
	links[1].bits = 8;
	told(&m, "cat first=t0 ip=1.2.3.4/8 later=1 later=2 any=t0");
	links[1].ip = NULL;
}

static void test_argv(void **state)
{
	struct machine m = cat();

	(void)state;
	argv_is(&m, "/box|-c|2");
	m.accel = "slow";
	m.confine = true;
	m.link_count = 2;
	m.disk_count = 2;
	m.cmdline = "x y";
	argv_is(&m, "/box|-c|2|-machine|x86|--confine|--net=a,tap=t0,n=0|--net=b_1,tap=t1,n=1|--disk=/a,,b,id=a|x y");
	m.accel = "fast";
	argv_is(&m, "/box|-c|2|-machine|x86|--confine|--accel=fast|--net=a,tap=t0,n=0|--net=b_1,tap=t1,n=1|"
		    "--disk=/a,,b,id=a|x y");
}

static void test_json(void **state)
{
	struct machine m = cat();
	struct form_content file;
	struct error err;

	(void)state;
	assert_int_equal(form_monitor_file(&arena, &m, &file, &err), 0);
	assert_string_equal(file.name, "box.json");
	assert_string_equal(file.bytes, "{\"args\":[],\"cpus\":2}");
	assert_int_equal(file.len, strlen(file.bytes));
	m.disk_count = 2;
	assert_int_equal(form_monitor_file(&arena, &m, &file, &err), 0);
	assert_string_equal(file.bytes,
	    "{\"disks\":[{\"path\":\"/a,b\",\"ro\":false,\"tag\":\"\\\"x0y0\\\"\"},"
	    "{\"path\":\"/c\\\"d\\u000a\",\"ro\":true,\"tag\":\"\\\"x1y1\\\"\"}],\"args\":[],\"cpus\":2}");
	m.monitor = MONITOR_KENNEL;
	m.guest = GUEST_DOG;
	assert_int_equal(form_monitor_file(&arena, &m, &file, &err), 0);
	assert_null(file.name);
}

static void test_join(void **state)
{
	struct machine m = cat();

	(void)state;
	m.form = guest_forms[GUEST_CAT] + 1;
	told(&m, "old");
	m.program = "a\"b";
	told(&m, "old{\"line\":\"p=\\\"a\\\"b\\\"! end\",\"more\":\"x\"}");
	m.link_count = 2;
	told(&m, "old{\"line\":\"p=\\\"a\\\"b\\\"! end a b_1\",\"more\":\"x\"}");
}

static void test_filters(void **state)
{
	static const struct {
		unsigned filter;
		const char *value, *says; /* NULL: refused */
	} values[] = { { FILTER_COMMA, ",a,,", ",,a,,,," }, { FILTER_COMMA, "", "" },
		{ FILTER_SOLID, "a-b\xff", "a-b\xff" }, { FILTER_SOLID, "", NULL }, { FILTER_SOLID, "a b", NULL },
		{ FILTER_SOLID, "a\x01", NULL }, { FILTER_SOLID, "\x7f", NULL }, { FILTER_SOLID, "a\n", NULL },
		{ FILTER_SHELL, "a", "a" }, { FILTER_SHELL, "a\\b c", "'a\\\\b c'" }, { FILTER_SHELL, "", "" },
		{ FILTER_SHELL, "\v", "'\v'" }, { FILTER_QUOTED, "", "\"\"" }, { FILTER_QUOTED, "a", "\"a\"" },
		{ FILTER_NAME, "aZ09_", "aZ09_" }, { FILTER_NAME, "", NULL }, { FILTER_NAME, "a-", NULL },
		{ FILTER_NAME, "\xc3\xa9", NULL }, { FILTER_NAME, "@", NULL }, { FILTER_NAME, "[", NULL },
		{ FILTER_NAME, "`", NULL } };

	(void)state;
	for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
		const char *why = NULL;
		struct text got;
		int rc;

		text_init(&got, &arena);
		rc = filter_put(&got, values[i].filter, values[i].value, &why);
		assert_int_equal(rc, values[i].says ? 0 : -1);
		if (values[i].says)
			assert_string_equal(got.at, values[i].says);
		else
			assert_true(why && *why);
	}
}

static void test_limits(void **state)
{
	struct machine m = cat();
	struct error err;

	(void)state;
	assert_int_equal(form_check(&m, &err), 0);
	m.cpus = 5;
	assert_int_equal(form_check(&m, &err), -1);
	assert_string_equal(err.text, "cpus: 5 is too much for monitor b, which takes 4 at most: it has four");
	m.cpus = 0;
	assert_int_equal(form_check(&m, &err), -1);
	assert_string_equal(err.text, "cpus: 0 is too little for monitor b, which takes 1 at least: it wants one");
	m.cpus = 4;
	m.link_count = 3;
	assert_int_equal(form_check(&m, &err), -1);
	assert_string_equal(err.text, "link: 3 is too much for monitor b, which takes 2 at most: two for a cat");
	m.form++;
	m.link_count = 1;
	assert_int_equal(form_check(&m, &err), 0);
	links[0].ip = "1.2.3.4";
	assert_int_equal(form_check(&m, &err), -1);
	assert_string_equal(err.text, "guest cat refuses link.ip: no address");
	links[0].ip = NULL;
}

/* What holds only sometimes is no answer to "can they"; of two limits the stricter one counts, whoever says it. */
static void test_pair(void **state)
{
	unsigned limit = 0;
	const char *why = NULL;

	(void)state;
	assert_null(pair_refuses(GUEST_CAT, MONITOR_BOX, FACT_DISK_RO));
	assert_string_equal(pair_refuses_list(GUEST_CAT, MONITOR_BOX, LIST_DISK), "it lies on them");
	assert_string_equal(pair_refuses_list(GUEST_DOG, MONITOR_KENNEL, LIST_LINK), "no wire");
	assert_true(pair_most_list(GUEST_CAT, MONITOR_BOX, LIST_LINK, &limit, &why));
	assert_int_equal(limit, 2);
	assert_string_equal(why, "two for a cat");
	assert_true(pair_most_list(GUEST_CAT, MONITOR_KENNEL, LIST_LINK, &limit, &why));
	assert_int_equal(limit, 3);
}

/* However many words there are, a NULL stands behind them. */
static void test_many_words(void **state)
{
	static struct machine_link many[140];
	struct machine m = cat();
	struct words words;
	struct error err;

	(void)state;
	for (size_t i = 0; i < 140; i++)
		many[i] = (struct machine_link){ .tap = "t", .guest = "g" };
	m.link = many;
	for (m.link_count = 0; m.link_count < 140; m.link_count++) {
		unit_arena(&arena, memory, sizeof memory);
		assert_int_equal(form_argv(&arena, &m, &words, &err), 0);
		assert_int_equal(words.n, 3 + m.link_count);
		assert_null(words.at[words.n]);
	}
}

/* A letter for each disk, and no more disks than letters. */
static void test_letters(void **state)
{
	static struct machine_disk many[27];
	struct machine m = cat();
	struct words words;
	struct error err;

	(void)state;
	for (size_t i = 0; i < 27; i++)
		many[i].path = "/d";
	m.disk = many;
	m.disk_count = 26;
	assert_int_equal(form_argv(&arena, &m, &words, &err), 0);
	assert_string_equal(words.at[words.n - 1], "--disk=/d,id=z");
	m.disk_count = 27;
	assert_int_equal(form_argv(&arena, &m, &words, &err), -1);
	assert_string_equal(err.text, "monitor b has letters for 26 disks only");
}

static void test_guest_file(void **state)
{
	struct machine m = cat();
	struct form_content file;
	struct error err;

	(void)state;
	assert_int_equal(form_guest_file(&arena, &m, &file, &err), 0);
	assert_null(file.name);
	m.program = "p";
	assert_int_equal(form_guest_file(&arena, &m, &file, &err), 0);
	assert_string_equal(file.name, "cat.conf");
	assert_string_equal(file.bytes, "P:p\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_picks, setup),
		cmocka_unit_test_setup(test_argv, setup),
		cmocka_unit_test_setup(test_json, setup),
		cmocka_unit_test_setup(test_join, setup),
		cmocka_unit_test_setup(test_filters, setup),
		cmocka_unit_test_setup(test_limits, setup),
		cmocka_unit_test_setup(test_letters, setup),
		cmocka_unit_test_setup(test_pair, setup),
		cmocka_unit_test_setup(test_many_words, setup),
		cmocka_unit_test_setup(test_guest_file, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
