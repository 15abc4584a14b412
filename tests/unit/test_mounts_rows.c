/*
 * spec/mounts.spec a second time, by hand: what becomes of a mount at each place, of each type that can be there, and how it is
 * said.  test_mounts.c has what engines write; this has what they do not, too.
 */
#include "unit.h"

#include "config_table.h"
#include "decide/mounts.h"

#define PROCESSES "a guest's kernel has processes of its own"
#define DEVICES	  "a guest's kernel has devices and control groups of its own"
#define HIDDEN	  "a guest has a /dev of its own, which would hide it"
#define MEMORY \
	"files in memory are the guest's own to make: an init is told (docs/guest-init.md), else it finds there what its root has"
#define GROUPS	 "a guest's kernel has control groups of its own"
#define ITS_OWN	 "a guest's kernel has it of its own, and mounts it where it wants"
#define ON_HOST	 "only files and directories of the host are volumes: mount it on the host, and bind it"
#define SHM	 "shared memory of the guest's kernel; that of a pod stays on the host"
#define QUEUES	 "message queues of the guest's kernel; those of a pod stay on the host"
#define TERMINAL "Kubernetes reads a last word from it; a guest's /dev is its own, so none is written"

static const struct row {
	const char *destination, *type;
	enum mount_fate fate;
	const char *why;
} rows[] = {
	{ "/proc", "proc", MOUNT_GUEST, PROCESSES },
	{ "/proc", "bind", MOUNT_GUEST, PROCESSES },
	{ "/proc/sys", "tmpfs", MOUNT_GUEST, PROCESSES },
	{ "/proc/sys", "bind", MOUNT_GUEST, PROCESSES },
	{ "/sys", "sysfs", MOUNT_GUEST, DEVICES },
	{ "/sys", "bind", MOUNT_GUEST, DEVICES },
	{ "/sys/fs/cgroup", "cgroup", MOUNT_GUEST, DEVICES },
	{ "/sys/firmware", "tmpfs", MOUNT_GUEST, DEVICES },
	{ "/sys/firmware", "bind", MOUNT_GUEST, DEVICES },
	{ "/dev", "tmpfs", MOUNT_GUEST, "a guest's kernel makes its device nodes" },
	{ "/dev", "devtmpfs", MOUNT_GUEST, "a guest's kernel makes its device nodes" },
	{ "/dev", "bind", MOUNT_REFUSE, HIDDEN },
	{ "/dev", "ext4", MOUNT_REFUSE, HIDDEN },
	{ "/dev/pts", "devpts", MOUNT_GUEST, "terminals of the guest's kernel" },
	{ "/dev/pts", "bind", MOUNT_GUEST, "terminals of the guest's kernel" },
	{ "/dev/shm", "tmpfs", MOUNT_GUEST, SHM },
	{ "/dev/shm", "bind", MOUNT_GUEST, SHM },
	{ "/dev/mqueue", "mqueue", MOUNT_GUEST, QUEUES },
	{ "/dev/mqueue", "bind", MOUNT_GUEST, QUEUES },
	{ "/dev/console", "bind", MOUNT_GUEST, "the guest's console is the monitor's output" },
	{ "/dev/console", "devpts", MOUNT_GUEST, "the guest's console is the monitor's output" },
	{ "/dev/termination-log", "bind", MOUNT_DROP, TERMINAL },
	{ "/dev/termination-log", "tmpfs", MOUNT_REFUSE, HIDDEN },
	{ "/dev/net", "bind", MOUNT_REFUSE, HIDDEN },
	{ "/dev/hugepages", "hugetlbfs", MOUNT_REFUSE, HIDDEN },
	{ "/etc/resolv.conf", "bind", MOUNT_SERVERS, "name servers" },
	{ "/etc/resolv.conf", "tmpfs", MOUNT_DROP, MEMORY },
	{ "/etc/hostname", "bind", MOUNT_OFFER, "the container's name, which Linux guests are told as well" },
	{ "/etc/hostname", "tmpfs", MOUNT_DROP, MEMORY },
	{ "/etc/hosts", "bind", MOUNT_OFFER, "names of hosts" },
	{ "/etc/hosts", "tmpfs", MOUNT_DROP, MEMORY },
	{ "/etc/passwd", "bind", MOUNT_OFFER, "podman's copy of the image's, with the container's user in it" },
	{ "/etc/passwd", "tmpfs", MOUNT_DROP, MEMORY },
	{ "/etc/group", "bind", MOUNT_OFFER, "podman's copy of the image's, with the container's group in it" },
	{ "/etc/group", "tmpfs", MOUNT_DROP, MEMORY },
	{ "/run/.containerenv", "bind", MOUNT_OFFER, "podman says that this is a container" },
	{ "/run/.containerenv", "tmpfs", MOUNT_DROP, MEMORY },
	{ "/run/secrets", "bind", MOUNT_OFFER, "podman's secrets of the host" },
	{ "/run/secrets", "tmpfs", MOUNT_DROP, MEMORY },
	{ "/var/run/secrets/kubernetes.io/serviceaccount", "bind", MOUNT_OFFER,
	    "Kubernetes' token, which every pod is given unless it says no" },
	{ "/var/run/secrets/kubernetes.io/serviceaccount", "tmpfs", MOUNT_DROP, MEMORY },
	{ "/run/secrets/kubernetes.io/serviceaccount", "bind", MOUNT_OFFER, "the same, where /var/run leads to /run" },
	{ "/run/secrets/kubernetes.io/serviceaccount", "tmpfs", MOUNT_DROP, MEMORY },
	{ "/data", "bind", MOUNT_VOLUME, "a volume" },
	{ "/data", "tmpfs", MOUNT_DROP, MEMORY },
	{ "/data", "ramfs", MOUNT_DROP, MEMORY },
	{ "/data", "cgroup", MOUNT_GUEST, GROUPS },
	{ "/data", "cgroup2", MOUNT_GUEST, GROUPS },
	{ "/data", "proc", MOUNT_GUEST, ITS_OWN },
	{ "/data", "sysfs", MOUNT_GUEST, ITS_OWN },
	{ "/data", "devpts", MOUNT_GUEST, ITS_OWN },
	{ "/data", "devtmpfs", MOUNT_GUEST, ITS_OWN },
	{ "/data", "mqueue", MOUNT_GUEST, ITS_OWN },
	{ "/data", "ext4", MOUNT_REFUSE, ON_HOST },
};

