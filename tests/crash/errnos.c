/*
 * errnos.c: with what a system call may plausibly fail, a row each.  A call without a row is not made to fail: what it asks for
 * is always to be had (getpid), the kernel has no reason but a wrong argument (rt_sigaction, munmap), or there is no way on
 * (exit_group).
 */
#include <errno.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>

#include "tests/crash/crash.h"

static const struct {
	long number;
	int nums[2];
} rows[] = {
	/* files */
	{ SYS_open, { EMFILE, EIO } },
	{ SYS_openat, { EMFILE, EIO } },
	{ SYS_openat2, { EMFILE, ENOSYS } },
	{ SYS_read, { EIO, 0 } },
	{ SYS_readv, { EIO, 0 } },
	{ SYS_pread64, { EIO, 0 } },
	{ SYS_write, { ENOSPC, EIO } },
	{ SYS_writev, { ENOSPC, 0 } },
	{ SYS_pwrite64, { ENOSPC, 0 } },
	{ SYS_sendfile, { EIO, 0 } },
	{ SYS_copy_file_range, { EIO, ENOSPC } },
	{ SYS_close, { EIO, 0 } },
	{ SYS_lseek, { EIO, 0 } },
	{ SYS_stat, { EIO, 0 } },
	{ SYS_lstat, { EIO, 0 } },
	{ SYS_fstat, { EIO, 0 } },
	{ SYS_newfstatat, { EIO, 0 } },
	{ SYS_statx, { EIO, 0 } },
	{ SYS_statfs, { EIO, 0 } },
	{ SYS_fstatfs, { EIO, 0 } },
	{ SYS_access, { EIO, 0 } },
	{ SYS_faccessat, { EIO, 0 } },
	{ SYS_faccessat2, { EIO, 0 } },
	{ SYS_getdents64, { EIO, 0 } },
	{ SYS_getcwd, { ENOENT, 0 } },
	{ SYS_readlink, { EIO, 0 } },
	{ SYS_readlinkat, { EIO, 0 } },
	{ SYS_fcntl, { EMFILE, ENOLCK } },
	{ SYS_dup, { EMFILE, 0 } },
	{ SYS_dup2, { EMFILE, 0 } },
	{ SYS_dup3, { EMFILE, 0 } },
	{ SYS_pipe2, { EMFILE, 0 } },
	{ SYS_ftruncate, { ENOSPC, 0 } },
	{ SYS_fallocate, { ENOSPC, 0 } },
	{ SYS_memfd_create, { ENOMEM, 0 } },
	{ SYS_close_range, { EMFILE, 0 } },
	/* names */
	{ SYS_mkdir, { ENOSPC, EROFS } },
	{ SYS_mkdirat, { ENOSPC, EROFS } },
	{ SYS_mknod, { ENOSPC, 0 } },
	{ SYS_mknodat, { ENOSPC, 0 } },
	{ SYS_symlink, { ENOSPC, 0 } },
	{ SYS_symlinkat, { ENOSPC, 0 } },
	{ SYS_rename, { ENOSPC, EIO } },
	{ SYS_renameat, { ENOSPC, EIO } },
	{ SYS_renameat2, { ENOSPC, EIO } },
	{ SYS_unlink, { EIO, 0 } },
	{ SYS_unlinkat, { EIO, EROFS } },
	{ SYS_rmdir,
	    { ENOMEM, 0 } }, /* not EBUSY: that a cgroup above the container's is used is a fact, and it stays */
	{ SYS_chdir, { EIO, 0 } },
	{ SYS_fchdir, { EIO, 0 } },
	{ SYS_chmod, { EROFS, 0 } },
	{ SYS_fchmod, { EROFS, 0 } },
	{ SYS_fchmodat, { EROFS, 0 } },
	{ SYS_chown, { EPERM, 0 } },
	{ SYS_fchown, { EPERM, 0 } },
	{ SYS_fchownat, { EPERM, 0 } },
	/* mounts */
	{ SYS_mount, { ENOMEM, EPERM } },
	{ SYS_umount2, { EBUSY, 0 } },
	{ SYS_pivot_root, { EBUSY, 0 } },
	{ SYS_open_tree, { ENOMEM, 0 } },
	{ SYS_move_mount, { ENOMEM, 0 } },
	{ SYS_fsopen, { ENOMEM, 0 } },
	{ SYS_fsconfig, { ENOMEM, 0 } },
	{ SYS_fsmount, { ENOMEM, 0 } },
	{ SYS_mount_setattr, { EPERM, 0 } },
	/* processes and what they are */
	{ SYS_clone, { EAGAIN, ENOMEM } },
	{ SYS_clone3, { EAGAIN, ENOMEM } },
	{ SYS_fork, { EAGAIN, ENOMEM } },
	{ SYS_vfork, { EAGAIN, ENOMEM } },
	{ SYS_execve, { ENOMEM, ENOENT } },
	{ SYS_execveat, { ENOMEM, ENOENT } },
	{ SYS_unshare, { ENOSPC, 0 } },
	{ SYS_setns, { EPERM, ENOMEM } },
	{ SYS_pidfd_open, { EMFILE, 0 } },
	{ SYS_pidfd_send_signal, { EPERM, ESRCH } },
	{ SYS_kill, { EPERM, 0 } },
	{ SYS_setuid, { EAGAIN, 0 } },
	{ SYS_setgid, { EPERM, 0 } },
	{ SYS_setresuid, { EAGAIN, 0 } },
	{ SYS_setresgid, { EPERM, 0 } },
	{ SYS_setgroups, { EPERM, 0 } },
	{ SYS_setsid, { EPERM, 0 } },
	{ SYS_capset, { EPERM, 0 } },
	{ SYS_prctl, { EPERM, 0 } },
	{ SYS_seccomp, { ENOMEM, 0 } },
	{ SYS_bpf, { ENOMEM, EPERM } },
	{ SYS_keyctl, { EDQUOT, 0 } },
	{ SYS_setrlimit, { EPERM, 0 } },
	{ SYS_prlimit64, { EPERM, 0 } },
	{ SYS_sched_setaffinity, { EPERM, 0 } },
	{ SYS_sched_setattr, { EPERM, 0 } },
	{ SYS_setpriority, { EPERM, 0 } },
	{ SYS_sethostname, { EPERM, 0 } },
	{ SYS_getrandom, { ENOSYS, 0 } },
	/* memory */
	{ SYS_mmap, { ENOMEM, 0 } },
	{ SYS_mprotect, { ENOMEM, 0 } },
	{ SYS_madvise, { ENOMEM, 0 } },
	/* sockets and waiting */
	{ SYS_socket, { EMFILE, ENOBUFS } },
	{ SYS_socketpair, { EMFILE, ENOMEM } },
	{ SYS_bind, { ENOSPC, ENOMEM } },
	{ SYS_listen, { ENOBUFS, 0 } },
	{ SYS_accept4, { EMFILE, ECONNABORTED } },
	{ SYS_connect, { ENOBUFS, 0 } },
	{ SYS_sendto, { ENOBUFS, 0 } },
	{ SYS_sendmsg, { ENOBUFS, ENOMEM } },
	{ SYS_recvfrom, { ENOMEM, EINTR } },
	{ SYS_recvmsg, { ENOMEM, EINTR } },
	{ SYS_setsockopt, { ENOMEM, 0 } },
	{ SYS_ioctl, { ENOMEM, EPERM } },
	{ SYS_poll, { ENOMEM, EINTR } },
	{ SYS_ppoll, { ENOMEM, EINTR } },
	{ SYS_wait4, { EINTR, 0 } },
	{ SYS_waitid, { EINTR, 0 } },
	{ SYS_signalfd4, { EMFILE, 0 } },
	{ SYS_eventfd2, { EMFILE, 0 } },
	{ SYS_inotify_init1, { EMFILE, 0 } },
	{ SYS_inotify_add_watch, { ENOSPC, 0 } },
	{ SYS_epoll_create1, { EMFILE, 0 } },
};

int errno_of(long number, int i)
{
	for (size_t row = 0; row < sizeof rows / sizeof *rows; row++)
		if (rows[row].number == number)
			return i < 2 ? rows[row].nums[i] : 0;
	return 0;
}

const char *call_name(long number)
{
	static char text[32];
	char *name = seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, (int)number);

	if (name) {
		snprintf(text, sizeof text, "%s", name);
		free(name);
	} else
		snprintf(text, sizeof text, "call %ld", number);
	return text;
}
