/*
 * Every combination of guest, version, monitor, machine, storage and network, compared with tests/forms/all.txt.  That file
 * is no truth of its own: it shows what a change of a spec changes.  FORMS_ALL=write writes it anew.
 */
#include "unit.h"
#include "base/text.h"
#include "decide/form.h"
#include "decide/form_table.h"
#include "decide/keep.h"
#include "decide/monitor.h"

static const char path[] = "tests/forms/all.txt";
static char memory[64 << 20];
static struct arena arena;
static struct text all;
static int combinations;

static const char *const storages[] = { "nothing", "an initrd", "a root disk", "an initrd and a root disk",
	"a disk that is mounted", "a disk that is only read", "a folder", "a folder that is only read",
	"an initrd and a folder", "urunit's file" };
enum { STORAGES = sizeof storages / sizeof *storages };
static const char *const networks[] = { "no network", "a link", "a link with vhost", "a /32", "IPv6", "two links" };
enum { NETWORKS = sizeof networks / sizeof *networks };

static void add_disk(struct machine *m, const char *mount, bool root, bool ro)
{
	list_take(&arena, m, LIST_DISK, 1);
	m->disk[0] =
	    (struct machine_disk){ .id = "vol0", .path = "/guest/disk0", .mount = mount, .root = root, .ro = ro };
}

static void set_storage(struct machine *m, int storage)
{
	if (storage == 1 || storage == 3 || storage == 8)
		m->initrd = "/guest/initrd";
	if (storage == 2 || storage == 3)
		add_disk(m, "/", true, false);
	if (storage == 4)
		add_disk(m, "/data", false, false);
	if (storage == 5)
		add_disk(m, "/data", false, true);
	if (storage == 6 || storage == 7 || storage == 8)
		m->share = "/guest/share";
	m->share_ro = storage == 7;
	if (storage == 9)
		m->config = "/guest/config";
}

static struct machine_link ipv4(const char *tap, unsigned long bits, const char *mask, const char *gateway)
{
	return (struct machine_link){ .tap = tap,
		.mac = "02:00:00:00:00:01",
		.mtu = 1450,
		.ip4 = "10.0.0.2",
		.bits4 = bits,
		.mask4 = mask,
		.gw4 = gateway };
}

static void set_network(struct machine *m, int network)
{
	if (!network)
		return;
	list_take(&arena, m, LIST_LINK, network == 5 ? 2 : 1);
	list_take(&arena, m, LIST_DNS4, 1);
	m->dns4[0].server = "10.0.0.53";
	m->vhost = network == 2;
	m->link[0] = ipv4("tap0", 24, "255.255.255.0", "10.0.0.1");
	if (network == 3) {
		m->link[0] = ipv4("tap0", 32, "255.255.255.255", "169.254.1.1");
		m->link[0].onlink = true;
	}
	if (network == 4) {
		m->link[0] = (struct machine_link){ .tap = "tap0",
			.mac = "02:00:00:00:00:01",
			.mtu = 1450,
			.ip6 = "fd00::2",
			.bits6 = 64,
			.gw6 = "fe80::1" };
		list_take(&arena, m, LIST_DNS6, 1);
		m->dns6[0].server = "fd00::53";
	}
	if (network == 5)
		m->link[1] = ipv4("tap1", 8, "255.0.0.0", NULL);
}

static void set_process(struct machine *m)
{
	list_take(&arena, m, LIST_ENV, 1);
	list_take(&arena, m, LIST_ARG, 1);
	m->env[0].pair = "A=b c";
	m->arg[0].word = "d e";
	m->program = "/prog";
}

/* Words with a bar between them, on one line. */
static void put_words(const struct words *words)
{
	text_add(&all, "\tmonitor");
	for (size_t i = 0; i < words->n; i++)
		text_format(&all, "%s%s", i ? "|" : " ", words->at[i]);
	text_byte(&all, '\n');
}

static void put_all(struct machine *m)
{
	struct warnings warnings;
	struct words words;
	struct error err;

	if (form_settle(&arena, m, &err) || form_check(m, &err) || form_argv(&arena, m, &words, &err)) {
		text_format(&all, "\trefused %s\n", err.text);
		return;
	}
	put_words(&words);
	text_format(&all, "\tguest %s\n", m->cmdline ? m->cmdline : "");
	warnings_init(&warnings, &arena);
	form_warn(m, &warnings);
	for (size_t i = 0; i < warnings.n; i++)
		text_format(&all, "\twarning %s\n", warnings.at[i]);
}

static void combine(int form, int monitor, const char *arch, int storage, int network)
{
	struct machine m = { .monitor = monitor,
		.guest = forms[form].of,
		.form = form,
		.binary = "/monitor",
		.arch = arch,
		.data = "/firmware",
		.mem_mib = 256,
		.cpus = 2,
		.accel = "tcg",
		.cpu = "max",
		.confine = true,
		.kernel = "/guest/kernel" };
	const char *before = forms_pool + forms[form].before;

	set_storage(&m, storage);
	set_network(&m, network);
	set_process(&m);
	keep_settle(&m);
	combinations++;
	text_format(&all, "%s%s%s on %s, %s: %s, %s\n", guest_word(m.guest), *before ? " before " : "", before,
	    monitor_word(monitor), arch, storages[storage], networks[network]);
	put_all(&m);
}

static void combine_pair(int form, int monitor, const char *arch)
{
	struct error err;

	if (pair_check(forms[form].of, monitor, arch, &err)) {
		combinations++;
		text_format(&all, "%s on %s, %s\n\trefused %s\n", guest_word(forms[form].of), monitor_word(monitor),
		    arch, err.text);
		return;
	}
	for (int storage = 0; storage < STORAGES; storage++)
		combine(form, monitor, arch, storage, storage ? 1 : 0);
	for (int network = 1; network < NETWORKS; network++)
		combine(form, monitor, arch, 0, network);
}

static const char *first_difference(const char *a, const char *b)
{
	size_t line = 0, i = 0;

	for (; a[i] && a[i] == b[i]; i++)
		if (a[i] == '\n')
			line = i + 1;
	return take_text(&arena, a + line, strcspn(a + line, "\n"));
}

static void test_all(void **state)
{
	static char committed[4 << 20];
	const char *mode = getenv("FORMS_ALL");
	FILE *f = fopen(path, mode ? "w" : "r");

	(void)state;
	assert_non_null(f);
	unit_arena(&arena, memory, sizeof memory);
	text_init(&all, &arena);
	for (int form = 0; form < FORM_COUNT; form++)
		for (int monitor = 0; forms[form].guest && monitor < MONITOR_COUNT; monitor++) {
			combine_pair(form, monitor, "x86_64");
			combine_pair(form, monitor, "aarch64");
		}
	if (mode)
		fwrite(all.at, 1, all.used, f);
	else
		committed[fread(committed, 1, sizeof committed - 1, f)] = 0;
	fclose(f);
	print_message("# %d combinations\n", combinations);
	if (!mode && strcmp(committed, all.at) != 0)
		fail_msg(
		    "%s is not what the specs say; the first line that differs there:\n%s\nand what they say:\n%s\n",
		    path, first_difference(committed, all.at), first_difference(all.at, committed));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_all) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
