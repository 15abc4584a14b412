/* netlink_links.c: addresses, links and routes; see netlink.h. */
#include "read/netlink.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include "read/netlink_walk.h"

static struct link_fact *link_of(struct links *links, int index)
{
	for (size_t i = 0; i < links->n; i++)
		if (links->at[i].index == index)
			return &links->at[i];
	return NULL;
}

static struct link_fact *link_made(struct links *links, int index, struct error *err)
{
	struct link_fact *link = link_of(links, index);

	if (link)
		return link;
	if (links->n == LINKS_MAX) {
		fail(err, E2BIG, "the network namespace has more than %d links with an address", LINKS_MAX);
		return NULL;
	}
	link = &links->at[links->n++];
	link->index = index;
	return link;
}

static size_t family_bytes(int family)
{
	return family == AF_INET ? 4 : family == AF_INET6 ? 16 : 0;
}

static struct ip_fact *family_of(struct link_fact *link, int family)
{
	return family == AF_INET ? &link->ip4 : &link->ip6;
}

/* ---- addresses */

/* Of scope host: nobody else reaches it.  IPv6 of scope link: every link makes one for itself. */
static bool is_for_guest(const struct ifaddrmsg *head, unsigned flags)
{
	return family_bytes(head->ifa_family) && head->ifa_scope != RT_SCOPE_HOST && !(flags & IFA_F_DADFAILED) &&
	       !(head->ifa_family == AF_INET6 && head->ifa_scope == RT_SCOPE_LINK);
}

/* IPv4: a secondary address (the flag means "temporary" for IPv6, the same bit) comes after all primary ones. */
static unsigned char rank_of(unsigned flags)
{
	return (unsigned char)(!!(flags & IFA_F_SECONDARY) + 2 * !!(flags & IFA_F_DEPRECATED));
}

static void take_address(struct ip_fact *ip, const unsigned char *at, size_t len, unsigned prefix, unsigned char rank)
{
	if (ip->there)
		ip->others++;
	if (ip->there && ip->rank <= rank)
		return;
	ip->there = true;
	ip->rank = rank;
	ip->prefix = (unsigned char)prefix;
	memcpy(ip->at, at, len);
}

static int one_address(void *into, struct piece body, struct error *err)
{
	struct ifaddrmsg head;
	struct attributes a;
	struct link_fact *link;
	unsigned char at[16] = { 0 };
	uint32_t flags;
	size_t len;

	if (read_message(body, &head, sizeof head, &a, err))
		return -1;
	flags = head.ifa_flags; /* 8 bits; the attribute has them all */
	if (read_number(a.at[IFA_FLAGS], &flags, err))
		return -1;
	if (!is_for_guest(&head, flags))
		return 0;
	len = family_bytes(head.ifa_family);
	if (head.ifa_prefixlen > 8 * len || (!a.at[IFA_LOCAL].at && !a.at[IFA_ADDRESS].at))
		return fail(err, EPROTO, "an impossible address of link %u", head.ifa_index);
	/* With a peer (point to point) IFA_ADDRESS is the peer's. */
	if (read_bytes(a.at[a.at[IFA_LOCAL].at ? IFA_LOCAL : IFA_ADDRESS], at, len, err))
		return -1;
	link = link_made(into, (int)head.ifa_index, err);
	if (!link)
		return -1;
	take_address(family_of(link, head.ifa_family), at, len, head.ifa_prefixlen, rank_of(flags));
	return 0;
}

int netlink_addresses(void *links, const void *bytes, size_t len, struct error *err)
{
	return each_message(bytes, len, RTM_NEWADDR, one_address, links, err);
}

/* ---- links */

int tap_number(const char *name)
{
	unsigned number;
	char exactly[LINK_NAME];

	if (sscanf(name, "tap%3u_urunc", &number) != 1)
		return -1;
	tap_name(exactly, number);
	return strcmp(name, exactly) == 0 ? (int)number : -1;
}

void tap_name(char ret[LINK_NAME], unsigned number)
{
	snprintf(ret, LINK_NAME, "tap%u_urunc", number % 1000);
}

static void remember_tap(struct links *links, const char *name)
{
	int number = tap_number(name);

	if (number >= 0 && number < TAP_NUMBERS)
		links->tap_numbers[number / 8] |= (unsigned char)(1 << number % 8);
}

static int read_kind(struct piece info, char ret[LINK_NAME], struct error *err)
{
	struct attributes a;

	if (read_attributes(info, &a, err))
		return -1;
	read_text(a.at[IFLA_INFO_KIND], ret, LINK_NAME);
	return 0;
}

