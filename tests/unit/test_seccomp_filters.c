/*
 * test_seccomp_filters.c: what the compiled filters answer, asked of their BPF by a small interpreter, and of the kernel by a
 * child that has loaded one.  The expectations are written by hand, not taken from the specs.
 */
#include "unit.h"

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "act/park.h"
#include "act/seccomp.h"
#include "decide/keep.h"
#include "seccomp_answer.h"

/* All filters of monitors. */
static void all_answer(int wanted, struct call call)
{
	for (int f = 0; f < SECCOMP_FILTER_COUNT; f++)
		if (f != SECCOMP_FILTER_KEEPER)
			answers((enum seccomp_filter)f, wanted, call);
}

/* ---------------------------------------------------------------- all filters */

static void names(void **state)
{
	(void)state;
	for (int f = 0; f < SECCOMP_FILTER_COUNT; f++)
		assert_int_equal(seccomp_filter_by_name(seccomp_filter_name((enum seccomp_filter)f)), f);
	assert_int_equal(seccomp_filter_by_name("nobody"), SECCOMP_FILTER_NONE);
	assert_int_equal(seccomp_filter_by_name(""), SECCOMP_FILTER_NONE);
	assert_true(SECCOMP_FILTER_COUNT >= 3);
}

static void the_one_exec(void **state)
{
	const uint64_t empty = 0x1000;

	(void)state;
	all_answer(ALLOW, C(SYS_execveat, { PARK_PROGRAM, 1, 2, 3, empty }));
	all_answer(KILL, C(SYS_execveat, { PARK_PROGRAM + 1, 1, 2, 3, empty }));
	all_answer(KILL, C(SYS_execveat, { PARK_PROGRAM, 1, 2, 3, 0 }));
	all_answer(KILL, C(SYS_execveat, { PARK_PROGRAM, 1, 2, 3, empty | 0x100 }));
	all_answer(KILL, C(SYS_execveat, { (uint32_t)AT_FDCWD, 1, 2, 3, empty }));
	all_answer(KILL, C(SYS_execve));
	all_answer(ALLOW, C(SYS_write, { 5 })); /* why exec failed */
	all_answer(ALLOW, C(SYS_exit_group));
}

static void never(void **state)
{
	static const int calls[] = { SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_mount, SYS_umount2,
		SYS_pivot_root, SYS_chroot, SYS_unshare, SYS_setns, SYS_bpf, SYS_init_module, SYS_finit_module,
		SYS_kexec_load, SYS_keyctl, SYS_add_key, SYS_request_key, SYS_setuid, SYS_setgid, SYS_setresuid,
		SYS_setresgid, SYS_setgroups, SYS_capset, SYS_kill, SYS_pidfd_open, SYS_pidfd_getfd,
		SYS_pidfd_send_signal, SYS_open_by_handle_at, SYS_name_to_handle_at, SYS_fsopen, SYS_open_tree,
		SYS_move_mount, SYS_mount_setattr, SYS_perf_event_open, SYS_io_uring_enter, SYS_io_uring_register,
		SYS_connect, SYS_listen, SYS_accept, SYS_accept4, SYS_sendmmsg, SYS_sethostname, SYS_reboot, SYS_swapon,
		SYS_settimeofday, SYS_clock_settime, SYS_quotactl, SYS_acct, SYS_syslog, SYS_fanotify_init,
		SYS_inotify_init1, SYS_shmget, SYS_msgget, SYS_semget, SYS_chdir, SYS_setsid, SYS_getsid, SYS_setpgid,
		SYS_splice, SYS_vmsplice, SYS_tee, SYS_remap_file_pages, SYS_move_pages, SYS_migrate_pages, SYS_mbind,
		SYS_sched_setaffinity, SYS_setrlimit, SYS_landlock_create_ruleset, SYS_memfd_secret, SYS_pkey_mprotect,
		SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo, SYS_waitid, SYS_wait4, SYS_getrlimit };

	(void)state;
	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
		all_answer(KILL, C(calls[i]));
	all_answer(KILL, C(SYS_sendmsg, { 3 }));
#if defined(__x86_64__)
	all_answer(KILL, C(SYS_fork));
	all_answer(KILL, C(SYS_vfork));
	all_answer(KILL, C(SYS_creat));
	all_answer(KILL, C(SYS_modify_ldt));
	all_answer(KILL, C(SYS_iopl));
	all_answer(KILL, C(SYS_arch_prctl, { 0x1001 })); /* ARCH_SET_GS */
	all_answer(ALLOW, C(SYS_arch_prctl, { 0x1002 })); /* ARCH_SET_FS */
	all_answer(EINVAL, C(SYS_arch_prctl, { 0x3001 })); /* ARCH_CET_STATUS */
#endif
}

