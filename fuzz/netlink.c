/* netlink.c: answers of the kernel about addresses, links, routes and traffic control.  The first byte chooses. */
#include "fuzz.h"

#include <string.h>
#include "read/netlink.h"

static int ends(const char *text, size_t room)
{
	return memchr(text, 0, room) != NULL;
}

void fuzz_one(struct arena *a, unsigned char *bytes, size_t len)
{
	static int (*const about_links[])(void *, const void *, size_t, struct error *) = { netlink_addresses, netlink_links,
		netlink_routes, netlink_disciplines };
	struct links *links = take(a, sizeof *links);
	struct ingress_fact ingress = { 0 };
	struct one_link link = { 0 };
	struct error err = { 0 };

	if (!len)
		return;
	/* All four, one after the other, as the answers come: each time the rest of the input. */
	for (size_t i = 0; i < 4; i++)
		if (about_links[(bytes[0] + i) % 4](links, bytes + 1, len - 1, &err) < 0)
			must_explain(&err);
	must(links->n <= LINKS_MAX && links->routes_n <= ROUTES_MAX);
	for (size_t i = 0; i < links->n; i++)
		must(ends(links->at[i].name, LINK_NAME) && ends(links->at[i].holder_alias, LINK_ALIAS) &&
		    links->at[i].ip4.prefix <= 32 && links->at[i].ip6.prefix <= 128);
	if (netlink_filters(&ingress, bytes + 1, len - 1, &err) < 0)
		must_explain(&err);
	if (netlink_one_link(&link, bytes + 1, len - 1, &err) < 0)
		must_explain(&err);
	must(ends(link.name, LINK_NAME) && ends(link.alias, LINK_ALIAS));
}