/* Its name stays empty, and links_finish() leaves it out, if it is no link for a guest. */
static int fill_link(struct links *links, struct link_fact *link, const struct ifinfomsg *head,
    const struct attributes *a, const char *name, struct error *err)
{
	uint32_t mtu = 0, txqlen = 0;

	if ((head->ifi_flags & IFF_LOOPBACK) || tap_number(name) >= 0)
		return 0;
	if (head->ifi_type != ARPHRD_ETHER || a->at[IFLA_ADDRESS].len != sizeof link->mac) {
		memcpy(links->not_ethernet, name, LINK_NAME);
		return 0;
	}
	if (read_bytes(a->at[IFLA_ADDRESS], link->mac, sizeof link->mac, err) ||
	    read_number(a->at[IFLA_MTU], &mtu, err) || read_number(a->at[IFLA_TXQLEN], &txqlen, err) ||
	    read_kind(a->at[IFLA_LINKINFO], link->kind, err))
		return -1;
	memcpy(link->name, name, LINK_NAME);
	link->mtu = mtu;
	link->txqlen = txqlen;
	link->up = head->ifi_flags & IFF_UP;
	return 0;
}

static int one_link(void *into, struct piece body, struct error *err)
{
	struct links *links = into;
	struct ifinfomsg head;
	struct attributes a;
	struct link_fact *link;
	char name[LINK_NAME] = "";

	if (read_message(body, &head, sizeof head, &a, err))
		return -1;
	if (head.ifi_family != AF_UNSPEC) /* a bridge's word about its port */
		return 0;
	read_text(a.at[IFLA_IFNAME], name, sizeof name);
	remember_tap(links, name);
	link = link_of(links, head.ifi_index);
	return link && name[0] ? fill_link(links, link, &head, &a, name, err) : 0;
}

int netlink_links(void *links, const void *bytes, size_t len, struct error *err)
{
	return each_message(bytes, len, RTM_NEWLINK, one_link, links, err);
}

static int just_one_link(void *into, struct piece body, struct error *err)
{
	struct one_link *link = into;
	struct ifinfomsg head;
	struct attributes a;

	if (read_message(body, &head, sizeof head, &a, err))
		return -1;
	link->index = head.ifi_index;
	read_text(a.at[IFLA_IFNAME], link->name, sizeof link->name);
	read_text(a.at[IFLA_IFALIAS], link->alias, sizeof link->alias);
	return read_kind(a.at[IFLA_LINKINFO], link->kind, err);
}

int netlink_one_link(void *link, const void *bytes, size_t len, struct error *err)
{
	return each_message(bytes, len, RTM_NEWLINK, just_one_link, link, err);
}

/* ---- routes */

/* Where a route goes next. */
struct hop {
	int index;
	bool has_gw;
	unsigned char gw[16];
};

/* A gateway of the other family (RTA_VIA) cannot be told to a guest: it counts as none. */
static int read_gateway(const struct attributes *a, size_t len, struct hop *hop, struct error *err)
{
	hop->has_gw = a->at[RTA_GATEWAY].at;
	return read_bytes(a->at[RTA_GATEWAY], hop->gw, len, err);
}

/* Of several equal ways the first: a guest is told one. */
static int read_first_hop(struct piece hops, size_t len, struct hop *hop, struct error *err)
{
	struct rtnexthop first;
	struct attributes a;

	if (hops.len < sizeof first)
		return fail(err, EPROTO, "a route with a next hop of %zu bytes", hops.len);
	memcpy(&first, hops.at, sizeof first);
	if (first.rtnh_len < sizeof first || first.rtnh_len > hops.len)
		return fail(err, EPROTO, "a next hop of %u bytes, where %zu are left", first.rtnh_len, hops.len);
	hop->index = first.rtnh_ifindex;
	hops = (struct piece){ hops.at + sizeof first, first.rtnh_len - sizeof first };
	return read_attributes(hops, &a, err) ? -1 : read_gateway(&a, len, hop, err);
}

static int read_hop(const struct attributes *a, size_t len, struct hop *hop, struct error *err)
{
	uint32_t index = 0;

	if (a->at[RTA_MULTIPATH].at)
		return read_first_hop(a->at[RTA_MULTIPATH], len, hop, err);
	if (read_number(a->at[RTA_OIF], &index, err))
		return -1;
	hop->index = (int)index;
	return read_gateway(a, len, hop, err);
}