static void other_architectures(void **state)
{
	static const uint32_t others[] = { AUDIT_ARCH_I386, AUDIT_ARCH_ARM, AUDIT_ARCH_RISCV64, 0,
		ARCH == AUDIT_ARCH_X86_64 ? AUDIT_ARCH_AARCH64 : AUDIT_ARCH_X86_64 };

	(void)state;
	for (int f = 0; f < SECCOMP_FILTER_COUNT; f++)
		for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
			struct seccomp_data data = { .nr = SYS_write, .arch = others[i] };

			assert_int_equal(answer_of((enum seccomp_filter)f, &data), SECCOMP_RET_KILL_PROCESS);
			data.nr = 460;
			assert_int_equal(answer_of((enum seccomp_filter)f, &data), SECCOMP_RET_KILL_PROCESS);
		}
#if defined(__x86_64__)
	all_answer(KILL, C(0x40000000 | SYS_write)); /* x32 */
	all_answer(KILL, C(0x40000000 | 520)); /* its own execve */
#endif
	all_answer(KILL, C(-1));
}

/* A new C library tries them and has another way. */
static void unknown_ones_are_not_implemented(void **state)
{
	(void)state;
	all_answer(KILL, C(450)); /* set_mempolicy_home_node: known, and wanted by nobody */
	all_answer(ENOSYS, C(451)); /* cachestat */
	all_answer(ENOSYS, C(452)); /* fchmodat2 */
	all_answer(ENOSYS, C(462)); /* mseal */
	all_answer(ENOSYS, C(1000));
	all_answer(ENOSYS, C(SYS_openat2));
	all_answer(ENOSYS, C(SYS_faccessat2));
}

static void memory_is_not_code(void **state)
{
	const uint64_t rw = 3, rx = 5, rwx = 7, private = 2, shared = 1, anonymous = 0x20, fixed = 0x10;

	(void)state;
	all_answer(ALLOW, C(SYS_mmap, { 0, 4096, rw, private | anonymous }));
	all_answer(ALLOW, C(SYS_mmap, { 0, 4096, rw, shared }));
	all_answer(ALLOW, C(SYS_mmap, { 0, 4096, rx, private | fixed | 0x800 })); /* as the loader does */
	all_answer(KILL, C(SYS_mmap, { 0, 4096, rx, private | anonymous }));
	all_answer(KILL, C(SYS_mmap, { 0, 4096, rx, shared }));
	all_answer(KILL, C(SYS_mmap, { 0, 4096, rwx, private }));
	all_answer(KILL, C(SYS_mmap, { 0, 4096, rwx, shared | anonymous }));
	all_answer(KILL, C(SYS_mmap, { 0, 4096, 4, private })); /* PROT_EXEC alone */
	all_answer(ALLOW, C(SYS_mprotect, { 0, 4096, 1 }));
	all_answer(ALLOW, C(SYS_mprotect, { 0, 4096, rw }));
	all_answer(KILL, C(SYS_mprotect, { 0, 4096, 4 }));
}

static void arguments_of_libraries(void **state)
{
	(void)state;
	all_answer(ALLOW, C(SYS_prlimit64, { 0, 3, 0, 0x7fff0000 }));
	all_answer(KILL, C(SYS_prlimit64, { 0, 3, 0x7fff0000, 0 }));
	all_answer(KILL, C(SYS_prlimit64, { 0, 3, 0x100000000, 0 })); /* low half 0 is not NULL */
	all_answer(ALLOW, C(SYS_tgkill, { 1, 1, SIGABRT }));
	all_answer(KILL, C(SYS_tgkill, { 1, 1, SIGKILL }));
	all_answer(ALLOW, C(SYS_ioctl, { 1, 0x5401 }));
	all_answer(ALLOW, C(SYS_ioctl, { 1, 0xffffffff00005401 })); /* the kernel takes 32 bits of it */
	all_answer(KILL, C(SYS_ioctl, { 1, 0x5412 })); /* TIOCSTI */
	all_answer(KILL, C(SYS_ioctl, { 1, 0x541c })); /* TIOCLINUX */
	all_answer(ALLOW, C(SYS_openat, { (uint32_t)AT_FDCWD, 1, O_RDONLY | O_CLOEXEC }));
	all_answer(ALLOW, C(SYS_openat, { (uint32_t)AT_FDCWD, 1, O_RDWR | O_NONBLOCK }));
	all_answer(ALLOW, C(SYS_restart_syscall));
}

