/* config.toml: defaults, every key, and everything that is wrong with its whole warning; what is right besides counts. */
#include "unit.h"
#include "read/settings.h"

static char memory[8 << 20];
static struct arena arena;
static struct warnings warnings;
static struct settings s;

static void read_bytes(const char *toml, size_t len)
{
	unit_arena(&arena, memory, sizeof memory);
	warnings_init(&warnings, &arena);
	memset(&s, 0x5a, sizeof s);
	settings_read(&arena, toml, len, "c.toml", &s, &warnings);
}

static void quiet(const char *toml)
{
	read_bytes(toml, strlen(toml));
	for (size_t i = 0; i < warnings.n; i++)
		print_error("%s\n", warnings.at[i]);
	assert_int_equal(warnings.n, 0);
}

static void warns_bytes(const char *toml, size_t len, const char *message)
{
	read_bytes(toml, len);
	assert_int_equal(warnings.n, 1);
	assert_string_equal(warnings.at[0], message);
}

static void warns(const char *toml, const char *message)
{
	warns_bytes(toml, strlen(toml), message);
}

static const struct settings_of_monitor *monitor(const char *name)
{
	int i = settings_find_monitor(name);

	assert_true(i >= 0);
	return &s.monitors[i];
}

static void are_defaults(void)
{
	assert_false(s.runtime_libcontainer || s.runtime_vAccel);
	assert_null(s.runtime_oci_runtime);
	assert_int_equal(s.log_level, SETTINGS_LEVEL_INFO);
	assert_false(s.log_syslog || s.timestamps_enabled);
	assert_string_equal(s.timestamps_destination, "/var/log/urunc/timestamps.log");
	for (int i = 0; i < SETTINGS_MONITOR_COUNT; i++) {
		assert_int_equal(s.monitors[i].default_memory_mb, 256);
		assert_int_equal(s.monitors[i].default_vcpus, 1);
		assert_null(s.monitors[i].path);
		assert_null(s.monitors[i].data_path);
		assert_null(s.monitors[i].cpu);
		assert_false(s.monitors[i].vhost);
		assert_int_equal(s.monitors[i].accel, SETTINGS_ACCEL_AUTO);
		assert_int_equal(s.monitors[i].allow_accel, 0);
		assert_int_equal(s.monitors[i].allow_cpu_count, 0);
		assert_int_equal(s.monitors[i].grace, 8);
		assert_null(s.monitors[i].socket_path);
	}
	assert_string_equal(s.extra_binaries_virtiofsd_path, "/usr/libexec/virtiofsd");
	assert_string_equal(s.extra_binaries_virtiofsd_options, "--cache always --sandbox none");
}

static void test_defaults(void **state)
{
	(void)state;
	memset(&s, 0x5a, sizeof s);
	settings_defaults(&s);
	are_defaults();
	quiet("");
	are_defaults();
	quiet("\n# nothing\n\r\n\t\n[monitors.qemu] # empty\n[log]");
	are_defaults();
}

static const char every_key[] =
    "\xef\xbb\xbf# every key\n"
    "[runtime]\nlibcontainer = true\nvAccel=true\r\noci_runtime = 'crun'\n"
    "[log]\nlevel = \"warn\"\nsyslog = true\n"
    "[timestamps]\nenabled = true\ndestination = \"/t\\u0061\\\\\\\"\\t\\U0001F600\"\n"
    "[monitors.qemu]\ndefault_memory_mb = 1_024\ndefault_vcpus = +4\npath = '/opt/q\"e\\mu'\ndata_path = \"/opt/share\"\nvhost = true\n"
    "socket_path = \"/s\"\naccel = \"kvm\"\ncpu = \"host,+x\"\nallow_accel = [ \"tcg\", # not kvm\n\t'auto', ]\n"
    "allow_cpu = [\"max\",\n\n 'qemu64',\n\"Skylake, or so\"\n]\n"
    "[ monitors . \"cloud-hypervisor\" ]\ndefault_memory_mb = 16777216\n"
    "[monitors]\nspt.path = '/s'\n'hvt'.\"path\" = '/h'\n"
    "[extra_binaries.virtiofsd]\npath = \"\"\noptions = \"\"\n";

