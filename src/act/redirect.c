/* redirect.c: see redirect.h. */
#include "act/redirect.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/pkt_cls.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <linux/tc_act/tc_mirred.h>
#include "act/netlink.h"
#include "look/links.h"

/* Kernels without matchall say so once; then the second redirect need not ask again. */
static bool no_matchall;

static void begin_discipline(struct request *r, int type, int flags, int index)
{
	struct tcmsg head = { .tcm_family = AF_UNSPEC,
		.tcm_ifindex = index,
		.tcm_handle = TC_H_MAKE(TC_H_INGRESS, 0),
		.tcm_parent = TC_H_INGRESS };

	request_begin(r, type, flags | NLM_F_ACK, &head, sizeof head);
	request_text(r, TCA_KIND, "ingress"); /* never takes a clsact away, which has the same place */
}

static int make_discipline(struct rtnetlink *nl, const struct redirect *redirect, struct error *err)
{
	struct request r;

	begin_discipline(&r, RTM_NEWQDISC, NLM_F_CREATE | NLM_F_EXCL, redirect->from);
	if (netlink_do(nl, &r, err) == 0)
		return 0;
	if (err->num == EEXIST)
		return fail(err, EEXIST, "link %s has an ingress discipline already: another guest took it just now",
		    redirect->from_name);
	return fail_in(err, "cannot put an ingress discipline on link %s", redirect->from_name);
}

/* One action: stolen, and sent out at the other link. */
static void put_actions(struct request *r, int type, int to)
{
	struct tc_mirred mirred = { .action = TC_ACT_STOLEN, .eaction = TCA_EGRESS_REDIR, .ifindex = (unsigned)to };
	struct nlattr *actions = request_nest(r, type);
	struct nlattr *first = request_nest(r, 1);
	struct nlattr *options;

	request_text(r, TCA_ACT_KIND, "mirred");
	options = request_nest(r, TCA_ACT_OPTIONS);
	request_put(r, TCA_MIRRED_PARMS, &mirred, sizeof mirred);
	request_end(r, options);
	request_end(r, first);
	request_end(r, actions);
}

/* One key that compares no bit of the first four bytes: everything matches. */
static void put_u32(struct request *r)
{
	const struct tc_u32_sel one = { .flags = TC_U32_TERMINAL, .nkeys = 1 };
	unsigned char all[sizeof one + sizeof(struct tc_u32_key)] = { 0 };

	memcpy(all, &one, sizeof one);
	request_put(r, TCA_U32_SEL, all, sizeof all);
}

static int make_filter(struct rtnetlink *nl, const struct redirect *redirect, bool u32, struct error *err)
{
	struct tcmsg head = { .tcm_family = AF_UNSPEC,
		.tcm_ifindex = redirect->from,
		.tcm_parent = TC_H_MAKE(TC_H_INGRESS, 0),
		.tcm_info = TC_H_MAKE(1u << 16, htons(ETH_P_ALL)) };
	struct nlattr *options;
	struct request r;

	request_begin(&r, RTM_NEWTFILTER, NLM_F_CREATE | NLM_F_EXCL | NLM_F_ACK, &head, sizeof head);
	request_text(&r, TCA_KIND, u32 ? "u32" : "matchall");
	options = request_nest(&r, TCA_OPTIONS);
	if (u32)
		put_u32(&r);
	put_actions(&r, u32 ? TCA_U32_ACT : TCA_MATCHALL_ACT, redirect->to);
	request_end(&r, options);
	return netlink_do(nl, &r, err);
}

int redirect_make(struct rtnetlink *nl, const struct redirect *redirect, struct error *err)
{
	if (make_discipline(nl, redirect, err))
		return -1;
	if (!no_matchall) {
		if (make_filter(nl, redirect, false, err) == 0)
			return 0;
		no_matchall = err->num == ENOENT;
	}
	if (no_matchall && make_filter(nl, redirect, true, err) == 0)
		return 0;
	return fail_in(err,
	    "cannot redirect link %s to %s (needs the kernel's tc filter `matchall` or `u32` and its action `mirred`)",
	    redirect->from_name, redirect->to_name);
}

/*
 * No filter yet, or one whose target is gone (both have the target 0), is ours: the record says that we made one here.
 */
static bool is_ours(const struct ingress_fact *ingress, int to)
{
	return !ingress->others && (ingress->target == to || ingress->target == 0);
}

static bool is_gone(int num)
{
	return num == ENODEV || num == ENOENT || num == EINVAL;
}

int redirect_remove(struct rtnetlink *nl, int from, int to, struct error *err)
{
	struct ingress_fact ingress;
	struct request r;

	if (ingress_look(nl, from, &ingress, err))
		return is_gone(err->num) ? 0 : fail_in(err, "cannot look at the filters of link %d", from);
	if (!is_ours(&ingress, to))
		return 0;
	begin_discipline(&r, RTM_DELQDISC, 0, from);
	if (netlink_do(nl, &r, err) && !is_gone(err->num))
		return fail_in(err, "cannot take the redirect of link %d away", from);
	return 0;
}

struct gone_redirect {
	int from, to;
};

static int remove_redirect(struct rtnetlink *nl, void *data, struct error *err)
{
	const struct gone_redirect *redirect = data;

	return redirect_remove(nl, redirect->from, redirect->to, err);
}

int undo_redirect(struct container *c, const char *const args[], struct error *err)
{
	struct gone_redirect redirect;

	(void)c;
	if (netlink_index(args[2], &redirect.from, err) || netlink_index(args[3], &redirect.to, err))
		return -1;
	return netlink_undo(args[0], args[1], remove_redirect, &redirect, err);
}
