/* netlink_tc.c: traffic control and acknowledgements; see netlink.h. */
#include "read/netlink.h"

#include <errno.h>
#include <string.h>
#include <linux/pkt_cls.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <linux/tc_act/tc_mirred.h>
#include "read/netlink_walk.h"

static int one_discipline(void *into, struct piece body, struct error *err)
{
	struct links *links = into;
	struct tcmsg head;
	struct attributes a;

	if (read_message(body, &head, sizeof head, &a, err))
		return -1;
	/* clsact has the same place, and the same number for it */
	for (size_t i = 0; i < links->n && head.tcm_parent == TC_H_INGRESS; i++)
		if (links->at[i].index == head.tcm_ifindex)
			links->at[i].taken = true;
	return 0;
}

int netlink_disciplines(void *links, const void *bytes, size_t len, struct error *err)
{
	return each_message(bytes, len, RTM_NEWQDISC, one_discipline, links, err);
}

static bool is_text(struct piece attribute, const char *text)
{
	size_t len = strlen(text);

	return attribute.at && attribute.len == len + 1 && memcmp(attribute.at, text, len + 1) == 0;
}

/* Is this action "redirect to the way out of a link"?  1 with the link's index, else 0; -1. */
static int read_redirect(struct piece action, int *ret_target, struct error *err)
{
	struct attributes a, options;
	struct tc_mirred mirred = { 0 };

	if (read_attributes(action, &a, err))
		return -1;
	if (!is_text(a.at[TCA_ACT_KIND], "mirred") || !a.at[TCA_ACT_OPTIONS].at)
		return 0;
	if (read_attributes(a.at[TCA_ACT_OPTIONS], &options, err))
		return -1;
	if (!options.at[TCA_MIRRED_PARMS].at)
		return 0;
	if (read_bytes(options.at[TCA_MIRRED_PARMS], &mirred, sizeof mirred, err))
		return -1;
	*ret_target = (int)mirred.ifindex;
	return mirred.eaction == TCA_EGRESS_REDIR;
}

/* The attribute that holds a filter's actions depends on its kind; 0: we make none of this kind. */
static int actions_of(struct piece kind)
{
	return is_text(kind, "u32") ? TCA_U32_ACT : is_text(kind, "matchall") ? TCA_MATCHALL_ACT : 0;
}

static int read_filter(struct ingress_fact *ingress, const struct attributes *options, int actions, struct error *err)
{
	struct piece rest = actions ? options->at[actions] : (struct piece){ 0 }, first;
	int target = 0, type = 0;
	int found = next_attribute(&rest, &type, &first, err);

	if (found > 0)
		found = read_redirect(first, &target, err);
	if (found < 0)
		return -1;
	/* More actions, or a second target: not what we make. */
	if (!found || rest.len || (ingress->redirects && ingress->target != target)) {
		ingress->others++;
		return 0;
	}
	ingress->redirects++;
	ingress->target = target;
	return 0;
}

static int one_filter(void *into, struct piece body, struct error *err)
{
	struct tcmsg head;
	struct attributes a, options;

	if (read_message(body, &head, sizeof head, &a, err))
		return -1;
	/* handle 0: the filter's head; u32 shows its hash tables as well */
	if (head.tcm_handle == 0)
		return 0;
	if (read_attributes(a.at[TCA_OPTIONS], &options, err))
		return -1;
	if (is_text(a.at[TCA_KIND], "u32") && options.at[TCA_U32_DIVISOR].at)
		return 0;
	return read_filter(into, &options, actions_of(a.at[TCA_KIND]), err);
}

int netlink_filters(void *ingress, const void *bytes, size_t len, struct error *err)
{
	return each_message(bytes, len, RTM_NEWTFILTER, one_filter, ingress, err);
}

static int no_message(void *into, struct piece body, struct error *err)
{
	(void)into;
	return fail(err, EPROTO, "an answer of %zu bytes where only an acknowledgement is due", body.len);
}

int netlink_ack(void *nothing, const void *bytes, size_t len, struct error *err)
{
	/* NLMSG_NOOP never comes as a type of its own here: whatever is no error nor end is skipped. */
	return each_message(bytes, len, NLMSG_NOOP, no_message, nothing, err);
}
