/* links.h: the links of the network namespace that a netlink socket belongs to.  Reads only. */
#ifndef LOOK_LINKS_H
#define LOOK_LINKS_H

#include "base/rtnetlink.h"
#include "read/netlink.h"

/* Links with addresses, their routes, and who holds them; four dumps, and two questions more for each link that is taken. */
int links_look(struct rtnetlink *nl, struct links *ret, struct error *err);

/* One link; ENODEV: there is none of that index. */
int link_look(struct rtnetlink *nl, int index, struct one_link *ret, struct error *err);

/* The filters on the ingress side of a link; none is no error.  ENODEV: no such link. */
int ingress_look(struct rtnetlink *nl, int index, struct ingress_fact *ret, struct error *err);

#endif
