/*
 * network.h: the network half of `start`: looks at the links, decides, makes taps and redirects, in the container's
 * network namespace.
 */
#ifndef CMD_NETWORK_H
#define CMD_NETWORK_H

#include <sys/types.h>
#include "decide/network.h"
#include "lifecycle_table.h"

struct network_request {
	int netns; /* the container's network namespace: a descriptor of /proc/PID/ns/net of the parked process */
	const char
	    *netns_path; /* as config.json gives it; NULL: the container's own, in which everything dies with it */
	const char *owner; /* the container's id: the taps' alias, so that others can name the holder of a link */
	uid_t uid; /* the monitor's */
	gid_t gid;
	struct network_limits limits;
	struct warnings *warnings; /* what the guest does not get; NULL: nobody wants to know */
	/*
	 * Called before each thing is made in a joined namespace (never in an own one), with resource_args(what) arguments.
	 * It runs in the container's network namespace.
	 */
	int (*record)(void *data, enum resource what, const char *const args[], struct error *err);
	void *data;
};

/*
 * No link with an address: success with no link.  After a failure what was made is still there, and recorded: undo it.
 * Errors: EPERM the host's namespace, EBUSY a link is taken, ENOENT no /dev/net/tun, and the kernel's own.
 */
int network_set_up(const struct network_request *request, struct network *ret, struct error *err);

/* Only looks, for `plan`: what network_set_up would find. */
int network_look(int netns, struct links *ret, struct error *err);

#endif
