/* A machine as a record: what is written is read back the same, whatever it holds; what is cut or wrong is refused. */
#include "unit.h"
#include "base/text.h"
#include "decide/form_table.h"
#include "decide/machine_record.h"

static char memory[16 << 20];
static struct arena arena;

static int setup(void **state)
{
	(void)state;
	unit_arena(&arena, memory, sizeof memory);
	return 0;
}

static const char *const hostile[] = { "", " ", "a", "a b", " lead", "trail ", "\n", "a\nb\n", "\r\n", "%", "%0a", "%%",
	"=", "a=b", "-", "--x", "\"", "'", "\\", ",", "end", "machine 1", "link", "\tx", "\xff\xfe",
	"gr\xc3\xb6\xc3\x9f", "\x01\x02\x7f", "\xc2\xa0" };

static void assert_same(const char *a, const char *b)
{
	if (!a || !b)
		assert_ptr_equal(a, b);
	else
		assert_string_equal(a, b);
}

/* Fills fact after fact with value after value, every third one left out. */
static void fill(struct machine *m, unsigned seed)
{
	*m = (struct machine){ .monitor = MONITOR_QEMU, .guest = GUEST_UNIKRAFT };
	m->form = guest_forms[GUEST_UNIKRAFT] + (int)(seed & 1);
	for (int list = 1; list <= LIST_COUNT; list++)
		list_take(&arena, m, list, (seed + (unsigned)list) % 4);
	for (int fact = 1; fact <= FACT_COUNT; fact++) {
		size_t items = form_facts[fact].list ? list_count(m, form_facts[fact].list) : 1;

		for (size_t item = 0; item < items; item++, seed = seed * 1103515245 + 12345) {
			fact_set_number(m, item, fact, seed >> 16 & 3 ? ~(unsigned long)seed : 0);
			if (seed >> 16 & 3)
				fact_set_string(
				    m, item, fact, hostile[(seed >> 18) % (sizeof hostile / sizeof *hostile)]);
		}
	}
}

static void compare(const struct machine *a, const struct machine *b)
{
	assert_int_equal(a->monitor, b->monitor);
	assert_int_equal(a->guest, b->guest);
	assert_int_equal(a->form, b->form);
	for (int list = 1; list <= LIST_COUNT; list++)
		assert_int_equal(list_count(a, list), list_count(b, list));
	for (int fact = 1; fact <= FACT_COUNT; fact++) {
		size_t items = form_facts[fact].list ? list_count(a, form_facts[fact].list) : 1;

		for (size_t item = 0; item < items; item++) {
			assert_same(fact_string(a, item, fact), fact_string(b, item, fact));
			assert_int_equal(fact_number(a, item, fact), fact_number(b, item, fact));
		}
	}
}

static void test_round_trip(void **state)
{
	struct machine m, back;
	struct error err = { 0 };
	struct text out;

	(void)state;
	for (unsigned seed = 0; seed < 200; seed++) {
		unit_arena(&arena, memory, sizeof memory / 16);
		fill(&m, seed);
		text_init(&out, &arena);
		machine_write(&out, &m);
		if (machine_read(&arena, out.at, out.used, &back, &err))
			fail_msg("%s\n%s", err.text, out.at);
		compare(&m, &back);
	}
}

/* Cut anywhere, it is refused, and nothing is changed. */
static void test_cut(void **state)
{
	struct machine m, back = { .monitor = 77 };
	struct error err = { 0 };
	struct text out;

	(void)state;
	fill(&m, 5);
	text_init(&out, &arena);
	machine_write(&out, &m);
	for (size_t len = 0; len < out.used; len++) {
		size_t used = arena.used;

		assert_int_equal(machine_read(&arena, out.at, len, &back, &err), -1);
		assert_int_equal(err.num, EINVAL);
		assert_int_equal(back.monitor, 77);
		arena_release(&arena, used);
	}
}

/* Any byte changed: it is refused or read, never a fault. */
static void test_changed(void **state)
{
	static const char bytes[] = { 0, '\n', ' ', '%', 'x', '9', (char)0xff };
	struct machine m, back;
	struct error err = { 0 };
	struct text out;
	int refused = 0;

	(void)state;
	fill(&m, 9);
	text_init(&out, &arena);
	machine_write(&out, &m);
	for (size_t i = 0; i < out.used; i++)
		for (size_t j = 0; j < sizeof bytes; j++) {
			size_t used = arena.used;
			char was = out.at[i];

			out.at[i] = bytes[j];
			refused += machine_read(&arena, out.at, out.used, &back, &err) != 0;
			out.at[i] = was;
			arena_release(&arena, used);
		}
	assert_true(refused > 1000);
}

