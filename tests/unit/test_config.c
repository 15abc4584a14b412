/* config.json: what is kept, what is refused (each message whole), what is skipped.  Lines of messages count from 1. */
#include "unit.h"
#include "read/config.h"
#include "read/config_row.h"

static char memory[8 << 20];
static struct arena arena;
static struct error err;
static struct warnings warnings;
static struct config c;

static int read_text(const char *json)
{
	unit_arena(&arena, memory, sizeof memory);
	warnings_init(&warnings, &arena);
	memset(&err, 0, sizeof err);
	memset(&c, 0x5a, sizeof c);
	return config_read(&arena, json, strlen(json), "config.json", &c, &warnings, &err);
}

/* The shortest config.json, with more fields; the root on the first line. */
#define WITH(more)    "{\"ociVersion\":\"1.3.0\",\"root\":{\"path\":\"rootfs\"}" more "}"
#define PROCESS(more) WITH(",\n\"process\":{\"cwd\":\"/\"" more "}")
#define LINUX(more)   WITH(",\n\"linux\":{" more "}")

static void good(const char *json)
{
	int failed = read_text(json);

	if (failed)
		print_error("%s\n", err.text);
	assert_int_equal(failed, 0);
}

static void quiet(const char *json)
{
	good(json);
	assert_int_equal(warnings.n, 0);
}

static void wrong(const char *json, const char *message)
{
	struct config before;

	memset(&before, 0x5a, sizeof before);
	assert_int_equal(read_text(json), -1);
	assert_string_equal(err.text, message);
	assert_int_not_equal(err.num, 0);
	assert_memory_equal(&c, &before, sizeof c);
}

static void test_least(void **state)
{
	(void)state;
	quiet(WITH(""));
	assert_string_equal(c.ociVersion, "1.3.0");
	assert_string_equal(c.root_path, "rootfs");
	assert_false(
	    c.root_readonly || c.has_process || c.process_terminal || c.has_process_oomScoreAdj || c.has_linux_seccomp);
	assert_null(c.process_cwd);
	assert_null(c.hostname);
	assert_int_equal(c.process_args_count + c.mounts_count + c.annotations_count + c.linux_namespaces_count, 0);
}

/* What `runc spec` writes, shortened, and more of what engines send. */
static const char typical[] =
    "{ \"ociVersion\": \"1.0.2-dev\",\n"
    "  \"process\": { \"terminal\": true, \"consoleSize\": { \"height\": 25, \"width\": 80 },\n"
    "    \"user\": { \"uid\": 1000, \"gid\": 4294967295, \"umask\": 18, \"additionalGids\": [ 5, 0, 7 ] },\n"
    "    \"args\": [ \"sh\", \"\", \"-c\" ], \"env\": [ \"A=1\", \"B=\\\"x y\\\"\" ], \"cwd\": \"/tmp\",\n"
    "    \"capabilities\": { \"bounding\": [ \"CAP_KILL\" ], \"ambient\": [], \"inheritable\": null },\n"
    "    \"rlimits\": [ { \"type\": \"RLIMIT_NOFILE\", \"hard\": 18446744073709551615, \"soft\": 1024 } ],\n"
    "    \"noNewPrivileges\": true, \"oomScoreAdj\": -500, \"apparmorProfile\": \"docker-default\", \"selinuxLabel\": \"\" },\n"
    "  \"root\": { \"path\": \"/r\", \"readonly\": true },\n"
    "  \"hostname\": \"h\", \"domainname\": \"\",\n"
    "  \"mounts\": [ { \"destination\": \"/proc\", \"type\": \"proc\", \"source\": \"proc\", \"options\": null },\n"
    "    { \"destination\": \"/data\", \"source\": \"/srv\", \"options\": [ \"rbind\", \"ro\" ],\n"
    "      \"uidMappings\": [ { \"containerID\": 1, \"hostID\": 2, \"size\": 3 } ] } ],\n"
    "  \"hooks\": { \"prestart\": [ { \"path\": \"/a\" } ], \"createRuntime\": [],\n"
    "    \"poststop\": [ { \"path\": \"/b\", \"args\": [ \"b\", \"1\" ], \"env\": [ \"K=V\" ], \"timeout\": 30 } ] },\n"
    "  \"annotations\": { \"com.urunc.unikernel.binary\": \"/k\", \"x\": \"\" },\n"
    "  \"linux\": { \"namespaces\": [ { \"type\": \"pid\" }, { \"type\": \"network\", \"path\": \"/run/netns/n\" }, { \"type\": \"user\", \"path\": \"\" } ],\n"
    "    \"cgroupsPath\": \"system.slice:docker:id\",\n"
    "    \"resources\": { \"devices\": [ { \"allow\": false, \"access\": \"rwm\" },\n"
    "        { \"allow\": true, \"type\": \"c\", \"major\": 1, \"minor\": -1, \"access\": \"rm\" } ],\n"
    "      \"memory\": { \"limit\": 268435456, \"swap\": -1, \"swappiness\": 0, \"disableOOMKiller\": false, \"kernel\": 0 },\n"
    "      \"cpu\": { \"shares\": 1024, \"quota\": -1, \"period\": 100000, \"cpus\": \"0-3\", \"mems\": \"\", \"idle\": 1 },\n"
    "      \"pids\": { \"limit\": 0 }, \"unified\": { \"memory.high\": \"max\" },\n"
    "      \"blockIO\": { \"weight\": 500, \"weightDevice\": [ { \"major\": 8, \"minor\": 0, \"weight\": 10 } ],\n"
    "        \"throttleReadBpsDevice\": [ { \"major\": 8, \"minor\": 16, \"rate\": 1048576 } ] },\n"
    "      \"hugepageLimits\": [ { \"pageSize\": \"2MB\", \"limit\": 9223372036854772000 } ],\n"
    "      \"network\": { \"classID\": 1, \"priorities\": [ { \"name\": \"eth0\", \"priority\": 5 } ] },\n"
    "      \"rdma\": { \"mlx5_1\": { \"hcaHandles\": 3 } } },\n"
    "    \"devices\": [ { \"path\": \"/dev/fuse\", \"type\": \"c\", \"major\": 10, \"minor\": 229, \"fileMode\": 8630, \"uid\": 0 } ],\n"
    "    \"seccomp\": { \"defaultAction\": \"SCMP_ACT_ERRNO\", \"defaultErrnoRet\": 1, \"architectures\": [ \"SCMP_ARCH_X86\" ],\n"
    "      \"syscalls\": [ { \"names\": [ \"read\" ], \"action\": \"SCMP_ACT_ALLOW\", \"args\": [ { \"index\": 0, \"value\": 18446744073709551615, \"op\": \"SCMP_CMP_EQ\" } ] } ] },\n"
    "    \"netDevices\": {}, \"sysctl\": { \"net.ipv4.ip_forward\": \"1\" }, \"rootfsPropagation\": \"rslave\", \"maskedPaths\": [ \"/proc/kcore\" ],\n"
    "    \"readonlyPaths\": [], \"mountLabel\": \"l\", \"personality\": { \"domain\": \"LINUX\", \"flags\": [] },\n"
    "    \"timeOffsets\": { \"monotonic\": { \"secs\": -5, \"nanosecs\": 999999999 }, \"boottime\": { \"secs\": 7 } },\n"
    "    \"uidMappings\": [ { \"containerID\": 0, \"hostID\": 100000, \"size\": 65536 } ],\n"
    "    \"intelRdt\": { \"closID\": \"g\", \"schemata\": [ \"L3:0=f\" ] } },\n"
    "  \"vm\": {}, \"windows\": { \"layerFolders\": [ \"x\", { \"y\": [ 1 ] } ] } }\n";

