/* What becomes of signals and exit codes, of every pair: what a keeper is told, and which status it leaves with. */
#include "unit.h"
#include <signal.h>
#include "decide/keep.h"
#include "decide/monitor.h"

static struct machine machine(const char *guest, const char *monitor)
{
	struct machine m = { .guest = guest_by_word(guest), .monitor = monitor_by_word(monitor), .arch = "x86_64" };

	assert_true(m.guest >= 0 && m.monitor >= 0);
	keep_settle(&m);
	return m;
}

/* ---- signals ---- */
static void test_always(void **state)
{
	static const int always[] = { SIGKILL, SIGSTOP, SIGCONT },
			 never[] = { SIGWINCH, SIGCHLD, SIGUSR1, 0, -1, 32, 64 };

	(void)state;
	for (int g = 0; g < GUEST_COUNT; g++)
		for (int n = 0; n < MONITOR_COUNT; n++) {
			struct machine m = { .guest = g, .monitor = n, .arch = "x86_64" };

			for (size_t i = 0; i < sizeof always / sizeof *always; i++)
				assert_int_equal(keep_signal(&m, always[i], i % 2), always[i]);
			for (size_t i = 0; i < sizeof never / sizeof *never; i++)
				assert_int_equal(keep_signal(&m, never[i], i % 2), 0);
		}
}

