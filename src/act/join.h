/* join.h: work in another network namespace. */
#ifndef ACT_JOIN_H
#define ACT_JOIN_H

#include "base/error.h"

/*
 * Joins the network namespace, runs work(data) and comes back; returns what it returned.  Sockets and tun devices that the
 * work opens belong to that namespace for as long as they are open.
 */
int join_run(int netns, int (*work)(void *data, struct error *err), void *data, struct error *err);

/*
 * A network namespace as it is recorded: its path, and "DEV:INODE" of the nsfs file, for paths are used again.
 * *ret_fd is -1 when that namespace is gone, which is no error.
 */
enum { NETNS_INODE = 44 };
int netns_inode(int netns, char ret[NETNS_INODE], struct error *err);
int netns_find(const char *path, const char *inode, int *ret_fd, struct error *err);

/* EPERM: this is the network namespace of the host (pid 1's or the caller's own). */
int netns_not_host(int netns, struct error *err);

#endif
