/*
 * network.h: which links a guest gets, under which taps, and why not.  Pure.  DESIGN.md 8, "Network".
 *
 * A tap for each link with an address, redirected both ways.  The guest takes over the link's MAC address, addresses and
 * default gateway; only the default route with the lowest metric counts, for a guest cannot be told metrics.
 */
#ifndef DECIDE_NETWORK_H
#define DECIDE_NETWORK_H

#include "base/warnings.h"
#include "read/netlink.h"

/* What the monitor and the guest can take.  The texts end the sentence of a refusal: "... because WHY". */
struct network_limits {
	unsigned links_max; /* 0: no network device at all */
	const char *links_why;
	unsigned mtu_max; /* 0: any */
	const char *mtu_why;
};

/* Addresses as texts for forms; "" where there is none. */
struct network_link {
	struct link_fact link;
	char tap[LINK_NAME];
	int tap_index; /* chosen by us, so that undo knows the tap from any other of its name */
	unsigned txqlen; /* of the tap: never 0, which would drop every frame */
	char mac[18];
	char ip4[16], mask4[16], gw4[16];
	char ip6[46], gw6[46];
	unsigned prefix4, prefix6;
	bool onlink4, onlink6; /* the gateway needs a route of its own first */
};

/* A route that is no default route, such as to a network behind another router of the link. */
struct network_route {
	size_t link; /* which of the links */
	bool ip6;
	char to[46];
	unsigned prefix;
	char gw[46]; /* "": on the link itself */
};

struct network {
	struct network_link at[LINKS_MAX];
	size_t n;
	size_t main; /* the link of the default route; 0 if there is none */
	struct network_route routes[ROUTES_MAX];
	size_t routes_n;
};

/* What is there and no guest gets: more addresses of a link, links that are not Ethernet, routes that did not fit. */
void network_warn(const struct links *links, struct warnings *warnings);

/* Errors: EBUSY a link is taken (says by whom); EINVAL too many links, an MTU that is too large.  tap_index stays 0. */
int network_decide(
    const struct links *links, const struct network_limits *limits, struct network *ret, struct error *err);

#endif