static void test_process(void **state)
{
	(void)state;
	quiet(typical);
	assert_string_equal(c.ociVersion, "1.0.2-dev");
	assert_string_equal(c.root_path, "/r");
	assert_true(c.root_readonly && c.has_process && c.process_terminal && c.has_process_consoleSize);
	assert_int_equal(c.process_consoleSize_height, 25);
	assert_int_equal(c.process_consoleSize_width, 80);
	assert_int_equal(c.process_user_uid, 1000);
	assert_true(c.process_user_gid == UINT32_MAX);
	assert_true(c.has_process_user_umask);
	assert_int_equal(c.process_user_umask, 18);
	assert_int_equal(c.process_user_additionalGids_count, 3);
	assert_int_equal(c.process_user_additionalGids[2], 7);
	assert_int_equal(c.process_args_count, 3);
	assert_string_equal(c.process_args[0], "sh");
	assert_string_equal(c.process_args[1], "");
	assert_string_equal(c.process_args[2], "-c");
	assert_int_equal(c.process_env_count, 2);
	assert_string_equal(c.process_env[1], "B=\"x y\"");
	assert_string_equal(c.process_cwd, "/tmp");
	assert_int_equal(c.process_rlimits_count, 1);
	assert_int_equal(c.process_rlimits[0].type, CONFIG_RLIMIT_NOFILE);
	assert_true(c.process_rlimits[0].hard == UINT64_MAX);
	assert_int_equal(c.process_rlimits[0].soft, 1024);
	assert_true(c.process_noNewPrivileges && c.has_process_oomScoreAdj);
	assert_int_equal(c.process_oomScoreAdj, -500);
	assert_string_equal(c.process_apparmorProfile, "docker-default");
	assert_null(c.process_selinuxLabel);
	assert_string_equal(c.hostname, "h");
	assert_null(c.domainname);
}

static void test_lists(void **state)
{
	(void)state;
	quiet(typical);
	assert_int_equal(c.mounts_count, 2);
	assert_string_equal(c.mounts[0].destination, "/proc");
	assert_string_equal(c.mounts[0].type, "proc");
	assert_int_equal(c.mounts[0].options_count, 0);
	assert_null(c.mounts[1].type);
	assert_string_equal(c.mounts[1].source, "/srv");
	assert_int_equal(c.mounts[1].options_count, 2);
	assert_string_equal(c.mounts[1].options[1], "ro");
	assert_int_equal(c.mounts[1].uidMappings_count, 1);
	assert_int_equal(c.mounts[1].uidMappings[0].hostID, 2);
	assert_int_equal(c.hooks_prestart_count, 1);
	assert_string_equal(c.hooks_prestart[0].path, "/a");
	assert_false(c.hooks_prestart[0].has_timeout);
	assert_int_equal(c.hooks_createRuntime_count, 0);
	assert_int_equal(c.hooks_poststop_count, 1);
	assert_string_equal(c.hooks_poststop[0].args[1], "1");
	assert_string_equal(c.hooks_poststop[0].env[0], "K=V");
	assert_true(c.hooks_poststop[0].has_timeout);
	assert_int_equal(c.hooks_poststop[0].timeout, 30);
	assert_int_equal(c.annotations_count, 2);
	assert_string_equal(c.annotations[0].key, "com.urunc.unikernel.binary");
	assert_string_equal(c.annotations[0].value, "/k");
	assert_string_equal(c.annotations[1].value, "");
}

static void test_linux(void **state)
{
	(void)state;
	quiet(typical);
	assert_int_equal(c.linux_namespaces_count, 3);
	assert_int_equal(c.linux_namespaces[0].type, CONFIG_NS_PID);
	assert_null(c.linux_namespaces[0].path);
	assert_int_equal(c.linux_namespaces[1].type, CONFIG_NS_NETWORK);
	assert_string_equal(c.linux_namespaces[1].path, "/run/netns/n");
	assert_int_equal(c.linux_namespaces[2].type, CONFIG_NS_USER);
	assert_null(c.linux_namespaces[2].path);
	assert_string_equal(c.linux_cgroupsPath, "system.slice:docker:id");
	assert_true(c.has_linux_seccomp && c.has_linux_intelRdt);
	assert_int_equal(c.linux_devices_count, 1);
	assert_string_equal(c.linux_devices[0].path, "/dev/fuse");
	assert_int_equal(c.linux_devices[0].type, CONFIG_DEVICE_TYPE_C);
	assert_int_equal(c.linux_devices[0].minor, 229);
	assert_int_equal(c.linux_devices[0].fileMode, 8630);
	assert_true(c.linux_devices[0].has_uid && !c.linux_devices[0].has_gid);
	assert_int_equal(c.linux_sysctl_count, 1);
	assert_int_equal(c.linux_rootfsPropagation, CONFIG_PROPAGATION_RSLAVE);
	assert_int_equal(c.linux_maskedPaths_count, 1);
	assert_string_equal(c.linux_mountLabel, "l");
	assert_int_equal(c.linux_personality_domain, CONFIG_DOMAIN_LINUX);
	assert_int_equal(c.linux_timeOffsets_monotonic_secs, -5);
	assert_int_equal(c.linux_timeOffsets_monotonic_nanosecs, 999999999);
	assert_int_equal(c.linux_timeOffsets_boottime_secs, 7);
	assert_int_equal(c.linux_uidMappings[0].size, 65536);
	assert_string_equal(c.linux_intelRdt_schemata[0], "L3:0=f");
}

