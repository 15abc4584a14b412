/* Who runs on whom, what monitors need, limits and versions: what the specs say besides command lines. */
#include "unit.h"
#include "base/text.h"
#include "decide/form.h"
#include "decide/form_table.h"
#include "decide/monitor.h"

static char memory[1 << 20];
static struct arena arena;

static int setup(void **state)
{
	(void)state;
	unit_arena(&arena, memory, sizeof memory);
	return 0;
}

static int guest(const char *word)
{
	int number = guest_by_word(word);

	assert_true(number >= 0);
	return number;
}

static int monitor(const char *word)
{
	int number = monitor_by_word(word);

	assert_true(number >= 0);
	return number;
}

/* ---- names and pairs ---- */
/* Is it one of the words that stand there with ", " between them? */
static bool lists(const char *words, const char *word)
{
	return strstr(take_format(&arena, ", %s, ", words), take_format(&arena, ", %s, ", word)) != NULL;
}

static void test_words(void **state)
{
	static const char *const none[] = { "", "solo5-spt", "QEMU", "qemu ", "qem", "qemuu", "kvm" };

	(void)state;
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		assert_int_equal(monitor_by_word(none[i]), -1);
	assert_int_equal(guest_by_word("Linux"), -1);
	assert_string_equal(monitor_name(monitor("spt")), "solo5-spt");
	assert_string_equal(monitor_word(monitor("spt")), "spt");
	assert_string_equal(guest_word(guest("rumprun")), "rumprun");
	assert_true(monitor_ignores(monitor("spt"), FACT_ACCEL) && monitor_ignores(monitor("hvt"), FACT_ACCEL));
	assert_false(monitor_ignores(monitor("qemu"), FACT_ACCEL) || monitor_ignores(monitor("spt"), FACT_MEM_MIB));
	assert_true(lists(monitor_words(&arena), "qemu") && lists(monitor_words(&arena), "spt"));
	assert_true(lists(guest_words(&arena), "linux") && lists(guest_words(&arena), "unikraft"));
	assert_false(lists(monitor_words(&arena), "hyperlight-unikraft") || lists(guest_words(&arena), "mewz"));
}

/* An expected text that ends with "*" ends with all guests: a new one changes no test. */
static const char *with_guests(const char *says)
{
	size_t len = strlen(says);

	return says[len - 1] == '*' ? take_format(&arena, "%.*s%s", (int)len - 1, says, guest_words(&arena)) : says;
}

/* By hand, from urunc's own table (urunc refuses the other pairs, too). */
static void test_pairs(void **state)
{
	static const struct {
		const char *guest, *monitor, *says; /* NULL: they run */
	} pairs[] = {
		{ "linux", "qemu", NULL },
		{ "unikraft", "qemu", NULL },
		{ "mirage", "qemu", NULL },
		{ "mirage", "spt", NULL },
		{ "mirage", "hvt", NULL },
		{ "rumprun", "spt", NULL },
		{ "rumprun", "hvt", NULL },
		{ "linux", "spt",
		    "guest linux does not run on monitor spt: a tender of Solo5 runs only guests that were built for it; it runs on qemu" },
		{ "unikraft", "hvt",
		    "guest unikraft does not run on monitor hvt: a tender of Solo5 runs only guests that were built for it; it runs on qemu" },
		{ "rumprun", "qemu",
		    "guest rumprun does not run on monitor qemu: the ports to QEMU are not those that images of urunc hold; it runs on spt, hvt" },
		{ "linux", "firecracker",
		    "monitor firecracker: urunc in C cannot start it yet; guest linux runs on qemu" },
		{ "mirage", "cloud-hypervisor",
		    "monitor cloud-hypervisor: urunc in C cannot start it yet; guest mirage runs on spt, hvt, qemu" },
		{ "unikraft", "hyperlight-unikraft",
		    "monitor hyperlight-unikraft: urunc in C cannot start it yet; guest unikraft runs on qemu" },
		{ "mewz", "qemu", "guest mewz: urunc in C cannot run it yet; the guests that run are *" },
		{ "hermit", "firecracker", "guest hermit: urunc in C cannot run it yet; the guests that run are *" },
	};
	struct error err;

	(void)state;
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		int rc = pair_check(guest(pairs[i].guest), monitor(pairs[i].monitor), "x86_64", &err);

		assert_int_equal(rc, pairs[i].says ? -1 : 0);
		if (!pairs[i].says)
			continue;
		assert_int_equal(err.num, ENOTSUP);
		assert_string_equal(err.text, with_guests(pairs[i].says));
	}
}