/* From what was seen of each monitor as pid 1; and who hears a power button. */
static void test_signals(void **state)
{
	static const struct {
		const char *guest, *monitor;
		int signo, becomes, plain;
	} rows[] = {
		{ "mirage", "spt", SIGTERM, SIGKILL, SIGKILL },
		{ "rumprun", "spt", SIGQUIT, SIGKILL, SIGKILL },
		{ "mirage", "hvt", SIGTERM, SIGTERM, SIGTERM },
		{ "mirage", "hvt", SIGINT, SIGTERM, SIGTERM },
		{ "rumprun", "hvt", SIGHUP, SIGKILL, SIGKILL },
		{ "mirage", "qemu", SIGTERM, SIGTERM, SIGTERM },
		{ "unikraft", "qemu", SIGINT, SIGTERM, SIGTERM },
		{ "unikraft", "qemu", SIGQUIT, SIGKILL, SIGKILL },
		{ "linux", "qemu", SIGTERM, KEEP_POWERDOWN, SIGTERM },
		{ "linux", "qemu", SIGINT, KEEP_POWERDOWN, SIGTERM },
		{ "linux", "qemu", SIGHUP, SIGTERM, SIGTERM },
		{ "linux", "qemu", SIGQUIT, SIGKILL, SIGKILL },
		{ "linux", "qemu", SIGABRT, SIGKILL, SIGKILL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct machine m = machine(rows[i].guest, rows[i].monitor);
		struct keep k = keep_make(&m);

		assert_int_equal(keep_signal(&m, rows[i].signo, false), rows[i].becomes);
		assert_int_equal(keep_signal(&m, rows[i].signo, true), rows[i].plain);
		assert_int_equal(k.deed[rows[i].signo], rows[i].becomes);
		assert_int_equal(k.plain[rows[i].signo], rows[i].plain);
		assert_int_equal(k.deed[SIGCHLD], 0);
		assert_int_equal(k.deed[SIGPIPE], 0);
	}
}

/* A pair that asks for nothing has none of it; a machine of a record whose numbers are wrong neither. */
static void test_who_has_a_keeper(void **state)
{
	struct machine m = machine("mirage", "spt");

	(void)state;
	assert_false(m.keeper || m.control || m.code);
	m = machine("rumprun", "hvt");
	assert_false(m.keeper || m.control || m.code);
	m = machine("mirage", "qemu");
	assert_true(m.keeper && m.control == KEEP_CONTROL && !m.code);
	m = machine("linux", "qemu");
	assert_true(m.keeper && m.control == KEEP_CONTROL && m.code == KEEP_CODE);
	m.arch = "aarch64";
	keep_settle(&m);
	assert_true(m.keeper && m.control && !m.code);
	m.guest = GUEST_COUNT;
	m.monitor = -1;
	keep_settle(&m);
	assert_false(m.keeper || m.control || m.code);
	assert_int_equal(keep_make(&m).deed[SIGTERM], 0);
	assert_int_equal(keep_make(&m).deed[SIGKILL], SIGKILL);
}

/* ---- the end ---- */
struct end_row {
	const char *guest, *monitor;
	struct keep_end end;
	int status;
};

static void test_ends(void **state)
{
	static const struct end_row rows[] = {
		/* the monitor's own status, where no row is about it */
		{ "linux", "qemu", { .word = "", .code = -1 }, 0 },
		{ "linux", "qemu", { .word = "", .code = -1, .status = 1 }, 1 },
		{ "linux", "qemu", { .word = "", .code = -1, .status = 83 }, 83 },
		/* a signal that ended it, whatever else was said */
		{ "linux", "qemu", { .word = "", .code = -1, .signaled = true, .status = SIGKILL }, 137 },
		{ "linux", "qemu", { .word = "guest-reset", .code = 3, .signaled = true, .status = SIGSEGV }, 139 },
		{ "mirage", "qemu", { .word = "", .code = -1, .signaled = true, .status = 83 }, 211 },
		/* what the exit status of a monitor means */
		{ "mirage", "qemu", { .word = "", .code = -1, .status = 83 }, 0 },
		{ "mirage", "qemu", { .word = "", .code = -1, .status = 85 }, 85 },
		{ "unikraft", "qemu", { .word = "", .code = -1, .status = 83 }, 83 },
		/* how the guest ended */
		{ "linux", "qemu", { .word = "guest-shutdown", .code = -1 }, 0 },
		{ "linux", "qemu", { .word = "guest-reset", .code = -1 }, 134 },
		{ "unikraft", "qemu", { .word = "guest-reset", .code = -1 }, 134 },
		{ "linux", "qemu", { .word = "guest-panic", .code = -1 }, 134 },
		{ "linux", "qemu", { .word = "GUEST-PANIC", .code = -1 }, 0 },
		{ "linux", "qemu", { .word = "guest-panic", .code = -1, .status = 1 }, 1 },
		/* a signal that the monitor caught, and that was asked for or was not */
		{ "unikraft", "qemu", { .word = "host-signal", .code = -1, .asked = SIGTERM }, 143 },
		{ "unikraft", "qemu", { .word = "host-signal", .code = -1, .asked = SIGINT }, 130 },
		{ "unikraft", "qemu", { .word = "host-signal", .code = -1 }, 143 },
		/* what the guest itself said, however it ended then */
		{ "linux", "qemu", { .word = "guest-shutdown", .code = 0 }, 0 },
		{ "linux", "qemu", { .word = "guest-shutdown", .code = 255 }, 255 },
		{ "linux", "qemu", { .word = "guest-reset", .code = 0 }, 0 },
		{ "linux", "qemu", { .word = "guest-panic", .code = 7 }, 7 },
		{ "linux", "qemu", { .word = "", .code = 7, .status = 1 }, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct machine m = machine(rows[i].guest, rows[i].monitor);
		struct keep k = keep_make(&m);

		if (keep_status(&k, &rows[i].end) != rows[i].status)
			fail_msg("row %zu: %d, not %d\n", i, keep_status(&k, &rows[i].end), rows[i].status);
	}
}

/* urunit ends its machine by a reset, which is no crash then; a panic still is one. */
static void test_urunit(void **state)
{
	struct machine m = machine("linux", "qemu");
	struct keep_end end = { .word = "guest-reset", .code = -1 };
	struct keep k;

	(void)state;
	m.config = "/guest/config";
	k = keep_make(&m);
	assert_int_equal(keep_status(&k, &end), 0);
	end.word = "guest-panic";
	assert_int_equal(keep_status(&k, &end), 134);
}

static void test_grace(void **state)
{
	struct machine m = machine("linux", "qemu");

	(void)state;
	assert_int_equal(keep_make(&m).grace, 0);
	m.grace = 8;
	assert_int_equal(keep_make(&m).grace, 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_always),
		cmocka_unit_test(test_signals),
		cmocka_unit_test(test_who_has_a_keeper),
		cmocka_unit_test(test_ends),
		cmocka_unit_test(test_urunit),
		cmocka_unit_test(test_grace),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
