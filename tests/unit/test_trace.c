/* Traces: what is read of them, in whatever state they are, and how they are drawn. */
#include "unit.h"

#include "decide/trace_picture.h"
#include "read/trace_file.h"

#define ONE \
	"{\"name\":\"a\",\"cat\":\"step\",\"ph\":\"X\",\"ts\":1.5,\"dur\":2,\"pid\":7,\"tid\":7,\"args\":{\"container\":\"c\"}}"

static struct arena arena;
static struct error err;
static struct trace_file file;

_Noreturn static void no_memory(struct arena *a)
{
	(void)a;
	fail_msg("no memory");
	abort();
}

static int setup(void **state)
{
	static char memory[64 << 20];

	(void)state;
	if (arena.at)
		arena_release(&arena, 0);
	arena_init(&arena, memory, sizeof memory, no_memory);
	err = (struct error){ 0 };
	return 0;
}

static int read_text(const char *text)
{
	return trace_file_read(&arena, take_copy(&arena, text), strlen(text), "t", &file, &err);
}

static void test_open_and_closed(void **state)
{
	static const char *const good[] = { "[\n" ONE "]", "[\n" ONE ",\n", "[" ONE, "[" ONE ",", "[" ONE "]\n\n" };

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		assert_int_equal(read_text(good[i]), 0);
		assert_int_equal(file.spans_count, 1);
		assert_string_equal(file.spans[0].name, "a");
		assert_string_equal(file.spans[0].container, "c");
		assert_int_equal(file.spans[0].kind, TRACE_STEP);
		assert_int_equal(file.spans[0].begin, 1500);
		assert_int_equal(file.spans[0].end, 3500);
		assert_int_equal(file.spans[0].pid, 7);
	}
}

static void test_others(void **state)
{
	(void)state;
	assert_int_equal(
	    read_text(
		"[" ONE
		",{\"name\":\"process_name\",\"ph\":\"M\",\"pid\":7,\"args\":{\"name\":\"run\",\"x\":{\"name\":1}}},"
		"{\"ph\":\"C\",\"ts\":3,\"x\":[1,[2]]},"
		"{\"name\":\"b\",\"cat\":\"command\",\"ph\":\"X\",\"ts\":1,\"dur\":0,\"pid\":8}"),
	    0);
	assert_int_equal(file.spans_count, 2);
	assert_int_equal(file.spans[1].kind, TRACE_COMMAND);
	assert_string_equal(file.spans[1].container, "");
	assert_int_equal(file.processes_count, 1);
	assert_string_equal(file.processes[0].name, "run");
}

static void test_bad(void **state)
{
	static const char *const bad[][2] = {
		{ "", "t: the file is empty" }, { "hello", "t:1: " }, { "[", "t:1: " }, { "[\n", "t:1: " },
		{ "[]", "t: no event is in it" }, { "{\"traceEvents\":[]}", "t:1: " },
		{ "[1]", "this is no trace: an event is an object" },
		{ "[{\"a\":1}]", "this is no event of a trace: it has no ph" },
		{ "[{\"ph\":\"X\",\"name\":\"a\",\"ts\":1,\"dur\":1}]", "an event needs name, ts, dur and pid" },
		{ "[{\"ph\":\"X\",\"name\":\"a\",\"ts\":-1,\"dur\":1,\"pid\":1}]", "no number of microseconds: -1" },
		{ "[{\"ph\":\"X\",\"name\":\"a\",\"ts\":1e3,\"dur\":1,\"pid\":1}]", "no number of microseconds: 1e3" },
		{ "[{\"ph\":\"X\",\"name\":\"a\",\"ts\":1,\"dur\":1,\"pid\":-1}]", "pid" },
		{ "[\n" ONE ",\n{\"name\":\"b\",\"cat\":\"st", "t:3: " }, /* cut within an event */
	};

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		setup(NULL);
		file.spans_count = 99;
		assert_int_equal(read_text(bad[i][0]), -1);
		assert_int_not_equal(err.num, 0);
		if (!strstr(err.text, bad[i][1]))
			fail_msg("%s: %s", bad[i][0], err.text);
		assert_int_equal(file.spans_count, 99);
	}
}

static void test_too_many(void **state)
{
	struct text t;

	(void)state;
	text_init(&t, &arena);
	text_add(&t, "[");
	for (int i = 0; i < TRACE_SPANS; i++)
		text_add(&t, ONE ",");
	assert_int_equal(trace_file_read(&arena, take_copy(&arena, t.at), t.used, "t", &file, &err), 0);
	text_add(&t, ONE);
	assert_int_equal(trace_file_read(&arena, t.at, t.used, "t", &file, &err), -1);
	assert_int_equal(err.num, E2BIG);
}