/* No hole: each pair runs, or its error says what does. */
static void test_pairs_total(void **state)
{
	struct error err;

	(void)state;
	for (int g = 0; g < GUEST_COUNT; g++)
		for (int m = 0; m < MONITOR_COUNT; m++)
			if (pair_check(g, m, "x86_64", &err))
				assert_true(strstr(err.text, "run on") || strstr(err.text, "runs on") ||
					    strstr(err.text, "guests that run are"));
}

static void test_arch(void **state)
{
	int found[MONITOR_COUNT];
	struct error err;

	(void)state;
	assert_int_equal(pair_check(guest("linux"), monitor("qemu"), "aarch64", &err), 0);
	assert_int_equal(pair_check(guest("mirage"), monitor("qemu"), "aarch64", &err), -1);
	assert_string_equal(
	    err.text, "guest mirage does not run on monitor qemu on aarch64 machines; there it runs on spt, hvt");
	assert_int_equal(pair_check(guest("linux"), monitor("qemu"), "riscv64", &err), -1);
	assert_string_equal(
	    err.text, "guest linux does not run on monitor qemu on riscv64 machines; there it runs on no monitor");
	assert_int_equal(pair_check(guest("linux"), monitor("qemu"), "x86", &err), -1);
	assert_int_equal(pair_check(guest("linux"), monitor("qemu"), "", &err), -1);

	assert_int_equal(guest_monitors(guest("mirage"), "x86_64", found), 3);
	assert_int_equal(found[0], monitor("spt"));
	assert_int_equal(found[1], monitor("hvt"));
	assert_int_equal(found[2], monitor("qemu"));
	assert_int_equal(guest_monitors(guest("mirage"), "aarch64", found), 2);
	assert_int_equal(guest_monitors(guest("mewz"), "x86_64", found), 0);
}

/* ---- storage and limits ---- */
static void test_storage(void **state)
{
	int linux_ = guest("linux"), qemu = monitor("qemu"), spt = monitor("spt"), mirage = guest("mirage");

	(void)state;
	assert_null(pair_refuses(linux_, qemu, FACT_INITRD));
	assert_null(pair_refuses(linux_, qemu, FACT_SHARE));
	assert_null(pair_refuses(linux_, qemu, FACT_CONFIG));
	assert_null(pair_refuses_list(linux_, qemu, LIST_DISK));
	assert_null(pair_refuses_list(mirage, spt, LIST_DISK));
	assert_string_equal(
	    pair_refuses(mirage, spt, FACT_SHARE), "Solo5 shares no folders: put the files into a disk image");
	assert_string_equal(pair_refuses(mirage, qemu, FACT_SHARE), "MirageOS mounts no folders");
	assert_non_null(pair_refuses_list(guest("unikraft"), qemu, LIST_DISK));
	assert_null(pair_refuses(guest("unikraft"), qemu, FACT_INITRD));
	assert_string_equal(pair_refuses(mirage, spt, FACT_CPUS), "Solo5 has one virtual CPU");
	assert_non_null(pair_refuses(guest("unikraft"), qemu, FACT_LINK_IP6));

	assert_true(guest_filesystem(linux_, "ext4"));
	assert_true(guest_filesystem(guest("rumprun"), "ext2"));
	assert_false(guest_filesystem(guest("rumprun"), "ext4"));
	assert_false(guest_filesystem(linux_, "ext"));
	assert_false(guest_filesystem(linux_, ""));
	assert_false(guest_filesystem(linux_, "xt4"));
	assert_false(guest_filesystem(mirage, "ext4"));
}

