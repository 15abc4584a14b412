/*
 * test_netlink.c: answers of the kernel, put together as the kernel does, then cut, bent and mixed.  Each datagram is read
 * from memory of exactly its length, so that a sanitizer sees a byte too far.
 */
#include "unit.h"

#include <net/if.h>
#include <net/if_arp.h>
#include <sys/socket.h>
#include <arpa/inet.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/pkt_cls.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <linux/tc_act/tc_mirred.h>
#include "base/rtnetlink.h"
#include "read/netlink.h"

/* ---- datagrams */

struct datagram {
	char at[65536];
	size_t len;
};

static struct request message;
static struct datagram datagram;
static size_t starts[32], starts_n; /* of its messages */
static size_t good_ends; /* lengths at which the datagram may be cut: after a message, its padding or not */

static void begin(int type, const void *fixed, size_t len)
{
	request_begin(&message, type, NLM_F_MULTI, fixed, len);
}

static void finish(void)
{
	struct nlmsghdr *head = (void *)message.at;

	assert_false(message.full);
	if (starts_n < 32)
		starts[starts_n++] = datagram.len;
	head->nlmsg_len = (uint32_t)message.used;
	head->nlmsg_flags &= (uint16_t)~NLM_F_REQUEST;
	memcpy(datagram.at + datagram.len, message.at, message.used);
	datagram.len += (message.used + 3) / 4 * 4;
	good_ends += (message.used + 3) / 4 * 4 - message.used + 1;
}

static void end_of_dump(int num)
{
	begin(NLMSG_DONE, &num, sizeof num);
	finish();
}

static int read_with(rtnetlink_reader *reader, void *into, const char *at, size_t len, struct error *err)
{
	char *exact = malloc(len ? len : 1);
	int result;

	memcpy(exact, at, len);
	result = reader(into, exact, len, err);
	free(exact);
	return result;
}

/* Reads what was put together, and starts anew. */
static int read_all(rtnetlink_reader *reader, void *into, struct error *err)
{
	int result = read_with(reader, into, datagram.at, datagram.len, err);

	datagram.len = 0;
	return result;
}

struct address {
	const char *at, *peer;
	unsigned char prefix, scope;
	unsigned flags;
};

static void put_address(int type, int family, const char *text)
{
	unsigned char at[16];

	assert_int_equal(inet_pton(family, text, at), 1);
	request_put(&message, type, at, family == AF_INET ? 4 : 16);
}

static void add_address(int index, struct address a)
{
	int family = strchr(a.at, ':') ? AF_INET6 : AF_INET;
	struct ifaddrmsg head = { .ifa_family = (unsigned char)family,
		.ifa_prefixlen = a.prefix,
		.ifa_flags = (unsigned char)a.flags,
		.ifa_scope = a.scope,
		.ifa_index = (unsigned)index };

	begin(RTM_NEWADDR, &head, sizeof head);
	put_address(IFA_ADDRESS, family, a.peer ? a.peer : a.at);
	if (family == AF_INET || a.peer)
		put_address(IFA_LOCAL, family, a.at);
	request_number(&message, IFA_FLAGS, a.flags);
	finish();
}

struct device {
	const char *name, *kind;
	unsigned short type;
	unsigned flags, mtu, txqlen;
};

static void add_link(int index, struct device d)
{
	struct ifinfomsg head = {
		.ifi_type = d.type ? d.type : ARPHRD_ETHER, .ifi_index = index, .ifi_flags = d.flags
	};
	struct nlattr *info;

	begin(RTM_NEWLINK, &head, sizeof head);
	request_text(&message, IFLA_IFNAME, d.name);
	request_put(&message, IFLA_ADDRESS, "\x02\0\0\0\0\x07", 6);
	request_number(&message, IFLA_MTU, d.mtu);
	request_number(&message, IFLA_TXQLEN, d.txqlen);
	info = request_nest(&message, IFLA_LINKINFO);
	request_text(&message, IFLA_INFO_KIND, d.kind ? d.kind : "veth");
	request_end(&message, info);
	finish();
}

struct way {
	const char *to, *gw; /* NULL: default; no gateway */
	unsigned char prefix, type, protocol;
	unsigned table, metric, index;
};

