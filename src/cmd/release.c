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
#include "base/times.h"
#include "cmd/container.h"
#include "cmd/network.h"
#include "decide/keep.h"
#include "decide/start.h"
#include "lifecycle_actions.h"

static int record_thing(void *data, enum resource what, const char *const args[], struct error *err)
{
	struct container *c = data;

	return record_undo_add(&c->record, &c->context->arena, what, args, err);
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
	if (open_netns(c, &request.netns, err) < 0)
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

static void tell_times(struct container *c, const struct park_times *seen)
{
	unsigned long long *at = c->context->timeline.at;
	const struct trace *trace = &c->context->trace;

	at[POINT_RX_RECEIVED_ACK] = seen->committed;
	at[POINT_RX_RECEIVED_START_MSG] = seen->received;
	at[POINT_RX_EXECVE_HYPERVISOR] = seen->executes;
	if (seen->executes)
		trace_of(trace, c->state.pid, seen->received, seen->executes, "hear of start", c->record.id);
}

static int execute(struct container *c, int fd, const struct keep *keep, const struct text *words, struct error *err)
{
	bool asked = c->context->trace.file >= 0 || c->context->timeline.destination;
	unsigned long long begin = trace_begin(&c->context->trace);
	struct park_times seen = { 0 };
	int rc;

	timeline_mark(&c->context->timeline, POINT_ST_SENT_START_MSG);
	rc = park_start(fd, keep, words->at, words->used, asked ? &seen : NULL, err);
	trace_end(&c->context->trace, begin, "step", "exec", c->record.id);
	trace_process(&c->context->trace, c->state.pid, "the container's process");
	tell_times(c, &seen);
	if (seen.executes && rc == 0)
		trace_of(
		    &c->context->trace, c->state.pid, seen.executes, times_now(), "filter and execve", c->record.id);
	return rc;
}

int act_release(struct container *c, struct error *err)
{
	struct start_facts facts;
	struct network network;
	unsigned long long begin;
	struct timeline *timeline = &c->context->timeline;
	struct text words;
	struct keep keep;
	int fd, rc;

	if (read_facts(c, &facts, err) < 0)
		return -1;
	timeline->destination = facts.timestamps;
	timeline_mark(timeline, POINT_ST_UNIKONTAINER_CREATED);
	timeline_mark(timeline, POINT_RX_JOINED_NETNS);
	begin = trace_begin(&c->context->trace);
	rc = make_network(c, &facts, &network, err);
	trace_end(&c->context->trace, begin, "step", "network", c->record.id);
	if (rc < 0)
		return -1;
	timeline_mark(timeline, POINT_RX_NETWORK_SETUP_COMPLETED);
	if (start_words(&c->context->arena, &facts, &network, &c->context->warnings, &words, err) < 0)
		return -1;
	if (park_connect(c->record.dir, &fd, err) < 0)
		return fail_if_ended(c, err);
	keep = keep_make(&facts.machine);
	rc = execute(c, fd, facts.machine.keeper ? &keep : NULL, &words, err);
	close(fd);
	return rc;
}