/* All that are not tried with a machine in tests/forms/expected. */
static void test_more_limits(void **state)
{
	static const struct {
		const char *guest, *monitor;
		int fact, list;
		unsigned most;
	} limits[] = { { "linux", "qemu", 0, LIST_LINK, 16 }, { "linux", "qemu", 0, LIST_DISK, 8 },
		{ "linux", "qemu", 0, LIST_ARG, 31 }, { "linux", "qemu", FACT_CMDLINE, 0, 2047 },
		{ "mirage", "spt", FACT_CMDLINE, 0, 8191 }, { "mirage", "hvt", FACT_CMDLINE, 0, 8191 },
		{ "mirage", "spt", FACT_LINK_GUEST, 0, 67 }, { "mirage", "hvt", FACT_LINK_GUEST, 0, 67 },
		{ "mirage", "spt", FACT_DISK_GUEST, 0, 67 }, { "mirage", "hvt", FACT_DISK_GUEST, 0, 67 },
		{ "mirage", "hvt", FACT_LINK_MTU, 0, 1500 } };
	unsigned limit = 0;
	const char *why;

	(void)state;
	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
		int g = guest(limits[i].guest), m = monitor(limits[i].monitor);

		assert_true(limits[i].list ? pair_most_list(g, m, limits[i].list, &limit, &why)
					   : pair_most(g, m, limits[i].fact, &limit, &why));
		assert_int_equal(limit, limits[i].most);
	}
	assert_true(pair_least(guest("mirage"), monitor("spt"), FACT_MEM_MIB, &limit, &why));
	assert_int_equal(limit, 2);
	assert_true(pair_least(guest("unikraft"), monitor("qemu"), FACT_MEM_MIB, &limit, &why));
	assert_int_equal(limit, 4);
}

/* Each side says it by itself: a monitor that learns initrds does not hand one to a guest that knows none. */
static void test_both_refuse(void **state)
{
	static const int facts[] = { FACT_INITRD, FACT_SHARE, FACT_CONFIG };
	static const char *const sides[] = { "spt", "hvt", "rumprun", "mirage" };

	(void)state;
	for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
		bool is_guest = guest_by_word(sides[i]) >= 0;
		const struct form *form =
		    &forms[is_guest ? guest_forms[guest(sides[i])] : monitor_forms[monitor(sides[i])]];

		for (size_t j = 0; j < sizeof facts / sizeof *facts; j++) {
			int found = 0;

			for (size_t row = form->row; row < (size_t)form->row + form->rows; row++)
				found += form_rows[row].kind == ROW_REFUSE && form_rows[row].what == facts[j];
			assert_int_equal(found, 1);
		}
	}
}

static void test_limits(void **state)
{
	unsigned limit = 7;
	const char *why = NULL;

	(void)state;
	assert_true(pair_most(guest("mirage"), monitor("spt"), FACT_LINK_MTU, &limit, &why));
	assert_int_equal(limit, 1500);
	assert_string_equal(why, "a longer frame ends the guest with a fault");
	assert_false(pair_most(guest("mirage"), monitor("qemu"), FACT_LINK_MTU, &limit, &why));
	assert_true(pair_most(guest("mirage"), monitor("qemu"), FACT_CMDLINE, &limit, &why));
	assert_int_equal(limit, 8191);
	assert_true(pair_most_list(guest("rumprun"), monitor("hvt"), LIST_LINK, &limit, &why));
	assert_int_equal(limit, 1);
	assert_false(pair_most_list(guest("mirage"), monitor("hvt"), LIST_LINK, &limit, &why));
	assert_true(pair_least(guest("linux"), monitor("qemu"), FACT_MEM_MIB, &limit, &why));
	assert_int_equal(limit, 32); /* the guest's, which is more than the monitor's */
	assert_true(pair_least(guest("mirage"), monitor("hvt"), FACT_MEM_MIB, &limit, &why));
	assert_int_equal(limit, 4); /* the monitor's */
}