static void test_resources(void **state)
{
	(void)state;
	quiet(typical);
	assert_int_equal(c.linux_resources_devices_count, 2);
	assert_false(c.linux_resources_devices[0].allow);
	assert_int_equal(c.linux_resources_devices[0].type, CONFIG_RULE_TYPE_NONE);
	assert_false(c.linux_resources_devices[0].has_major);
	assert_true(c.linux_resources_devices[1].allow && c.linux_resources_devices[1].has_minor);
	assert_int_equal(c.linux_resources_devices[1].minor, -1);
	assert_string_equal(c.linux_resources_devices[1].access, "rm");
	assert_true(c.has_linux_resources_memory_limit && !c.has_linux_resources_memory_reservation);
	assert_int_equal(c.linux_resources_memory_limit, 268435456);
	assert_int_equal(c.linux_resources_memory_swap, -1);
	assert_true(c.has_linux_resources_memory_swappiness);
	assert_int_equal(c.linux_resources_cpu_quota, -1);
	assert_int_equal(c.linux_resources_cpu_period, 100000);
	assert_false(c.has_linux_resources_cpu_burst);
	assert_string_equal(c.linux_resources_cpu_cpus, "0-3");
	assert_null(c.linux_resources_cpu_mems);
	assert_true(c.has_linux_resources_pids_limit);
	assert_int_equal(c.linux_resources_pids_limit, 0);
	assert_string_equal(c.linux_resources_unified[0].key, "memory.high");
	assert_int_equal(c.linux_resources_blockIO_weight, 500);
	assert_int_equal(c.linux_resources_blockIO_weightDevice[0].weight, 10);
	assert_int_equal(c.linux_resources_blockIO_throttleReadBpsDevice[0].minor, 16);
	assert_int_equal(c.linux_resources_blockIO_throttleReadBpsDevice[0].rate, 1048576);
	assert_string_equal(c.linux_resources_hugepageLimits[0].pageSize, "2MB");
	assert_true(c.linux_resources_hugepageLimits[0].limit == 9223372036854772000u);
}

static void test_version(void **state)
{
	static const char *const ok[] = { "1.0.0", "1.0.2-dev", "1.1.0+dev", "1.3.0", "1.3", "1.99.1",
		"1.0.0-rc5-dev" };
	static const char *const bad[] = { "2.0.0", "0.9.0", "1", "1.", "1.x", "1x0.0", "11.0", "v1.0.0", "1.0abc",
		" 1.0.0" };
	char json[128], message[256];

	(void)state;
	for (size_t i = 0; i < sizeof ok / sizeof *ok; i++) {
		snprintf(json, sizeof json, "{\"ociVersion\":\"%s\",\"root\":{\"path\":\"r\"}}", ok[i]);
		quiet(json);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		snprintf(json, sizeof json, "{\"ociVersion\":\"%s\",\"root\":{\"path\":\"r\"}}", bad[i]);
		snprintf(message, sizeof message,
		    "config.json: ociVersion \"%s\" is not supported: versions 1.x of the runtime spec are", bad[i]);
		wrong(json, message);
	}
}

static void test_missing(void **state)
{
	(void)state;
	wrong("{}", "config.json:1: ociVersion is missing");
	wrong("{\"ociVersion\":null,\"root\":{\"path\":\"r\"}}", "config.json:1: ociVersion is missing");
	wrong("{\"ociVersion\":\"\",\"root\":{\"path\":\"r\"}}", "config.json:1: ociVersion: it may not be empty");
	wrong("{\"ociVersion\":\"1.0.0\"\n}", "config.json:2: root is missing");
	wrong("{\"ociVersion\":\"1.0.0\",\"root\":null}", "config.json:1: root is missing");
	wrong("{\"ociVersion\":\"1.0.0\",\n\"root\":{}}", "config.json:2: root: path is missing");
	wrong("{\"ociVersion\":\"1.0.0\",\"root\":{\"path\":\"\"}}", "config.json:1: root.path: it may not be empty");
	wrong(WITH(",\"process\":{\"args\":[]}"), "config.json:1: process: cwd is missing");
	wrong(PROCESS(",\"consoleSize\":{\"height\":1}"), "config.json:2: process.consoleSize: width is missing");
	wrong(PROCESS(",\"rlimits\":[{\"type\":\"RLIMIT_CPU\",\"soft\":1}]"),
	    "config.json:2: process.rlimits[0]: hard is missing");
	wrong(WITH(",\"mounts\":[{\"destination\":\"/\"},{\"type\":\"tmpfs\"}]"),
	    "config.json:1: mounts[1]: destination is missing");
	wrong(WITH(",\"hooks\":{\"poststart\":[{}]}"), "config.json:1: hooks.poststart[0]: path is missing");
	wrong(LINUX("\"namespaces\":[{\"path\":\"/x\"}]"), "config.json:2: linux.namespaces[0]: type is missing");
	wrong(LINUX("\"resources\":{\"devices\":[{}]}"), "config.json:2: linux.resources.devices[0]: allow is missing");
	wrong(LINUX("\"devices\":[{\"path\":\"/d\"}]"), "config.json:2: linux.devices[0]: type is missing");
}

static void join(char *json, const char *const *fields, size_t n, size_t left_out)
{
	const char *comma = "";

	for (size_t i = 0; i < n; i++) {
		if (i == left_out)
			continue;
		strcat(strcat(json, comma), fields[i]);
		comma = ",";
	}
}