static char memory[1 << 20];

static struct plan_mount reads(struct arena *a, const char *destination, const char *type, const char *option)
{
	struct config_mount mount = { destination, type, "/from", &option, 1, NULL, 0, NULL, 0 };
	struct config config = { .mounts = &mount, .mounts_count = 1 };
	struct plan_mount *list;
	size_t n;

	unit_arena(a, memory, sizeof memory);
	mounts_read(a, &config, "/bundle", &list, &n);
	assert_int_equal(n, 1);
	return list[0];
}

static void test_fates(void **state)
{
	struct arena a;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct plan_mount m = reads(&a, rows[i].destination, rows[i].type, "nosuid");

		if (m.fate != rows[i].fate || strcmp(m.why, rows[i].why))
			fail_msg("%s %s: %d, %s\n", rows[i].destination, rows[i].type, (int)m.fate, m.why);
	}
}

/* Each word of the options by itself: what it asks for, in letters. */
static void test_options(void **state)
{
	static const struct {
		const char *option, *asks;
	} want[] = { { "bind", "" }, { "rbind", "b" }, { "ro", "r" }, { "rro", "r" }, { "rw", "" }, { "rrw", "" },
		{ "slave", "s" }, { "rslave", "s" }, { "shared", "s" }, { "rshared", "s" }, { "idmap", "i" },
		{ "ridmap", "i" } };

	(void)state;
	assert_int_equal(sizeof want / sizeof *want, MOUNT_OPTIONS);
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		struct arena a;
		struct plan_mount m = reads(&a, "/data", "bind", want[i].option);
		char got[8];

		snprintf(got, sizeof got, "%s%s%s%s", m.recursive ? "b" : "", m.readonly ? "r" : "", m.slave ? "s" : "",
		    m.idmap ? "i" : "");
		if (strcmp(got, want[i].asks))
			fail_msg("%s asks for \"%s\"\n", want[i].option, got);
	}
}

/* Words that change the meaning of those before them: to write, and of the type. */
static void test_later_words(void **state)
{
	static const char *const both[] = { "ro", "rw", "ro", "rrw", "bind", "rbind" };

	(void)state;
	for (int i = 0; i < 6; i += 2) {
		struct arena a;
		const char *options[2] = { both[i], both[i + 1] };
		struct config_mount mount = { "/data", "none", "/from", options, 2, NULL, 0, NULL, 0 };
		struct config config = { .mounts = &mount, .mounts_count = 1 };
		struct plan_mount *list;
		size_t n;

		unit_arena(&a, memory, sizeof memory);
		mounts_read(&a, &config, "/bundle", &list, &n);
		assert_false(list[0].readonly);
		assert_int_equal(list[0].fate, i < 4 ? MOUNT_REFUSE : MOUNT_VOLUME);
		assert_int_equal(list[0].recursive, i == 4);
	}
}

static void test_limits(void **state)
{
	(void)state;
	assert_int_equal(MOUNT_MOST_FILES, 1024);
	assert_int_equal(MOUNT_MOST_BYTES, 8 << 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fates),
		cmocka_unit_test(test_options),
		cmocka_unit_test(test_later_words),
		cmocka_unit_test(test_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