/* ---- versions ---- */
static void test_versions(void **state)
{
	static const struct {
		const char *version;
		bool old, odd;
	} versions[] = { { NULL, false, false }, { "", false, false }, { "0.16.1", false, false },
		{ "0.16.0", true, false }, { "0.16", true, false }, { "v0.15.9", true, false },
		{ "0.16.1-rc1", false, false }, { "0.16.0+dirty", true, false }, { "0.17.0", false, false },
		{ "1.0", false, false }, { "0", true, false }, { "0.3.99.7", true, false }, { "0.9.100", true, false },
		{ "latest", false, true }, { "0.16.", false, true }, { ".5", false, true }, { "v", false, true },
		{ "0.16 ", false, true }, { "0..1", false, true }, { "-1", false, true }, { "1.2.3.4.5", false, true },
		{ "99999999999999999999999999", false, false }, { "0.99999999999999999999999999", false, false } };

	(void)state;
	for (size_t i = 0; i < sizeof versions / sizeof *versions; i++) {
		bool odd = !versions[i].odd;
		int form = guest_form(guest("unikraft"), versions[i].version, &odd);

		assert_int_equal(forms[form].before != 0, versions[i].old);
		assert_int_equal(odd, versions[i].odd);
		assert_int_equal(guest_form(guest("linux"), versions[i].version, &odd), guest_forms[guest("linux")]);
	}
}

/* ---- what a monitor needs ---- */
static const char *names_of(const struct needs *needs)
{
	struct text t;

	text_init(&t, &arena);
	for (size_t i = 0; i < needs->n; i++) {
		text_format(&t, "%s%s", i ? " " : "", needs->at[i].name);
		assert_true(*needs->at[i].why);
	}
	return t.at;
}

static void needs_are(const struct machine *m, const char *devices, const char *modules, const char *data)
{
	struct needs needs;

	machine_devices(&arena, m, &needs);
	assert_string_equal(names_of(&needs), devices);
	machine_modules(&arena, m, &needs);
	assert_string_equal(names_of(&needs), modules);
	machine_data(&arena, m, &needs);
	assert_string_equal(names_of(&needs), data);
}

static void test_host_folders(void **state)
{
	struct machine m = { .monitor = monitor("qemu"), .guest = guest("linux"), .arch = "x86_64" };
	struct needs needs;

	(void)state;
	machine_host_folders(&arena, &m, &needs);
	assert_string_equal(names_of(&needs), "");
	m.share = "/guest/share";
	machine_host_folders(&arena, &m, &needs);
	assert_string_equal(names_of(&needs), "/proc/self/fd");
	m.monitor = monitor("spt");
	machine_host_folders(&arena, &m, &needs);
	assert_string_equal(names_of(&needs), "");
}

static void test_needs(void **state)
{
	struct machine_link link = { .tap = "tap0" };
	struct machine m = { .monitor = monitor("qemu"), .guest = guest("linux"), .arch = "x86_64", .accel = "tcg" };

	(void)state;
	m.form = guest_forms[m.guest];
	needs_are(&m, "", "accel-tcg-x86_64.so", "qboot.rom kvmvapic.bin linuxboot_dma.bin pvh.bin");
	m.accel = "kvm";
	m.link = &link;
	m.link_count = 1;
	m.vhost = true;
	needs_are(&m, "/dev/kvm /dev/net/tun /dev/vhost-net", "", "qboot.rom kvmvapic.bin linuxboot_dma.bin pvh.bin");
	m.arch = "aarch64";
	m.vhost = false;
	m.accel = "tcg";
	needs_are(&m, "/dev/net/tun", "accel-tcg-aarch64.so", "");
	m.guest = guest("mirage");
	m.arch = "x86_64";
	needs_are(&m, "/dev/net/tun", "accel-tcg-x86_64.so", "bios-256k.bin kvmvapic.bin multiboot_dma.bin pvh.bin");
	m.monitor = monitor("spt");
	needs_are(&m, "/dev/net/tun", "", "");
	m.monitor = monitor("hvt");
	needs_are(&m, "/dev/kvm /dev/net/tun", "", "");
	m.link_count = 0;
	needs_are(&m, "/dev/kvm", "", "");
	m.monitor = monitor("qemu");
	m.guest = guest("unikraft");
	m.accel = NULL;
	needs_are(&m, "", "", "bios-256k.bin kvmvapic.bin multiboot_dma.bin linuxboot_dma.bin pvh.bin");
	m.monitor = -1;
	needs_are(&m, "", "", "");
}

static const char *joined(const struct words *words)
{
	struct text t;

	text_init(&t, &arena);
	for (size_t i = 0; i < words->n; i++)
		text_format(&t, "%s%s", i ? " " : "", words->at[i]);
	assert_true(!words->n || !words->at[words->n]);
	return t.at;
}

