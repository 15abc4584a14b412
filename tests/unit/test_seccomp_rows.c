/*
 * The filters a second time, by hand: every system call of every filter, with arguments that fit no condition; every request of
 * ioctl and every command of fcntl and prctl by the names that the kernel's headers have for it; and conditions at their edges.
 */
#include "unit.h"

#include <fcntl.h>
#include <linux/cdrom.h>
#include <linux/fs.h>
#include <linux/if_tun.h>
#include <linux/kvm.h>
#include <linux/prctl.h>
#include <linux/sockios.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <asm/termbits.h>
#include <asm/ioctls.h>

#include "seccomp_answer.h"

#define HVT    SECCOMP_FILTER_SOLO5_HVT
#define SPT    SECCOMP_FILTER_SOLO5_SPT
#define QEMU   SECCOMP_FILTER_QEMU
#define KEEPER SECCOMP_FILTER_KEEPER

enum { END = -1, LAST = 450 /* set_mempolicy_home_node: what comes after it is "not implemented" */ };

/* ---------------------------------------------------------------- system calls */
static const int of_library[] = { SYS_write, SYS_exit_group, SYS_brk, SYS_munmap, SYS_mremap, SYS_madvise, SYS_close,
	SYS_read, SYS_readv, SYS_writev, SYS_pread64, SYS_lseek, SYS_fstat, SYS_newfstatat, SYS_statx, SYS_faccessat,
	SYS_readlinkat, SYS_getdents64, SYS_set_tid_address, SYS_set_robust_list, SYS_rseq, SYS_getrandom, SYS_futex,
	SYS_rt_sigaction, SYS_rt_sigprocmask, SYS_rt_sigreturn, SYS_sigaltstack, SYS_restart_syscall, SYS_clock_gettime,
	SYS_clock_getres, SYS_gettimeofday, SYS_clock_nanosleep, SYS_nanosleep, SYS_sched_yield, SYS_getpid, SYS_gettid,
	SYS_getuid, SYS_geteuid, SYS_getgid, SYS_getegid, SYS_uname, SYS_sysinfo, SYS_exit,
#if defined(__x86_64__)
	SYS_stat, SYS_lstat, SYS_access, SYS_readlink, SYS_time,
#endif
	END };
static const int of_threads[] = { SYS_membarrier, END };
static const int of_taps[] = { SYS_getsockname, SYS_recvmsg, SYS_recvfrom, END };
static const int of_tenders[] = { SYS_epoll_create1, SYS_epoll_ctl, SYS_epoll_pwait, SYS_timerfd_create,
	SYS_timerfd_settime, SYS_pwrite64, SYS_memfd_create, SYS_seccomp, END };
static const int of_hvt[] = { SYS_eventfd2,
#if defined(__x86_64__)
	SYS_epoll_wait,
#endif
	END };
/* openat: the flags have O_CREAT */
static const int of_qemu[] = { SYS_ppoll, SYS_epoll_create1, SYS_epoll_ctl, SYS_epoll_pwait, SYS_eventfd2,
	SYS_signalfd4, SYS_timerfd_create, SYS_timerfd_settime, SYS_rt_sigtimedwait, SYS_rt_sigpending,
	SYS_sched_getaffinity, SYS_getcpu, SYS_pipe2, SYS_dup, SYS_seccomp, SYS_memfd_create, SYS_pwrite64, SYS_preadv,
	SYS_pwritev, SYS_fdatasync, SYS_getppid, SYS_fallocate, SYS_openat, SYS_fsync, SYS_ftruncate, SYS_truncate,
	SYS_fchmod, SYS_fchmodat, SYS_fchown, SYS_fchownat, SYS_utimensat, SYS_mkdirat, SYS_mknodat, SYS_symlinkat,
	SYS_linkat,
#ifdef SYS_renameat
	SYS_renameat,
#endif
	SYS_renameat2, SYS_unlinkat, SYS_statfs, SYS_fstatfs, SYS_fchdir, SYS_lgetxattr, SYS_fgetxattr, SYS_lsetxattr,
	SYS_fsetxattr, SYS_llistxattr, SYS_flistxattr, SYS_lremovexattr,
#if defined(__x86_64__)
	SYS_poll, SYS_epoll_wait, SYS_chmod,
#endif
	END };