static void take_default(struct ip_fact *ip, const struct hop *hop, unsigned metric)
{
	if (ip->is_default && ip->metric <= metric)
		return;
	ip->is_default = true;
	ip->metric = metric;
	ip->has_gw = hop->has_gw;
	memcpy(ip->gw, hop->gw, sizeof ip->gw);
}

static void take_route(struct links *links, const struct route_fact *route)
{
	if (links->routes_n == ROUTES_MAX)
		links->routes_left_out++;
	else
		links->routes[links->routes_n++] = *route;
}

/* Unicast, of the main table, not a cached exception, not for some sources only. */
static bool is_route(const struct rtmsg *head, unsigned table)
{
	return family_bytes(head->rtm_family) && table == RT_TABLE_MAIN && head->rtm_type == RTN_UNICAST &&
	       !(head->rtm_flags & RTM_F_CLONED) && head->rtm_src_len == 0;
}

static int keep_route(struct links *links, const struct rtmsg *head, const struct attributes *a, struct error *err)
{
	size_t len = family_bytes(head->rtm_family);
	struct route_fact route = { .ip6 = head->rtm_family == AF_INET6, .prefix = head->rtm_dst_len };
	struct link_fact *link;
	struct hop hop = { 0 };
	uint32_t metric = 0;

	if (head->rtm_dst_len > 8 * len)
		return fail(err, EPROTO, "a route to a prefix of %u bits", head->rtm_dst_len);
	if (read_bytes(a->at[RTA_DST], route.to, len, err) || read_number(a->at[RTA_PRIORITY], &metric, err) ||
	    read_hop(a, len, &hop, err))
		return -1;
	link = link_of(links, hop.index);
	if (!link)
		return 0;
	if (head->rtm_dst_len == 0) {
		take_default(family_of(link, head->rtm_family), &hop, metric);
	} else if (head->rtm_protocol != RTPROT_KERNEL) {
		route.index = hop.index;
		route.metric = metric;
		route.has_gw = hop.has_gw;
		memcpy(route.gw, hop.gw, sizeof route.gw);
		take_route(links, &route);
	}
	return 0;
}

static int one_route(void *into, struct piece body, struct error *err)
{
	struct rtmsg head;
	struct attributes a;
	uint32_t table;

	if (read_message(body, &head, sizeof head, &a, err))
		return -1;
	table = head.rtm_table; /* 8 bits; the attribute has them all */
	if (read_number(a.at[RTA_TABLE], &table, err))
		return -1;
	return is_route(&head, table) ? keep_route(into, &head, &a, err) : 0;
}

int netlink_routes(void *links, const void *bytes, size_t len, struct error *err)
{
	return each_message(bytes, len, RTM_NEWROUTE, one_route, links, err);
}

/* ---- afterwards */

static bool same_prefix(const unsigned char *a, const unsigned char *b, unsigned bits)
{
	unsigned whole = bits / 8, rest = bits % 8;

	return memcmp(a, b, whole) == 0 && (rest == 0 || ((a[whole] ^ b[whole]) >> (8 - rest)) == 0);
}

static bool is_link_local6(const unsigned char *at)
{
	return at[0] == 0xfe && (at[1] & 0xc0) == 0x80;
}

static void settle_onlink(struct link_fact *link)
{
	struct ip_fact *ip4 = &link->ip4, *ip6 = &link->ip6;

	ip4->onlink = ip4->there && ip4->has_gw && !same_prefix(ip4->at, ip4->gw, ip4->prefix);
	ip6->onlink =
	    ip6->there && ip6->has_gw && !is_link_local6(ip6->gw) && !same_prefix(ip6->at, ip6->gw, ip6->prefix);
}

static int by_index(const void *a, const void *b)
{
	const struct link_fact *x = a, *y = b;

	return (x->index > y->index) - (x->index < y->index);
}

static void drop_routes(struct links *links)
{
	size_t kept = 0;

	for (size_t i = 0; i < links->routes_n; i++)
		if (link_of(links, links->routes[i].index))
			links->routes[kept++] = links->routes[i];
	links->routes_n = kept;
}

void links_finish(struct links *links)
{
	size_t kept = 0;

	for (size_t i = 0; i < links->n; i++)
		if (links->at[i].name[0])
			links->at[kept++] = links->at[i];
	links->n = kept;
	qsort(links->at, links->n, sizeof links->at[0], by_index);
	for (size_t i = 0; i < links->n; i++)
		settle_onlink(&links->at[i]);
	drop_routes(links);
}