/* ---------------------------------------------------------------- each */

static void tenders(void **state)
{
	const enum seccomp_filter both[] = { SECCOMP_FILTER_SOLO5_SPT, SECCOMP_FILTER_SOLO5_HVT };

	(void)state;
	for (int i = 0; i < 2; i++) {
		answers(both[i], KILL, C(SYS_openat, { (uint32_t)AT_FDCWD, 1, O_WRONLY | O_CREAT, 0600 }));
		answers(both[i], KILL, C(SYS_openat, { (uint32_t)AT_FDCWD, 1, O_WRONLY | O_TRUNC }));
		answers(both[i], KILL, C(SYS_openat, { (uint32_t)AT_FDCWD, 1, O_RDWR | O_TMPFILE, 0600 }));
		answers(both[i], KILL, C(SYS_unlinkat));
		answers(both[i], KILL, C(SYS_fchmod));
		answers(both[i], KILL, C(SYS_mprotect, { 0, 4096, 7 }));
		answers(both[i], ALLOW, C(SYS_ioctl, { 4, 0x400454ca })); /* TUNSETIFF */
		answers(both[i], ALLOW, C(SYS_ioctl, { 4, 0x8921 })); /* SIOCGIFMTU */
		answers(both[i], KILL, C(SYS_ioctl, { 4, 0x400454cc })); /* TUNSETOWNER */
		answers(both[i], KILL, C(SYS_ioctl, { 4, 0x8914 })); /* SIOCSIFFLAGS */
		answers(both[i], ALLOW, C(SYS_socket, { 16, 3, 0 })); /* netlink */
		answers(both[i], ALLOW, C(SYS_socket, { 16, 3 | O_CLOEXEC, 0 }));
		answers(both[i], KILL, C(SYS_socket, { 16, 3, 16 })); /* NETLINK_GENERIC */
		answers(both[i], ALLOW, C(SYS_socket, { 2, 2, 0 })); /* AF_INET, SOCK_DGRAM */
		answers(both[i], KILL, C(SYS_socket, { 2, 1, 0 }));
		answers(both[i], KILL, C(SYS_socket, { 2, 3, 1 })); /* ICMP */
		answers(both[i], KILL, C(SYS_socket, { 1, 1, 0 })); /* AF_UNIX */
		answers(both[i], KILL, C(SYS_socket, { 40, 1, 0 })); /* AF_VSOCK */
		answers(both[i], ALLOW, C(SYS_sendto, { 5, 1, 20, 0, 1, 12 }));
		answers(both[i], KILL, C(SYS_sendto, { 5, 1, 20, 0, 1, 16 })); /* to an address of IPv4 */
		answers(both[i], KILL, C(SYS_sendto, { 5, 1, 20, 0, 1, 28 }));
		answers(both[i], KILL, C(SYS_bind, { 5, 1, 16 }));
		answers(both[i], ALLOW, C(SYS_prctl, { PR_SET_NO_NEW_PRIVS, 1 }));
		answers(both[i], KILL, C(SYS_prctl, { PR_SET_DUMPABLE, 1 }));
		answers(both[i], ALLOW, C(SYS_personality, { 0xffffffff }));
		answers(both[i], KILL, C(SYS_personality, { 0x0400000 })); /* READ_IMPLIES_EXEC */
		answers(both[i], KILL, C(SYS_io_uring_setup));
	}
	answers(both[0], ALLOW, C(SYS_mprotect, { 0x100000, 4096, 5 })); /* the guest's code is run as it is */
	answers(both[1], KILL, C(SYS_mprotect, { 0x100000, 4096, 5 })); /* here KVM runs it */
	answers(both[0], KILL, C(SYS_ioctl, { 4, 0xae80 })); /* KVM_RUN */
	answers(both[1], ALLOW, C(SYS_ioctl, { 4, 0xae80 }));
	answers(both[1], ALLOW, C(SYS_ioctl, { 4, 0x4020ae46 })); /* KVM_SET_USER_MEMORY_REGION */
	answers(both[1], KILL, C(SYS_ioctl, { 4, 0xc00caee0 })); /* KVM_CREATE_DEVICE */
	answers(both[1], KILL, C(SYS_ioctl, { 4, 0x4048ae9b })); /* KVM_SET_GUEST_DEBUG */
	answers(both[0], KILL, C(SYS_clone, { 0x3d0f00 })); /* no thread */
	answers(both[0], KILL, C(SYS_clone3));
}