static struct rtmsg way_head(const struct way *w, int family)
{
	return (struct rtmsg){ .rtm_family = (unsigned char)family,
		.rtm_dst_len = w->prefix,
		.rtm_type = w->type ? w->type : RTN_UNICAST,
		.rtm_protocol = w->protocol ? w->protocol : RTPROT_BOOT,
		.rtm_table = w->table ? RT_TABLE_COMPAT : RT_TABLE_MAIN };
}

static void add_route(int family, struct way w)
{
	struct rtmsg head = way_head(&w, family);

	begin(RTM_NEWROUTE, &head, sizeof head);
	if (w.to)
		put_address(RTA_DST, family, w.to);
	if (w.gw)
		put_address(RTA_GATEWAY, family, w.gw);
	if (w.table)
		request_number(&message, RTA_TABLE, w.table);
	request_number(&message, RTA_PRIORITY, w.metric);
	request_number(&message, RTA_OIF, w.index);
	finish();
}

static void add_multipath(unsigned index, const char *gw)
{
	struct way w = { .index = index };
	struct rtmsg head = way_head(&w, AF_INET);
	struct rtnexthop hop = { .rtnh_len = sizeof hop + 8, .rtnh_ifindex = (int)index };
	char hops[2 * (sizeof hop + 8)];
	struct nlattr gateway = { .nla_len = 8, .nla_type = RTA_GATEWAY };

	memcpy(hops, &hop, sizeof hop);
	memcpy(hops + sizeof hop, &gateway, sizeof gateway);
	inet_pton(AF_INET, gw, hops + sizeof hop + 4);
	hop.rtnh_ifindex++;
	memcpy(hops + sizeof hop + 8, &hop, sizeof hop);
	memcpy(hops + 2 * sizeof hop + 8, &gateway, sizeof gateway);
	inet_pton(AF_INET, "9.9.9.9", hops + 2 * sizeof hop + 12);
	begin(RTM_NEWROUTE, &head, sizeof head);
	request_put(&message, RTA_MULTIPATH, hops, sizeof hops);
	finish();
}

static void assert_address(int family, const unsigned char *at, const char *wanted)
{
	char text[INET6_ADDRSTRLEN];

	assert_string_equal(inet_ntop(family, at, text, sizeof text), wanted);
}

static const struct device eth0 = { .name = "eth0", .flags = IFF_UP, .mtu = 1450, .txqlen = 7 };

/* One link with one address, to which tests add. */
static void usual(struct links *links)
{
	struct error err;

	memset(links, 0, sizeof *links);
	datagram.len = 0;
	add_address(2, (struct address){ .at = "10.0.0.2", .prefix = 24 });
	end_of_dump(0);
	assert_int_equal(read_all(netlink_addresses, links, &err), 1);
	add_link(2, eth0);
	end_of_dump(0);
	assert_int_equal(read_all(netlink_links, links, &err), 1);
}

/* ---- addresses and links */

static void test_link(void **state)
{
	struct links links;

	(void)state;
	usual(&links);
	links_finish(&links);
	assert_int_equal(links.n, 1);
	assert_string_equal(links.at[0].name, "eth0");
	assert_string_equal(links.at[0].kind, "veth");
	assert_memory_equal(links.at[0].mac, "\x02\0\0\0\0\x07", 6);
	assert_int_equal(links.at[0].mtu, 1450);
	assert_int_equal(links.at[0].txqlen, 7);
	assert_true(links.at[0].up);
	assert_false(links.at[0].taken);
	assert_true(links.at[0].ip4.there);
	assert_int_equal(links.at[0].ip4.prefix, 24);
	assert_address(AF_INET, links.at[0].ip4.at, "10.0.0.2");
	assert_false(links.at[0].ip6.there);
	assert_false(links.at[0].ip4.is_default);
}