/* Objects that have to be whole: each of their fields left out in turn. */
static void test_whole(void **state)
{
	static const struct {
		const char *before, *fields[3], *after, *path;
	} objects[] = {
		{ "\"process\":{\"cwd\":\"/\",\"consoleSize\":{", { "\"height\":1", "\"width\":1" }, "}}",
		    "process.consoleSize" },
		{ "\"process\":{\"cwd\":\"/\",\"rlimits\":[{", { "\"type\":\"RLIMIT_AS\"", "\"soft\":1", "\"hard\":1" },
		    "}]}", "process.rlimits[0]" },
		{ "\"linux\":{\"uidMappings\":[{", { "\"containerID\":1", "\"hostID\":1", "\"size\":1" }, "}]}",
		    "linux.uidMappings[0]" },
		{ "\"linux\":{\"devices\":[{", { "\"path\":\"/d\"", "\"type\":\"c\"" }, "}]}", "linux.devices[0]" },
		{ "\"linux\":{\"resources\":{\"hugepageLimits\":[{", { "\"pageSize\":\"2MB\"", "\"limit\":1" }, "}]}}",
		    "linux.resources.hugepageLimits[0]" },
		{ "\"linux\":{\"resources\":{\"blockIO\":{\"weightDevice\":[{", { "\"major\":1", "\"minor\":1" },
		    "}]}}}", "linux.resources.blockIO.weightDevice[0]" },
		{ "\"linux\":{\"resources\":{\"blockIO\":{\"throttleWriteIOPSDevice\":[{",
		    { "\"major\":1", "\"minor\":1", "\"rate\":1" }, "}]}}}",
		    "linux.resources.blockIO.throttleWriteIOPSDevice[0]" },
	};
	char json[512], message[256];

	(void)state;
	for (size_t i = 0; i < sizeof objects / sizeof *objects; i++) {
		size_t n = objects[i].fields[2] ? 3 : 2;

		for (size_t left_out = 0; left_out <= n; left_out++) {
			sprintf(json, "{\"ociVersion\":\"1.0.0\",\"root\":{\"path\":\"r\"},%s", objects[i].before);
			join(json, objects[i].fields, n, left_out);
			strcat(strcat(json, objects[i].after), "}");
			if (left_out == n) {
				quiet(json);
				continue;
			}
			snprintf(message, sizeof message, "config.json:1: %s: %.*s is missing", objects[i].path,
			    (int)strcspn(objects[i].fields[left_out] + 1, "\""), objects[i].fields[left_out] + 1);
			wrong(json, message);
		}
	}
	wrong(LINUX("\"devices\":[{\"path\":\"dev/fuse\",\"type\":\"c\"}]"),
	    "config.json:2: linux.devices[0].path: a path that begins with / is wanted, not \"dev/fuse\"");
	wrong(PROCESS(",\"consoleSize\":{\"height\":65536,\"width\":1}"),
	    "config.json:2: process.consoleSize.height: a whole number from 0 to 65535 is wanted, not 65536");
}

/* Whether a number was there is told apart from 0. */
static void test_flags(void **state)
{
	(void)state;
	quiet(LINUX(
	    "\"resources\":{\"memory\":{\"limit\":0,\"reservation\":0,\"swap\":0,\"swappiness\":0},"
	    "\"cpu\":{\"shares\":0,\"quota\":0,\"period\":0,\"burst\":0,\"realtimeRuntime\":0,\"realtimePeriod\":0,\"idle\":0},"
	    "\"pids\":{\"limit\":0},\"blockIO\":{\"weight\":0,\"weightDevice\":[{\"major\":0,\"minor\":0,\"weight\":0},"
	    "{\"major\":0,\"minor\":0}]},\"devices\":[{\"allow\":true,\"major\":0,\"minor\":0}]},"
	    "\"devices\":[{\"path\":\"/d\",\"type\":\"p\",\"major\":0,\"minor\":0,\"fileMode\":0,\"uid\":0,\"gid\":0}]"));
	assert_true(c.has_linux_resources_memory_limit && c.has_linux_resources_memory_reservation);
	assert_true(c.has_linux_resources_memory_swap && c.has_linux_resources_memory_swappiness);
	assert_true(
	    c.has_linux_resources_cpu_shares && c.has_linux_resources_cpu_quota && c.has_linux_resources_cpu_period);
	assert_true(c.has_linux_resources_cpu_burst && c.has_linux_resources_cpu_realtimeRuntime);
	assert_true(c.has_linux_resources_cpu_realtimePeriod && c.has_linux_resources_cpu_idle);
	assert_true(c.has_linux_resources_pids_limit && c.has_linux_resources_blockIO_weight);
	assert_true(c.linux_resources_blockIO_weightDevice[0].has_weight);
	assert_false(c.linux_resources_blockIO_weightDevice[1].has_weight);
	assert_true(c.linux_resources_devices[0].has_major && c.linux_resources_devices[0].has_minor);
	assert_true(c.linux_devices[0].has_major && c.linux_devices[0].has_minor && c.linux_devices[0].has_fileMode);
	assert_true(c.linux_devices[0].has_uid && c.linux_devices[0].has_gid);
	quiet(LINUX("\"devices\":[{\"path\":\"/d\",\"type\":\"p\"}]"));
	assert_false(c.linux_devices[0].has_major || c.linux_devices[0].has_fileMode || c.linux_devices[0].has_uid);
	assert_false(
	    c.has_linux_resources_cpu_shares || c.has_linux_resources_blockIO_weight || c.has_linux_resources_cpu_idle);
}

/* Members that the typical file does not have. */
static void test_rest(void **state)
{
	(void)state;
	quiet(WITH(
	    ",\"domainname\":\"d\",\"hooks\":{\"prestart\":[{\"path\":\"/1\"}],\"createRuntime\":[{\"path\":\"/2\"}],"
	    "\"createContainer\":[{\"path\":\"/3\"}],\"startContainer\":[{\"path\":\"/4\"}],\"poststart\":[{\"path\":\"/5\"}],"
	    "\"poststop\":[{\"path\":\"/6\"}]},\"process\":{\"cwd\":\"/\",\"selinuxLabel\":\"s\"},"
	    "\"mounts\":[{\"destination\":\"/\",\"gidMappings\":[{\"containerID\":4,\"hostID\":5,\"size\":6}]}]"));
	assert_string_equal(c.domainname, "d");
	assert_string_equal(c.process_selinuxLabel, "s");
	assert_string_equal(c.hooks_prestart[0].path, "/1");
	assert_string_equal(c.hooks_createRuntime[0].path, "/2");
	assert_string_equal(c.hooks_createContainer[0].path, "/3");
	assert_string_equal(c.hooks_startContainer[0].path, "/4");
	assert_string_equal(c.hooks_poststart[0].path, "/5");
	assert_string_equal(c.hooks_poststop[0].path, "/6");
	assert_int_equal(c.mounts[0].gidMappings[0].containerID, 4);
	assert_int_equal(c.mounts[0].gidMappings[0].size, 6);
	quiet(LINUX("\"resources\":{\"memory\":{\"reservation\":1,\"swappiness\":2,\"disableOOMKiller\":true},"
		    "\"cpu\":{\"burst\":3,\"realtimeRuntime\":4,\"realtimePeriod\":5,\"idle\":1,\"mems\":\"0\"},"
		    "\"blockIO\":{\"throttleWriteBpsDevice\":[{\"major\":1,\"minor\":2,\"rate\":7}],"
		    "\"throttleReadIOPSDevice\":[{\"major\":1,\"minor\":2,\"rate\":8}],"
		    "\"throttleWriteIOPSDevice\":[{\"major\":1,\"minor\":2,\"rate\":9}]}},"
		    "\"readonlyPaths\":[\"/ro\"],\"gidMappings\":[{\"containerID\":1,\"hostID\":2,\"size\":3}],"
		    "\"timeOffsets\":{\"boottime\":{\"nanosecs\":6}},"
		    "\"intelRdt\":{\"closID\":\"g\",\"l3CacheSchema\":\"L3\",\"memBwSchema\":\"MB\"}"));
	assert_int_equal(c.linux_resources_memory_reservation, 1);
	assert_int_equal(c.linux_resources_memory_swappiness, 2);
	assert_true(c.linux_resources_memory_disableOOMKiller);
	assert_int_equal(c.linux_resources_cpu_burst, 3);
	assert_int_equal(c.linux_resources_cpu_realtimeRuntime, 4);
	assert_int_equal(c.linux_resources_cpu_realtimePeriod, 5);
	assert_int_equal(c.linux_resources_cpu_idle, 1);
	assert_string_equal(c.linux_resources_cpu_mems, "0");
	assert_int_equal(c.linux_resources_blockIO_throttleWriteBpsDevice[0].rate, 7);
	assert_int_equal(c.linux_resources_blockIO_throttleReadIOPSDevice[0].rate, 8);
	assert_int_equal(c.linux_resources_blockIO_throttleWriteIOPSDevice[0].rate, 9);
	assert_string_equal(c.linux_readonlyPaths[0], "/ro");
	assert_int_equal(c.linux_gidMappings[0].size, 3);
	assert_int_equal(c.linux_timeOffsets_boottime_nanosecs, 6);
	assert_string_equal(c.linux_intelRdt_closID, "g");
	assert_string_equal(c.linux_intelRdt_l3CacheSchema, "L3");
	assert_string_equal(c.linux_intelRdt_memBwSchema, "MB");
}