static const int of_keeper[] = { SYS_ppoll, SYS_read, SYS_write, SYS_close, SYS_waitid, SYS_kill, SYS_clock_gettime,
	SYS_madvise, SYS_restart_syscall, SYS_exit_group,
#if defined(__x86_64__)
	SYS_poll,
#endif
	END };

struct refusal {
	int nr, errnum;
};
static const struct refusal libraries_hear[] = { { SYS_faccessat2, ENOSYS }, { SYS_openat2, ENOSYS }, { END, 0 } };
static const struct refusal threads_hear[] = { { SYS_clone3, ENOSYS }, { END, 0 } };
static const struct refusal qemu_hears[] = { { SYS_setsockopt, ENOSYS }, { SYS_io_uring_setup, ENOSYS },
	{ SYS_userfaultfd, ENOSYS }, { SYS_get_mempolicy, ENOSYS }, { SYS_set_mempolicy, ENOSYS },
	{ SYS_epoll_pwait2, ENOSYS }, { SYS_socket, EAFNOSUPPORT }, { SYS_sched_setattr, EPERM },
	{ SYS_sched_setscheduler, EPERM }, { SYS_setpriority, EPERM }, { END, 0 } };

static void put(int want[LAST + 1], const int *list, const struct refusal *refused)
{
	for (; list && *list != END; list++)
		want[*list] = ALLOW;
	for (; refused && refused->nr != END; refused++)
		want[refused->nr] = refused->errnum;
}

/* All bits but the lowest: fits no "is" and no "lacks". */
static void expect_calls(enum seccomp_filter filter, const int want[LAST + 1])
{
	const uint64_t odd = ~(uint64_t)1;

	for (int nr = 0; nr <= LAST; nr++)
		answers(filter, want[nr] ? want[nr] : KILL, C(nr, { odd, odd, odd, odd, odd, odd }));
}

static void every_call(void **state)
{
	int qemu[LAST + 1] = { 0 }, hvt[LAST + 1] = { 0 }, spt[LAST + 1] = { 0 }, keeper[LAST + 1] = { 0 };

	(void)state;
	put(qemu, of_library, libraries_hear);
	put(qemu, of_threads, threads_hear);
	put(qemu, of_qemu, qemu_hears);
	put(hvt, of_library, libraries_hear);
	put(hvt, of_threads, threads_hear);
	put(hvt, of_taps, NULL);
	put(hvt, of_tenders, NULL);
	put(hvt, of_hvt, NULL);
	put(spt, of_library, libraries_hear);
	put(spt, of_taps, NULL);
	put(spt, of_tenders, NULL);
	put(keeper, of_keeper, NULL);
	expect_calls(QEMU, qemu);
	expect_calls(HVT, hvt);
	expect_calls(SPT, spt);
	expect_calls(KEEPER, keeper);
}

