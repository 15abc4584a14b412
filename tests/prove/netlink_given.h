/* netlink_given.h: see netlink_given.c. */
#ifndef PROVE_NETLINK_GIVEN_H
#define PROVE_NETLINK_GIVEN_H

#include "prove.h"
#include "read/netlink_walk.h"

enum { LONGEST = 32 };

/* From here on every attribute that is there has this length. */
void attributes_have(size_t len);

#endif
