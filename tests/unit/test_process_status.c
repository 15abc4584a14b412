/* What /proc says of a process; the texts are those of a Debian 12 kernel, shortened. */
#include "unit.h"
#include "read/process_status.h"

static char memory[4096];
static struct arena arena;

static const char status[] =
    "Name:\tsolo5) spt\nUmask:\t0022\nState:\tS (sleeping)\nTgid:\t41\nNgid:\t0\nPid:\t41\nPPid:\t7\n"
    "TracerPid:\t0\nUid:\t1000\t1001\t1002\t1003\nGid:\t5\t5\t5\t5\nThreads:\t1\n";
static const char stat[] =
    "41 (solo5) spt) S 7 41 41 0 -1 4194560 76 0 0 0 120 31 4 5 20 0 1 0 99999 1 1 18446744073709551615\n";

static void test_read(void **state)
{
	struct process_status s;

	(void)state;
	unit_arena(&arena, memory, sizeof memory);
	assert_int_equal(process_status_read(&arena, status, stat, &s), 0);
	assert_string_equal(s.name, "solo5) spt");
	assert_int_equal(s.uid, 1000);
	assert_int_equal(s.parent, 7);
	assert_int_equal(s.ticks, 151);
}

static void test_cut(void **state)
{
	static const char *const wrong[][2] = { { "", "" }, { "", stat }, { status, "" }, { status, "41 (x" },
		{ status, "41 (x) S 7 41 41 0" }, { "Name:\tx\nPPid:\t7\n", stat },
		{ "XName:\tx\nPPid:\t7\nUid:\t1\n", stat } };
	struct process_status s;

	(void)state;
	unit_arena(&arena, memory, sizeof memory);
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		if (process_status_read(&arena, wrong[i][0], wrong[i][1], &s) == 0)
			fail_msg("case %zu is read\n", i);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read),
		cmocka_unit_test(test_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
