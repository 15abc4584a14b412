/* kernel_calls.c: see kernel_calls.h. */
#include "look/kernel_calls.h"

#include <errno.h>
#include <linux/landlock.h>
#include <sys/syscall.h>
#include <unistd.h>

/* In each row the arguments are so that a kernel which has the call answers EINVAL, EBADF or ENOENT before it does anything. */
static const struct row {
	char name[20], since[8];
	long number, args[5];
} rows[KERNEL_CALLS] = {
	{ "openat2", "5.6", SYS_openat2, { -1, 0, 0, 0 } }, /* a struct of 0 bytes */
	{ "open_tree", "5.2", SYS_open_tree, { -1, 0, -1 } }, /* flags that are none, here and below */
	{ "move_mount", "5.2", SYS_move_mount, { -1, 0, -1, 0, -1 } },
	{ "mount_setattr", "5.12", SYS_mount_setattr, { -1, 0, -1, 0, 0 } },
	{ "clone3", "5.3", SYS_clone3, { 0, 0 } }, /* a struct of 0 bytes */
	{ "pidfd_open", "5.3", SYS_pidfd_open, { -1, 0 } },
	{ "pidfd_send_signal", "5.1", SYS_pidfd_send_signal, { -1, 0, 0, -1 } },
	{ "close_range", "5.9", SYS_close_range, { 1, 0, 0 } }, /* from 1 to 0 */
	{ "execveat", "3.19", SYS_execveat, { -1, 0, 0, 0, -1 } },
	{ "seccomp", "3.17", SYS_seccomp, { -1, 0, 0 } },
	{ "unshare", "2.6.16", SYS_unshare, { 1 } },
};

void kernel_calls_look(struct kernel_call ret[KERNEL_CALLS])
{
	for (size_t i = 0; i < KERNEL_CALLS; i++) {
		const struct row *r = &rows[i];
		long got = syscall(r->number, r->args[0], r->args[1], r->args[2], r->args[3], r->args[4]);
		int num = got == -1 && (errno == ENOSYS || errno == EPERM) ? errno : 0;

		ret[i] = (struct kernel_call){ r->name, r->since, num };
	}
}

int kernel_landlock(void)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);

	return version > 0 ? (int)version : 0;
}
