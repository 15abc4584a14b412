/* tap.h: tap devices (Documentation/networking/tuntap.rst). */
#ifndef ACT_TAP_H
#define ACT_TAP_H

#include <sys/types.h>
#include "base/rtnetlink.h"

struct container;

struct tap {
	const char *name;
	int index; /* the tap gets this index */
	uid_t uid; /* who may attach to it */
	gid_t gid;
	unsigned mtu, txqlen;
	const char *alias; /* what `ip link` shows beside it: the container */
};

/*
 * Makes a persistent tap that exactly this user and group may attach to without any capability, with the link's MTU and
 * queue length, up, and with no address of its own.  One queue, no packet information: monitors attach with just these.
 * EEXIST: a link of that name or index is there already (never touched).
 */
int tap_create(struct rtnetlink *nl, const struct tap *tap, struct error *err);

/* Deletes the tap of that name and index, if it is there.  Takes 16 ms (RCU): nobody should wait for it. */
int tap_delete(struct rtnetlink *nl, int index, const char *name, struct error *err);

/* An index that no link has had: random, above all that the kernel gives out by itself. */
int tap_random_index(int *ret, struct error *err);

/* args: netns, inode, ifindex, name (spec/lifecycle.spec). */
int undo_tap(struct container *c, const char *const args[], struct error *err);

#endif