/* What each address adds, and which one stays. */
static void test_addresses(void **state)
{
	struct links links = { 0 };
	struct error err;

	(void)state;
	add_address(3, (struct address){ .at = "10.0.0.9", .prefix = 24, .flags = IFA_F_SECONDARY });
	add_address(3, (struct address){ .at = "10.0.0.2", .peer = "10.0.0.1", .prefix = 32 });
	add_address(3, (struct address){ .at = "10.0.0.3", .prefix = 24 });
	add_address(3, (struct address){ .at = "fe80::1", .prefix = 64, .scope = RT_SCOPE_LINK });
	add_address(3, (struct address){ .at = "fd00::1", .prefix = 64, .flags = IFA_F_DEPRECATED });
	add_address(3, (struct address){ .at = "fd00::2", .prefix = 64, .flags = IFA_F_DADFAILED });
	add_address(3, (struct address){ .at = "fd00::3", .prefix = 128, .flags = IFA_F_NOPREFIXROUTE });
	add_address(1, (struct address){ .at = "127.0.0.1", .prefix = 8, .scope = RT_SCOPE_HOST });
	add_address(4, (struct address){ .at = "fe80::2", .prefix = 64, .scope = RT_SCOPE_LINK });
	assert_int_equal(read_all(netlink_addresses, &links, &err), 0);
	assert_int_equal(links.n, 1);
	assert_address(AF_INET, links.at[0].ip4.at, "10.0.0.2");
	assert_int_equal(links.at[0].ip4.prefix, 32);
	assert_int_equal(links.at[0].ip4.others, 2);
	assert_address(AF_INET6, links.at[0].ip6.at, "fd00::3");
	assert_int_equal(links.at[0].ip6.prefix, 128);
	assert_int_equal(links.at[0].ip6.others, 1);
}

static void test_not_for_guests(void **state)
{
	static const struct device not_these[] = {
		{ .name = "lo", .flags = IFF_LOOPBACK, .type = ARPHRD_LOOPBACK },
		{ .name = "tun0", .kind = "tun", .type = ARPHRD_NONE },
		{ .name = "tap3_urunc", .kind = "tun" },
		{ .name = "" },
	};
	struct links links = { 0 };
	struct error err;

	(void)state;
	for (int i = 0; i < 5; i++)
		add_address(9 - i, (struct address){ .at = "10.0.0.2", .prefix = 24 });
	assert_int_equal(read_all(netlink_addresses, &links, &err), 0);
	for (int i = 0; i < 4; i++)
		add_link(9 - i, not_these[i]);
	add_link(20, eth0); /* without an address */
	add_link(21, (struct device){ .name = "tap9_urunc", .kind = "tun" });
	assert_int_equal(read_all(netlink_links, &links, &err), 0); /* link 5 went away in between */
	links_finish(&links);
	assert_int_equal(links.n, 0);
	assert_string_equal(links.not_ethernet, "tun0");
	assert_int_equal(links.tap_numbers[0], 1 << 3);
	assert_int_equal(links.tap_numbers[1], 1 << 1);
}

static void test_order(void **state)
{
	struct links links = { 0 };
	struct error err;

	(void)state;
	for (int i = LINKS_MAX; i > 0; i--)
		add_address(i * 1000, (struct address){ .at = "10.0.0.2", .prefix = 24 });
	assert_int_equal(read_all(netlink_addresses, &links, &err), 0);
	for (int i = LINKS_MAX; i > 0; i--)
		add_link(i * 1000, eth0);
	assert_int_equal(read_all(netlink_links, &links, &err), 0);
	links_finish(&links);
	assert_int_equal(links.n, LINKS_MAX);
	for (int i = 0; i < LINKS_MAX; i++)
		assert_int_equal(links.at[i].index, (i + 1) * 1000);
	add_address(1, (struct address){ .at = "10.0.0.3", .prefix = 24 });
	assert_int_equal(read_all(netlink_addresses, &links, &err), -1);
	assert_int_equal(err.num, E2BIG);
	assert_non_null(strstr(err.text, "more than 16 links"));
}

static void test_names(void **state)
{
	struct links links;
	struct error err;
	struct device odd = eth0;

	(void)state;
	usual(&links);
	odd.name = "a\"\\\x01\xff\n'%b$(c)d"; /* 15 bytes, as many as there can be */
	add_link(2, odd);
	assert_int_equal(read_all(netlink_links, &links, &err), 0);
	assert_string_equal(links.at[0].name, "a\"\\?"
					      "?"
					      "?'%b$(c)d");
	odd.name = "a name that is far too long";
	add_link(2, odd);
	assert_int_equal(read_all(netlink_links, &links, &err), 0);
	assert_string_equal(links.at[0].name, "a name that is ");
}