static void test_folders(void **state)
{
	struct machine m = { .monitor = monitor("qemu"), .guest = guest("linux"), .arch = "x86_64" };
	struct words words;

	(void)state;
	machine_module_folders(&arena, &m, &words);
	assert_string_equal(
	    joined(&words), "/usr/lib/x86_64-linux-gnu/qemu /usr/lib64/qemu /usr/lib/qemu /usr/local/lib/qemu");
	machine_data_folders(&arena, &m, NULL, &words);
	assert_string_equal(
	    joined(&words), "/usr/local/share/qemu /usr/local/share/seabios /usr/share/qemu /usr/share/seabios");
	machine_data_folders(&arena, &m, "/opt/urunc/share", &words);
	assert_string_equal(joined(&words), "/opt/urunc/share/qemu /opt/urunc/share/seabios");
	m.monitor = monitor("spt");
	machine_data_folders(&arena, &m, NULL, &words);
	assert_int_equal(words.n, 0);
	monitor_programs(&arena, monitor("qemu"), "aarch64", &words);
	assert_string_equal(joined(&words), "qemu-system-aarch64");
	monitor_programs(&arena, monitor("hvt"), "x86_64", &words);
	assert_string_equal(joined(&words), "solo5-hvt");
}

static void test_costs(void **state)
{
	struct machine m = { .monitor = monitor("qemu"), .guest = guest("linux"), .accel = "tcg" };
	unsigned tcg = machine_overhead(&m);

	(void)state;
	m.accel = "kvm";
	assert_true(machine_overhead(&m) >= 32 && machine_overhead(&m) < tcg && tcg < 160);
	assert_string_equal(machine_seccomp(&m), "qemu");
	m.monitor = monitor("spt");
	assert_int_equal(machine_overhead(&m), 2);
	assert_string_equal(machine_seccomp(&m), "solo5-spt");
	m.monitor = monitor("hvt");
	assert_string_equal(machine_seccomp(&m), "solo5-hvt");
	m.monitor = monitor("firecracker");
	assert_int_equal(machine_overhead(&m), 0);
	assert_null(machine_seccomp(&m));
}

/* Numbers that are none are errors, not accesses. */
static void test_wrong_numbers(void **state)
{
	struct machine m = { .monitor = -1, .guest = 0 };
	struct form_content file;
	struct warnings warnings;
	struct words words;
	struct error err;

	(void)state;
	warnings_init(&warnings, &arena);
	assert_int_equal(form_settle(&arena, &m, &err), -1);
	m.monitor = MONITOR_COUNT;
	assert_int_equal(form_argv(&arena, &m, &words, &err), -1);
	m.monitor = 0;
	m.guest = GUEST_COUNT;
	assert_int_equal(form_check(&m, &err), -1);
	assert_int_equal(err.num, EINVAL);
	assert_int_equal(form_guest_file(&arena, &m, &file, &err), -1);
	form_warn(&m, &warnings);
	assert_int_equal(warnings.n, 0);
}

/* A form of another guest is not believed: the guest's newest form holds. */
static void test_form_of_another(void **state)
{
	struct machine m = { .monitor = monitor("qemu"), .guest = guest("linux"), .arch = "x86_64" };
	struct error err;

	(void)state;
	m.form = guest_forms[guest("unikraft")] + 1;
	assert_int_equal(form_settle(&arena, &m, &err), 0);
	assert_string_equal(m.cmdline, "panic=-1 console=ttyS0");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_words, setup),
		cmocka_unit_test_setup(test_pairs, setup),
		cmocka_unit_test_setup(test_pairs_total, setup),
		cmocka_unit_test_setup(test_arch, setup),
		cmocka_unit_test_setup(test_storage, setup),
		cmocka_unit_test_setup(test_limits, setup),
		cmocka_unit_test_setup(test_more_limits, setup),
		cmocka_unit_test_setup(test_both_refuse, setup),
		cmocka_unit_test_setup(test_versions, setup),
		cmocka_unit_test_setup(test_needs, setup),
		cmocka_unit_test_setup(test_folders, setup),
		cmocka_unit_test_setup(test_host_folders, setup),
		cmocka_unit_test_setup(test_costs, setup),
		cmocka_unit_test_setup(test_wrong_numbers, setup),
		cmocka_unit_test_setup(test_form_of_another, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
