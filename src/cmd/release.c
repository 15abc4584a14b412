/*
 * release.c: the second half of the plan, at `start`: reads the links, makes taps and redirects, fills what the guest and
 * the monitor are told, and lets the parked process become the monitor.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "act/park.h"
#include "cmd/container.h"
#include "cmd/network.h"
#include "decide/start.h"
#include "lifecycle_actions.h"

static int record_thing(void *data, enum resource what, const char *const args[], struct error *err)
{
	struct container *c = data;

	return record_undo_add(&c->record, what, args, err);
}

/* `kill` takes no lock.  A process that is about to end loses its namespaces and sockets a little before its pidfd tells. */
static int fail_if_ended(const struct container *c, struct error *err)
{
	enum { DYING_MS = 100 };

	return process_wait(c->pidfd, DYING_MS) ? fail(err, ESRCH, "the process that waited for start has ended") : -1;
}

static int open_netns(const struct container *c, int *ret_fd, struct error *err)
{
	char path[40];

	snprintf(path, sizeof path, "/proc/%d/ns/net", (int)c->state.pid);
	*ret_fd = open(path, O_RDONLY | O_CLOEXEC);
	if (*ret_fd < 0) {
		fail_errno(err, "the network namespace of container `%s`", c->record.id);
		return fail_if_ended(c, err);
	}
	if (!process_ended(c->pidfd))
		return 0;
	close(*ret_fd); /* the pid may be another's, and so the namespace */
	return fail_if_ended(c, err);
}

static int make_network(struct container *c, const struct start_facts *facts, struct network *ret, struct error *err)
{
	struct network_request request = { .netns_path = facts->netns,
		.owner = c->record.id,
		.uid = (uid_t)facts->machine.uid,
		.gid = (gid_t)facts->machine.gid,
		.limits = start_limits(facts),
		.record = record_thing,
		.data = c,
		.warnings = &c->context->warnings };
	int rc;

	if (!facts->netns && !request.limits.links_max) { /* an own namespace, of which the guest wants nothing */
		*ret = (struct network){ .n = 0 };
		return 0;
	}
	if (record_undo_open(&c->record, err) < 0 || open_netns(c, &request.netns, err) < 0)
		return -1;
	rc = network_set_up(&request, ret, err);
	close(request.netns);
	return rc;
}

static int read_facts(struct container *c, struct start_facts *ret, struct error *err)
{
	char *bytes;
	size_t len;

	if (record_read(&c->record, "machine", &c->context->arena, &bytes, &len, err) < 0)
		return -1;
	return start_read(&c->context->arena, bytes, len, ret, err);
}

int act_release(struct container *c, struct error *err)
{
	struct start_facts facts;
	struct network network;
	unsigned long long begin;
	struct text words;
	int fd, rc;

	if (read_facts(c, &facts, err) < 0)
		return -1;
	begin = trace_begin(&c->context->trace);
	rc = make_network(c, &facts, &network, err);
	trace_end(&c->context->trace, begin, "step", "network", c->record.id);
	if (rc < 0)
		return -1;
	if (start_words(&c->context->arena, &facts, &network, &c->context->warnings, &words, err) < 0)
		return -1;
	if (park_connect(c->record.dir, &fd, err) < 0)
		return fail_if_ended(c, err);
	begin = trace_begin(&c->context->trace);
	rc = park_start(fd, words.at, words.used, err);
	trace_end(&c->context->trace, begin, "step", "exec", c->record.id);
	close(fd);
	return rc;
}
