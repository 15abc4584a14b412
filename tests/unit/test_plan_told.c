/* What of config.json only an init of the guest can do: it is told, and told nothing that it was not asked for. */
#include "unit.h"

#include "base/warnings.h"
#include "config_table.h"
#include "decide/mounts.h"
#include "decide/plan.h"
#include "read/config.h"

static char memory[4 << 20];
static struct arena arena;
static struct warnings warnings;
static struct config config;
static struct machine machine;

/* Fills the machine by a config.json that has these members beside what it must have. */
static void told(const char *members)
{
	struct plan_input in = { .arena = &arena, .warnings = &warnings, .config = &config };
	struct text json;
	struct error err;

	unit_arena(&arena, memory, sizeof memory);
	warnings_init(&warnings, &arena);
	text_init(&json, &arena);
	text_format(&json, "{\"ociVersion\":\"1.3.0\",\"root\":{\"path\":\"r\"},%s}", members);
	if (config_read(&arena, json.at, json.used, "config.json", &config, &warnings, &err) < 0)
		fail_msg("%s\n", err.text);
	mounts_read(&arena, &config, "/b", &in.mounts, &in.mounts_count);
	machine = (struct machine){ 0 };
	plan_told(&in, &machine);
}

static void test_nothing(void **state)
{
	(void)state;
	told("\"process\":{\"cwd\":\"/\",\"args\":[\"a\"]}");
	assert_null(machine.umask);
	assert_null(machine.oom);
	assert_null(machine.propagation);
	assert_false(machine.no_new_privileges);
	assert_int_equal(machine.group_count + machine.limit_count + machine.capset_count + machine.sysctl_count, 0);
	assert_int_equal(machine.mount_count + machine.masked_count + machine.readonly_count, 0);
}

static void test_process(void **state)
{
	(void)state;
	told("\"process\":{\"cwd\":\"/\",\"user\":{\"uid\":1,\"gid\":2,\"umask\":18,\"additionalGids\":[5,4294967295]},"
	     "\"noNewPrivileges\":true,\"oomScoreAdj\":-7,"
	     "\"rlimits\":[{\"type\":\"RLIMIT_CORE\",\"soft\":0,\"hard\":18446744073709551615}]}");
	assert_string_equal(machine.umask, "0022");
	assert_string_equal(machine.oom, "-7");
	assert_true(machine.no_new_privileges);
	assert_int_equal(machine.group_count, 2);
	assert_true(machine.group[1].gid == 4294967295u);
	assert_int_equal(machine.limit_count, 1);
	assert_string_equal(machine.limit[0].type, "RLIMIT_CORE");
	assert_int_equal(machine.limit[0].soft, 0);
	assert_true(machine.limit[0].hard == 18446744073709551615u);
	/* A mask of 0 is one, and so is a score of 0. */
	told("\"process\":{\"cwd\":\"/\",\"user\":{\"umask\":0},\"oomScoreAdj\":0}");
	assert_string_equal(machine.umask, "0000");
	assert_string_equal(machine.oom, "0");
}

static void test_capabilities(void **state)
{
	static const char *const names[] = { "bounding", "effective", "inheritable", "permitted", "ambient" };

	(void)state;
	told(
	    "\"process\":{\"cwd\":\"/\",\"capabilities\":{\"bounding\":[\"CAP_KILL\",\"CAP_OF_TOMORROW\",\"CAP_CHOWN\"],"
	    "\"effective\":[],\"permitted\":[\"CAP_BPF\"]}}");
	assert_int_equal(machine.capset_count, 5);
	for (size_t i = 0; i < 5; i++)
		assert_string_equal(machine.capset[i].name, names[i]);
	assert_string_equal(machine.capset[0].words, "CAP_KILL,CAP_CHOWN");
	assert_string_equal(machine.capset[3].words, "CAP_BPF");
	assert_null(machine.capset[1].words);
	assert_null(machine.capset[2].words);
	assert_null(machine.capset[4].words);
	/* To be asked for none is to be asked for something. */
	told("\"process\":{\"cwd\":\"/\",\"capabilities\":{}}");
	assert_int_equal(machine.capset_count, 5);
}

