/* Which volumes a guest gets, by what it has for a root; every refusal with its reason. */
#include "unit.h"

#include "base/warnings.h"
#include "config_table.h"
#include "decide/monitor.h"
#include "decide/plan.h"

static char memory[4 << 20];
static struct arena arena;
static struct error err;
static struct warnings warnings;
static struct config config;
static struct plan_input in;
static struct plan plan;
static struct plan_mount mounts[PLAN_VOLUMES_MAX + 1];

/* A Linux guest on QEMU that shares its root, and one directory for it. */
static int setup(void **state)
{
	(void)state;
	unit_arena(&arena, memory, sizeof memory);
	warnings_init(&warnings, &arena);
	err = (struct error){ 0 };
	config = (struct config){ 0 };
	plan = (struct plan){ .machine = { .guest = GUEST_LINUX, .monitor = MONITOR_QEMU, .share = "/guest/share" } };
	mounts[0] = (struct plan_mount){ .destination = "/data",
		.type = "bind",
		.source = "/srv",
		.fate = MOUNT_VOLUME,
		.why = "a volume",
		.kind = SOURCE_DIRECTORY };
	in = (struct plan_input){
		.arena = &arena, .warnings = &warnings, .config = &config, .mounts = mounts, .mounts_count = 1
	};
	return 0;
}

static void made(void)
{
	if (plan_volumes(&in, &plan, &err) < 0)
		fail_msg("%s\n", err.text);
	assert_ptr_equal(plan.mounts, mounts);
	assert_int_equal(plan.mounts_count, in.mounts_count);
}

static void refused(int num, const char *why)
{
	if (plan_volumes(&in, &plan, &err) == 0)
		fail_msg("not refused: %s\n", why);
	if (!strstr(err.text, why))
		fail_msg("it says \"%s\", not \"%s\"\n", err.text, why);
	assert_int_equal(err.num, num);
}

static void test_below_the_share(void **state)
{
	(void)state;
	made();
	assert_int_equal(mounts[0].way, WAY_SHARE);
	mounts[0].kind = SOURCE_FILE;
	made();
	assert_int_equal(mounts[0].way, WAY_SHARE);
	mounts[0].kind = SOURCE_UNKNOWN; /* a plan without root */
	made();
}

static void test_readonly_root(void **state)
{
	(void)state;
	config.root_readonly = plan.machine.share_ro = true;
	mounts[0].readonly = true;
	made();
	assert_true(plan.machine.share_ro);
	/* What an engine adds does not make the root writable; a volume to write to does, for the monitor. */
	mounts[0].readonly = false;
	mounts[0].fate = MOUNT_OFFER;
	made();
	assert_true(plan.machine.share_ro && mounts[0].readonly);
	mounts[0].readonly = false;
	mounts[0].fate = MOUNT_VOLUME;
	made();
	assert_false(plan.machine.share_ro || mounts[0].readonly);
	config.root_readonly = false;
	mounts[0].fate = MOUNT_OFFER;
	made();
	assert_false(mounts[0].readonly);
}

static void test_bad_sources(void **state)
{
	static const struct {
		enum source_kind kind;
		const char *why;
	} rows[] = { { SOURCE_BLOCK, "/srv is a block device" }, { SOURCE_SOCKET, "/srv is a socket of the host" },
		{ SOURCE_OTHER, "/srv is neither a file nor a directory" } };

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		mounts[0].kind = rows[i].kind;
		refused(ENOTSUP, rows[i].why);
		assert_non_null(strstr(err.text, "guest linux cannot have the volume \"/data\": "));
	}
	mounts[0].kind = SOURCE_UNKNOWN;
	mounts[0].missing = "No such file";
	refused(ENOENT, "volume \"/data\": /srv: No such file");
	mounts[0].source = NULL;
	mounts[0].missing = "it has no source";
	refused(ENOENT, "volume \"/data\": it has no source");
}

static void test_bad_places(void **state)
{
	(void)state;
	mounts[0].destination = "/";
	refused(ENOTSUP, "it would hide the guest's root");
	mounts[0].destination = "/data";
	mounts[0].idmap = true;
	refused(ENOTSUP, "its files would need other owners");
	mounts[0].idmap = false;
	mounts[0].fate = MOUNT_REFUSE;
	mounts[0].why = "too wide";
	refused(ENOTSUP, "config.json: mounts: \"/data\" (type \"bind\"): too wide");
}

static void test_offers(void **state)
{
	(void)state;
	/* What is the guest's own or left out is not looked at. */
	mounts[0] = (struct plan_mount){ .destination = "/proc", .type = "proc", .fate = MOUNT_GUEST, .why = "own" };
	made();
	assert_int_equal(mounts[0].way, WAY_NONE);
	assert_string_equal(mounts[0].why, "own");
	mounts[0] = (struct plan_mount){ .destination = "/etc/hosts",
		.type = "bind",
		.source = "/hosts",
		.fate = MOUNT_OFFER,
		.why = "names",
		.kind = SOURCE_FILE };
	made();
	assert_int_equal(mounts[0].way, WAY_SHARE);
	/* A guest that cannot take it does without, and nobody warns of it. */
	mounts[0].way = WAY_NONE;
	plan.machine.share = NULL;
	made();
	assert_int_equal(mounts[0].way, WAY_NONE);
	assert_non_null(strstr(mounts[0].why, "mountRootfs"));
	assert_int_equal(warnings.n, 0);
	mounts[0].missing = "No such file";
	made();
	assert_int_equal(warnings.n, 1);
}

