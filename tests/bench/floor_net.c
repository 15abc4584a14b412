/*
 * floor_net.c: a tap beside a link and traffic between the two, with as few messages as rtnetlink allows: all that can
 * be said at once goes in one send.
 */
#include <fcntl.h>
#include <linux/if_tun.h>
#include <linux/netlink.h>
#include <linux/pkt_cls.h>
#include <linux/rtnetlink.h>
#include <linux/tc_act/tc_mirred.h>
#include <net/if.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>
#include "floor.h"

static const char link_name[] = "eth0", tap_name[] = "tap0";

/* Messages of one send; `sent` counts them, for the acknowledgements. */
struct batch {
	char bytes[2048];
	unsigned used, sent;
};

void net_enter(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	must(fd >= 0 && !setns(fd, CLONE_NEWNET), path);
	close(fd);
}

static struct nlmsghdr *message(struct batch *b, int type, int flags, const void *body, unsigned len)
{
	struct nlmsghdr *h = (struct nlmsghdr *)(void *)(b->bytes + b->used);

	*h = (struct nlmsghdr){ .nlmsg_len = NLMSG_LENGTH(len),
		.nlmsg_type = (unsigned short)type,
		.nlmsg_flags = (unsigned short)(NLM_F_REQUEST | NLM_F_ACK | flags) };
	memcpy(NLMSG_DATA(h), body, len);
	b->used += NLMSG_ALIGN(h->nlmsg_len);
	b->sent++;
	return h;
}

static struct rtattr *attribute(struct batch *b, struct nlmsghdr *h, int type, const void *body, unsigned len)
{
	struct rtattr *a = (struct rtattr *)(void *)((char *)h + NLMSG_ALIGN(h->nlmsg_len));

	*a = (struct rtattr){ .rta_len = (unsigned short)RTA_LENGTH(len), .rta_type = (unsigned short)type };
	if (len)
		memcpy(RTA_DATA(a), body, len);
	b->used += (unsigned)RTA_SPACE(len);
	h->nlmsg_len = NLMSG_ALIGN(h->nlmsg_len) + RTA_SPACE(len);
	return a;
}

static void nest_end(struct batch *b, struct rtattr *a)
{
	a->rta_len = (unsigned short)(b->bytes + b->used - (char *)a);
}

static void qdisc(struct batch *b, int type, int flags, unsigned link)
{
	struct tcmsg t = { .tcm_ifindex = (int)link, .tcm_handle = 0xffff0000, .tcm_parent = TC_H_INGRESS };

	attribute(b, message(b, type, flags, &t, sizeof t), TCA_KIND, "ingress", 8);
}

/* u32 with a key that matches everything (matchall is not in every kernel), and mirred: out of the other link. */
static void redirect(struct batch *b, unsigned from, unsigned to)
{
	struct tcmsg t = {
		.tcm_ifindex = (int)from, .tcm_parent = 0xffff0000, .tcm_info = TC_H_MAKE(1u << 16, 0x0300)
	};
	const struct tc_u32_sel all = { .flags = TC_U32_TERMINAL, .nkeys = 1 };
	char sel[sizeof all + sizeof(struct tc_u32_key)] = { 0 }; /* the key stays zero: no bit must match */
	struct tc_mirred out = { .action = TC_ACT_STOLEN, .eaction = TCA_EGRESS_REDIR, .ifindex = to };
	struct nlmsghdr *h = message(b, RTM_NEWTFILTER, NLM_F_CREATE | NLM_F_EXCL, &t, sizeof t);
	struct rtattr *options, *actions, *first, *parms;

	memcpy(sel, &all, sizeof all);
	attribute(b, h, TCA_KIND, "u32", 4);
	options = attribute(b, h, TCA_OPTIONS | NLA_F_NESTED, NULL, 0);
	attribute(b, h, TCA_U32_SEL, sel, sizeof sel);
	actions = attribute(b, h, TCA_U32_ACT | NLA_F_NESTED, NULL, 0);
	first = attribute(b, h, 1 | NLA_F_NESTED, NULL, 0);
	attribute(b, h, TCA_ACT_KIND, "mirred", 7);
	parms = attribute(b, h, TCA_ACT_OPTIONS | NLA_F_NESTED, NULL, 0);
	attribute(b, h, TCA_MIRRED_PARMS, &out, sizeof out);
	nest_end(b, parms);
	nest_end(b, first);
	nest_end(b, actions);
	nest_end(b, options);
}

static void up(struct batch *b, unsigned link)
{
	struct ifinfomsg i = { .ifi_index = (int)link, .ifi_flags = IFF_UP, .ifi_change = IFF_UP };

	message(b, RTM_NEWLINK, 0, &i, sizeof i);
}

static void say(struct batch *b)
{
	int s = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	char answer[4096];
	unsigned acks = 0;

	must(s >= 0 && send(s, b->bytes, b->used, 0) == (ssize_t)b->used, "netlink");
	while (acks < b->sent) {
		ssize_t got = recv(s, answer, sizeof answer, 0);
		struct nlmsghdr *h = (struct nlmsghdr *)(void *)answer;

		must(got > 0, "netlink answer");
		for (int left = (int)got; NLMSG_OK(h, (unsigned)left); h = NLMSG_NEXT(h, left), acks++)
			must(h->nlmsg_type == NLMSG_ERROR && !((struct nlmsgerr *)NLMSG_DATA(h))->error,
			    "netlink refuses");
	}
	close(s);
}

static void tap_make(void)
{
	struct ifreq r = { .ifr_flags = IFF_TAP | IFF_NO_PI };
	int fd = open("/dev/net/tun", O_RDWR | O_CLOEXEC);

	strcpy(r.ifr_name, tap_name);
	must(fd >= 0 && !ioctl(fd, TUNSETIFF, &r) && !ioctl(fd, TUNSETOWNER, 0) && !ioctl(fd, TUNSETPERSIST, 1), "tap");
	close(fd);
}

void net_make(void)
{
	struct batch b = { .used = 0 };
	unsigned link, tap;

	tap_make();
	link = if_nametoindex(link_name);
	tap = if_nametoindex(tap_name);
	must(link && tap, "links");
	up(&b, tap);
	qdisc(&b, RTM_NEWQDISC, NLM_F_CREATE | NLM_F_EXCL, link);
	qdisc(&b, RTM_NEWQDISC, NLM_F_CREATE | NLM_F_EXCL, tap);
	redirect(&b, link, tap);
	redirect(&b, tap, link);
	say(&b);
}

void net_undo(void)
{
	struct ifinfomsg gone = { .ifi_index = (int)if_nametoindex(tap_name) };
	struct batch b = { .used = 0 };
	pid_t child;

	qdisc(&b, RTM_DELQDISC, 0, if_nametoindex(link_name));
	say(&b);
	child = fork();
	must(child >= 0, "fork");
	if (child)
		return;
	b = (struct batch){ .used = 0 };
	message(&b, RTM_DELLINK, 0, &gone, sizeof gone);
	say(&b);
	_exit(0);
}