/* What comes from the host is a volume or is not given; what the host's kernel would make, the guest's can. */
static void test_mounts(void **state)
{
	(void)state;
	told("\"mounts\":[{\"destination\":\"/proc/.\",\"type\":\"proc\",\"source\":\"proc\"},"
	     "{\"destination\":\"/data\",\"type\":\"bind\",\"source\":\"/srv\",\"options\":[\"ro\"]},"
	     "{\"destination\":\"/dev/shm\",\"type\":\"tmpfs\",\"source\":\"/pod/shm\",\"options\":[\"rbind\",\"rw\"]},"
	     "{\"destination\":\"/dev/mqueue\",\"source\":\"/pod/mqueue\"},"
	     "{\"destination\":\"/run\",\"type\":\"tmpfs\",\"options\":[\"nosuid\",\"size=1k\"]},"
	     "{\"destination\":\"/srv\",\"type\":\"ext4\",\"source\":\"/dev/sda\"}]");
	assert_int_equal(machine.mount_count, 2);
	assert_string_equal(machine.mount[0].at, "/proc");
	assert_string_equal(machine.mount[0].type, "proc");
	assert_string_equal(machine.mount[0].source, "proc");
	assert_null(machine.mount[0].options);
	assert_string_equal(machine.mount[1].at, "/run");
	assert_null(machine.mount[1].source);
	assert_string_equal(machine.mount[1].options, "nosuid,size=1k");
}

/* A directory of the host is not the guest's to know of, by whatever word it is a bind mount; nor may its init hide a volume. */
static void test_mounts_not_told(void **state)
{
	(void)state;
	told(
	    "\"mounts\":[{\"destination\":\"/dev/shm\",\"type\":\"bind\",\"source\":\"/pod/shm\",\"options\":[\"rw\"]},"
	    "{\"destination\":\"/run\",\"type\":\"tmpfs\",\"options\":[\"\",\"ro\",\"\"]},"
	    "{\"destination\":\"/runner\",\"type\":\"bind\",\"source\":\"/srv\"}]");
	assert_int_equal(machine.mount_count, 1);
	assert_string_equal(machine.mount[0].at, "/run");
	assert_string_equal(machine.mount[0].options, "ro");
	told("\"mounts\":[{\"destination\":\"/run\",\"type\":\"tmpfs\"},"
	     "{\"destination\":\"/run/data\",\"type\":\"bind\",\"source\":\"/srv\"}]");
	assert_int_equal(machine.mount_count, 0);
	told("\"mounts\":[{\"destination\":\"/\",\"type\":\"tmpfs\"},"
	     "{\"destination\":\"/data\",\"type\":\"bind\",\"source\":\"/srv\"}]");
	assert_int_equal(machine.mount_count, 0);
}

static void test_linux(void **state)
{
	(void)state;
	told("\"linux\":{\"rootfsPropagation\":\"rslave\",\"sysctl\":{\"net.ipv4.ip_forward\":\"1\"},"
	     "\"maskedPaths\":[\"/proc/kcore\"],\"readonlyPaths\":[\"/proc/sys\",\"/proc/bus\"]}");
	assert_string_equal(machine.propagation, "rslave");
	assert_int_equal(machine.sysctl_count, 1);
	assert_string_equal(machine.sysctl[0].key, "net.ipv4.ip_forward");
	assert_string_equal(machine.sysctl[0].value, "1");
	assert_int_equal(machine.masked_count, 1);
	assert_string_equal(machine.masked[0].path, "/proc/kcore");
	assert_int_equal(machine.readonly_count, 2);
	assert_string_equal(machine.readonly[1].path, "/proc/bus");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_process),
		cmocka_unit_test(test_capabilities),
		cmocka_unit_test(test_mounts),
		cmocka_unit_test(test_mounts_not_told),
		cmocka_unit_test(test_linux),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
