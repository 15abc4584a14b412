/* start.c: see start.h.  The record: lines of ours, an empty line, then the machine (machine_record.h). */
#include "decide/start.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "decide/machine_record.h"
#include "decide/monitor.h"

void start_write(const struct plan *plan, struct text *out)
{
	if (plan->netns)
		text_format(out, "netns %s\n", plan->netns);
	if (plan->timestamps && !strchr(plan->timestamps, '\n'))
		text_format(out, "timestamps %s\n", plan->timestamps);
	text_format(out, "nets %d\n", plan->net_names_count);
	for (int i = 0; i < plan->net_names_count; i++)
		text_format(out, "net %s\n", plan->net_names[i]);
	text_byte(out, '\n');
	machine_write(out, &plan->machine);
}

static int one_line(struct arena *a, const char *line, size_t len, int *room, struct start_facts *f)
{
	const char *value = memchr(line, ' ', len);
	size_t word = value ? (size_t)(value - line) : 0;
	char *text;

	if (!value)
		return -1;
	text = take_text(a, value + 1, len - word - 1);
	if (word == 5 && memcmp(line, "netns", 5) == 0) {
		f->netns = text;
	} else if (word == 10 && memcmp(line, "timestamps", 10) == 0) {
		f->timestamps = text;
	} else if (word == 4 && memcmp(line, "nets", 4) == 0) {
		*room = atoi(text);
		if (*room < -1 || *room > 64)
			return -1;
		f->net_names_count = *room < 0 ? -1 : 0;
		f->net_names = take_many(a, (size_t)(*room < 0 ? 1 : *room + 1), sizeof *f->net_names);
	} else if (word == 3 && memcmp(line, "net", 3) == 0 && f->net_names_count < *room) {
		f->net_names[f->net_names_count++] = text;
	} else {
		return -1;
	}
	return 0;
}

int start_read(struct arena *a, const char *bytes, size_t len, struct start_facts *ret, struct error *err)
{
	struct start_facts f = { .net_names_count = -1 };
	const char *line = bytes, *last = bytes + len, *end;
	int room = -1;

	for (; (end = memchr(line, '\n', (size_t)(last - line))); line = end + 1) {
		if (end == line)
			break;
		if (one_line(a, line, (size_t)(end - line), &room, &f) < 0)
			return fail(err, EPROTO, "the record of the machine has a line that is none of ours");
	}
	if (!end)
		return fail(err, EPROTO, "the record of the machine is cut short");
	if (machine_read(a, end + 1, (size_t)(last - end - 1), &f.machine, err) < 0)
		return -1;
	*ret = f;
	return 0;
}

struct network_limits start_limits(const struct start_facts *facts)
{
	struct network_limits l = { .links_max = LINKS_MAX, .links_why = "that many are known to work" };
	int guest = facts->machine.guest, monitor = facts->machine.monitor;
	const char *refused = pair_refuses_list(guest, monitor, LIST_LINK);

	pair_most_list(guest, monitor, LIST_LINK, &l.links_max, &l.links_why);
	if (refused)
		l.links_max = 0;
	if (facts->net_names_count >= 0 && (unsigned)facts->net_names_count < l.links_max) {
		l.links_max = (unsigned)facts->net_names_count;
		l.links_why = "the guest's own manifest declares no more network devices";
	}
	pair_most(guest, monitor, FACT_LINK_MTU, &l.mtu_max, &l.mtu_why);
	return l;
}

/* An empty text is a fact that is not there. */
static const char *or_null(const char *text)
{
	return *text ? text : NULL;
}

static void add_link(const struct network_link *from, const char *name, struct machine_link *to)
{
	to->tap = from->tap;
	to->mac = from->mac;
	to->mtu = from->link.mtu;
	to->queue = from->txqlen;
	to->guest = name;
	to->ip4 = or_null(from->ip4);
	to->bits4 = from->prefix4;
	to->mask4 = or_null(from->mask4);
	to->gw4 = or_null(from->gw4);
	to->onlink = from->onlink4;
	to->ip6 = or_null(from->ip6);
	to->bits6 = from->prefix6;
	to->gw6 = or_null(from->gw6);
}

int start_add_links(struct arena *a, struct start_facts *f, const struct network *network, struct error *err)
{
	struct machine *m = &f->machine;

	if (f->net_names_count > (int)network->n)
		return fail(err, EINVAL,
		    "the guest wants the network device `%s`, and the container has %zu network links with an address",
		    f->net_names[network->n], network->n);
	m->link = take_many(a, network->n + 1, sizeof *m->link);
	m->link_count = network->n;
	for (size_t i = 0; i < network->n; i++)
		add_link(&network->at[i], f->net_names_count > 0 ? f->net_names[i] : NULL, &m->link[i]);
	return 0;
}

int start_words(struct arena *a, struct start_facts *facts, const struct network *network, struct warnings *warn,
    struct text *ret, struct error *err)
{
	struct machine *m = &facts->machine;
	struct words words;

	if (start_add_links(a, facts, network, err) < 0 || form_settle(a, m, err) < 0 || form_check(m, err) < 0)
		return -1;
	form_warn(m, warn);
	if (form_argv(a, m, &words, err) < 0)
		return -1;
	text_init(ret, a);
	for (size_t i = 0; i < words.n; i++)
		text_bytes(ret, words.at[i], strlen(words.at[i]) + 1);
	return 0;
}