static void test_every_key(void **state)
{
	const struct settings_of_monitor *q;

	(void)state;
	quiet(every_key);
	assert_true(s.runtime_libcontainer && s.runtime_vAccel);
	assert_string_equal(s.runtime_oci_runtime, "crun");
	assert_int_equal(s.log_level, SETTINGS_LEVEL_WARN);
	assert_true(s.log_syslog && s.timestamps_enabled);
	assert_string_equal(s.timestamps_destination, "/ta\\\"\t😀");
	q = monitor("qemu");
	assert_int_equal(q->default_memory_mb, 1024);
	assert_int_equal(q->default_vcpus, 4);
	assert_string_equal(q->path, "/opt/q\"e\\mu");
	assert_string_equal(q->data_path, "/opt/share");
	assert_true(q->vhost);
	assert_string_equal(q->socket_path, "/s");
	assert_int_equal(q->accel, SETTINGS_ACCEL_KVM);
	assert_string_equal(q->cpu, "host,+x");
	assert_int_equal(q->allow_accel, 1 << SETTINGS_ACCEL_TCG | 1 << SETTINGS_ACCEL_AUTO);
	assert_int_equal(q->allow_cpu_count, 3);
	assert_string_equal(q->allow_cpu[0], "max");
	assert_string_equal(q->allow_cpu[2], "Skylake, or so");
	assert_int_equal(monitor("cloud-hypervisor")->default_memory_mb, 16777216);
	assert_int_equal(monitor("firecracker")->default_memory_mb, 256);
	assert_string_equal(monitor("spt")->path, "/s");
	assert_string_equal(monitor("hvt")->path, "/h");
	assert_null(s.extra_binaries_virtiofsd_path);
	assert_null(s.extra_binaries_virtiofsd_options);
}

/* Which monitor has which key, by hand: on any other it is unknown. */
static void test_who(void **state)
{
	static const char *const monitors[] = { "qemu", "firecracker", "cloud-hypervisor", "hyperlight-unikraft", "hvt",
		"spt" };
	static const struct {
		const char *line;
		int monitors; /* the first so many of the above */
	} keys[] = { { "default_memory_mb = 1", 6 }, { "default_vcpus = 1", 6 }, { "path = '/a'", 6 },
		{ "data_path = '/a'", 1 }, { "vhost = true", 1 }, { "grace = 1", 1 }, { "socket_path = '/a'", 3 },
		{ "accel = 'tcg'", 1 }, { "cpu = 'max'", 1 }, { "allow_accel = ['tcg']", 1 },
		{ "allow_cpu = ['a']", 1 } };

	(void)state;
	for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
		for (int m = 0; m < 6; m++) {
			char toml[128], message[128];
			int word = (int)strcspn(keys[k].line, " ");

			snprintf(toml, sizeof toml, "[monitors.%s]\n%s", monitors[m], keys[k].line);
			snprintf(message, sizeof message, "c.toml:2: unknown key monitors.%s.%.*s", monitors[m], word,
			    keys[k].line);
			if (m < keys[k].monitors)
				quiet(toml);
			else
				warns(toml, message);
		}
	quiet("[monitors.qemu]\ngrace = 86400");
	quiet("[monitors.qemu]\ngrace = 0");
	read_bytes("[monitors.qemu]\ngrace = 86401", 29);
	assert_int_equal(warnings.n, 1);
}

static void test_words(void **state)
{
	(void)state;
	assert_int_equal(settings_find_monitor("qemu"), SETTINGS_MONITOR_QEMU);
	assert_int_equal(settings_find_monitor("hyperlight-unikraft"), SETTINGS_MONITOR_HYPERLIGHT_UNIKRAFT);
	assert_int_equal(settings_find_monitor("xen"), -1);
	assert_int_equal(settings_find_monitor(""), -1);
	assert_string_equal(settings_monitor_word(SETTINGS_MONITOR_CLOUD_HYPERVISOR), "cloud-hypervisor");
	assert_string_equal(settings_accel_word(SETTINGS_ACCEL_TCG), "tcg");
	assert_string_equal(settings_level_word(SETTINGS_LEVEL_PANIC), "panic");
	assert_null(settings_monitor_word(SETTINGS_MONITOR_COUNT));
	assert_null(settings_monitor_word(-1));
}