static void test_wrong_types(void **state)
{
	(void)state;
	wrong("[]", "config.json:1: an object is wanted, not a list");
	wrong("\"x\"", "config.json:1: an object is wanted, not a string");
	wrong("null", "config.json:1: an object is wanted, not null");
	wrong("{\"ociVersion\":1}", "config.json:1: ociVersion: a string is wanted, not a number");
	wrong(WITH(",\"process\":[]"), "config.json:1: process: an object is wanted, not a list");
	wrong(PROCESS(",\"args\":\"sh\""), "config.json:2: process.args: a list is wanted, not a string");
	wrong(PROCESS(",\"args\":[\"a\",1]"), "config.json:2: process.args[1]: a string is wanted, not a number");
	wrong(PROCESS(",\"args\":[null]"), "config.json:2: process.args[0]: a string is wanted, not null");
	wrong(PROCESS(",\"args\":[[\"x\"]]"), "config.json:2: process.args[0]: a string is wanted, not a list");
	wrong(PROCESS(",\"args\":{\"0\":\"a\"}"), "config.json:2: process.args: a list is wanted, not an object");
	wrong(PROCESS(",\"terminal\":\"true\""),
	    "config.json:2: process.terminal: true or false is wanted, not a string");
	wrong(PROCESS(",\"terminal\":1"), "config.json:2: process.terminal: true or false is wanted, not a number");
	wrong(
	    PROCESS(",\"user\":{\"uid\":\"0\"}"), "config.json:2: process.user.uid: a number is wanted, not a string");
	wrong(PROCESS(",\"user\":{\"additionalGids\":[\"0\"]}"),
	    "config.json:2: process.user.additionalGids[0]: a number is wanted, not a string");
	wrong(PROCESS(",\"capabilities\":[\"CAP_KILL\"]"),
	    "config.json:2: process.capabilities: an object is wanted, not a list");
	wrong(WITH(",\"mounts\":{}"), "config.json:1: mounts: a list is wanted, not an object");
	wrong(WITH(",\"mounts\":[\"/\"]"), "config.json:1: mounts[0]: an object is wanted, not a string");
	wrong(WITH(",\"mounts\":[null]"), "config.json:1: mounts[0]: an object is wanted, not null");
	wrong(WITH(",\"annotations\":[]"), "config.json:1: annotations: an object is wanted, not a list");
	wrong(WITH(",\"annotations\":{\"com.urunc.unikernel.binary\":7}"),
	    "config.json:1: annotations.\"com.urunc.unikernel.binary\": a string is wanted, not a number");
	wrong(WITH(",\"annotations\":{\"a\":{\"b\":\"c\"}}"),
	    "config.json:1: annotations.a: a string is wanted, not an object");
	wrong(WITH(",\"annotations\":{\"\":\"x\"}"), "config.json:1: annotations.\"\": a name may not be empty");
	wrong(LINUX("\"namespaces\":[{\"type\":5}]"),
	    "config.json:2: linux.namespaces[0].type: a string is wanted, not a number");
	wrong(LINUX("\"resources\":{\"rdma\":{\"m\":1}}"),
	    "config.json:2: linux.resources.rdma.m: an object is wanted, not a number");
	wrong(LINUX("\"seccomp\":{\"syscalls\":[{\"names\":\"read\"}]}"),
	    "config.json:2: linux.seccomp.syscalls[0].names: a list is wanted, not a string");
}