static void refused(const char *record, const char *says)
{
	struct machine back;
	struct error err = { 0 };

	if (!machine_read(&arena, record, strlen(record), &back, &err))
		fail_msg("read: %s", record);
	assert_string_equal(err.text, says);
	assert_int_equal(err.num, EINVAL);
}

static void test_wrong(void **state)
{
	(void)state;
	refused("", "line 0 of the record of a machine: it is no record of a machine that this version of urunc knows");
	refused("machine 2\nend\n",
	    "line 1 of the record of a machine: it is no record of a machine that this version of urunc knows");
	refused(
	    "{}\n", "line 1 of the record of a machine: it is no record of a machine that this version of urunc knows");
	refused("machine 1\n", "line 1 of the record of a machine: it is cut short");
	refused("machine 1\nend", "line 2 of the record of a machine: it is cut short");
	refused("machine 1\nend\nend\n", "line 2 of the record of a machine: something follows its end");
	refused("machine 1\nmonitor vax\nend\n",
	    "line 2 of the record of a machine: another version of urunc wrote it: unknown monitor or guest");
	refused("machine 1\nguest linux\nbefore 0.16.1\nend\n",
	    "line 3 of the record of a machine: another version of urunc wrote it: unknown monitor or guest");
	refused("machine 1\nbefore 0.16.1\nend\n",
	    "line 2 of the record of a machine: another version of urunc wrote it: unknown monitor or guest");
	refused("machine 1\ncolour red\nend\n",
	    "line 2 of the record of a machine: another version of urunc wrote it: unknown fact");
	refused("machine 1\nprinter\nend\n",
	    "line 2 of the record of a machine: another version of urunc wrote it: unknown list");
	refused("machine 1\nlink.tap tap0\nend\n", "line 2 of the record of a machine: it belongs to nothing");
	refused("machine 1\ncpu a\ncpu b\nend\n", "line 3 of the record of a machine: it is said twice");
	refused("machine 1\ncpus 1\ncpus 2\nend\n", "line 3 of the record of a machine: it is said twice");
	refused("machine 1\ncpus -1\nend\n", "line 2 of the record of a machine: not a number");
	refused("machine 1\ncpus \nend\n", "line 2 of the record of a machine: not a number");
	refused("machine 1\ncpus 1x\nend\n", "line 2 of the record of a machine: not a number");
	refused("machine 1\ncpus 18446744073709551616\nend\n", "line 2 of the record of a machine: not a number");
	refused("machine 1\nconfine 2\nend\n", "line 2 of the record of a machine: a flag is 1");
	refused("machine 1\ncpu %\nend\n", "line 2 of the record of a machine: not two digits after a %");
	refused("machine 1\ncpu %0\nend\n", "line 2 of the record of a machine: not two digits after a %");
	refused("machine 1\ncpu %0A\nend\n", "line 2 of the record of a machine: not two digits after a %");
	refused("machine 1\ncpu a%00b\nend\n", "line 2 of the record of a machine: not two digits after a %");
}

static void test_zero_byte(void **state)
{
	static const char record[] = "machine 1\ncpu a\0b\nend\n";
	struct machine back;
	struct error err = { 0 };

	(void)state;
	assert_int_equal(machine_read(&arena, record, sizeof record - 1, &back, &err), -1);
	assert_string_equal(err.text, "line 2 of the record of a machine: it holds a 0 byte");
}

/* As it stands in a state directory: people read it, too. */
static void test_text(void **state)
{
	struct machine_link link = { .tap = "tap0", .mtu = 1500, .ip4 = "10.0.0.2" };
	struct machine_env env[] = { { "A=1\n%" }, { "" } };
	struct machine m = { .monitor = MONITOR_SOLO5_SPT,
		.guest = GUEST_MIRAGE,
		.mem_mib = 64,
		.kernel = "/guest/kernel",
		.confine = true,
		.link = &link,
		.link_count = 1,
		.env = env,
		.env_count = 2 };
	struct text out;

	(void)state;
	m.form = guest_forms[GUEST_MIRAGE];
	text_init(&out, &arena);
	machine_write(&out, &m);
	assert_string_equal(out.at, "machine 1\nmonitor solo5-spt\nguest mirage\nmem_mib 64\nconfine 1\n"
				    "kernel /guest/kernel\nlink\nlink.tap tap0\nlink.mtu 1500\nlink.ip4 10.0.0.2\n"
				    "env\nenv.pair A=1%0a%25\nenv\nenv.pair \nend\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_round_trip, setup),
		cmocka_unit_test_setup(test_cut, setup),
		cmocka_unit_test_setup(test_changed, setup),
		cmocka_unit_test_setup(test_wrong, setup),
		cmocka_unit_test_setup(test_zero_byte, setup),
		cmocka_unit_test_setup(test_text, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