static void test_unknown(void **state)
{
	(void)state;
	warns("[log]\nlevle = \"info\"", "c.toml:2: unknown key log.levle");
	warns("level = \"info\"", "c.toml:1: unknown key level");
	warns("[monitors.xen]\npath = \"/x\"", "c.toml:2: unknown key monitors.xen.path");
	warns("[monitors.spt]\nvhost = true", "c.toml:2: unknown key monitors.spt.vhost");
	warns("[monitors]\npath = \"/x\"", "c.toml:2: unknown key monitors.path");
	warns("[monitors.qemu.x]\npath = \"/x\"", "c.toml:2: unknown key monitors.qemu.x.path");
	warns("[\"monitors.qemu\"]\npath = \"/x\"", "c.toml:2: unknown key \"monitors.qemu\".path");
	warns("[monitors.\"*\"]\npath = \"/x\"", "c.toml:2: unknown key monitors.\"*\".path");
	warns("[log]\n'a\tb' = 1", "c.toml:2: unknown key log.\"a\\tb\"");
	warns("\"\" = 1", "c.toml:1: unknown key \"\"");
	warns("[Log]\nlevel = \"debug\"", "c.toml:2: unknown key Log.level");
	assert_int_equal(s.log_level, SETTINGS_LEVEL_INFO);
}

static void test_wrong_types(void **state)
{
	(void)state;
	warns("[log]\nsyslog = 1", "c.toml:2: log.syslog: true or false is wanted, not a number; the default counts");
	warns("[log]\nsyslog = \"true\"",
	    "c.toml:2: log.syslog: true or false is wanted, not a text in quotes; the default counts");
	warns("[log]\nlevel = true",
	    "c.toml:2: log.level: a text in quotes is wanted, not true or false; the default counts");
	warns("[monitors.hvt]\npath = [\"/a\"]",
	    "c.toml:2: monitors.hvt.path: a text in quotes is wanted, not a list of texts; the default counts");
	warns("[monitors.hvt]\ndefault_vcpus = \"2\"",
	    "c.toml:2: monitors.hvt.default_vcpus: a number is wanted, not a text in quotes; the default counts");
	warns("[monitors.qemu]\nallow_cpu = \"max\"",
	    "c.toml:2: monitors.qemu.allow_cpu: a list of texts is wanted, not a text in quotes; the default counts");
	warns("[monitors.qemu]\nallow_cpu = [\"max\", 1]",
	    "c.toml:2: monitors.qemu.allow_cpu: a list of texts is wanted, not a list of something else; the default counts");
	assert_int_equal(monitor("qemu")->allow_cpu_count, 0);
}

static void test_wrong_values(void **state)
{
	(void)state;
	warns("[log]\nlevel = \"loud\"",
	    "c.toml:2: log.level: \"loud\" is none of trace, debug, info, warn, error, fatal, panic; the default counts");
	warns("[monitors.qemu]\naccel = \"hvf\"",
	    "c.toml:2: monitors.qemu.accel: \"hvf\" is none of auto, kvm, tcg; the default counts");
	warns("[monitors.qemu]\nallow_accel = [\"kvm\", \"hvf\"]",
	    "c.toml:2: monitors.qemu.allow_accel: \"hvf\" is none of auto, kvm, tcg; the default counts");
	assert_int_equal(monitor("qemu")->allow_accel, 0);
	warns("[monitors.spt]\ndefault_memory_mb = 0",
	    "c.toml:2: monitors.spt.default_memory_mb: a number from 1 to 16777216 is wanted, not 0; the default counts");
	warns("[monitors.spt]\ndefault_vcpus = -1",
	    "c.toml:2: monitors.spt.default_vcpus: a number from 1 to 1024 is wanted, not -1; the default counts");
	warns("[monitors.spt]\ndefault_vcpus = 4294967297",
	    "c.toml:2: monitors.spt.default_vcpus: a number from 1 to 1024 is wanted, not 4294967297; the default counts");
	warns("[monitors.spt]\npath = \"bin/spt\"",
	    "c.toml:2: monitors.spt.path: a path that begins with / is wanted, not \"bin/spt\"; the default counts");
	warns("[log]\nlevel = \"warn\"\nlevel = \"debug\"", "c.toml:3: log.level is there twice: the first one counts");
	assert_int_equal(s.log_level, SETTINGS_LEVEL_WARN);
	quiet("[monitors.spt]\npath = \"/a\"\n[monitors.hvt]\npath = \"/b\"");
}

#define LEFT_OUT     "; this line is left out"
#define VALUE_WANTED "a text in quotes, a whole number, true, false or a list of texts is wanted, not "

/* One broken line between two good ones: both of these count. */
static void broken(const char *line, const char *message)
{
	char toml[512], want[512];

	snprintf(toml, sizeof toml, "[log]\nlevel = \"debug\"\n%s\nsyslog = true\n", line);
	snprintf(want, sizeof want, "c.toml:3: %s" LEFT_OUT, message);
	warns(toml, want);
	assert_int_equal(s.log_level, SETTINGS_LEVEL_DEBUG);
	assert_true(s.log_syslog);
}

