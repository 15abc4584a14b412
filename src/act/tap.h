/* tap.h: tap devices (Documentation/networking/tuntap.rst), and links brought up. */
#ifndef ACT_TAP_H
#define ACT_TAP_H

#include <sys/types.h>
#include "base/rtnetlink.h"

struct container;

struct tap {
	const char *name;
	int index; /* the tap gets this index: see tap_random_index() */
	uid_t uid; /* who may attach to it */
	gid_t gid;
	unsigned mtu; /* bytes */
	unsigned txqlen; /* packets, not 0 */
	const char *alias; /* what `ip link` shows beside it: the container */
};

/*
 * Makes a persistent tap that exactly this user and group may attach to without any capability, with this MTU and queue
 * length, up, and with no address of its own.  One queue, no packet information: monitors attach with just these.
 * EEXIST: a link of that name or index is there already; it is not touched.
 */
int tap_create(struct rtnetlink *nl, const struct tap *tap, struct error *err);

/* Deletes the tap of that index and name, if it is there.  Takes 16 ms (RCU): nobody should wait for it. */
int tap_delete(struct rtnetlink *nl, int index, const char *name, struct error *err);

/*
 * An index that no other link has or will have: random, and above all that the kernel gives out by itself.  It stands in
 * the record before the tap is made, and so undo can tell our tap from another guest's of the same name.
 */
int tap_random_index(int *ret, struct error *err);

int link_up(struct rtnetlink *nl, int index, const char *name, struct error *err);

/* args: netns, inode, ifindex, name (spec/lifecycle.spec). */
int undo_tap(struct container *c, const char *const args[], struct error *err);

#endif