static void test_tap_names(void **state)
{
	static const struct {
		const char *name;
		int number;
	} names[] = { { "tap0_urunc", 0 }, { "tap255_urunc", 255 }, { "tap999_urunc", 999 }, { "tap1000_urunc", -1 },
		{ "tap00_urunc", -1 }, { "tap-1_urunc", -1 }, { "tap+1_urunc", -1 }, { "tap 1_urunc", -1 },
		{ "tap1_uruncx", -1 }, { "tap_urunc", -1 }, { "tap1", -1 }, { "xtap1_urunc", -1 }, { "", -1 },
		{ "tap99999999999_urunc", -1 } };
	char name[LINK_NAME];

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		assert_int_equal(tap_number(names[i].name), names[i].number);
	tap_name(name, 17);
	assert_string_equal(name, "tap17_urunc");
}

static void test_impossible(void **state)
{
	struct ifaddrmsg address = { .ifa_family = AF_INET, .ifa_prefixlen = 24, .ifa_index = 2 };
	struct ifinfomsg link = { .ifi_type = ARPHRD_ETHER, .ifi_index = 2 };
	struct links links;
	struct error err;

	(void)state;
	usual(&links);
	add_address(2, (struct address){ .at = "10.0.0.2", .prefix = 33 });
	assert_int_equal(read_all(netlink_addresses, &links, &err), -1);
	assert_int_equal(err.num, EPROTO);
	add_address(2, (struct address){ .at = "fd00::2", .prefix = 129 });
	assert_int_equal(read_all(netlink_addresses, &links, &err), -1);
	begin(RTM_NEWADDR, &address, sizeof address); /* no address in it */
	finish();
	assert_int_equal(read_all(netlink_addresses, &links, &err), -1);
	begin(RTM_NEWADDR, &address, sizeof address);
	request_put(&message, IFA_LOCAL, "\x0a\0\0\0\x02", 5);
	finish();
	assert_int_equal(read_all(netlink_addresses, &links, &err), -1);
	assert_non_null(strstr(err.text, "5 bytes, not 4"));
	begin(RTM_NEWADDR, &address, 4);
	finish();
	assert_int_equal(read_all(netlink_addresses, &links, &err), -1);
	begin(RTM_NEWLINK, &link, sizeof link);
	request_text(&message, IFLA_IFNAME, "eth0");
	request_put(&message, IFLA_ADDRESS, "\x02\0\0\0\0\x07", 6);
	request_put(&message, IFLA_MTU, "\xdc\x05", 2);
	finish();
	assert_int_equal(read_all(netlink_links, &links, &err), -1);
	assert_non_null(strstr(err.text, "2 bytes, not 4"));
}

static void test_one_link(void **state)
{
	struct one_link link = { 0 };
	struct error err;

	(void)state;
	add_link(7, eth0);
	((struct nlmsghdr *)(void *)datagram.at)->nlmsg_flags = 0; /* the answer to one question */
	assert_int_equal(read_all(netlink_one_link, &link, &err), 1);
	assert_int_equal(link.index, 7);
	assert_string_equal(link.name, "eth0");
	assert_string_equal(link.kind, "veth");
	assert_string_equal(link.alias, "");
}

/* ---- routes */