static void threads_are_no_processes(void **state)
{
	const enum seccomp_filter with[] = { SECCOMP_FILTER_SOLO5_HVT, SECCOMP_FILTER_QEMU };

	(void)state;
	for (int i = 0; i < 2; i++) {
		answers(with[i], ALLOW, C(SYS_clone, { 0x3d0f00 })); /* glibc */
		answers(with[i], ALLOW, C(SYS_clone, { 0x7d0f00 })); /* musl */
		answers(with[i], KILL, C(SYS_clone, { SIGCHLD })); /* fork */
		answers(with[i], KILL, C(SYS_clone, { 0x4111 })); /* vfork */
		answers(with[i], KILL, C(SYS_clone, { 0x3d0f00 | 0x10000000 })); /* CLONE_NEWUSER */
		answers(with[i], KILL, C(SYS_clone, { 0x3d0f00 | 0x2000 })); /* CLONE_PTRACE */
		answers(with[i], ENOSYS, C(SYS_clone3));
	}
}

static void qemu(void **state)
{
	enum seccomp_filter f = SECCOMP_FILTER_QEMU;

	(void)state;
	answers(f, ALLOW, C(SYS_mprotect, { 0, 4096, 7 })); /* TCG */
	answers(f, ALLOW, C(SYS_openat, { 9, 1, O_WRONLY | O_CREAT | O_NOFOLLOW, 0600 })); /* 9p */
	answers(f, ALLOW, C(SYS_openat, { 9, 1, O_WRONLY | O_TRUNC | O_NOFOLLOW }));
	answers(f, ALLOW, C(SYS_openat, { 9, 1, O_WRONLY | O_TRUNC | O_CREAT | O_NOFOLLOW }));
	answers(f, ALLOW, C(SYS_unlinkat));
	answers(f, EAFNOSUPPORT, C(SYS_socket, { 1, 1, 0 }));
	answers(f, EAFNOSUPPORT, C(SYS_socket, { 2, 1, 0 }));
	answers(f, ENOSYS, C(SYS_io_uring_setup));
	answers(f, ENOSYS, C(SYS_userfaultfd));
	answers(f, ALLOW, C(SYS_ioctl, { 9, 0xae80 }));
	answers(f, ALLOW, C(SYS_ioctl, { 9, 0x40a0ae49 })); /* KVM_SET_USER_MEMORY_REGION2 */
	answers(f, ALLOW, C(SYS_ioctl, { 9, 0x4008af00 })); /* VHOST_SET_FEATURES */
	answers(f, KILL, C(SYS_ioctl, { 9, 0xac80 }));
	answers(f, KILL, C(SYS_ioctl, { 9, 0xbe80 }));
	answers(f, KILL, C(SYS_ioctl, { 9, 0xee80 }));
	answers(f, KILL, C(SYS_ioctl, { 9, 0x3b64 })); /* VFIO */
	answers(f, KILL, C(SYS_ioctl, { 9, 0xab00 })); /* NBD */
	answers(f, ALLOW, C(SYS_ioctl, { 9, 0x400454ca }));
	answers(f, KILL, C(SYS_ioctl, { 9, 0x400454cb })); /* TUNSETPERSIST */
	answers(f, KILL, C(SYS_ioctl, { 9, 0x2285 })); /* SG_IO */
	answers(f, KILL, C(SYS_ioctl, { 9, 0x125f })); /* BLKRRPART */
	answers(f, ALLOW, C(SYS_tgkill, { 1, 2, SIGUSR1 }));
	answers(f, KILL, C(SYS_tgkill, { 1, 2, SIGTERM }));
	answers(f, KILL, C(SYS_fcntl, { 3, 8 /* F_SETOWN */, 1 }));
	answers(f, ALLOW, C(SYS_fcntl, { 3, 37 /* F_OFD_SETLK */, 1 }));
	answers(f, EINVAL, C(SYS_prctl, { 0x53564d41 }));
	answers(f, KILL, C(SYS_prctl, { PR_SET_PDEATHSIG, 9 }));
	answers(f, KILL, C(SYS_prctl, { PR_SET_DUMPABLE, 1 }));
	for (uint64_t fd = 0; fd < 20; fd++) {
		int kept = fd == KEEP_CONTROL || fd == KEEP_CODE ? ALLOW : KILL;

		answers(f, kept, C(SYS_sendmsg, { fd }));
		answers(f, kept, C(SYS_recvmsg, { fd }));
		answers(f, kept, C(SYS_shutdown, { fd }));
		answers(f, kept, C(SYS_getsockname, { fd }));
		answers(f, fd == 1 || fd == 2 ? ENOTSOCK : kept, C(SYS_getpeername, { fd }));
		answers(f, kept, C(SYS_getsockopt, { fd, 1 /* SOL_SOCKET */, 3 /* SO_TYPE */ }));
		answers(f, KILL, C(SYS_getsockopt, { fd, 1, 17 /* SO_PEERCRED */ }));
	}
}

