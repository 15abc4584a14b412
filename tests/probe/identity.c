/*
 * identity.c: who the process is, what it may do, its limits and signals.
 */
#include "out.h"
#include "sections.h"
#include "sys.h"

#include <linux/capability.h>
#include <linux/prctl.h>
#include <linux/resource.h>
#include <stdint.h>

void report_self(void)
{
	int death_signal = 0;
	out_pair("pid", sys0(__NR_getpid));
	out_pair("ppid", sys0(__NR_getppid));
	out_pair("session", sys1(__NR_getsid, 0));
	out_pair("process_group", sys1(__NR_getpgid, 0));
	sys2(__NR_prctl, PR_GET_PDEATHSIG, &death_signal);
	out_pair("death_signal", death_signal);
}

static void report_ids(void)
{
	uint32_t real, effective, saved;
	sys3(__NR_getresuid, &real, &effective, &saved);
	out_pair("uid", real);
	out_pair("euid", effective);
	out_pair("suid", saved);
	sys3(__NR_getresgid, &real, &effective, &saved);
	out_pair("gid", real);
	out_pair("egid", effective);
	out_pair("sgid", saved);
}

static void report_groups(void)
{
	static uint32_t groups[256];
	long count = sys2(__NR_getgroups, 256, groups);
	out_key("groups");
	out_open('[');
	for (long i = 0; i < count; i++) {
		out_comma();
		out_number(groups[i]);
	}
	out_close(']');
}

/* Bounding and ambient are asked bit by bit; the kernel answers EINVAL above its last capability. */
static uint64_t bits_from_prctl(long option, long argument)
{
	uint64_t bits = 0;
	for (long bit = 0; bit < 64; bit++) {
		long set = argument ? sys4(__NR_prctl, option, argument, bit, 0) : sys2(__NR_prctl, option, bit);
		if (set > 0)
			bits |= (uint64_t)1 << bit;
	}
	return bits;
}

static void report_capabilities(void)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[2] = { { 0, 0, 0 }, { 0, 0, 0 } };
	sys2(__NR_capget, &header, data);
	out_key("capabilities");
	out_open('{');
	out_key("effective");
	out_hex(data[0].effective | (uint64_t)data[1].effective << 32);
	out_key("permitted");
	out_hex(data[0].permitted | (uint64_t)data[1].permitted << 32);
	out_key("inheritable");
	out_hex(data[0].inheritable | (uint64_t)data[1].inheritable << 32);
	out_key("bounding");
	out_hex(bits_from_prctl(PR_CAPBSET_READ, 0));
	out_key("ambient");
	out_hex(bits_from_prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET));
	out_close('}');
}

void report_identity(void)
{
	report_ids();
	report_groups();
	report_capabilities();
	out_pair("no_new_privs", sys2(__NR_prctl, PR_GET_NO_NEW_PRIVS, 0));
	out_pair("seccomp", sys1(__NR_prctl, PR_GET_SECCOMP));
	out_pair("securebits", sys1(__NR_prctl, PR_GET_SECUREBITS));
	out_pair("dumpable", sys1(__NR_prctl, PR_GET_DUMPABLE));
	out_pair("thp_disabled", sys5(__NR_prctl, PR_GET_THP_DISABLE, 0, 0, 0, 0));
	out_pair("session_keyring", sys3(__NR_keyctl, 0 /* KEYCTL_GET_KEYRING_ID */, -3 /* session */, 0));
}

static void report_rlimit(const char *name, long which)
{
	struct rlimit64 limit = { 0, 0 };
	if (sys4(__NR_prlimit64, 0, which, 0, &limit) < 0)
		return;
	out_key(name);
	out_open('[');
	out_number((long)limit.rlim_cur);
	out_comma();
	out_number((long)limit.rlim_max);
	out_close(']');
}

/* Unlimited shows as -1. */
void report_limits(void)
{
	static const char names[16][12] = { "cpu", "fsize", "data", "stack", "core", "rss", "nproc", "nofile",
		"memlock", "as", "locks", "sigpending", "msgqueue", "nice", "rtprio", "rttime" };
	out_key("rlimits");
	out_open('{');
	for (int i = 0; i < 16; i++)
		report_rlimit(names[i], i);
	out_close('}');
	long mask = sys1(__NR_umask, 0);
	sys1(__NR_umask, mask);
	out_key("umask");
	out_octal((unsigned long)mask);
	out_pair("nice", 20 - sys2(__NR_getpriority, 0, 0));
	out_pair("scheduler", sys1(__NR_sched_getscheduler, 0));
}

struct kernel_sigaction {
	void *handler;
	unsigned long flags;
	void *restorer;
	uint64_t mask;
};

void report_signals(void)
{
	uint64_t blocked = 0, ignored = 0;
	sys4(__NR_rt_sigprocmask, 0, 0, &blocked, 8);
	for (long signal = 1; signal <= 64; signal++) {
		struct kernel_sigaction action = { 0, 0, 0, 0 };
		if (sys4(__NR_rt_sigaction, signal, 0, &action, 8) == 0 && action.handler == (void *)1)
			ignored |= (uint64_t)1 << (signal - 1);
	}
	out_key("signals");
	out_open('{');
	out_key("blocked");
	out_hex(blocked);
	out_key("ignored");
	out_hex(ignored);
	out_close('}');
}