static void test_routes(void **state)
{
	struct links links;
	struct error err;

	(void)state;
	usual(&links);
	add_route(AF_INET, (struct way){ .gw = "10.0.0.9", .index = 2, .metric = 100 });
	add_route(AF_INET, (struct way){ .gw = "10.0.0.1", .index = 2, .metric = 50 });
	add_route(AF_INET, (struct way){ .gw = "10.0.0.8", .index = 2, .metric = 50 });
	add_route(AF_INET, (struct way){ .gw = "10.0.0.7", .index = 2, .table = 100000 });
	add_route(AF_INET, (struct way){ .gw = "10.0.0.7", .index = 2, .type = RTN_UNREACHABLE });
	add_route(AF_INET, (struct way){ .gw = "10.0.0.7", .index = 5 });
	add_route(AF_INET, (struct way){ .to = "10.0.0.0", .prefix = 24, .index = 2, .protocol = RTPROT_KERNEL });
	add_route(AF_INET, (struct way){ .to = "10.9.0.0", .prefix = 16, .gw = "10.0.0.3", .index = 2, .metric = 4 });
	add_route(AF_INET6, (struct way){ .to = "fd09::", .prefix = 64, .index = 2, .table = RT_TABLE_MAIN });
	end_of_dump(0);
	assert_int_equal(read_all(netlink_routes, &links, &err), 1);
	links_finish(&links);
	assert_true(links.at[0].ip4.is_default);
	assert_true(links.at[0].ip4.has_gw);
	assert_int_equal(links.at[0].ip4.metric, 50);
	assert_address(AF_INET, links.at[0].ip4.gw, "10.0.0.1");
	assert_false(links.at[0].ip4.onlink);
	assert_false(links.at[0].ip6.is_default);
	assert_int_equal(links.routes_n, 2);
	assert_address(AF_INET, links.routes[0].to, "10.9.0.0");
	assert_address(AF_INET, links.routes[0].gw, "10.0.0.3");
	assert_int_equal(links.routes[0].prefix, 16);
	assert_int_equal(links.routes[0].metric, 4);
	assert_true(links.routes[1].ip6);
	assert_false(links.routes[1].has_gw);
}

static void test_ways(void **state)
{
	struct rtmsg head = { .rtm_family = AF_INET, .rtm_type = RTN_UNICAST, .rtm_table = RT_TABLE_MAIN };
	struct links links;
	struct error err;

	(void)state;
	usual(&links);
	add_route(AF_INET, (struct way){ .index = 2 }); /* no gateway */
	assert_int_equal(read_all(netlink_routes, &links, &err), 0);
	links_finish(&links);
	assert_true(links.at[0].ip4.is_default);
	assert_false(links.at[0].ip4.has_gw);

	usual(&links);
	add_multipath(2, "169.254.1.1");
	assert_int_equal(read_all(netlink_routes, &links, &err), 0);
	links_finish(&links);
	assert_address(AF_INET, links.at[0].ip4.gw, "169.254.1.1");
	assert_true(links.at[0].ip4.onlink);

	usual(&links);
	for (int i = 0; i < ROUTES_MAX + 3; i++)
		add_route(AF_INET, (struct way){ .to = "10.9.0.0", .prefix = 16, .index = 2 });
	assert_int_equal(read_all(netlink_routes, &links, &err), 0);
	assert_int_equal(links.routes_n, ROUTES_MAX);
	assert_int_equal(links.routes_left_out, 3);
	add_route(AF_INET, (struct way){ .to = "10.9.0.0", .prefix = 33, .index = 2 });
	assert_int_equal(read_all(netlink_routes, &links, &err), -1);
	begin(RTM_NEWROUTE, &head, sizeof head); /* a next hop that is cut off */
	request_put(&message, RTA_MULTIPATH, "\x04\0\0\0", 4);
	finish();
	assert_int_equal(read_all(netlink_routes, &links, &err), -1);
	assert_non_null(strstr(err.text, "next hop of 4 bytes"));
}

static void test_onlink(void **state)
{
	static const struct {
		const char *at, *gw;
		unsigned char prefix;
		bool onlink;
	} cases[] = { { "10.0.0.2", "10.0.0.1", 32, true }, { "10.0.0.2", "10.0.0.2", 32, false },
		{ "10.0.0.2", "10.0.0.3", 31, false }, { "10.0.0.129", "10.0.0.127", 25, true },
		{ "10.0.0.129", "10.0.0.254", 25, false }, { "10.0.0.2", "11.0.0.1", 0, false },
		{ "10.0.0.2", "11.0.0.1", 7, false }, { "10.0.0.2", "11.0.0.1", 8, true },
		{ "fd00::2", "fd00::1", 64, false }, { "fd00::2", "fd00::1", 128, true },
		{ "fd00::2", "fe80::1", 64, false }, { "fd00::2", "febf::1", 64, false },
		{ "fd00::2", "fec0::1", 64, true } };

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int family = strchr(cases[i].at, ':') ? AF_INET6 : AF_INET;
		struct links links = { 0 };
		struct error err;

		add_address(2, (struct address){ .at = cases[i].at, .prefix = cases[i].prefix });
		assert_int_equal(read_all(netlink_addresses, &links, &err), 0);
		add_link(2, eth0);
		assert_int_equal(read_all(netlink_links, &links, &err), 0);
		add_route(family, (struct way){ .gw = cases[i].gw, .index = 2 });
		assert_int_equal(read_all(netlink_routes, &links, &err), 0);
		links_finish(&links);
		assert_int_equal(family == AF_INET ? links.at[0].ip4.onlink : links.at[0].ip6.onlink, cases[i].onlink);
	}
}

