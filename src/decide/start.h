/*
 * start.h: the second half of the plan.  `create` writes down what `start` needs (start_write), `start` reads it back, adds
 * the links that are there by then, and gets the monitor's words.  Pure.
 */
#ifndef DECIDE_START_H
#define DECIDE_START_H

#include "base/text.h"
#include "decide/network.h"
#include "decide/plan.h"

struct start_facts {
	const char *timestamps; /* a file; NULL: none are wanted */
	const char *netns; /* path of a joined network namespace; NULL: the container's own */
	int net_names_count; /* as in the plan: the network devices that the guest declares; -1: it says nothing */
	const char **net_names;
	struct machine machine;
};

void start_write(const struct plan *plan, struct text *out);
int start_read(struct arena *a, const char *bytes, size_t len, struct start_facts *ret, struct error *err);

/* How many links, and which MTU, guest and monitor take. */
struct network_limits start_limits(const struct start_facts *facts);

/* Adds the links to the machine.  EINVAL: the guest wants more of them than there are. */
int start_add_links(struct arena *a, struct start_facts *f, const struct network *network, struct error *err);

/* Adds the links; fills the guest's form, then the monitor's: argv, each word with its 0. */
int start_words(struct arena *a, struct start_facts *facts, const struct network *network, struct warnings *warn,
    struct text *ret, struct error *err);

#endif
