/* What `events` says.  The layout is runc's types.Stats, the texts are those of Debian 12 kernels; both written by hand. */
#include "unit.h"
#include "decide/cgroup_report.h"
#include "read/duration.h"

static char memory[1 << 20];
static struct arena arena;

static const char *report(const struct cgroup_figures *f)
{
	struct json_writer w;
	struct text out;

	unit_arena(&arena, memory, sizeof memory);
	text_init(&out, &arena);
	json_begin(&w, &out, false);
	json_object(&w, NULL);
	cgroup_report(f, &arena, &w);
	json_end(&w, '}');
	return out.at;
}

static void test_v1(void **state)
{
	static const struct cgroup_pages pages[] = { { "2MB", "4194304\n", "6291456", "7" } };
	const struct cgroup_figures f = {
		.text = { [FIGURE_CPU_TOTAL] = "1000",
		    [FIGURE_CPU_EACH] = "600 400 ",
		    [FIGURE_CPU_EACH_SPLIT] = "cpu user system\n0 500 100\n1 300 100\n",
		    [FIGURE_CPU_SPLIT] = "user 3\nsystem 2",
		    [FIGURE_CPU_STAT] = "nr_periods 9\nnr_throttled 4\nthrottled_time 77\n",
		    [FIGURE_CPUSET_CPUS] = "0-2,5",
		    [FIGURE_CPUSET_MEMS] = "0",
		    [FIGURE_MEMORY_STAT] = "cache 11\nrss 12\nhierarchical_memory_limit 9223372036854771712",
		    [FIGURE_MEMORY] = "100",
		    [FIGURE_MEMORY_LIMIT] = "9223372036854771712",
		    [FIGURE_MEMORY_MOST] = "150",
		    [FIGURE_MEMORY_FAILS] = "3",
		    [FIGURE_SWAP] = "110",
		    [FIGURE_SWAP_LIMIT] = "2000",
		    [FIGURE_KERNEL] = "5",
		    [FIGURE_PIDS] = "6",
		    [FIGURE_PIDS_LIMIT] = "50",
		    [FIGURE_IO_BYTES] = "8:0 Read 4096\n8:0 Total 4096\n254:16 Write 1\nTotal 4097\n" },
		.pages = pages,
		.pages_count = 1,
	};

	(void)state;
	assert_string_equal(report(&f),
	    "{\"cpu\":{\"usage\":{\"total\":1000,\"percpu\":[600,400],\"percpu_kernel\":[100,100],\"percpu_user\":[500,300],"
	    "\"kernel\":20000000,\"user\":30000000},"
	    "\"throttling\":{\"periods\":9,\"throttledPeriods\":4,\"throttledTime\":77}},"
	    "\"cpuset\":{\"cpus\":[0,1,2,5],\"mems\":[0]},"
	    "\"memory\":{\"cache\":11,"
	    "\"usage\":{\"limit\":9223372036854771712,\"usage\":100,\"max\":150,\"failcnt\":3},"
	    "\"swap\":{\"limit\":2000,\"usage\":110,\"max\":0,\"failcnt\":0},"
	    "\"kernel\":{\"limit\":0,\"usage\":5,\"max\":0,\"failcnt\":0},"
	    "\"kernelTCP\":{\"limit\":0,\"usage\":0,\"max\":0,\"failcnt\":0},"
	    "\"raw\":{\"cache\":11,\"rss\":12,\"hierarchical_memory_limit\":9223372036854771712}},"
	    "\"pids\":{\"current\":6,\"limit\":50},"
	    "\"blkio\":{\"ioServiceBytesRecursive\":[{\"major\":8,\"minor\":0,\"op\":\"Read\",\"value\":4096},"
	    "{\"major\":8,\"minor\":0,\"op\":\"Total\",\"value\":4096},{\"major\":254,\"minor\":16,\"op\":\"Write\",\"value\":1}],"
	    "\"ioServicedRecursive\":[]},"
	    "\"hugetlb\":{\"2MB\":{\"usage\":4194304,\"max\":6291456,\"failcnt\":7}}}");
}