/* ---- traffic control */

static void add_discipline(int index, unsigned parent)
{
	struct tcmsg head = { .tcm_ifindex = index, .tcm_parent = parent };

	begin(RTM_NEWQDISC, &head, sizeof head);
	request_text(&message, TCA_KIND, "ingress");
	finish();
}

static void test_taken(void **state)
{
	struct links links;
	struct error err;

	(void)state;
	usual(&links);
	add_discipline(2, TC_H_ROOT);
	add_discipline(5, TC_H_INGRESS);
	assert_int_equal(read_all(netlink_disciplines, &links, &err), 0);
	assert_false(links.at[0].taken);
	add_discipline(2, TC_H_INGRESS);
	assert_int_equal(read_all(netlink_disciplines, &links, &err), 0);
	assert_true(links.at[0].taken);
}

static void put_action(int place, const char *kind, int eaction, int target)
{
	struct tc_mirred mirred = { .eaction = eaction, .ifindex = (unsigned)target };
	struct nlattr *action = request_nest(&message, place), *options;

	request_text(&message, TCA_ACT_KIND, kind);
	options = request_nest(&message, TCA_ACT_OPTIONS);
	request_put(&message, TCA_MIRRED_PARMS, &mirred, sizeof mirred);
	request_end(&message, options);
	request_end(&message, action);
}

enum { HEAD, TABLE, U32, MATCHALL, FLOWER, DROP, MIRROR, TWO };

static void add_filter(int what, int target)
{
	struct tcmsg head = { .tcm_ifindex = 2, .tcm_handle = what == HEAD ? 0 : 0x80000800 };
	struct nlattr *options, *actions;

	begin(RTM_NEWTFILTER, &head, sizeof head);
	request_text(&message, TCA_KIND, what == MATCHALL ? "matchall" : what == FLOWER ? "flower" : "u32");
	options = request_nest(&message, TCA_OPTIONS);
	if (what == TABLE)
		request_number(&message, TCA_U32_DIVISOR, 1);
	actions = request_nest(&message, what == MATCHALL ? TCA_MATCHALL_ACT : TCA_U32_ACT);
	put_action(1, what == DROP ? "gact" : "mirred", what == MIRROR ? TCA_EGRESS_MIRROR : TCA_EGRESS_REDIR, target);
	if (what == TWO)
		put_action(2, "mirred", TCA_EGRESS_REDIR, target);
	request_end(&message, actions);
	request_end(&message, options);
	finish();
}

static struct ingress_fact ingress_of(int first, int target, int second, int other)
{
	struct ingress_fact ingress = { 0 };
	struct error err;

	add_filter(first, target);
	add_filter(second, other);
	end_of_dump(0);
	assert_int_equal(read_all(netlink_filters, &ingress, &err), 1);
	return ingress;
}