/* ---------------------------------------------------------------- ioctl, fcntl, prctl */
#if defined(__x86_64__)
/* q: QEMU, h: hvt, s: spt */
static const struct request {
	unsigned long nr;
	const char *who;
} requests[] = { { TCGETS, "qhs" }, { TCGETS2, "qhs" }, { TIOCGWINSZ, "qhs" }, { TUNSETIFF, "qhs" },
	{ SIOCGIFMTU, "hs" }, { SIOCETHTOOL, "hs" }, { TCSETS, "q" }, { TCSETSW, "q" }, { TCSETS2, "q" },
	{ TCSETSW2, "q" }, { TCSETSF, "" }, { TIOCSTI, "" }, { TUNGETIFF, "q" }, { TUNGETFEATURES, "q" },
	{ TUNSETOFFLOAD, "q" }, { TUNSETSNDBUF, "q" }, { TUNGETVNETHDRSZ, "q" }, { TUNSETVNETHDRSZ, "q" },
	{ TUNSETVNETLE, "q" }, { TUNSETVNETBE, "q" }, { TUNSETOWNER, "" }, { BLKROGET, "q" }, { BLKSECTGET, "q" },
	{ BLKSSZGET, "q" }, { BLKPBSZGET, "q" }, { BLKGETSIZE64, "q" }, { CDROM_DRIVE_STATUS, "q" },
	{ _IOR('X', 30, char[12]) /* XFS_IOC_DIOINFO */, "q" }, { BLKDISCARD, "q" }, { BLKZEROOUT, "q" },
	{ BLKFLSBUF, "q" }, { FS_IOC_GETVERSION, "q" }, { BLKROSET, "" }, { KVM_GET_API_VERSION, "qh" },
	{ KVM_CREATE_VM, "qh" }, { KVM_CHECK_EXTENSION, "qh" }, { KVM_GET_VCPU_MMAP_SIZE, "qh" },
	{ KVM_GET_SUPPORTED_CPUID, "qh" }, { KVM_SET_CPUID2, "qh" }, { KVM_GET_TSC_KHZ, "qh" },
	{ KVM_CREATE_VCPU, "qh" }, { KVM_SET_USER_MEMORY_REGION, "qh" }, { KVM_IOEVENTFD, "qh" },
	{ KVM_GET_REGS, "qh" }, { KVM_SET_REGS, "qh" }, { KVM_GET_SREGS, "qh" }, { KVM_SET_SREGS, "qh" },
	{ KVM_GET_ONE_REG, "qh" }, { KVM_SET_ONE_REG, "qh" }, { KVM_RUN, "qh" },
	{ _IOW(KVMIO, 0xae, char[32]) /* KVM_ARM_VCPU_INIT */, "qh" },
	{ _IOR(KVMIO, 0xaf, char[32]) /* KVM_ARM_PREFERRED_TARGET */, "qh" }, { KVM_IRQ_LINE, "q" },
	{ 0xaf01 /* VHOST_SET_OWNER */, "q" } };
enum { REQUESTS = sizeof requests / sizeof *requests };

static bool may(unsigned long nr, char who)
{
	unsigned type = nr >> 8 & 0xff;

	if (who == 'q' && (type == KVMIO || type == 0xaf)) /* all that KVM and vhost have */
		return true;
	for (int i = 0; i < REQUESTS; i++)
		if (requests[i].nr == nr)
			return strchr(requests[i].who, who);
	return false;
}

static void one_request(unsigned long nr)
{
	answers(QEMU, may(nr, 'q') ? ALLOW : KILL, C(SYS_ioctl, { 3, nr, 0 }));
	answers(HVT, may(nr, 'h') ? ALLOW : KILL, C(SYS_ioctl, { 3, nr, 0 }));
	answers(SPT, may(nr, 's') ? ALLOW : KILL, C(SYS_ioctl, { 3, nr, 0 }));
}

/* Each, its neighbours, and each with one bit that is another. */
static void every_request(void **state)
{
	(void)state;
	for (int i = 0; i < REQUESTS; i++) {
		for (unsigned long nr = requests[i].nr - 1; nr <= requests[i].nr + 1; nr++)
			one_request(nr);
		for (int bit = 0; bit < 32; bit++)
			one_request(requests[i].nr ^ 1ul << bit);
	}
	for (unsigned long type = 0; type < 256; type++)
		one_request(0x40040003 | type << 8);
}
#else
static void every_request(void **state)
{
	(void)state; /* requests of KVM have other sizes there */
}
#endif

/* The numbers up to 2000 of which the list has those that are allowed. */
static void expect_numbers(enum seccomp_filter filter, long call, int at, const int *list)
{
	for (int n = 0; n < 2000; n++) {
		struct call c = C((int)call, { 9, 9, 9, 9, 9, 9 });
		int want = KILL;

		for (const int *l = list; *l != END; l++)
			want = *l == n ? ALLOW : want;
		c.args[at] = (uint64_t)n;
		answers(filter, want, c);
	}
}

