/* identity.c: see identity.h. */
#include "act/identity.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/keyctl.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

int identity_oom_score(const struct plan *plan, struct error *err)
{
	static const char path[] = "/proc/self/oom_score_adj";
	char number[16];
	int len = snprintf(number, sizeof number, "%d", plan->oom_score_adj), fd, rc = 0;

	if (!plan->has_oom_score_adj)
		return 0;
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return fail_errno(err, "cannot open %s", path);
	if (write(fd, number, (size_t)len) != len)
		rc = fail_errno(err, "process.oomScoreAdj %d cannot be set (lowering it needs CAP_SYS_RESOURCE)",
		    plan->oom_score_adj);
	close(fd);
	return rc;
}

static int set_rlimits(const struct plan *plan, struct error *err)
{
	for (size_t i = 0; i < plan->rlimits_count; i++) {
		const struct plan_rlimit *r = &plan->rlimits[i];
		const struct rlimit limit = { r->soft, r->hard };

		if (setrlimit(r->resource, &limit) == 0)
			continue;
		return fail_errno(err, "process.rlimits: %s cannot be set to soft %llu, hard %llu%s", r->word,
		    (unsigned long long)r->soft, (unsigned long long)r->hard,
		    errno == EPERM ? " (raising a hard limit needs CAP_SYS_RESOURCE)" : "");
	}
	return 0;
}

/*
 * Keys of the caller's session would go to the monitor otherwise.  Made while we are root: keyrings count against the
 * quota of their owner, and all monitors may share one uid.  Kernels and sandboxes without keyctl(2) have no keys to leak.
 */
static int leave_keyring(const struct plan *plan, struct error *err)
{
	if (plan->no_new_keyring || syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL) >= 0 || errno == ENOSYS)
		return 0;
	return fail_errno(err, "cannot make a new session keyring (--no-new-keyring goes without)");
}

/* Needs CAP_SETPCAP, so it comes before the user changes.  Dropping what is not there is no error; EINVAL ends the list. */
static int drop_bounding_set(struct error *err)
{
	for (int cap = 0; prctl(PR_CAPBSET_DROP, cap, 0, 0, 0) == 0; cap++)
		if (cap == 63)
			return 0;
	return errno == EINVAL ? 0 : fail_errno(err, "cannot empty the capability bounding set");
}

static int set_user(const struct plan_user *user, struct error *err)
{
	if (setgroups(user->groups_count, user->groups) < 0)
		return fail_errno(err, "cannot set %zu additional groups", user->groups_count);
	if (setresgid(user->gid, user->gid, user->gid) < 0)
		return fail_errno(err, "cannot become group %u", user->gid);
	if (setresuid(user->uid, user->uid, user->uid) < 0)
		return fail_errno(err, "cannot become user %u", user->uid);
	return 0;
}

/* A change from root to another user empties most sets by itself; root itself and the ambient set need it said. */
static int drop_capabilities(struct error *err)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	const struct __user_cap_data_struct none[2] = { { 0 } };

	if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) < 0 && errno != EINVAL)
		return fail_errno(err, "cannot empty the ambient capabilities");
	if (syscall(SYS_capset, &header, none) < 0)
		return fail_errno(err, "cannot give up the capabilities");
	return 0;
}

int identity_take(const struct plan *plan, struct error *err)
{
	if (set_rlimits(plan, err) < 0 || leave_keyring(plan, err) < 0 || drop_bounding_set(err) < 0 ||
	    set_user(&plan->user, err) < 0 || drop_capabilities(err) < 0)
		return -1;
	if (plan->user.has_umask)
		umask((mode_t)plan->user.umask & 0777);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return fail_errno(err, "cannot set no_new_privs");
	/* As since its birth (child.c), unless a change of user has put the host's /proc/sys/fs/suid_dumpable in force. */
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0)
		return fail_errno(err, "cannot become undumpable");
	return 0;
}