static void test_filters(void **state)
{
	static const struct {
		int first, target, second, other;
		struct ingress_fact wanted;
	} cases[] = {
		{ HEAD, 7, TABLE, 7, { 0, 0, 0 } },
		{ HEAD, 7, U32, 7, { 1, 0, 7 } },
		{ TABLE, 7, U32, 7, { 1, 0, 7 } },
		{ HEAD, 7, MATCHALL, 7, { 1, 0, 7 } },
		{ U32, 7, MATCHALL, 7, { 2, 0, 7 } },
		{ U32, 7, U32, 8, { 1, 1, 7 } },
		{ HEAD, 7, U32, 0, { 1, 0, 0 } },
		{ U32, 0, U32, 7, { 1, 1, 0 } },
		{ U32, 7, FLOWER, 7, { 1, 1, 7 } },
		{ HEAD, 7, DROP, 7, { 0, 1, 0 } },
		{ HEAD, 7, MIRROR, 7, { 0, 1, 0 } },
		{ HEAD, 7, TWO, 7, { 0, 1, 0 } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct ingress_fact got = ingress_of(cases[i].first, cases[i].target, cases[i].second, cases[i].other);

		assert_int_equal(got.redirects, cases[i].wanted.redirects);
		assert_int_equal(got.others, cases[i].wanted.others);
		assert_int_equal(got.target, cases[i].wanted.target);
	}
}

/* ---- errors */

/* flags, the error, the request that it repeats, and the kernel's own words. */
static int answer_error(int flags, int num, size_t repeated, const char *words, struct error *err)
{
	struct nlmsgerr answer = { .error = num, .msg = { .nlmsg_len = (uint32_t)(sizeof answer.msg + repeated) } };
	char body[sizeof answer + 32] = { 0 };

	memcpy(body, &answer, sizeof answer);
	if (flags & NLM_F_CAPPED)
		repeated = 0;
	request_begin(&message, NLMSG_ERROR, flags, body, sizeof answer + (repeated < 32 ? repeated : 32));
	if (words)
		request_text(&message, NLMSGERR_ATTR_MSG, words);
	finish();
	return read_all(netlink_ack, NULL, err);
}

static void test_errors(void **state)
{
	struct error err = { 0 };

	(void)state;
	assert_int_equal(answer_error(NLM_F_CAPPED, 0, 32, NULL, &err), 1);
	assert_int_equal(answer_error(NLM_F_CAPPED, -EEXIST, 32, NULL, &err), -1);
	assert_int_equal(err.num, EEXIST);
	assert_string_equal(err.text, "File exists");
	assert_int_equal(answer_error(NLM_F_CAPPED | NLM_F_ACK_TLVS, -EEXIST, 32, "Exclusivity", &err), -1);
	assert_string_equal(err.text, "File exists (Exclusivity)");
	assert_int_equal(answer_error(NLM_F_ACK_TLVS, -ENODEV, 32, "gone\n", &err), -1);
	assert_string_equal(err.text, "No such device (gone?)");
	assert_int_equal(answer_error(0, -ENODEV, 32, "not announced", &err), -1);
	assert_string_equal(err.text, "No such device");
	assert_int_equal(answer_error(NLM_F_ACK_TLVS, -ENODEV, 4000000000u, "the length lies", &err), -1);
	assert_string_equal(err.text, "No such device");
	assert_int_equal(answer_error(0, 5, 0, NULL, &err), -1);
	assert_int_equal(err.num, EPROTO);
	assert_int_equal(answer_error(0, INT32_MIN, 0, NULL, &err), -1);
	assert_int_equal(err.num, EPROTO);
}

static void test_ends(void **state)
{
	struct links links;
	struct error err = { 0 };

	(void)state;
	usual(&links);
	assert_int_equal(read_all(netlink_links, &links, &err), 0); /* an empty datagram is no end */
	end_of_dump(-EMSGSIZE);
	assert_int_equal(read_all(netlink_links, &links, &err), -1);
	assert_int_equal(err.num, EMSGSIZE);
	begin(NLMSG_DONE, NULL, 0);
	finish();
	assert_int_equal(read_all(netlink_links, &links, &err), 1);
	begin(NLMSG_OVERRUN, NULL, 0);
	finish();
	assert_int_equal(read_all(netlink_links, &links, &err), -1);
	add_link(2, eth0);
	((struct nlmsghdr *)(void *)datagram.at)->nlmsg_flags |= NLM_F_DUMP_INTR;
	assert_int_equal(read_all(netlink_links, &links, &err), -1);
	assert_int_equal(err.num, EAGAIN);
	add_route(AF_INET, (struct way){ .gw = "10.0.0.1", .index = 2 }); /* of another question */
	assert_int_equal(read_all(netlink_links, &links, &err), 0);
	assert_false(links.at[0].ip4.is_default);
}

/* ---- hostile bytes */

static const struct {
	rtnetlink_reader *reader;
	bool filters, one;
} readers[] = { { netlink_addresses }, { netlink_links }, { netlink_routes }, { netlink_disciplines },
	{ netlink_filters, .filters = true }, { netlink_one_link, .one = true }, { netlink_ack } };
enum { READERS = sizeof readers / sizeof *readers };

static void put_everything(void)
{
	datagram.len = 0;
	starts_n = 0;
	good_ends = 1;
	add_address(2, (struct address){ .at = "10.0.0.2", .prefix = 24 });
	add_address(2, (struct address){ .at = "fd00::2", .peer = "fd00::1", .prefix = 128 });
	add_link(2, eth0);
	add_route(AF_INET, (struct way){ .gw = "10.0.0.1", .index = 2 });
	add_route(AF_INET6, (struct way){ .to = "fd09::", .prefix = 64, .gw = "fd00::1", .index = 2 });
	add_multipath(2, "10.0.0.1");
	add_discipline(2, TC_H_INGRESS);
	add_filter(U32, 7);
	add_filter(TWO, 7);
}

static bool is_possible(const struct ip_fact *ip, unsigned bits)
{
	return ip->prefix <= bits;
}

static void assert_possible(const struct links *links)
{
	assert_true(links->n <= LINKS_MAX && links->routes_n <= ROUTES_MAX);
	for (size_t i = 0; i < links->n; i++) {
		assert_non_null(memchr(links->at[i].name, 0, LINK_NAME));
		assert_non_null(memchr(links->at[i].kind, 0, LINK_NAME));
		assert_true(is_possible(&links->at[i].ip4, 32) && is_possible(&links->at[i].ip6, 128));
	}
	for (size_t i = 0; i < links->routes_n; i++)
		assert_true(links->routes[i].prefix <= (links->routes[i].ip6 ? 128 : 32));
}

/* Every reader on the same bytes; the links are of some earlier datagram, so that routes find theirs. */
static void read_hostile(const char *at, size_t len)
{
	struct links links;
	struct ingress_fact ingress = { 0 };
	struct one_link one = { 0 };

	memset(&links, 0, sizeof links);
	links.n = 1;
	links.at[0].index = 2;
	for (int i = 0; i < READERS; i++) {
		struct error err = { 0 };
		void *into = readers[i].filters ? (void *)&ingress : readers[i].one ? (void *)&one : (void *)&links;
		int result = read_with(readers[i].reader, into, at, len, &err);

		assert_true(result == 0 || result == 1 || (result == -1 && err.num > 0 && err.text[0]));
	}
	links_finish(&links);
	assert_possible(&links);
}

static void test_cut(void **state)
{
	struct links links = { 0 };
	struct error err;
	size_t cut = 0;

	(void)state;
	put_everything();
	for (size_t len = 0; len <= datagram.len; len++) {
		read_hostile(datagram.at, len);
		cut += read_with(netlink_disciplines, &links, datagram.at, len, &err) < 0;
	}
	assert_int_equal(cut, datagram.len + 1 - good_ends);
	datagram.len = 0;
}

static uint32_t random_state = 20261121;

static uint32_t next_random(void)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 17;
	random_state ^= random_state << 5;
	return random_state;
}