static void test_numbers(void **state)
{
	(void)state;
	wrong(PROCESS(",\"user\":{\"uid\":-1}"),
	    "config.json:2: process.user.uid: a whole number from 0 to 4294967295 is wanted, not -1");
	wrong(PROCESS(",\"user\":{\"uid\":1.5}"),
	    "config.json:2: process.user.uid: a whole number from 0 to 4294967295 is wanted, not 1.5");
	wrong(PROCESS(",\"user\":{\"gid\":4294967296}"),
	    "config.json:2: process.user.gid: a whole number from 0 to 4294967295 is wanted, not 4294967296");
	wrong(PROCESS(",\"user\":{\"additionalGids\":[1,1e3]}"),
	    "config.json:2: process.user.additionalGids[1]: a whole number from 0 to 4294967295 is wanted, not 1e3");
	wrong(PROCESS(",\"user\":{\"umask\":512}"),
	    "config.json:2: process.user.umask: a whole number from 0 to 511 is wanted, not 512");
	wrong(PROCESS(",\"oomScoreAdj\":1001"),
	    "config.json:2: process.oomScoreAdj: a whole number from -1000 to 1000 is wanted, not 1001");
	wrong(PROCESS(",\"oomScoreAdj\":-1001"),
	    "config.json:2: process.oomScoreAdj: a whole number from -1000 to 1000 is wanted, not -1001");
	wrong(WITH(",\"hooks\":{\"poststop\":[{\"path\":\"/x\",\"timeout\":0}]}"),
	    "config.json:1: hooks.poststop[0].timeout: a whole number from 1 to 2147483647 is wanted, not 0");
	wrong(LINUX("\"resources\":{\"blockIO\":{\"weight\":65536}}"),
	    "config.json:2: linux.resources.blockIO.weight: a whole number from 0 to 65535 is wanted, not 65536");
	wrong(LINUX("\"resources\":{\"memory\":{\"limit\":9223372036854775808}}"),
	    "config.json:2: linux.resources.memory.limit: a whole number from -1 to 9223372036854775807 is wanted, not "
	    "9223372036854775808");
	wrong(LINUX("\"timeOffsets\":{\"boottime\":{\"nanosecs\":1000000000}}"),
	    "config.json:2: linux.timeOffsets.boottime.nanosecs: a whole number from 0 to 999999999 is wanted, not 1000000000");
	wrong(LINUX("\"timeOffsets\":{\"monotonic\":{\"nanosecs\":1000000000}}"),
	    "config.json:2: linux.timeOffsets.monotonic.nanosecs: a whole number from 0 to 999999999 is wanted, not 1000000000");
	quiet(LINUX(
	    "\"resources\":{\"memory\":{\"limit\":9223372036854775807},\"cpu\":{\"realtimeRuntime\":-9223372036854775808}}"));
	assert_true(c.linux_resources_memory_limit == INT64_MAX && c.linux_resources_cpu_realtimeRuntime == INT64_MIN);
	wrong(LINUX("\"resources\":{\"memory\":{\"swap\":-2}}"),
	    "config.json:2: linux.resources.memory.swap: a whole number from -1 to 9223372036854775807 is wanted, not -2");
}

/* What `update --resources` reads: linux.resources alone. */
static void test_part(void **state)
{
	static const char good_part[] =
	    "{\"memory\":{\"limit\":5},\"cpu\":{\"cpus\":\"0-3\"},\"devices\":null,\"more\":[{}]}";
	static const char wrong_part[] = "{\n\"cpu\":{\"shares\":\"x\"}}";

	(void)state;
	read_text(WITH(""));
	assert_int_equal(
	    config_read_part(&arena, good_part, strlen(good_part), "-", CONFIG_PART_RESOURCES, &c, &warnings, &err), 0);
	assert_true(c.has_linux_resources_memory_limit && c.linux_resources_memory_limit == 5);
	assert_string_equal(c.linux_resources_cpu_cpus, "0-3");
	assert_null(c.ociVersion);
	assert_int_equal(
	    config_read_part(&arena, wrong_part, strlen(wrong_part), "F", CONFIG_PART_RESOURCES, &c, &warnings, &err),
	    -1);
	assert_string_equal(err.text, "F:2: cpu.shares: a number is wanted, not a string");
	assert_int_equal(config_read_part(&arena, "[]", 2, "F", CONFIG_PART_RESOURCES, &c, &warnings, &err), -1);
	assert_string_equal(err.text, "F:1: an object is wanted, not a list");
}

static void test_words(void **state)
{
	(void)state;
	wrong(LINUX("\"namespaces\":[{\"type\":\"net\"}]"),
	    "config.json:2: linux.namespaces[0].type: \"net\" is none of mount, pid, network, uts, ipc, user, cgroup, time");
	wrong(LINUX("\"namespaces\":[{\"type\":\"\"}]"),
	    "config.json:2: linux.namespaces[0].type: \"\" is none of mount, pid, network, uts, ipc, user, cgroup, time");
	wrong(LINUX("\"namespaces\":[{\"type\":\"pid\"},{\"type\":\"ipc\"},{\"type\":\"pid\"}]"),
	    "config.json:2: linux.namespaces[2].type: \"pid\" is there twice");
	wrong(PROCESS(",\"rlimits\":[{\"type\":\"RLIMIT_FOO\",\"soft\":1,\"hard\":1}]"),
	    "config.json:2: process.rlimits[0].type: \"RLIMIT_FOO\" is none of RLIMIT_AS, RLIMIT_CORE, RLIMIT_CPU, RLIMIT_DATA, "
	    "RLIMIT_FSIZE, RLIMIT_LOCKS, RLIMIT_MEMLOCK, RLIMIT_MSGQUEUE, RLIMIT_NICE, RLIMIT_NOFILE, RLIMIT_NPROC, RLIMIT_RSS, "
	    "RLIMIT_RTPRIO, RLIMIT_RTTIME, RLIMIT_SIGPENDING, RLIMIT_STACK");
	wrong(
	    PROCESS(
		",\"rlimits\":[{\"type\":\"RLIMIT_AS\",\"soft\":1,\"hard\":1},{\"type\":\"RLIMIT_AS\",\"soft\":1,\"hard\":1}]"),
	    "config.json:2: process.rlimits[1].type: \"RLIMIT_AS\" is there twice");
	wrong(LINUX("\"rootfsPropagation\":\"rabbit\""),
	    "config.json:2: linux.rootfsPropagation: \"rabbit\" is none of private, shared, slave, unbindable, rprivate, rshared, "
	    "rslave, runbindable");
	wrong(LINUX("\"devices\":[{\"path\":\"/d\",\"type\":\"a\"}]"),
	    "config.json:2: linux.devices[0].type: \"a\" is none of c, b, u, p");
	quiet(LINUX("\"rootfsPropagation\":\"\""));
	assert_int_equal(c.linux_rootfsPropagation, CONFIG_PROPAGATION_NONE);
	assert_string_equal(config_word(CONFIG_SET_NS, CONFIG_NS_TIME), "time");
	assert_string_equal(config_word(CONFIG_SET_RLIMIT, CONFIG_RLIMIT_AS), "RLIMIT_AS");
	assert_null(config_word(CONFIG_SET_NS, CONFIG_NS_NONE));
	assert_null(config_word(CONFIG_SET_NS, CONFIG_NS_COUNT));
	assert_null(config_word(CONFIG_SET_NS, -1));
}

/* A capability of a newer kernel is a warning, a word that is none an error (runtime-spec 1.3, config.md, "Process"). */
static void test_capabilities(void **state)
{
	(void)state;
	good(PROCESS(",\"capabilities\":{\"bounding\":[\"CAP_KILL\",\"CAP_TIME_TRAVEL\",\"CAP_SYS_ADMIN\"]}"));
	assert_int_equal(warnings.n, 1);
	assert_string_equal(warnings.at[0],
	    "config.json:2: process.capabilities.bounding[1]: \"CAP_TIME_TRAVEL\" is not known here and left out");
	wrong(PROCESS(",\"capabilities\":{\"ambient\":[\"TEST_CAP\"]}"),
	    "config.json:2: process.capabilities.ambient[0]: \"TEST_CAP\" does not begin with CAP_");
	wrong(PROCESS(",\"capabilities\":{\"ambient\":[\"\"]}"),
	    "config.json:2: process.capabilities.ambient[0]: \"\" does not begin with CAP_");
}

