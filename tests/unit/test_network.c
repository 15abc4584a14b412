/* test_network.c: which links a guest gets, what it is told of them, and the sentences when it gets none. */
#include "unit.h"

#include <arpa/inet.h>
#include "decide/network.h"

static struct links links;
static struct network network;
static struct error err;
static const struct network_limits any = { .links_max = LINKS_MAX, .links_why = "-", .mtu_why = "-" };

static void address(struct ip_fact *ip, int family, const char *at, unsigned char prefix, const char *gw)
{
	ip->there = true;
	ip->prefix = prefix;
	assert_int_equal(inet_pton(family, at, ip->at), 1);
	ip->is_default = ip->has_gw = gw;
	if (gw)
		assert_int_equal(inet_pton(family, gw, ip->gw), 1);
}

static int fresh(void **state)
{
	(void)state;
	memset(&links, 0, sizeof links);
	memset(&network, 0x55, sizeof network);
	memset(&err, 0, sizeof err);
	links.n = 2;
	for (int i = 0; i < 2; i++) {
		links.at[i].index = 2 + i;
		snprintf(links.at[i].name, LINK_NAME, "eth%d", i);
		memcpy(links.at[i].mac, "\x02\x00\xab\xcd\xef\xff", 6);
		links.at[i].mtu = 1500;
		links.at[i].txqlen = 500;
	}
	address(&links.at[0].ip4, AF_INET, "10.0.0.2", 24, NULL);
	address(&links.at[1].ip4, AF_INET, "192.168.255.254", 23, "192.168.254.1");
	return 0;
}

static void decide(void)
{
	assert_int_equal(network_decide(&links, &any, &network, &err), 0);
}

static void refused(const struct network_limits *limits, int num, const char *words)
{
	struct network before = network;

	assert_int_equal(network_decide(&links, limits, &network, &err), -1);
	assert_int_equal(err.num, num);
	if (!strstr(err.text, words))
		fail_msg("\"%s\" says nothing of \"%s\"\n", err.text, words);
	assert_memory_equal(&before, &network, sizeof network);
}

static void test_texts(void **state)
{
	(void)state;
	links.at[1].ip4.onlink = true;
	address(&links.at[1].ip6, AF_INET6, "fd00:0:0:0:0:0:0:2", 64, "fe80::1");
	decide();
	assert_int_equal(network.n, 2);
	assert_int_equal(network.main, 1);
	assert_string_equal(network.at[0].tap, "tap0_urunc");
	assert_string_equal(network.at[1].tap, "tap1_urunc");
	assert_int_equal(network.at[1].tap_index, 0);
	assert_string_equal(network.at[0].mac, "02:00:ab:cd:ef:ff");
	assert_string_equal(network.at[0].ip4, "10.0.0.2");
	assert_string_equal(network.at[0].gw4, "");
	assert_string_equal(network.at[0].ip6, "");
	assert_string_equal(network.at[1].ip4, "192.168.255.254");
	assert_string_equal(network.at[1].mask4, "255.255.254.0");
	assert_int_equal(network.at[1].prefix4, 23);
	assert_string_equal(network.at[1].gw4, "192.168.254.1");
	assert_true(network.at[1].onlink4);
	assert_string_equal(network.at[1].ip6, "fd00::2");
	assert_int_equal(network.at[1].prefix6, 64);
	assert_string_equal(network.at[1].gw6, "fe80::1");
	assert_false(network.at[1].onlink6);
	assert_int_equal(network.at[1].txqlen, 500);
}

static void test_masks(void **state)
{
	static const struct {
		unsigned char prefix;
		const char *mask;
	} masks[] = { { 0, "0.0.0.0" }, { 1, "128.0.0.0" }, { 12, "255.240.0.0" }, { 31, "255.255.255.254" },
		{ 32, "255.255.255.255" } };

	(void)state;
	for (size_t i = 0; i < sizeof masks / sizeof *masks; i++) {
		links.at[0].ip4.prefix = masks[i].prefix;
		decide();
		assert_string_equal(network.at[0].mask4, masks[i].mask);
	}
}

/* A guest cannot be told metrics: only one of two default routes is handed on, for each family. */
static void test_best_default(void **state)
{
	(void)state;
	address(&links.at[0].ip4, AF_INET, "10.0.0.2", 24, "10.0.0.1");
	address(&links.at[0].ip6, AF_INET6, "fd00::2", 64, "fd00::1");
	address(&links.at[1].ip6, AF_INET6, "fd01::2", 64, "fd01::1");
	links.at[0].ip4.metric = 100;
	links.at[1].ip4.metric = 99;
	decide();
	assert_int_equal(network.main, 1);
	assert_string_equal(network.at[0].gw4, "");
	assert_string_equal(network.at[1].gw4, "192.168.254.1");
	assert_string_equal(network.at[0].gw6, "fd00::1");
	assert_string_equal(network.at[1].gw6, "");
	links.at[1].ip4.metric = 100;
	decide();
	assert_int_equal(network.main, 0);
	assert_string_equal(network.at[0].gw4, "10.0.0.1");
}

static void test_main_of_ipv6(void **state)
{
	(void)state;
	links.at[1].ip4 = (struct ip_fact){ 0 };
	address(&links.at[1].ip6, AF_INET6, "fd01::2", 64, "fd01::1");
	decide();
	assert_int_equal(network.main, 1);
	links.at[1].ip6.is_default = false;
	decide();
	assert_int_equal(network.main, 0);
	assert_string_equal(network.at[1].gw6, "");
}