static void test_times(void **state)
{
	unsigned long long n;

	(void)state;
	assert_int_equal(trace_time("0", 1, &n), 0);
	assert_int_equal(n, 0);
	assert_int_equal(trace_time("12.3456", 7, &n), 0);
	assert_int_equal(n, 12345);
	assert_int_equal(trace_time("7.05", 4, &n), 0);
	assert_int_equal(n, 7050);
	assert_int_equal(trace_time("", 0, &n), -1);
	assert_int_equal(trace_time("1x", 2, &n), -1);
	assert_int_equal(trace_time("99999999999999999999", 20, &n), -1);
}

static void test_ticks(void **state)
{
	(void)state;
	assert_int_equal(trace_tick(1, 10), 1);
	assert_int_equal(trace_tick(10, 10), 2);
	assert_int_equal(trace_tick(29999, 10), 5000);
	assert_int_equal(trace_tick(50000, 10), 10000);
	for (unsigned long long all = 1; all < 1000000000000000000; all = all * 3 + 1) {
		unsigned long long tick = trace_tick(all, 14), first = tick;

		assert_true(all / tick < 14 && (tick == 1 || all / tick >= 4));
		while (first % 10 == 0)
			first /= 10;
		assert_true(first == 1 || first == 2 || first == 5);
	}
}

static const char *draw(const char *text)
{
	struct text out;

	assert_int_equal(read_text(text), 0);
	text_init(&out, &arena);
	trace_picture(&arena, &file, &out);
	return out.at;
}

#define SPAN(name, kind, begin, dur, pid)                                                                           \
	"{\"name\":\"" name "\",\"cat\":\"" kind "\",\"ph\":\"X\",\"ts\":" #begin ",\"dur\":" #dur ",\"pid\":" #pid \
	",\"args\":{\"container\":\"web\"}},"

static void test_picture(void **state)
{
	/* inner first, as they are written; two steps in an action in a command, and a process beside it, a second later */
	const char *svg = draw(
	    "[" SPAN("one", "step", 100, 300, 1) SPAN("two", "step", 400, 500, 1) SPAN("build", "action", 100, 900, 1)
		SPAN("create", "command", 0, 1200, 1) SPAN("a<&>\\\"b\\u0007", "command", 2000000, 1200, 2));

	(void)state;
	assert_memory_equal(svg, "<svg xmlns=\"http://www.w3.org/2000/svg\"", 39);
	assert_non_null(strstr(svg, ">web: 2.40 ms of work within 2.00 s</text>"));
	assert_non_null(strstr(svg, "<title>one: 300 \302\265s, 300 \302\265s of its own</title>"));
	assert_non_null(strstr(svg, "<title>build: 900 \302\265s, 100 \302\265s of its own</title>"));
	assert_non_null(strstr(svg, "<title>create: 1.20 ms, 300 \302\265s of its own</title>"));
	assert_non_null(strstr(svg, "<title>a&#60;&#38;&#62;&#34;b?: "));
	assert_non_null(strstr(svg, ">idle 2.00 s</text>"));
	assert_null(strstr(svg, "<script"));
	/* steps lie below their action, that below its command */
	assert_non_null(strstr(svg, "k0\" x=\"190.00\" y=\"84\""));
	assert_non_null(strstr(svg, "k2\" x=\"228.75\" y=\"105\""));
	assert_non_null(strstr(svg, "y=\"126\""));
	assert_string_equal(svg + strlen(svg) - 7, "</svg>\n");
}

/* No bar is outside of the picture, however many idle times are cut out of it. */
static void test_many_cuts(void **state)
{
	struct text t;
	const char *svg;

	(void)state;
	text_init(&t, &arena);
	text_add(&t, "[");
	for (int i = 0; i < 300; i++)
		text_format(
		    &t, "{\"name\":\"n%d\",\"ph\":\"X\",\"ts\":%d,\"dur\":0.001,\"pid\":%d},", i, i * 1000000, i);
	svg = draw(t.at);
	for (const char *at = svg; (at = strstr(at, "rect class=\"bar")); at++) {
		double x = atof(strstr(at, "x=\"") + 3);

		assert_true(x >= 189 && x <= 1200);
	}
	assert_non_null(strstr(svg, ">300 processes: "));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_open_and_closed, setup),
		cmocka_unit_test_setup(test_others, setup),
		cmocka_unit_test_setup(test_bad, setup),
		cmocka_unit_test_setup(test_too_many, setup),
		cmocka_unit_test_setup(test_times, setup),
		cmocka_unit_test_setup(test_ticks, setup),
		cmocka_unit_test_setup(test_picture, setup),
		cmocka_unit_test_setup(test_many_cuts, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