static void test_broken_lines(void **state)
{
	(void)state;
	broken("x", "the = of a key is wanted, not the end of the line");
	broken("x y = 1", "the = of a key is wanted, not \"y = 1\"");
	broken("x. = 1", "a key is wanted, not \"= 1\"");
	broken("= 1", "a key is wanted, not \"= 1\"");
	broken("]", "a key is wanted, not \"]\"");
	broken("!", "a key is wanted, not \"!\"");
	broken("\"x = 1", "a key is wanted, not \"\\\"x = 1\"");
	broken("x =", VALUE_WANTED "the end of the line");
	broken("x = # none", VALUE_WANTED "the end of the line");
	broken("x = y", VALUE_WANTED "\"y\"");
	broken("x = True", VALUE_WANTED "\"True\"");
	broken("x = 1.5", VALUE_WANTED "\"1.5\"");
	broken("x = 1e3", VALUE_WANTED "\"1e3\"");
	broken("x = inf", VALUE_WANTED "\"inf\"");
	broken("x = 0x10", VALUE_WANTED "\"0x10\"");
	broken("x = 012", VALUE_WANTED "\"012\"");
	broken("x = 1__0", VALUE_WANTED "\"1__0\"");
	broken("x = _1", VALUE_WANTED "\"_1\"");
	broken("x = 1979-05-27T07:32:00Z", VALUE_WANTED "\"1979-05-27T07:32:00Z\"");
	broken("x = \"open", VALUE_WANTED "\"\\\"open\"");
	broken("x = 'open", VALUE_WANTED "\"'open\"");
	broken("x = \"a\001b\"", VALUE_WANTED "\"\\\"a\\x01b\\\"\"");
	broken("x = 9223372036854775808", "a number is too large");
	broken("x = 1 2", "the end of the line is wanted, not \"2\"");
	broken("x = \"a\" \"b\"", "the end of the line is wanted, not \"\\\"b\\\"\"");
	broken("x = { a = 1 }", "a table in braces is not read here: write it as [table] with lines of its own");
	broken("x = \"\"\"a\"\"\"", "a text over several lines is not read here");
	broken("x = '''a'''", "a text over several lines is not read here");
	broken("x = [\"a\" \"b\"]", "a comma or the ] of a list is wanted, not \"\\\"b\\\"]\"");
	broken("x = [,]", "a text or the ] of a list is wanted, not \",]\"");
	broken("x = [[\"a\"]]", "a text or the ] of a list is wanted, not \"[\\\"a\\\"]]\"");
	broken("x = \"\\x41\"",
	    "\\b \\t \\n \\f \\r \\\" \\\\ \\uXXXX or \\UXXXXXXXX in a text is wanted, not \"\\\"\\\\x41\\\"\"");
	broken("x = \"\\u12g4\"",
	    "\\b \\t \\n \\f \\r \\\" \\\\ \\uXXXX or \\UXXXXXXXX in a text is wanted, not \"\\\"\\\\u12g4\\\"\"");
	broken("x = \"\\u0000\"",
	    "\\b \\t \\n \\f \\r \\\" \\\\ \\uXXXX or \\UXXXXXXXX in a text is wanted, not \"\\\"\\\\u0000\\\"\"");
	broken("x = \"\\ud800\"",
	    "\\b \\t \\n \\f \\r \\\" \\\\ \\uXXXX or \\UXXXXXXXX in a text is wanted, not \"\\\"\\\\ud800\\\"\"");
	broken("x = \"\\U00110000\"",
	    "\\b \\t \\n \\f \\r \\\" \\\\ \\uXXXX or \\UXXXXXXXX in a text is wanted, not \"\\\"\\\\U00110000\\\"\"");
	broken("x = \"\xff\"", "a text is no UTF-8");
	broken("x = '\xed\xa0\x80'", "a text is no UTF-8");
}

/* Lines are counted over broken ones too, whether their end was read or not. */
static void test_lines(void **state)
{
	static const char toml[] = "x = 1.5\ny\r\n[z\n\n# no\nw = [\n1 2]\nv = 1.5";
	static const unsigned lines[] = { 1, 2, 3, 7, 8 };
	char start[16];

	(void)state;
	read_bytes(toml, sizeof toml - 1);
	assert_int_equal(warnings.n, 5);
	for (size_t i = 0; i < warnings.n; i++) {
		snprintf(start, sizeof start, "c.toml:%u: ", lines[i]);
		assert_memory_equal(warnings.at[i], start, strlen(start));
	}
}

