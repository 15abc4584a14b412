/* mount.c: see mount.h. */
#include "act/mount.h"

#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

int mount_private(struct error *err)
{
	if (mount(NULL, "/", NULL, MS_PRIVATE | MS_REC, NULL) < 0)
		return fail_errno(err, "cannot make the mounts private");
	return 0;
}

int mount_tmpfs(const char *at, const char *options, bool root, struct error *err)
{
	unsigned long flags = MS_NOSUID | (root ? MS_NODEV : MS_NOEXEC);

	if (mount("urunc", at, "tmpfs", flags, options) < 0)
		return fail_errno(err, "cannot mount a tmpfs at %s", at);
	return 0;
}

int mount_bind_readonly(const char *source, const char *target, struct error *err)
{
	/* Flags of a bind mount need a second call (mount(2)); locked flags of the source stay set by themselves. */
	if (mount(source, target, NULL, MS_BIND, NULL) < 0)
		return fail_errno(err, "jail: cannot bind %s", source);
	if (mount(NULL, target, NULL, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NODEV | MS_NOSUID, NULL) < 0)
		return fail_errno(err, "jail: cannot make %s read-only", source);
	return 0;
}

int mount_proc(const char *at, struct error *err)
{
	if (mount("proc", at, "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_RDONLY, "subset=pid,hidepid=ptraceable") <
	    0)
		return fail_errno(err, "jail: cannot mount a procfs at %s", at);
	return 0;
}

int mount_readonly(const char *at, bool devices, struct error *err)
{
	unsigned long flags = MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | (devices ? MS_NOEXEC : MS_NODEV);

	if (mount(NULL, at, NULL, flags, NULL) < 0)
		return fail_errno(err, "jail: cannot make %s read-only", at);
	return 0;
}

int mount_pivot(struct error *err)
{
	/* "." twice: the old root lies on top of the new one afterwards and is detached there (pivot_root(2)). */
	if (syscall(SYS_pivot_root, ".", ".") < 0)
		return fail_errno(err, "cannot make the jail the root");
	if (umount2(".", MNT_DETACH) < 0)
		return fail_errno(err, "cannot detach the host's mounts");
	return chdir("/") < 0 ? fail_errno(err, "cannot enter the jail") : 0;
}