static void test_queue(void **state)
{
	(void)state;
	links.at[0].txqlen = 0; /* docker's links: the tap must not have a queue of 0 */
	decide();
	assert_int_equal(network.at[0].txqlen, 1000);
}

static void test_tap_numbers(void **state)
{
	(void)state;
	links.tap_numbers[0] = 0x5; /* 0 and 2 are there */
	decide();
	assert_string_equal(network.at[0].tap, "tap1_urunc");
	assert_string_equal(network.at[1].tap, "tap3_urunc");
	memset(links.tap_numbers, 0xff, sizeof links.tap_numbers);
	links.tap_numbers[TAP_NUMBERS / 8 - 1] = 0x7f;
	refused(&any, EBUSY, "tap0_urunc to tap255_urunc");
	links.n = 1;
	decide();
	assert_string_equal(network.at[0].tap, "tap255_urunc");
}

static void test_taken(void **state)
{
	(void)state;
	links.at[1].taken = true;
	refused(&any, EBUSY, "link eth1 has an ingress discipline already");
	strcpy(links.at[1].holder, "ifb0");
	refused(&any, EBUSY, "tc filter show dev eth1 ingress");
	strcpy(links.at[1].holder, "tap0_urunc");
	refused(&any, EBUSY, "link eth1 is taken by another guest (its frames go to tap0_urunc)");
	strcpy(links.at[1].holder_alias, "abc");
	refused(&any, EBUSY, "taken by another guest, container abc (");
}

static void test_limits(void **state)
{
	struct network_limits limits = { .links_max = 1,
		.links_why = "the guest declares one device",
		.mtu_max = 1500,
		.mtu_why = "the monitor ends at longer frames" };

	(void)state;
	refused(&limits, EINVAL,
	    "has 2 network links with an address (eth0 eth1) and at most 1 can be used because the guest");
	limits.links_max = 2;
	links.at[1].mtu = 1501;
	refused(
	    &limits, EINVAL, "link eth1 has an MTU of 1501 bytes and at most 1500 are possible because the monitor");
	links.at[1].mtu = 1500;
	assert_int_equal(network_decide(&links, &limits, &network, &err), 0);
	assert_int_equal(network.n, 2);
}

/* A guest that has no use for a network gets none, and takes no link from anybody. */
static void test_no_network(void **state)
{
	struct network_limits none = { .links_max = 0 };

	(void)state;
	links.at[0].taken = true;
	assert_int_equal(network_decide(&links, &none, &network, &err), 0);
	assert_int_equal(network.n, 0);
	links.n = 0;
	decide();
	assert_int_equal(network.n, 0);
}

static void test_routes(void **state)
{
	(void)state;
	links.routes[0] = (struct route_fact){ .index = 3, .prefix = 16, .has_gw = true };
	inet_pton(AF_INET, "10.9.0.0", links.routes[0].to);
	inet_pton(AF_INET, "192.168.254.9", links.routes[0].gw);
	links.routes[1] = (struct route_fact){ .index = 9 }; /* of a link that is not there */
	links.routes[2] = (struct route_fact){ .index = 2, .ip6 = true, .prefix = 48 };
	inet_pton(AF_INET6, "fd09::", links.routes[2].to);
	links.routes_n = 3;
	decide();
	assert_int_equal(network.routes_n, 2);
	assert_int_equal(network.routes[0].link, 1);
	assert_string_equal(network.routes[0].to, "10.9.0.0");
	assert_int_equal(network.routes[0].prefix, 16);
	assert_string_equal(network.routes[0].gw, "192.168.254.9");
	assert_int_equal(network.routes[1].link, 0);
	assert_true(network.routes[1].ip6);
	assert_string_equal(network.routes[1].to, "fd09::");
	assert_string_equal(network.routes[1].gw, "");
}

static void test_warnings(void **state)
{
	static char memory[16384];
	struct warnings warnings;
	struct arena arena;

	(void)state;
	unit_arena(&arena, memory, sizeof memory);
	warnings_init(&warnings, &arena);
	network_warn(&links, &warnings);
	assert_int_equal(warnings.n, 0);
	links.at[0].ip4.others = 1;
	links.at[0].ip6.others = 2;
	strcpy(links.not_ethernet, "wg0");
	links.routes_left_out = 4;
	network_warn(&links, &warnings);
	assert_int_equal(warnings.n, 3);
	assert_non_null(strstr(warnings.at[0], "link eth0 has 3 more addresses"));
	assert_non_null(strstr(warnings.at[1], "link wg0 is not Ethernet"));
	assert_non_null(strstr(warnings.at[2], "4 routes are left out"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_texts, fresh),
		cmocka_unit_test_setup(test_masks, fresh),
		cmocka_unit_test_setup(test_best_default, fresh),
		cmocka_unit_test_setup(test_main_of_ipv6, fresh),
		cmocka_unit_test_setup(test_queue, fresh),
		cmocka_unit_test_setup(test_tap_numbers, fresh),
		cmocka_unit_test_setup(test_taken, fresh),
		cmocka_unit_test_setup(test_limits, fresh),
		cmocka_unit_test_setup(test_no_network, fresh),
		cmocka_unit_test_setup(test_routes, fresh),
		cmocka_unit_test_setup(test_warnings, fresh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
