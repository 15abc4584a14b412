/*
 * netlink.h: answers of the kernel about links, addresses, routes and traffic control (rtnetlink(7)), as facts.
 * Pure: bytes in, structs out; every length is checked, and an answer that does not fit together is an error.
 *
 * Dumps are read in this order into one struct links that starts as zeroes: addresses, links, routes, queueing disciplines;
 * then links_finish().  Only links with an address matter, so the table stays small whatever else the namespace holds.
 */
#ifndef READ_NETLINK_H
#define READ_NETLINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/error.h"

enum { LINKS_MAX = 16, ROUTES_MAX = 32, LINK_NAME = 16, LINK_ALIAS = 256, TAP_NUMBERS = 256 };

/* One family of a link.  Addresses are in network order; IPv4 uses the first 4 bytes. */
struct ip_fact {
	bool there; /* has an address that the guest can have: not of scope host, IPv6 not of scope link */
	unsigned char at[16];
	unsigned char prefix; /* bits */
	unsigned char rank; /* of the address among the link's: the first of the lowest rank is taken */
	unsigned others; /* more addresses of the family, which no guest gets */
	bool is_default; /* a default route of the main table goes out here */
	unsigned metric; /* of that route: the lowest wins */
	bool has_gw; /* that route has a gateway of the same family */
	bool
	    onlink; /* the gateway is outside the address's prefix (and not link-local): the guest needs a route to it first */
	unsigned char gw[16];
};

struct link_fact {
	int index;
	char name[LINK_NAME];
	char kind[LINK_NAME]; /* "veth", "macvlan", ...; "" for hardware */
	unsigned char mac[6];
	unsigned mtu; /* bytes */
	unsigned txqlen; /* packets; docker makes links with 0 */
	bool up;
	bool taken; /* has an ingress discipline: another guest's redirect, or somebody else's */
	char holder[LINK_NAME]; /* where its frames are redirected to; "" if nowhere, or if that is gone */
	char holder_alias[LINK_ALIAS]; /* the container that made that tap, "" if not known */
	struct ip_fact ip4, ip6;
};

/* A route of the main table that is neither a default route nor the kernel's own one of an address. */
struct route_fact {
	int index; /* of its link */
	bool ip6;
	unsigned char to[16], prefix;
	bool has_gw;
	unsigned char gw[16];
	unsigned metric;
};

struct links {
	struct link_fact at[LINKS_MAX]; /* Ethernet links with an address, no loopback, no tap of ours; by index */
	size_t n;
	struct route_fact routes[ROUTES_MAX];
	size_t routes_n;
	unsigned routes_left_out; /* what did not fit */
	char
	    not_ethernet[LINK_NAME]; /* a link with an address that cannot be redirected (tun, wireguard); "" if none */
	unsigned char tap_numbers[TAP_NUMBERS / 8]; /* bit n: a link tap<n>_urunc is there */
};

/* What the ingress discipline of a link does with its frames. */
struct ingress_fact {
	unsigned redirects; /* filters that redirect to `target` */
	unsigned others; /* filters that do something else */
	int target; /* index of a link; 0: it is gone */
};

/* A link alone, whatever it is. */
struct one_link {
	int index;
	char name[LINK_NAME], kind[LINK_NAME], alias[LINK_ALIAS];
};

/*
 * Each takes one datagram and adds what it says to a struct of the name of its first parameter (void *, for all are readers
 * of base/rtnetlink.h).  Returns 1 when the dump or answer ends in it, 0 when more will come,
 * -1 with err: EPROTO (cannot be), ENODEV and so on (the kernel's own error), EAGAIN (changed while it was read: ask again),
 * E2BIG (more than LINKS_MAX links).
 */
int netlink_addresses(void *links, const void *bytes, size_t len, struct error *err);
int netlink_links(void *links, const void *bytes, size_t len, struct error *err);
int netlink_routes(void *links, const void *bytes, size_t len, struct error *err);
int netlink_disciplines(void *links, const void *bytes, size_t len, struct error *err);
int netlink_filters(void *ingress, const void *bytes, size_t len, struct error *err);
int netlink_one_link(void *link, const void *bytes, size_t len, struct error *err);
int netlink_ack(void *nothing, const void *bytes, size_t len, struct error *err);

/* Leaves out what is no link for a guest, sorts by index, settles `onlink`. */
void links_finish(struct links *links);

/* The n of tap<n>_urunc, -1 for any other name; and the other way round.  The names are urunc's own. */
int tap_number(const char *name);
void tap_name(char ret[LINK_NAME], unsigned number);

#endif
