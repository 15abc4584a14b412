/* netlink.h: requests that change the network, and the network namespaces in which they are made. */
#ifndef ACT_NETLINK_H
#define ACT_NETLINK_H

#include "base/rtnetlink.h"

/* Sends a request that has NLM_F_ACK and waits for its acknowledgement.  The error is the kernel's, with its own words. */
int netlink_do(struct rtnetlink *nl, struct request *r, struct error *err);

typedef int netlink_work(struct rtnetlink *nl, void *data, struct error *err);

/* Does work in a network namespace, with a socket of that namespace; see join_run() for what the work may do. */
int netlink_in(int netns, netlink_work *work, void *data, struct error *err);

/* The same in the namespace of a record: its path and "DEV:INODE".  That it is gone is success. */
int netlink_undo(const char *path, const char *inode, netlink_work *work, void *data, struct error *err);

/* The index of a link as a record has it. */
int netlink_index(const char *text, int *ret, struct error *err);

#endif
