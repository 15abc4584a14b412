/*
 * A message about an address, a link, a route, a discipline or a filter, whatever it says, with tables as full as they may be;
 * then the end: the tables hold what they have room for, so that the next message finds them so again.
 *
 * sources: src/read/netlink_links.c src/read/netlink_tc.c src/base/error.c tests/prove/netlink_given.c
 * hint: src/read/netlink_links.c /^	for (size_t i = 0; i < links->n; i++)/i //@ loop unroll 17;
 * hint: src/read/netlink_links.c /^	for (size_t i = 0; i < links->routes_n; i++)/i //@ loop unroll 33;
 * options: -eva-precision 0 -eva-plevel 600
 */
#include <stdlib.h>

#include "netlink_given.h"
#include "read/netlink.h"

static struct links links;
static struct ingress_fact ingress;
static struct one_link one;

static int read_any(struct error *err)
{
	switch (any(0, 6)) {
	case 0:
		return netlink_addresses(&links, NULL, 0, err);
	case 1:
		return netlink_links(&links, NULL, 0, err);
	case 2:
		return netlink_routes(&links, NULL, 0, err);
	case 3:
		return netlink_disciplines(&links, NULL, 0, err);
	case 4:
		return netlink_filters(&ingress, NULL, 0, err);
	case 5:
		return netlink_one_link(&one, NULL, 0, err);
	default:
		return netlink_ack(NULL, NULL, 0, err);
	}
}

/* Any two change places: sorting is many of that. */
void qsort(void *base, size_t n, size_t size, int (*compare)(const void *, const void *))
{
	struct link_fact *at = base, other;
	size_t i = (size_t)any(0, LINKS_MAX - 1), j = (size_t)any(0, LINKS_MAX - 1);

	//@ assert links_are_sorted: size == sizeof(struct link_fact) && n <= LINKS_MAX;
	if (i < n && j < n && compare(&at[i], &at[j]) > 0) {
		other = at[i];
		at[i] = at[j];
		at[j] = other;
	}
}

int main(void)
{
	static const int lengths[] = { 0, 6, 8, 32 };
	int length = any(0, 3);
	struct error err;

	//@ split length;
	attributes_have((size_t)lengths[length]);
	links.n = (size_t)any(0, LINKS_MAX);
	links.routes_n = (size_t)any(0, ROUTES_MAX);
	read_any(&err);
	//@ assert links_have_room: links.n <= LINKS_MAX;
	//@ assert routes_have_room: links.routes_n <= ROUTES_MAX;
	links_finish(&links);
	//@ assert none_is_made_up: links.n <= LINKS_MAX && links.routes_n <= ROUTES_MAX;
	return 0;
}