static void test_strings(void **state)
{
	(void)state;
	wrong(WITH(",\"process\":{\"cwd\":\"tmp\"}"),
	    "config.json:1: process.cwd: a path that begins with / is wanted, not \"tmp\"");
	wrong(WITH(",\"hooks\":{\"prestart\":[{\"path\":\"true\"}]}"),
	    "config.json:1: hooks.prestart[0].path: a path that begins with / is wanted, not \"true\"");
	wrong(LINUX("\"namespaces\":[{\"type\":\"pid\",\"path\":\"1/ns\"}]"),
	    "config.json:2: linux.namespaces[0].path: a path that begins with / is wanted, not \"1/ns\"");
	wrong(LINUX("\"resources\":{\"devices\":[{\"allow\":true,\"access\":\"rwx\"}]}"),
	    "config.json:2: linux.resources.devices[0].access: only characters of rwm are wanted, not \"rwx\"");
	wrong(LINUX("\"resources\":{\"hugepageLimits\":[{\"pageSize\":\"../x\",\"limit\":1}]}"),
	    "config.json:2: linux.resources.hugepageLimits[0].pageSize: only characters of 0123456789KMGB are wanted, not \"../x\"");
	wrong(
	    WITH(",\"hostname\":\"a\\u0000b\""), "config.json:1: hostname: a string holds the character NUL (\\u0000)");
}

static void test_refused(void **state)
{
	(void)state;
	wrong(WITH(",\"vm\":{\"kernel\":{\"path\":\"/k\"}}"),
	    "config.json:1: vm.kernel: not supported: guest and monitor come from the image's annotations or its urunc.json, not from here");
	wrong(LINUX("\"netDevices\":{\"eth1\":{}}"),
	    "config.json:2: linux.netDevices.eth1: not supported: a guest gets the links that are in the network namespace: put the "
	    "device there");
	quiet(WITH(",\"vm\":{}"));
	quiet(WITH(",\"vm\":null"));
	quiet(LINUX("\"netDevices\":{}"));
	wrong(WITH(",\"vm\":[]"), "config.json:1: vm: an object is wanted, not a list");
}

/* Fields of other platforms, of later versions, of other runtimes: skipped with all that is in them. */
static void test_unknown(void **state)
{
	(void)state;
	quiet(WITH(
	    ",\"new\":{\"vm\":{\"kernel\":1},\"a\":[[{\"b\":null}],2]},\"process\":{\"cwd\":\"/\",\"fancy\":[1,{\"x\":{}}],\"args\":[\"a\"]}"));
	assert_int_equal(c.process_args_count, 1);
	quiet(WITH(
	    ",\"windows\":{\"layerFolders\":[{}]},\"solaris\":{\"x\":1},\"zos\":{},\"freebsd\":{\"jail\":{\"vnet\":\"new\"}}"));
	quiet(WITH(",\"Hostname\":\"no\""));
	assert_null(c.hostname);
	wrong(WITH(",\"new\":{\"a\":1,\"a\":2}"), "config.json:1: new: the key \"a\" is there twice, first on line 1");
}

static void test_nulls(void **state)
{
	(void)state;
	quiet(WITH(
	    ",\"process\":null,\"mounts\":null,\"annotations\":null,\"linux\":{\"seccomp\":null,\"namespaces\":null,"
	    "\"resources\":{\"pids\":{\"limit\":null},\"memory\":null}},\"hostname\":null"));
	assert_false(c.has_process || c.has_linux_seccomp || c.has_linux_resources_pids_limit);
	quiet(WITH(",\"annotations\":{\"a\":null,\"b\":\"1\"}"));
	assert_int_equal(c.annotations_count, 1);
	assert_string_equal(c.annotations[0].key, "b");
}

static void test_broken(void **state)
{
	(void)state;
	wrong("", "config.json: the file is empty");
	wrong("{\"ociVersion\": \"1.0.0\",\n \"root\": {\"path\"",
	    "config.json:2: root.path: broken JSON: premature EOF");
	wrong("not json", "config.json:1: broken JSON: invalid string in json text");
	wrong(WITH("") "}", "config.json:1: broken JSON: trailing garbage");
	wrong(WITH(",\"hostname\":\"\xff\""), "config.json:1: these bytes are no UTF-8");
	wrong(WITH(",\n\"hostname\":\"a\",\n\"hostname\":\"b\""),
	    "config.json:3: the key \"hostname\" is there twice, first on line 2");
	wrong(WITH(",\"annotations\":{\"com.urunc.unikernel.binary\":\"a\",\"com.urunc.unikernel.binary\":\"b\"}"),
	    "config.json:1: annotations: the key \"com.urunc.unikernel.binary\" is there twice, first on line 1");
}

static void test_deep(void **state)
{
	static char json[4096];

	(void)state;
	strcpy(json, "{\"deep\":");
	memset(json + 8, '[', 2000);
	wrong(json,
	    "config.json:1: deep[0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0]: nested "
	    "deeper than 32 levels");
	for (int i = 0; i < 500; i++)
		memcpy(json + 5 * i, "{\"a\":", 6);
	wrong(json,
	    "config.json:1: a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a: nested deeper than 32 levels");
}

/* A file of 100 MB is refused by its size: no byte of it is looked at, so there need be none. */
static void test_large(void **state)
{
	(void)state;
	unit_arena(&arena, memory, 1 << 16);
	warnings_init(&warnings, &arena);
	assert_int_equal(config_read(&arena, NULL, 100000000, "config.json", &c, &warnings, &err), -1);
	assert_string_equal(err.text, "config.json: 100000000 bytes are too many: 16777216 are read at most");
	assert_int_equal(arena.used, 0);
}

/* Long lists grow while other things are taken from the arena. */
static void test_long_lists(void **state)
{
	static char json[1 << 20];
	char want[32], *end = json + sprintf(json, "{\"ociVersion\":\"1.0.0\",\"root\":{\"path\":\"r\"},\"mounts\":[");

	(void)state;
	for (int i = 0; i < 2000; i++)
		end += sprintf(end, "%s{\"destination\":\"/\\u0064%d\",\"options\":[\"a%d\",\"b\",\"c\",\"d\",\"e\"]}",
		    i ? "," : "", i, i);
	strcpy(end, "]}");
	quiet(json);
	assert_int_equal(c.mounts_count, 2000);
	for (int i = 0; i < 2000; i++) {
		snprintf(want, sizeof want, "/d%d", i);
		assert_string_equal(c.mounts[i].destination, want);
		snprintf(want, sizeof want, "a%d", i);
		assert_string_equal(c.mounts[i].options[0], want);
		assert_string_equal(c.mounts[i].options[4], "e");
	}
}

