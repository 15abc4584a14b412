/* links.c: see links.h. */
#include "look/links.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <linux/if_link.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>

/* A namespace whose links change at every look is not worth more tries than this. */
enum { TRIES = 4 };

static int ask_links(struct rtnetlink *nl, rtnetlink_reader *reader, struct links *links, struct error *err)
{
	struct ifinfomsg any = { .ifi_family = AF_UNSPEC };
	struct request r;

	request_begin(&r, RTM_GETLINK, NLM_F_DUMP, &any, sizeof any);
	request_number(&r, IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
	return rtnetlink_ask(nl, &r, reader, links, err);
}

/* Every address, route or discipline: the fixed part of zeroes means all of them. */
static int ask_all(
    struct rtnetlink *nl, int type, size_t fixed, rtnetlink_reader *reader, struct links *links, struct error *err)
{
	static const char zeroes[32];
	struct request r;

	request_begin(&r, type, NLM_F_DUMP, zeroes, fixed);
	return rtnetlink_ask(nl, &r, reader, links, err);
}

static int look_once(struct rtnetlink *nl, struct links *links, struct error *err)
{
	memset(links, 0, sizeof *links);
	if (ask_all(nl, RTM_GETADDR, sizeof(struct ifaddrmsg), netlink_addresses, links, err))
		return -1;
	if (links->n == 0)
		return 0; /* a link without an address is none for a guest */
	if (ask_links(nl, netlink_links, links, err) ||
	    ask_all(nl, RTM_GETROUTE, sizeof(struct rtmsg), netlink_routes, links, err) ||
	    ask_all(nl, RTM_GETQDISC, sizeof(struct tcmsg), netlink_disciplines, links, err))
		return -1;
	links_finish(links);
	return 0;
}

int link_look(struct rtnetlink *nl, int index, struct one_link *ret, struct error *err)
{
	struct ifinfomsg head = { .ifi_family = AF_UNSPEC, .ifi_index = index };
	struct one_link link = { 0 };
	struct request r;

	request_begin(&r, RTM_GETLINK, 0, &head, sizeof head);
	if (rtnetlink_ask(nl, &r, netlink_one_link, &link, err))
		return -1;
	*ret = link;
	return 0;
}

int ingress_look(struct rtnetlink *nl, int index, struct ingress_fact *ret, struct error *err)
{
	struct tcmsg head = { .tcm_family = AF_UNSPEC, .tcm_ifindex = index, .tcm_parent = TC_H_INGRESS };
	struct ingress_fact ingress = { 0 };
	struct request r;

	head.tcm_parent = TC_H_MAKE(TC_H_INGRESS, 0);
	request_begin(&r, RTM_GETTFILTER, NLM_F_DUMP, &head, sizeof head);
	if (rtnetlink_ask(nl, &r, netlink_filters, &ingress, err))
		return -1;
	*ret = ingress;
	return 0;
}

/* Who has a link?  Where its frames go, and the container that made that tap; both stay empty if that is not to be seen. */
static void look_holder(struct rtnetlink *nl, struct link_fact *link)
{
	struct ingress_fact ingress;
	struct one_link holder;
	struct error unknown;

	if (ingress_look(nl, link->index, &ingress, &unknown) || ingress.target == 0 ||
	    link_look(nl, ingress.target, &holder, &unknown))
		return;
	memcpy(link->holder, holder.name, sizeof link->holder);
	memcpy(link->holder_alias, holder.alias, sizeof link->holder_alias);
}

int links_look(struct rtnetlink *nl, struct links *ret, struct error *err)
{
	int tries = 0;

	while (look_once(nl, ret, err))
		if (err->num != EAGAIN || ++tries == TRIES)
			return fail_in(err, "cannot read the links of the network namespace");
	for (size_t i = 0; i < ret->n; i++)
		if (ret->at[i].taken)
			look_holder(nl, &ret->at[i]);
	return 0;
}