static void test_v2(void **state)
{
	static const struct cgroup_pages pages[] = { { "1GB", "0", NULL, "max 2\n" } };
	struct cgroup_figures f = {
		.text = { [FIGURE_CPU_STAT] =
			      "usage_usec 50\nuser_usec 30\nsystem_usec 20\nnr_periods 1\nnr_throttled 2\n"
			      "throttled_usec 3\n",
		    [FIGURE_CPUSET_CPUS] = "0",
		    [FIGURE_MEMORY_STAT] = "anon 7\nfile 8\n",
		    [FIGURE_MEMORY] = "1000",
		    [FIGURE_MEMORY_LIMIT] = "max",
		    [FIGURE_MEMORY_FAILS] = "low 0\nhigh 0\nmax 6\noom 1\noom_kill 1\n",
		    [FIGURE_SWAP] = "24",
		    [FIGURE_SWAP_LIMIT] = "100",
		    [FIGURE_PIDS] = "2",
		    [FIGURE_PIDS_LIMIT] = "max",
		    [FIGURE_IO_BYTES] = "8:0 rbytes=1 wbytes=2 rios=3 wios=4 dbytes=5 dios=6\n",
		    [FIGURE_IO_COUNT] = "8:0 rbytes=1 wbytes=2 rios=3 wios=4 dbytes=5 dios=6\n" },
		.pages = pages,
		.pages_count = 1,
	};

	(void)state;
	memset(f.v2, true, sizeof f.v2);
	assert_string_equal(report(&f),
	    "{\"cpu\":{\"usage\":{\"total\":50000,\"kernel\":20000,\"user\":30000},"
	    "\"throttling\":{\"periods\":1,\"throttledPeriods\":2,\"throttledTime\":3000}},"
	    "\"cpuset\":{\"cpus\":[0],\"mems\":[]},"
	    "\"memory\":{\"cache\":8,"
	    "\"usage\":{\"limit\":18446744073709551615,\"usage\":1000,\"max\":0,\"failcnt\":6},"
	    "\"swap\":{\"limit\":18446744073709551615,\"usage\":1024,\"max\":0,\"failcnt\":0},"
	    "\"kernel\":{\"limit\":0,\"usage\":0,\"max\":0,\"failcnt\":0},"
	    "\"kernelTCP\":{\"limit\":0,\"usage\":0,\"max\":0,\"failcnt\":0},"
	    "\"raw\":{\"anon\":7,\"file\":8}},"
	    "\"pids\":{\"current\":2,\"limit\":0},"
	    "\"blkio\":{\"ioServiceBytesRecursive\":[{\"major\":8,\"minor\":0,\"op\":\"Read\",\"value\":1},"
	    "{\"major\":8,\"minor\":0,\"op\":\"Write\",\"value\":2},{\"major\":8,\"minor\":0,\"op\":\"Discard\",\"value\":5}],"
	    "\"ioServicedRecursive\":[{\"major\":8,\"minor\":0,\"op\":\"Read\",\"value\":3},"
	    "{\"major\":8,\"minor\":0,\"op\":\"Write\",\"value\":4},{\"major\":8,\"minor\":0,\"op\":\"Discard\",\"value\":6}]},"
	    "\"hugetlb\":{\"1GB\":{\"usage\":0,\"max\":0,\"failcnt\":2}}}");
}

static void test_nothing(void **state)
{
	const struct cgroup_figures f = { 0 };

	(void)state;
	assert_non_null(strstr(report(&f), "\"pids\":{\"current\":0,\"limit\":0}"));
}

static void test_duration(void **state)
{
	static const struct {
		const char *text;
		int milliseconds;
	} good[] = { { "5s", 5000 }, { "1ms", 1 }, { "250ms", 250 }, { "1m", 60000 }, { "1m30s", 90000 },
		{ "1h", 3600000 }, { "7", 7000 } };
	static const char *const bad[] = { "", "s", "0", "0s", "-1s", "1.5s", "1 s", "1x", "5s5", "2h", "61m",
		"99999999s", "5msx", "1s1", "m5" };
	struct error err;
	int n;

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		if (duration_read("interval", good[i].text, &n, &err) < 0)
			fail_msg("%s\n", err.text);
		assert_int_equal(n, good[i].milliseconds);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (duration_read("interval", bad[i], &n, &err) == 0)
			fail_msg("%s is taken\n", bad[i]);
	assert_string_equal(err.text, "--interval: \"m5\" is no time from 1ms to 1h, such as 500ms or 5s");
}

/* What goes round takes its memory back, and what is taken next is zero as ever. */
static void test_release(void **state)
{
	size_t mark;

	(void)state;
	unit_arena(&arena, memory, sizeof memory);
	take(&arena, 100);
	mark = arena.used;
	memset(take(&arena, 5000), 'x', 5000);
	arena_release(&arena, mark);
	assert_int_equal(arena.used, mark);
	assert_int_equal(*(char *)take(&arena, 5000), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_v1),
		cmocka_unit_test(test_v2),
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_duration),
		cmocka_unit_test(test_release),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