static void every_number(void **state)
{
	static const int fcntl_qemu[] = { F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC, F_OFD_GETLK, F_OFD_SETLK,
		END };
	static const int fcntl_tender[] = { F_GETFD, F_SETFD, F_GETFL, END };
	static const int prctl_qemu[] = { PR_SET_TIMERSLACK, PR_SET_NAME, PR_MCE_KILL, PR_SET_NO_NEW_PRIVS,
		PR_GET_SECCOMP, PR_CAPBSET_READ, END };
	static const int prctl_tender[] = { PR_SET_NO_NEW_PRIVS, END };
	static const int signals_qemu[] = { SIGABRT, SIGUSR1, END }, signals_tender[] = { SIGABRT, END };

	(void)state;
	for (int f = 0; f < SECCOMP_FILTER_COUNT; f++) {
		enum seccomp_filter filter = (enum seccomp_filter)f;
		bool qemu = f == QEMU;

		if (f == KEEPER)
			continue;
		expect_numbers(filter, SYS_fcntl, 1, qemu ? fcntl_qemu : fcntl_tender);
		expect_numbers(filter, SYS_prctl, 0, qemu ? prctl_qemu : prctl_tender);
		expect_numbers(filter, SYS_tgkill, 2, qemu ? signals_qemu : signals_tender);
		expect_numbers(filter, SYS_tkill, 1, qemu ? signals_qemu : signals_tender);
	}
	answers(QEMU, EINVAL, C(SYS_prctl, { PR_SET_VMA }));
	answers(SPT, KILL, C(SYS_prctl, { PR_SET_VMA }));
}

/* ---------------------------------------------------------------- conditions */
static void memory(void **state)
{
	(void)state;
	for (int p = 0; p < 8; p++)
		for (int m = 0; m < 64; m++) {
			bool code = p == (PROT_READ | PROT_EXEC), all = p == 7;
			bool file = (m & MAP_PRIVATE) && !(m & MAP_ANONYMOUS),
			     own = (m & MAP_PRIVATE) && (m & MAP_ANONYMOUS);
			struct call map = C(SYS_mmap, { 0, 4096, (uint64_t)p, (uint64_t)m });
			struct call protect = C(SYS_mprotect, { 0, 4096, (uint64_t)p });

			answers(QEMU, !(p & PROT_EXEC) || (code && file) || (all && own) ? ALLOW : KILL, map);
			answers(HVT, !(p & PROT_EXEC) || (code && file) ? ALLOW : KILL, map);
			answers(QEMU, !(p & PROT_EXEC) || code || all ? ALLOW : KILL, protect);
			answers(HVT, !(p & PROT_EXEC) ? ALLOW : KILL, protect);
			answers(SPT, !(p & PROT_EXEC) || code ? ALLOW : KILL, protect);
		}
}

static void sockets_of_taps(void **state)
{
	(void)state;
	for (uint64_t domain = 0; domain < 64; domain++)
		for (uint64_t type = 0; type < 8; type++)
			for (uint64_t protocol = 0; protocol < 2; protocol++) {
				bool ip = domain == AF_INET && type == SOCK_DGRAM;
				bool netlink = domain == AF_NETLINK && type == SOCK_RAW && !protocol;

				answers(SPT, ip || netlink ? ALLOW : KILL, C(SYS_socket, { domain, type, protocol }));
			}
	answers(SPT, ALLOW, C(SYS_socket, { AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, 0 }));
	answers(SPT, KILL, C(SYS_socket, { AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0 }));
	for (uint64_t size = 0; size < 64; size++) {
		answers(SPT, size == 12 ? ALLOW : KILL, C(SYS_bind, { 3, 1, size }));
		answers(SPT, size == 12 || !size ? ALLOW : KILL, C(SYS_sendto, { 3, 1, 1, 0, 1, size }));
	}
}

