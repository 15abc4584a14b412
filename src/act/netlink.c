/* netlink.c: see netlink.h. */
#include "act/netlink.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>
#include "act/join.h"
#include "read/netlink.h"

int netlink_do(struct rtnetlink *nl, struct request *r, struct error *err)
{
	return rtnetlink_ask(nl, r, netlink_ack, NULL, err);
}

struct job {
	netlink_work *work;
	void *data;
};

static int with_socket(void *data, struct error *err)
{
	const struct job *job = data;
	struct rtnetlink nl;
	int result;

	if (rtnetlink_open(&nl, err))
		return -1;
	result = job->work(&nl, job->data, err);
	rtnetlink_close(&nl);
	return result;
}

int netlink_in(int netns, netlink_work *work, void *data, struct error *err)
{
	struct job job = { work, data };

	return join_run(netns, with_socket, &job, err);
}

int netlink_undo(const char *path, const char *inode, netlink_work *work, void *data, struct error *err)
{
	int netns = -1, result;

	if (netns_find(path, inode, &netns, err))
		return -1;
	if (netns < 0)
		return 0;
	result = netlink_in(netns, work, data, err);
	close(netns);
	return result;
}

int netlink_index(const char *text, int *ret, struct error *err)
{
	char *end;
	long index;

	errno = 0;
	index = strtol(text, &end, 10);
	if (errno || end == text || *end || index <= 0 || index > INT_MAX)
		return fail(err, EINVAL, "the record has %s where the index of a link should be", text);
	*ret = (int)index;
	return 0;
}