/* Every prefix of a good file, and every file with one byte changed, is read without harm (sanitizers look on). */
static void test_damaged(void **state)
{
	static char json[sizeof typical];
	size_t len = sizeof typical - 1;

	(void)state;
	for (size_t i = 0; i < len - 1; i++) { /* the last byte is a new line */
		unit_arena(&arena, memory, 1 << 17);
		warnings_init(&warnings, &arena);
		assert_int_equal(config_read(&arena, typical, i, "config.json", &c, &warnings, &err), -1);
	}
	for (size_t i = 0; i < len; i++) {
		memcpy(json, typical, sizeof typical);
		json[i] = (char)(i % 2 ? json[i] ^ 1 << i % 8 : "\"{}[],:0\\"[i / 2 % 9]);
		unit_arena(&arena, memory, 1 << 17);
		warnings_init(&warnings, &arena);
		err.num = 0;
		if (config_read(&arena, json, len, "config.json", &c, &warnings, &err))
			assert_int_not_equal(err.num, 0);
	}
}

/* ---- every field of the runtime spec */

enum type { STRING, BOOL, LIST, OBJECT, U16, U32, U64, I32, I64 };

static const struct field {
	const char *path;
	enum type type;
} fields[] = {
#define FIELD(path, type) { path, type },
#include "oci_fields.h"
};

/* A config.json that says `value` at a path such as a.b[].c or a.*.b; what messages call that place goes to shown. */
static void nest(const char *path, const char *value, char *json, char *shown)
{
	char closing[64] = "";

	for (strcpy(json, "{\""), *shown = 0; *path; path++) {
		bool item = !strncmp(path, "[]", 2);

		strncat(shown, path, 1);
		if (*path != '.' && !item) {
			strncat(json, path, 1);
			if (path[1] && path[1] != '.' && path[1] != '[')
				continue;
			strcat(json, "\":");
			continue;
		}
		strcat(json, item ? "[" : "{\"");
		memmove(closing + 1, closing, strlen(closing) + 1);
		closing[0] = item ? ']' : '}';
		if (item)
			strcat(shown, "0]");
		path += item;
	}
	sprintf(json + strlen(json), "%s%s}", value, closing);
}

static void says(const char *path, const char *value, const char *what)
{
	char json[512], shown[256], message[512];

	nest(path, value, json, shown);
	for (char *star = shown; (star = strstr(star, ".*"));) { /* a name that is no bare word is shown in quotes */
		memmove(star + 4, star + 2, strlen(star + 2) + 1);
		memcpy(star, ".\"*\"", 4);
		star += 4;
	}
	snprintf(message, sizeof message, "config.json:1: %s: %s", shown, what);
	wrong(json, message);
}

static void out_of_range(const char *path, const char *value)
{
	char json[512], shown[256], message[64];

	nest(path, value, json, shown);
	assert_int_equal(read_text(json), -1);
	snprintf(message, sizeof message, " is wanted, not %s", value);
	assert_non_null(strstr(err.text, ": a whole number from "));
	assert_string_equal(err.text + strlen(err.text) - strlen(message), message);
}

static void test_every_field(void **state)
{
	static const char *const wanted[] = {
		[STRING] = "a string", [BOOL] = "true or false", [LIST] = "a list", [OBJECT] = "an object"
	};
	static const char *const under[] = {
		[U16] = "-1", [U32] = "-1", [U64] = "-1", [I32] = "-2147483649", [I64] = "-9223372036854775809"
	};
	static const char *const over[] = { [U16] = "65536",
		[U32] = "4294967296",
		[U64] = "18446744073709551616",
		[I32] = "2147483648",
		[I64] = "9223372036854775808" };
	char what[64];

	(void)state;
	assert_true(sizeof fields / sizeof *fields > 250);
	for (const struct field *f = fields; f < fields + sizeof fields / sizeof *fields; f++) {
		bool string = f->type == STRING, number = f->type >= U16;

		snprintf(what, sizeof what, "%s is wanted, not %s", number ? "a number" : wanted[f->type],
		    string ? "a number" : "a string");
		says(f->path, string ? "1" : "\"1\"", what);
		if (number) {
			out_of_range(f->path, under[f->type]);
			out_of_range(f->path, over[f->type]);
			out_of_range(f->path, "0.5");
		}
	}
}

/* ---- the table itself */

static unsigned fates[4];
static bool seen[256];

static void visit(unsigned first, unsigned count)
{
	for (unsigned i = first; i < first + count; i++) {
		if (seen[i])
			continue;
		seen[i] = true;
		fates[config_rows[i].fate]++;
		assert_int_equal(strlen(config_pool + config_rows[i].name), config_rows[i].len);
		assert_int_equal(config_rows[i].why != 0, config_rows[i].fate == CONFIG_REFUSE);
		visit(config_rows[i].first, config_rows[i].count);
	}
}

/* A field that changes its fate changes these numbers, even if nothing reads it yet. */
static void test_table(void **state)
{
	(void)state;
	visit(0, config_top);
	assert_int_equal(fates[CONFIG_USE], 135);
	assert_int_equal(fates[CONFIG_HAND], 12);
	assert_int_equal(fates[CONFIG_IGNORE], 42);
	assert_int_equal(fates[CONFIG_REFUSE], 3);
	for (int set = 0; set < CONFIG_SETS; set++)
		for (int word = 1; word <= config_sets[set].count; word++)
			assert_true(*config_word((enum config_set)set, word));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_least),
		cmocka_unit_test(test_process),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_linux),
		cmocka_unit_test(test_resources),
		cmocka_unit_test(test_version),
		cmocka_unit_test(test_missing),
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_flags),
		cmocka_unit_test(test_rest),
		cmocka_unit_test(test_wrong_types),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_part),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_capabilities),
		cmocka_unit_test(test_strings),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_nulls),
		cmocka_unit_test(test_broken),
		cmocka_unit_test(test_deep),
		cmocka_unit_test(test_large),
		cmocka_unit_test(test_long_lists),
		cmocka_unit_test(test_damaged),
		cmocka_unit_test(test_every_field),
		cmocka_unit_test(test_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