static void test_other_roots(void **state)
{
	(void)state;
	plan.machine.share = NULL;
	refused(ENOTSUP, "guest linux cannot have the volume \"/data\": its root is not shared with the host");
	assert_non_null(strstr(err.text, "mountRootfs"));
	plan.machine.guest = GUEST_MIRAGE;
	plan.machine.monitor = MONITOR_SOLO5_SPT;
	refused(ENOTSUP, "guest mirage cannot have the volume \"/data\": ");
	assert_non_null(strstr(err.text, pair_refuses(GUEST_MIRAGE, MONITOR_SOLO5_SPT, FACT_SHARE)));
}

static void with_initrd(void)
{
	plan.machine.share = NULL;
	plan.machine.initrd = "/guest/initrd";
	plan.images[0] = (struct plan_image){ .path = "/kernel", .target = "/guest/kernel" };
	plan.images[1] = (struct plan_image){ .path = "/initrd", .target = "/guest/initrd" };
	plan.images_count = 2;
	plan.machine.mem_mib = 200;
	plan.machine.arch = "x86_64";
	in.host_memory = 1ULL << 40;
	in.initrd_size = (3 << 20) + 1;
	config.has_linux_resources_memory_limit = true;
	config.linux_resources_memory_limit = 296 << 20;
}

static void test_into_the_initrd(void **state)
{
	(void)state;
	with_initrd();
	refused(ENOTSUP, "what the guest writes to a copy in its initrd would be lost: say ro");
	assert_null(plan.written);
	mounts[0].readonly = true;
	made();
	assert_int_equal(mounts[0].way, WAY_INITRD);
	assert_string_equal(plan.written, "/guest/initrd");
	assert_true(plan.images[1].copied);
	assert_false(plan.images[0].copied);
	assert_int_equal(warnings.n, 0);
	/* 3 MiB and a byte, all that a directory may have, rounded up */
	assert_int_equal(plan.machine.mem_mib, 200 - 12);
}

static void test_file_into_the_initrd(void **state)
{
	(void)state;
	with_initrd();
	mounts[0].kind = SOURCE_FILE;
	mounts[0].size = 5;
	made();
	assert_int_equal(plan.machine.mem_mib, 200 - 4);
	assert_int_equal(warnings.n, 1);
	assert_non_null(strstr(warnings.at[0], "\"/data\" is a copy"));
	/* Without a limit the guest has what the settings say. */
	with_initrd();
	config.has_linux_resources_memory_limit = false;
	made();
	assert_int_equal(plan.machine.mem_mib, 200);
	with_initrd();
	plan.machine.mem_mib = 33;
	refused(EINVAL, "less 4 MiB for a copy of the initrd: 29 MiB of memory is too little");
	plan.machine.mem_mib = 4;
	refused(EINVAL, "nothing of the guest's 4 MiB is left");
}

/* An initrd that only leads to another root is not where the guest's files are. */
static void test_initrd_before_a_disk(void **state)
{
	struct machine_disk disk = { .root = true };

	(void)state;
	with_initrd();
	plan.machine.disk = &disk;
	plan.machine.disk_count = 1;
	plan.machine.program = "/urunit";
	mounts[0].readonly = true;
	refused(ENOTSUP, "its root is not shared with the host");
	in.mounts_count = 0;
	made();
	assert_null(plan.written);
	assert_null(plan.machine.config);
}

static void test_file_of_the_init(void **state)
{
	(void)state;
	in.mounts_count = 0;
	plan.machine.program = "/bin/sh";
	made();
	assert_null(plan.machine.config);
	plan.machine.program = "/usr/sbin/urunit-static";
	made();
	assert_string_equal(plan.machine.config, "/guest/config");
	assert_string_equal(plan.written, "/guest/config");
	plan.written = NULL;
	with_initrd();
	made();
	assert_string_equal(plan.written, "/guest/initrd");
	assert_true(plan.images[1].copied);
	/* A guest that has no such init. */
	plan = (struct plan){ .machine = { .guest = GUEST_UNIKRAFT, .monitor = MONITOR_QEMU, .program = "urunit" } };
	made();
	assert_null(plan.machine.config);
}

static void test_too_many(void **state)
{
	(void)state;
	for (size_t i = 1; i <= PLAN_VOLUMES_MAX; i++)
		mounts[i] = mounts[0];
	in.mounts_count = PLAN_VOLUMES_MAX;
	made();
	in.mounts_count++;
	refused(E2BIG, "128 of them at most");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_below_the_share, setup),
		cmocka_unit_test_setup(test_readonly_root, setup),
		cmocka_unit_test_setup(test_bad_sources, setup),
		cmocka_unit_test_setup(test_bad_places, setup),
		cmocka_unit_test_setup(test_offers, setup),
		cmocka_unit_test_setup(test_other_roots, setup),
		cmocka_unit_test_setup(test_into_the_initrd, setup),
		cmocka_unit_test_setup(test_file_into_the_initrd, setup),
		cmocka_unit_test_setup(test_initrd_before_a_disk, setup),
		cmocka_unit_test_setup(test_file_of_the_init, setup),
		cmocka_unit_test_setup(test_too_many, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
