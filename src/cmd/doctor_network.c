/* doctor_network.c: makes taps and a redirect in a network namespace of its own, which vanishes with all that is in it. */
#include "cmd/doctor.h"

#include <errno.h>
#include <arpa/inet.h>
#include <sched.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <linux/if_ether.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include "act/netlink.h"
#include "act/redirect.h"
#include "act/tap.h"

enum { SECONDS = 10, FIRST = 1001, SECOND = 1002 };

/* What the child finds out. */
struct trial {
	enum { TRIED_NAMESPACE, TRIED_TAP, TRIED_REDIRECT, TRIED_ALL } reached; /* what failed, or all */
	bool matchall;
	struct error err;
};

/* A filter without its options is an error of one kind if the kernel knows the filter, and of another if not. */
static bool knows_filter(struct rtnetlink *nl, const char *kind)
{
	struct tcmsg head = { .tcm_family = AF_UNSPEC,
		.tcm_ifindex = SECOND,
		.tcm_parent = TC_H_MAKE(TC_H_INGRESS, 0),
		.tcm_info = TC_H_MAKE(2u << 16, htons(ETH_P_ALL)) };
	struct request r;
	struct error err = { 0 };

	request_begin(&r, RTM_NEWTFILTER, NLM_F_CREATE | NLM_F_EXCL | NLM_F_ACK, &head, sizeof head);
	request_text(&r, TCA_KIND, kind);
	return !netlink_do(nl, &r, &err) || err.num != ENOENT;
}

static int make_tap(struct rtnetlink *nl, const char *name, int index, struct error *err)
{
	struct tap tap = { .name = name, .index = index, .mtu = 1500, .txqlen = 1000, .alias = "urunc doctor" };

	return tap_create(nl, &tap, err);
}

static void try_all(struct trial *t, struct rtnetlink *nl)
{
	struct redirect there = { FIRST, SECOND, "one", "two" }, back = { SECOND, FIRST, "two", "one" };

	t->reached = TRIED_NAMESPACE;
	if (unshare(CLONE_NEWNET)) {
		fail_errno(&t->err, "cannot make a network namespace");
		return;
	}
	if (rtnetlink_open(nl, &t->err))
		return;
	t->reached = TRIED_TAP;
	if (make_tap(nl, "one", FIRST, &t->err) || make_tap(nl, "two", SECOND, &t->err))
		return;
	t->reached = TRIED_REDIRECT;
	if (redirect_make(nl, &there, &t->err) || redirect_make(nl, &back, &t->err))
		return;
	t->reached = TRIED_ALL;
	t->matchall = knows_filter(nl, "matchall");
}

_Noreturn static void child(int out)
{
	static struct rtnetlink nl; /* too large for a stack */
	struct trial t = { .matchall = false };

	alarm(SECONDS);
	try_all(&t, &nl);
	_exit(write(out, &t, sizeof t) != sizeof t);
}

static int run(struct trial *ret, struct error *err)
{
	ssize_t got = 0;
	int ends[2];
	pid_t pid;

	if (pipe(ends))
		return fail_errno(err, "cannot make a pipe");
	pid = fork();
	if (pid == 0)
		child(ends[1]);
	close(ends[1]);
	if (pid > 0)
		got = read(ends[0], ret, sizeof *ret);
	close(ends[0]);
	if (pid > 0)
		waitpid(pid, NULL, 0);
	return got == (ssize_t)sizeof *ret ? 0 : fail(err, ETIMEDOUT, "the trial did not end within %d s", SECONDS);
}

static void report_trial(struct doctor *d, const struct trial *t)
{
	static const char *const mend[] = {
		[TRIED_NAMESPACE] = "see /proc/sys/user/max_net_namespaces, and what confines this process",
		[TRIED_TAP] = "load the module tun; until then guests have no network",
		[TRIED_REDIRECT] = "load the modules sch_ingress, act_mirred and cls_matchall (or cls_u32)",
	};

	if (t->reached == TRIED_ALL)
		report_add(&d->report, FOUND_OK, "network", NULL, "taps, and redirects by the tc filter %s (tried)",
		    t->matchall ? "matchall" : "u32, as this kernel has no matchall");
	else
		report_add(&d->report, t->reached == TRIED_NAMESPACE ? FOUND_MISSING : FOUND_LIMITED, "network",
		    mend[t->reached], "%s", t->err.text);
	d->cannot_start |= t->reached == TRIED_NAMESPACE;
}

void doctor_network(struct doctor *d)
{
	struct trial t;
	struct error err;

	if (geteuid()) {
		report_add(
		    &d->report, FOUND_UNKNOWN, "network", "run this as root", "taps and redirects were not tried");
		return;
	}
	if (!d->tun)
		return; /* said already */
	if (run(&t, &err))
		report_add(&d->report, FOUND_UNKNOWN, "network", NULL, "%s", err.text);
	else
		report_trial(d, &t);
}
