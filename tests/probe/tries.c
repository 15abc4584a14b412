/*
 * tries.c: which system calls are let through.  Each is made in a child of its own, with arguments that the kernel
 * refuses: an errno of the kernel's own means that the call went through, "killed" that a filter took it.
 */
#include "out.h"
#include "sections.h"
#include "sys.h"

#include <stdbool.h>

struct
try {
	char name[24];
	int number;
};

#define TRY(call)                  \
	{                          \
#call, __NR_##call \
	}

/* Harmless with every argument -1.  Not here: exit, pause, vfork, and what would stop the probe itself. */
static const struct try tries[] = {
	TRY(read),
	TRY(write),
	TRY(readv),
	TRY(writev),
	TRY(pread64),
	TRY(pwrite64),
	TRY(preadv),
	TRY(pwritev),
	TRY(close),
	TRY(openat),
	TRY(openat2),
	TRY(lseek),
	TRY(ftruncate),
	TRY(fallocate),
	TRY(fsync),
	TRY(ioctl),
	TRY(fcntl),
	TRY(dup),
	TRY(dup3),
	TRY(pipe2),
	TRY(statx),
	TRY(getdents64),
	TRY(readlinkat),
	TRY(faccessat),
	TRY(mkdirat),
	TRY(unlinkat),
	TRY(renameat2),
	TRY(linkat),
	TRY(symlinkat),
	TRY(mknodat),
	TRY(fchmodat),
	TRY(fchownat),
	TRY(chdir),
	TRY(chroot),
	TRY(mmap),
	TRY(mprotect),
	TRY(munmap),
	TRY(mremap),
	TRY(madvise),
	TRY(memfd_create),
	TRY(mlock),
	TRY(brk),
	TRY(rt_sigaction),
	TRY(rt_sigprocmask),
	TRY(sigaltstack),
	TRY(kill),
	TRY(tgkill),
	TRY(nanosleep),
	TRY(clock_gettime),
	TRY(clock_nanosleep),
	TRY(timer_create),
	TRY(timerfd_create),
	TRY(eventfd2),
	TRY(signalfd4),
	TRY(ppoll),
	TRY(epoll_create1),
	TRY(epoll_ctl),
	TRY(epoll_pwait),
	TRY(futex),
	TRY(getrandom),
	TRY(prctl),
	TRY(seccomp),
	TRY(prlimit64),
	TRY(setuid),
	TRY(setgid),
	TRY(setgroups),
	TRY(setresuid),
	TRY(capset),
	TRY(clone),
	TRY(clone3),
	TRY(execve),
	TRY(execveat),
	TRY(wait4),
	TRY(waitid),
	TRY(socket),
	TRY(socketpair),
	TRY(connect),
	TRY(bind),
	TRY(listen),
	TRY(accept4),
	TRY(sendto),
	TRY(recvfrom),
	TRY(sendmsg),
	TRY(recvmsg),
	TRY(unshare),
	TRY(setns),
	TRY(mount),
	TRY(umount2),
	TRY(pivot_root),
	TRY(move_mount),
	TRY(open_tree),
	TRY(fsopen),
	TRY(open_by_handle_at),
	TRY(ptrace),
	TRY(process_vm_readv),
	TRY(process_vm_writev),
	TRY(pidfd_open),
	TRY(pidfd_getfd),
	TRY(bpf),
	TRY(perf_event_open),
	TRY(userfaultfd),
	TRY(io_uring_setup),
	TRY(keyctl),
	TRY(add_key),
	TRY(request_key),
	TRY(init_module),
	TRY(finit_module),
	TRY(delete_module),
	TRY(kexec_load),
	TRY(reboot),
	TRY(swapon),
	TRY(acct),
	TRY(syslog),
	TRY(quotactl),
	TRY(settimeofday),
	TRY(clock_settime),
	TRY(adjtimex),
	TRY(sethostname),
	TRY(personality),
	TRY(sched_setaffinity),
	TRY(getpid),
	TRY(gettid),
	TRY(uname),
	TRY(sysinfo),
	TRY(getcwd),
	TRY(umask),
#if defined(__x86_64__)
	TRY(open),
	TRY(stat),
	TRY(access),
	TRY(fork),
	TRY(dup2),
	TRY(pipe),
	TRY(poll),
	TRY(select),
	TRY(epoll_wait),
	TRY(arch_prctl),
	TRY(iopl),
	TRY(ioperm),
	TRY(modify_ldt),
#endif
};

static long call(const struct try *try)
{
	long result = sys6(try->number, -1, -1, -1, -1, -1, -1);
	/* fork is the one call here that succeeds, and twice. */
	if (result == 0 && sys0(__NR_getpid) != 1 && try->number != __NR_brk) {
#if defined(__x86_64__)
		if (try->number == __NR_fork)
			leave(0);
#endif
	}
	return result;
}

/* The child's answer comes as its exit status: an errno fits into seven bits well enough to be told apart. */
static void report_try(const struct try *try)
{
	int status = 0;
	long child = sys_fork();
	if (child == 0) {
		long result = call(try);
		leave(result < 0 && result > -200 ? (int)-result : 0);
	}
	out_key(try->name);
	if (child < 0 || sys4(__NR_wait4, child, &status, 0x40000000, 0) < 0)
		out_text("null");
	else if (status & 127)
		out_string("killed");
	else
		out_number(status >> 8 & 255);
}

/* Errno of each call, 0 for success, "killed", or null if there could be no child. */
void report_syscalls(void)
{
	out_key("syscalls");
	out_open('{');
	for (unsigned i = 0; i < sizeof(tries) / sizeof(tries[0]); i++)
		report_try(&tries[i]);
	out_close('}');
}

static bool same(const char *a, const char *b)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	return *a == *b;
}

void try_here(const char *name)
{
	for (unsigned i = 0; i < sizeof(tries) / sizeof(tries[0]); i++) {
		if (!same(tries[i].name, name))
			continue;
		long result = call(&tries[i]);
		out_open('{');
		out_key("try");
		out_open('{');
		out_pair(name, result < 0 && result > -4096 ? -result : 0);
		out_close('}');
		out_close('}');
		out_line();
	}
}
