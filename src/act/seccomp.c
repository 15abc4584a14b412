/* seccomp.c: see seccomp.h. */
#include "act/seccomp.h"

#include <linux/seccomp.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

int seccomp_load(enum seccomp_filter filter, struct error *err)
{
	struct sock_fprog program;
	size_t n;

	if (filter == SECCOMP_FILTER_NONE)
		return 0;
	program.filter = (struct sock_filter *)(uintptr_t)seccomp_filter_code(filter, &n);
	program.len = (unsigned short)n;
	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) < 0)
		return fail_errno(
		    err, "cannot load the seccomp filter of %s (%zu instructions)", seccomp_filter_name(filter), n);
	return 0;
}
