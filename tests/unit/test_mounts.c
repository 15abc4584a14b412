/* What becomes of each mount that engines write: the rows of spec/mounts.spec, options, paths. */
#include "unit.h"

#include "config_table.h"
#include "decide/mounts.h"

static char memory[1 << 20];
static struct arena arena;

static int setup(void **state)
{
	(void)state;
	unit_arena(&arena, memory, sizeof memory);
	return 0;
}

static struct plan_mount read_with(struct config_mount mount, const char *options)
{
	const char *words[8];
	char *copy = take_copy(&arena, options);
	struct config config = { .mounts = &mount, .mounts_count = 1 };
	struct plan_mount *list;
	size_t n;

	mount.options = words;
	for (char *word = strtok(copy, ","); word; word = strtok(NULL, ","))
		words[mount.options_count++] = word;
	mounts_read(&arena, &config, "/bundle", &list, &n);
	assert_int_equal(n, 1);
	return list[0];
}

static struct plan_mount reads(const char *destination, const char *type, const char *source, const char *options)
{
	return read_with((struct config_mount){ destination, type, source, NULL, 0, NULL, 0, NULL, 0 }, options);
}

/* As `runc spec`, ctr, docker 20.10, podman 4 with conmon, and CRI of containerd write them. */
static void test_engines(void **state)
{
	static const struct {
		const char *destination, *type, *options;
		enum mount_fate fate;
	} rows[] = {
		{ "/proc", "proc", "nosuid,noexec,nodev", MOUNT_GUEST },
		{ "/dev", "tmpfs", "nosuid,strictatime,mode=755,size=65536k", MOUNT_GUEST },
		{ "/dev/pts", "devpts", "nosuid,noexec,newinstance,gid=5", MOUNT_GUEST },
		{ "/dev/shm", "tmpfs", "nosuid,noexec,nodev", MOUNT_GUEST },
		{ "/dev/shm", "bind", "rbind,rprivate", MOUNT_GUEST },
		{ "/dev/mqueue", "mqueue", "nosuid,noexec,nodev", MOUNT_GUEST },
		{ "/dev/mqueue", "bind", "bind", MOUNT_GUEST },
		{ "/sys", "sysfs", "nosuid,noexec,nodev,ro", MOUNT_GUEST },
		{ "/sys", "none", "rbind,ro", MOUNT_GUEST },
		{ "/sys/fs/cgroup", "cgroup", "nosuid,noexec,nodev,relatime,ro", MOUNT_GUEST },
		{ "/proc/meminfo", "bind", "bind", MOUNT_GUEST },
		{ "/run", "tmpfs", "nosuid,strictatime,mode=755,size=65536k", MOUNT_DROP },
		{ "/tmp", "tmpfs", "rw,rprivate,tmpcopyup", MOUNT_DROP },
		{ "/etc/resolv.conf", "bind", "rbind,rprivate", MOUNT_SERVERS },
		{ "/etc/resolv.conf", "bind", "ro", MOUNT_SERVERS },
		{ "/etc/hostname", "bind", "rbind,rprivate", MOUNT_OFFER },
		{ "/etc/hosts", "bind", "rbind,rprivate,rw", MOUNT_OFFER },
		{ "/etc/passwd", "bind", "bind,rprivate", MOUNT_OFFER },
		{ "/run/.containerenv", "bind", "bind,rprivate", MOUNT_OFFER },
		{ "/run/secrets", "bind", "bind,rprivate", MOUNT_OFFER },
		{ "/run/secrets/key", "bind", "bind,rprivate", MOUNT_VOLUME },
		{ "/var/run/secrets/kubernetes.io/serviceaccount", "bind", "rbind,rprivate,ro", MOUNT_OFFER },
		{ "/dev/termination-log", "bind", "rbind,rprivate,rw", MOUNT_DROP },
		{ "/data", "bind", "rbind,rprivate", MOUNT_VOLUME },
		{ "/data", "none", "bind", MOUNT_VOLUME },
		{ "/data", NULL, "rbind", MOUNT_VOLUME },
		{ "/procedures", "bind", "", MOUNT_VOLUME },
		{ "/device", "bind", "", MOUNT_VOLUME },
		{ "/dev", "bind", "rbind", MOUNT_REFUSE },
		{ "/dev/bus/usb", "bind", "rbind", MOUNT_REFUSE },
		{ "/data", "nfs", "addr=1.2.3.4", MOUNT_REFUSE },
		{ "/data", "ind", "", MOUNT_REFUSE },
		{ "/data", NULL, "", MOUNT_REFUSE },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct plan_mount m = reads(rows[i].destination, rows[i].type, "/from", rows[i].options);

		if (m.fate != rows[i].fate || !*m.why)
			fail_msg("%s %s %s: %d, not %d\n", rows[i].destination, rows[i].type ? rows[i].type : "-",
			    rows[i].options, (int)m.fate, (int)rows[i].fate);
	}
}

static void test_options(void **state)
{
	struct config_id_mapping id = { 0, 1000, 1 };
	struct plan_mount m;

	(void)state;
	m = reads("/data", "bind", "/from", "");
	assert_false(m.readonly || m.recursive || m.slave || m.idmap);
	m = reads("/data", "bind", "/from", "rbind,ro,rslave,nosuid,made-up=1");
	assert_true(m.readonly && m.recursive && m.slave && !m.idmap);
	assert_true(reads("/data", "bind", "/from", "rw,rro").readonly);
	assert_false(reads("/data", "bind", "/from", "ro,rw").readonly);
	assert_true(reads("/data", "bind", "/from", "rshared").slave);
	assert_false(reads("/data", "bind", "/from", "rprivate").slave);
	assert_true(reads("/data", "bind", "/from", "ridmap").idmap);
	m = read_with((struct config_mount){ "/data", "bind", "/from", NULL, 0, &id, 1, &id, 1 }, "");
	assert_true(m.idmap);
}

static void test_paths(void **state)
{
	static const struct {
		const char *said, *meant;
	} rows[] = { { "/a", "/a" }, { "//a//b/", "/a/b" }, { "/./a/./b", "/a/b" }, { "a", "/a" }, { "/", "/" },
		{ "", "/" }, { "/a/../b", "/a/../b" }, { "/.a/b.", "/.a/b." }, { "/run//secrets/.", "/run/secrets" } };

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_string_equal(reads(rows[i].said, "bind", "/from", "").destination, rows[i].meant);
	assert_string_equal(reads("/data", "bind", "/from", "").source, "/from");
	assert_string_equal(reads("/data", "bind", "from", "").source, "/bundle/from");
	assert_string_equal(reads("/proc", "proc", "proc", "").source, "proc");
	assert_null(reads("/data", "bind", NULL, "").source);
	assert_int_equal(reads("/run//secrets/", "bind", "/from", "").fate, MOUNT_OFFER);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_engines, setup),
		cmocka_unit_test_setup(test_options, setup),
		cmocka_unit_test_setup(test_paths, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