static void qemus_own(void **state)
{
	static const int calls[] = { SYS_getpeername, SYS_getsockname, SYS_recvmsg, SYS_sendmsg, SYS_shutdown };

	(void)state;
	for (uint64_t fd = 0; fd < 64; fd++) {
		bool ours = fd == 10 || fd == 11; /* the sockets of control and exit code */

		for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
			answers(QEMU, ours ? ALLOW : !i && (fd == 1 || fd == 2) ? ENOTSOCK : KILL, C(calls[i], { fd }));
		answers(QEMU, ours ? ALLOW : KILL, C(SYS_getsockopt, { fd, SOL_SOCKET, SO_TYPE }));
	}
	answers(QEMU, KILL, C(SYS_getsockopt, { 10, SOL_SOCKET, SO_TYPE + 1 }));
	answers(QEMU, KILL, C(SYS_getsockopt, { 10, SOL_SOCKET + 1, SO_TYPE }));
}

static void opening(void **state)
{
	static const unsigned writes[] = { O_CREAT, O_TRUNC, 0x400000 /* O_TMPFILE's own */ };

	(void)state;
	for (int i = 0; i < 8; i++) {
		unsigned flags = O_RDWR | (i & 1 ? writes[0] : 0) | (i & 2 ? writes[1] : 0) | (i & 4 ? writes[2] : 0);

		answers(HVT, !i ? ALLOW : KILL, C(SYS_openat, { 3, 1, flags }));
		answers(QEMU, i != 4 ? ALLOW : KILL, C(SYS_openat, { 3, 1, flags }));
#if defined(__x86_64__)
		answers(QEMU, !i ? ALLOW : KILL, C(SYS_open, { 1, flags }));
		answers(SPT, !i ? ALLOW : KILL, C(SYS_open, { 1, flags }));
#endif
	}
}

static void others(void **state)
{
	const uint64_t thread = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM |
				CLONE_SETTLS | CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID;

	(void)state;
	answers(QEMU, ALLOW, C(SYS_clone, { thread }));
	answers(HVT, ALLOW, C(SYS_clone, { thread | 0x400000 /* CLONE_DETACHED: musl */ }));
	answers(SPT, KILL, C(SYS_clone, { thread }));
	for (int bit = 0; bit < 32; bit++)
		if (bit != 22) {
			answers(QEMU, KILL, C(SYS_clone, { thread ^ 1u << bit }));
			answers(QEMU, KILL, C(SYS_clone, { (thread | 0x400000) ^ 1u << bit }));
		}
	answers(SPT, ALLOW, C(SYS_personality, { 0xffffffff }));
	answers(HVT, ALLOW, C(SYS_personality, { 0xffffffff }));
	answers(HVT, KILL, C(SYS_personality, { 0 }));
	answers(QEMU, KILL, C(SYS_personality, { 0xffffffff }));
	answers(QEMU, ALLOW, C(SYS_prlimit64, { 0, 3, 0 }));
	answers(QEMU, KILL, C(SYS_prlimit64, { 0, 3, 1 }));
	answers(SPT, ALLOW, C(SYS_execveat, { 3, 1, 1, 1, 0x1000 }));
	answers(SPT, KILL, C(SYS_execveat, { 4, 1, 1, 1, 0x1000 }));
	answers(SPT, KILL, C(SYS_execveat, { 3, 1, 1, 1, 0 }));
#if defined(__x86_64__)
	for (uint64_t code = 0x1000; code < 0x6000; code++) {
		bool asks = code == 0x3001 || code == 0x5001 || code == 0x5002 || code == 0x5005;

		answers(QEMU, code == 0x1002 ? ALLOW : asks ? EINVAL : KILL, C(SYS_arch_prctl, { code }));
	}
#endif
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_call),
		cmocka_unit_test(every_request),
		cmocka_unit_test(every_number),
		cmocka_unit_test(memory),
		cmocka_unit_test(sockets_of_taps),
		cmocka_unit_test(qemus_own),
		cmocka_unit_test(opening),
		cmocka_unit_test(others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
