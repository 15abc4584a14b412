/*
 * The words that fields of config.json may have, by hand from config-linux.md and config.md of the OCI runtime-spec 1.3 and from
 * the kernel's headers: all of them, and no others.
 */
#include "unit.h"
#include "config_table.h"

static void expect(int set, const char *words)
{
	char got[2048] = "";

	for (int i = 1; config_word(set, i); i++) /* 0: nothing was said */
		strcat(strcat(got, *got ? " " : ""), config_word(set, i));
	assert_string_equal(got, words);
}

static void test_words(void **state)
{
	(void)state;
	expect(CONFIG_SET_NS, "mount pid network uts ipc user cgroup time");
	expect(CONFIG_SET_PROPAGATION, "private shared slave unbindable rprivate rshared rslave runbindable");
	expect(CONFIG_SET_DEVICE_TYPE, "c b u p");
	expect(CONFIG_SET_RULE_TYPE, "a c b");
	expect(CONFIG_SET_DOMAIN, "LINUX LINUX32");
	expect(CONFIG_SET_RLIMIT,
	    "RLIMIT_AS RLIMIT_CORE RLIMIT_CPU RLIMIT_DATA RLIMIT_FSIZE RLIMIT_LOCKS RLIMIT_MEMLOCK RLIMIT_MSGQUEUE RLIMIT_NICE "
	    "RLIMIT_NOFILE RLIMIT_NPROC RLIMIT_RSS RLIMIT_RTPRIO RLIMIT_RTTIME RLIMIT_SIGPENDING RLIMIT_STACK");
	expect(CONFIG_SET_SCHED, "SCHED_OTHER SCHED_FIFO SCHED_RR SCHED_BATCH SCHED_ISO SCHED_IDLE SCHED_DEADLINE");
	expect(CONFIG_SET_SCHED_FLAG,
	    "SCHED_FLAG_RESET_ON_FORK SCHED_FLAG_RECLAIM SCHED_FLAG_DL_OVERRUN SCHED_FLAG_KEEP_POLICY SCHED_FLAG_KEEP_PARAMS "
	    "SCHED_FLAG_UTIL_CLAMP_MIN SCHED_FLAG_UTIL_CLAMP_MAX");
	expect(CONFIG_SET_IOPRIO_CLASS, "IOPRIO_CLASS_RT IOPRIO_CLASS_BE IOPRIO_CLASS_IDLE");
	expect(CONFIG_SET_MPOL,
	    "MPOL_DEFAULT MPOL_BIND MPOL_INTERLEAVE MPOL_WEIGHTED_INTERLEAVE MPOL_PREFERRED MPOL_PREFERRED_MANY MPOL_LOCAL");
	expect(CONFIG_SET_MPOL_F, "MPOL_F_NUMA_BALANCING MPOL_F_RELATIVE_NODES MPOL_F_STATIC_NODES");
	expect(CONFIG_SET_CAPABILITY,
	    "CAP_AUDIT_CONTROL CAP_AUDIT_READ CAP_AUDIT_WRITE CAP_BLOCK_SUSPEND CAP_BPF CAP_CHECKPOINT_RESTORE CAP_CHOWN "
	    "CAP_DAC_OVERRIDE CAP_DAC_READ_SEARCH CAP_FOWNER CAP_FSETID CAP_IPC_LOCK CAP_IPC_OWNER CAP_KILL CAP_LEASE "
	    "CAP_LINUX_IMMUTABLE CAP_MAC_ADMIN CAP_MAC_OVERRIDE CAP_MKNOD CAP_NET_ADMIN CAP_NET_BIND_SERVICE CAP_NET_BROADCAST "
	    "CAP_NET_RAW CAP_PERFMON CAP_SETFCAP CAP_SETGID CAP_SETPCAP CAP_SETUID CAP_SYSLOG CAP_SYS_ADMIN CAP_SYS_BOOT "
	    "CAP_SYS_CHROOT CAP_SYS_MODULE CAP_SYS_NICE CAP_SYS_PACCT CAP_SYS_PTRACE CAP_SYS_RAWIO CAP_SYS_RESOURCE CAP_SYS_TIME "
	    "CAP_SYS_TTY_CONFIG CAP_WAKE_ALARM");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