/* Keys below a table whose line is wrong belong nowhere, and one warning is enough. */
static void test_broken_tables(void **state)
{
	(void)state;
	warns("[log\nsyslog = true\n", "c.toml:1: the ] of a table is wanted, not the end of the line" LEFT_OUT);
	assert_false(s.log_syslog);
	warns(
	    "[[log]]\nsyslog = true\n[log]\nlevel = \"warn\"", "c.toml:1: a list of tables is not read here" LEFT_OUT);
	assert_false(s.log_syslog);
	assert_int_equal(s.log_level, SETTINGS_LEVEL_WARN);
	warns("[]", "c.toml:1: a key is wanted, not \"]\"" LEFT_OUT);
	warns("[log] x = 1", "c.toml:1: the end of the line is wanted, not \"x = 1\"" LEFT_OUT);
	warns("[log]]", "c.toml:1: the end of the line is wanted, not \"]\"" LEFT_OUT);
	warns("[a b]", "c.toml:1: the ] of a table is wanted, not \"b]\"" LEFT_OUT);
	warns("[log]\nlevel = [\"a\",\n\"b\"",
	    "c.toml:3: a comma or the ] of a list is wanted, not the end of the line" LEFT_OUT);
}

static void test_bytes(void **state)
{
	static const char nul[] = "[log]\nlevel = \"de\0bug\"\nsyslog = true";
	static const char in_comment[] = "# a\0b\n[log]\nsyslog = true";

	(void)state;
	warns_bytes(nul, sizeof nul - 1, "c.toml:2: " VALUE_WANTED "\"\\\"de\"" LEFT_OUT);
	assert_true(s.log_syslog);
	warns_bytes(in_comment, sizeof in_comment - 1, "c.toml:1: a key is wanted, not a byte 0" LEFT_OUT);
	assert_true(s.log_syslog);
	quiet("# caf\xe9 in Latin 1\n[log]\nsyslog = true");
	assert_true(s.log_syslog);
}

static void test_large(void **state)
{
	(void)state;
	warns_bytes(NULL, SETTINGS_BYTES + 1,
	    "c.toml: 1048577 bytes are too many: 1048576 are read at most; the defaults count");
	are_defaults();
}

static void test_many_warnings(void **state)
{
	static char toml[1 << 16];
	char *end = toml;

	(void)state;
	for (int i = 0; i < 3000; i++)
		end += sprintf(end, "k%d = 1\n", i);
	strcpy(end, "[log]\nsyslog = true\n");
	read_bytes(toml, strlen(toml));
	assert_int_equal(warnings.n, 101);
	assert_string_equal(warnings.at[99], "c.toml:100: unknown key k99");
	assert_string_equal(warnings.at[100], "more warnings are not shown");
	assert_true(s.log_syslog);
}

/* Every prefix and every file with one byte changed is read without harm (sanitizers look on). */
static void test_damaged(void **state)
{
	static char toml[sizeof every_key];
	size_t len = sizeof every_key - 1;

	(void)state;
	for (size_t i = 0; i < 2 * len; i++) {
		memcpy(toml, every_key, sizeof every_key);
		if (i >= len)
			toml[i - len] = "\"'[]=,\n\\#\0"[i % 10];
		unit_arena(&arena, memory, 1 << 18);
		warnings_init(&warnings, &arena);
		settings_read(&arena, toml, i < len ? i : len, "c.toml", &s, &warnings);
		assert_true(warnings.n <= 12);
		assert_true(s.monitors[0].default_vcpus == 1 || s.monitors[0].default_vcpus == 4);
	}
}

/* The sample file that is committed: as it is, all defaults; with the # taken away, still all defaults and no warning. */
static void test_sample(void **state)
{
	static char sample[1 << 16], active[1 << 16];
	FILE *f = fopen("deploy/config.toml", "r");
	char *to = active;
	int keys = 0;

	(void)state;
	assert_non_null(f);
	sample[fread(sample, 1, sizeof sample - 1, f)] = 0;
	fclose(f);
	quiet(sample);
	are_defaults();
	for (const char *p = sample; *p; p++) {
		bool key = *p == '#' && p[1] != ' ' && (p == sample || p[-1] == '\n');

		keys += key;
		if (!key)
			*to++ = *p;
	}
	quiet(active);
	are_defaults();
	assert_true(keys >= 30);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_every_key),
		cmocka_unit_test(test_who),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_wrong_types),
		cmocka_unit_test(test_wrong_values),
		cmocka_unit_test(test_broken_lines),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_broken_tables),
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_large),
		cmocka_unit_test(test_many_warnings),
		cmocka_unit_test(test_damaged),
		cmocka_unit_test(test_sample),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