static void test_bent(void **state)
{
	static const unsigned char values[] = { 0, 1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 127, 128, 254, 255 };
	struct datagram whole;

	(void)state;
	put_everything();
	whole = datagram;
	for (size_t i = 0; i < whole.len; i++)
		for (size_t v = 0; v < sizeof values; v++) {
			datagram = whole;
			datagram.at[i] = (char)values[v];
			read_hostile(datagram.at, datagram.len);
		}
	for (int round = 0; round < 200000; round++) {
		size_t from = starts[(size_t)round % starts_n], len = whole.len - from;

		memcpy(datagram.at, whole.at, whole.len);
		for (uint32_t n = next_random() % 4 + 1; n > 0; n--)
			datagram.at[from + next_random() % (len < 200 ? len : 200)] = (char)next_random();
		read_hostile(datagram.at + from, next_random() % 4 ? len : next_random() % len);
	}
	datagram.len = 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_link),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_not_for_guests),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_tap_names),
		cmocka_unit_test(test_impossible),
		cmocka_unit_test(test_one_link),
		cmocka_unit_test(test_routes),
		cmocka_unit_test(test_ways),
		cmocka_unit_test(test_onlink),
		cmocka_unit_test(test_taken),
		cmocka_unit_test(test_filters),
		cmocka_unit_test(test_errors),
		cmocka_unit_test(test_ends),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_bent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
