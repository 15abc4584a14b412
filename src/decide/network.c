/* network.c: see network.h. */
#include "decide/network.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <arpa/inet.h>

/* Queue of a tap for a link that has none: a tap with a queue of 0 drops every frame. */
enum { USUAL_TXQLEN = 1000 };

static int refuse_taken(const struct link_fact *link, struct error *err)
{
	if (tap_number(link->holder) < 0)
		return fail(err, EBUSY,
		    "link %s has an ingress discipline already, so its frames cannot be redirected to a guest; see `tc qdisc "
		    "show dev %s` and `tc filter show dev %s ingress`, or give the container a network namespace of its own",
		    link->name, link->name, link->name);
	return fail(err, EBUSY,
	    "link %s is taken by another guest%s%s (its frames go to %s); a network namespace has room for one guest",
	    link->name, link->holder_alias[0] ? ", container " : "", link->holder_alias, link->holder);
}

static int check_link(const struct link_fact *link, const struct network_limits *limits, struct error *err)
{
	if (link->taken)
		return refuse_taken(link, err);
	if (limits->mtu_max && link->mtu > limits->mtu_max)
		return fail(err, EINVAL,
		    "link %s has an MTU of %u bytes and at most %u are possible because %s; give the network an MTU of %u",
		    link->name, link->mtu, limits->mtu_max, limits->mtu_why, limits->mtu_max);
	return 0;
}

static int check_links(const struct links *links, const struct network_limits *limits, struct error *err)
{
	char names[LINKS_MAX * (LINK_NAME + 1)] = "";

	if (links->n > limits->links_max) {
		for (size_t i = 0; i < links->n; i++)
			snprintf(names + strlen(names), sizeof names - strlen(names), "%s%s", i ? " " : "",
			    links->at[i].name);
		return fail(err, EINVAL,
		    "the container has %zu network links with an address (%s) and at most %u can be used because %s",
		    links->n, names, limits->links_max, limits->links_why);
	}
	for (size_t i = 0; i < links->n; i++)
		if (check_link(&links->at[i], limits, err))
			return -1;
	return 0;
}

/* The link with the best default route of a family; -1: there is none. */
static int best_default(const struct links *links, bool ip6)
{
	int best = -1;
	unsigned metric = 0;

	for (size_t i = 0; i < links->n; i++) {
		const struct ip_fact *ip = ip6 ? &links->at[i].ip6 : &links->at[i].ip4;

		if (ip->is_default && (best < 0 || ip->metric < metric)) {
			best = (int)i;
			metric = ip->metric;
		}
	}
	return best;
}

static void mask_text(char ret[16], unsigned prefix)
{
	uint32_t mask = prefix ? 0xffffffffu << (32 - prefix) : 0;

	snprintf(ret, 16, "%u.%u.%u.%u", mask >> 24, mask >> 16 & 255, mask >> 8 & 255, mask & 255);
}

static void fill_ip4(struct network_link *to, const struct ip_fact *ip, bool best)
{
	if (!ip->there)
		return;
	inet_ntop(AF_INET, ip->at, to->ip4, sizeof to->ip4);
	mask_text(to->mask4, ip->prefix);
	to->prefix4 = ip->prefix;
	if (!best || !ip->has_gw)
		return;
	inet_ntop(AF_INET, ip->gw, to->gw4, sizeof to->gw4);
	to->onlink4 = ip->onlink;
}

static void fill_ip6(struct network_link *to, const struct ip_fact *ip, bool best)
{
	if (!ip->there)
		return;
	inet_ntop(AF_INET6, ip->at, to->ip6, sizeof to->ip6);
	to->prefix6 = ip->prefix;
	if (!best || !ip->has_gw)
		return;
	inet_ntop(AF_INET6, ip->gw, to->gw6, sizeof to->gw6);
	to->onlink6 = ip->onlink;
}

static size_t place_of(const struct links *links, int index)
{
	size_t i = 0;

	while (i < links->n && links->at[i].index != index)
		i++;
	return i;
}

static void fill_route(struct network_route *to, const struct route_fact *from, size_t link)
{
	int family = from->ip6 ? AF_INET6 : AF_INET;

	to->link = link;
	to->ip6 = from->ip6;
	to->prefix = from->prefix;
	inet_ntop(family, from->to, to->to, sizeof to->to);
	if (from->has_gw)
		inet_ntop(family, from->gw, to->gw, sizeof to->gw);
}

static void fill_routes(struct network *network, const struct links *links)
{
	for (size_t i = 0; i < links->routes_n; i++) {
		size_t link = place_of(links, links->routes[i].index);

		if (link < links->n)
			fill_route(&network->routes[network->routes_n++], &links->routes[i], link);
	}
}

/* The lowest free number from *next on. */
static int next_tap(const struct links *links, unsigned *next, char ret[LINK_NAME], struct error *err)
{
	while (*next < TAP_NUMBERS && links->tap_numbers[*next / 8] >> *next % 8 & 1)
		++*next;
	if (*next == TAP_NUMBERS)
		return fail(err, EBUSY, "all of tap0_urunc to tap%d_urunc are there already in the network namespace",
		    TAP_NUMBERS - 1);
	tap_name(ret, (*next)++);
	return 0;
}

static void fill_link(struct network_link *to, const struct link_fact *link)
{
	const unsigned char *m = link->mac;

	to->link = *link;
	to->txqlen = link->txqlen ? link->txqlen : USUAL_TXQLEN;
	snprintf(to->mac, sizeof to->mac, "%02x:%02x:%02x:%02x:%02x:%02x", m[0], m[1], m[2], m[3], m[4], m[5]);
}

int network_decide(
    const struct links *links, const struct network_limits *limits, struct network *ret, struct error *err)
{
	int main4 = best_default(links, false), main6 = best_default(links, true);
	struct network network = { 0 };
	unsigned tap = 0;

	if (limits->links_max == 0) { /* the guest has no use for a network: it gets none, and takes nothing */
		*ret = network;
		return 0;
	}
	if (check_links(links, limits, err))
		return -1;
	for (size_t i = 0; i < links->n; i++) {
		struct network_link *to = &network.at[network.n++];

		fill_link(to, &links->at[i]);
		fill_ip4(to, &links->at[i].ip4, (int)i == main4);
		fill_ip6(to, &links->at[i].ip6, (int)i == main6);
		if (next_tap(links, &tap, to->tap, err))
			return -1;
	}
	fill_routes(&network, links);
	network.main = main4 >= 0 ? (size_t)main4 : main6 >= 0 ? (size_t)main6 : 0;
	*ret = network;
	return 0;
}

void network_warn(const struct links *links, struct warnings *warnings)
{
	for (size_t i = 0; i < links->n; i++) {
		const struct link_fact *link = &links->at[i];

		if (link->ip4.others || link->ip6.others)
			warn_add(warnings,
			    "link %s has %u more addresses than the one of each family that the guest gets", link->name,
			    link->ip4.others + link->ip6.others);
	}
	if (links->not_ethernet[0])
		warn_add(warnings, "link %s is not Ethernet, so the guest does not get it", links->not_ethernet);
	if (links->routes_left_out)
		warn_add(warnings, "%u routes are left out, for the guest gets at most %d", links->routes_left_out,
		    ROUTES_MAX);
}
