/* network.c: see network.h. */
#include "cmd/network.h"

#include <stdio.h>
#include "act/join.h"
#include "act/netlink.h"
#include "act/redirect.h"
#include "act/tap.h"
#include "look/links.h"

struct job {
	const struct network_request *request;
	char inode[NETNS_INODE];
	struct links links;
	struct network network;
};

/* In an own namespace everything goes away with it. */
static int record(const struct job *job, enum resource what, const char *index, const char *name, struct error *err)
{
	const struct network_request *request = job->request;
	const char *const args[] = { request->netns_path, job->inode, index, name, NULL };

	return request->netns_path ? request->record(request->data, what, args, err) : 0;
}

static int make_tap(struct rtnetlink *nl, const struct job *job, struct network_link *to, struct error *err)
{
	struct tap tap = { .name = to->tap,
		.uid = job->request->uid,
		.gid = job->request->gid,
		.mtu = to->link.mtu,
		.txqlen = to->txqlen,
		.alias = job->request->owner };
	char index[12];

	if (tap_random_index(&to->tap_index, err))
		return -1;
	tap.index = to->tap_index;
	snprintf(index, sizeof index, "%d", tap.index);
	return record(job, RESOURCE_TAP, index, tap.name, err) || tap_create(nl, &tap, err) ? -1 : 0;
}

/* The tap's side needs no record: it goes away with the tap. */
static int make_redirects(struct rtnetlink *nl, const struct job *job, const struct network_link *to, struct error *err)
{
	const struct redirect out = { to->tap_index, to->link.index, to->tap, to->link.name };
	const struct redirect in = { to->link.index, to->tap_index, to->link.name, to->tap };
	char from[12], tap[12];

	snprintf(from, sizeof from, "%d", in.from);
	snprintf(tap, sizeof tap, "%d", in.to);
	if (redirect_make(nl, &out, err) || record(job, RESOURCE_REDIRECT, from, tap, err))
		return -1;
	return redirect_make(nl, &in, err);
}

static int connect_link(struct rtnetlink *nl, const struct job *job, struct network_link *to, struct error *err)
{
	if (!to->link.up && link_up(nl, to->link.index, to->link.name, err))
		return -1;
	return make_tap(nl, job, to, err) || make_redirects(nl, job, to, err) ? -1 : 0;
}

static int set_up(struct rtnetlink *nl, void *data, struct error *err)
{
	struct job *job = data;

	if (links_look(nl, &job->links, err) || network_decide(&job->links, &job->request->limits, &job->network, err))
		return -1;
	if (job->request->warnings && job->network.n)
		network_warn(&job->links, job->request->warnings);
	for (size_t i = 0; i < job->network.n; i++)
		if (connect_link(nl, job, &job->network.at[i], err))
			return -1;
	return 0;
}

int network_set_up(const struct network_request *request, struct network *ret, struct error *err)
{
	struct job job;

	if (netns_not_host(request->netns, err))
		return -1;
	if (request->limits.links_max == 0) { /* whatever links are there, the guest gets none */
		ret->n = ret->main = ret->routes_n = 0;
		return 0;
	}
	job.request = request;
	if (netns_inode(request->netns, job.inode, err) || netlink_in(request->netns, set_up, &job, err))
		return -1;
	*ret = job.network;
	return 0;
}

static int look(struct rtnetlink *nl, void *data, struct error *err)
{
	return links_look(nl, data, err);
}

int network_look(int netns, struct links *ret, struct error *err)
{
	struct links links;

	if (netlink_in(netns, look, &links, err))
		return -1;
	*ret = links;
	return 0;
}