/* ---------------------------------------------------------------- by the kernel */

/* The keeper is no monitor: eleven calls, and of those that exist no other one. */
static void the_keeper(void **state)
{
	static const int few[] = {
		SYS_ppoll,
		SYS_read,
		SYS_write,
		SYS_close,
		SYS_waitid,
		SYS_kill,
		SYS_clock_gettime,
		SYS_madvise,
		SYS_restart_syscall,
		SYS_exit_group,
#ifdef SYS_poll
		SYS_poll,
#endif
	};

	(void)state;
	for (int nr = 0; nr < 440; nr++) {
		bool allowed = false;

		for (size_t i = 0; i < sizeof few / sizeof *few; i++)
			allowed = allowed || few[i] == nr;
		answers(SECCOMP_FILTER_KEEPER, allowed ? ALLOW : KILL, C(nr, { 1, 2, 3, 4, 5, 6 }));
	}
}

static int in_child(int (*work)(enum seccomp_filter filter), enum seccomp_filter filter)
{
	pid_t pid = fork();
	int status;

	assert_true(pid >= 0);
	if (pid == 0) {
		struct error err;

		alarm(20);
		if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || seccomp_load(filter, &err) < 0)
			_exit(98);
		_exit(work(filter));
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

static int something_else(enum seccomp_filter filter)
{
	(void)filter;
	return getsid(0) >= 0 ? 3 : 4;
}

static int something_allowed(enum seccomp_filter filter)
{
	(void)filter;
	return syscall(SYS_openat2) == -1 && errno == ENOSYS && syscall(500) == -1 && errno == ENOSYS &&
		       syscall(SYS_getpid) > 0 && write(-1, "", 0) == -1 && errno == EBADF
		   ? 3
		   : 4;
}

static void the_kernel_takes_them(void **state)
{
	(void)state;
	for (int f = 0; f < SECCOMP_FILTER_COUNT; f++) {
		int status = in_child(something_else, (enum seccomp_filter)f);

		assert_true(WIFSIGNALED(status));
		assert_int_equal(WTERMSIG(status), SIGSYS);
		if (f != SECCOMP_FILTER_KEEPER)
			assert_int_equal(in_child(something_allowed, (enum seccomp_filter)f), 3 << 8);
	}
	assert_int_equal(in_child(something_else, SECCOMP_FILTER_NONE), 3 << 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names),
		cmocka_unit_test(the_one_exec),
		cmocka_unit_test(never),
		cmocka_unit_test(other_architectures),
		cmocka_unit_test(unknown_ones_are_not_implemented),
		cmocka_unit_test(memory_is_not_code),
		cmocka_unit_test(arguments_of_libraries),
		cmocka_unit_test(tenders),
		cmocka_unit_test(threads_are_no_processes),
		cmocka_unit_test(qemu),
		cmocka_unit_test(the_keeper),
		cmocka_unit_test(the_kernel_takes_them),
	};

	return cmocka_run_group_tests_name("seccomp_filters", tests, NULL, NULL);
}
