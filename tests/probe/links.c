/*
 * links.c: the network links of the process's namespace, and their addresses, by netlink.
 */
#include "out.h"
#include "sections.h"
#include "sys.h"

#include <linux/if_link.h>
#include <linux/if_addr.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>

static char answer[32768] __attribute__((aligned(8)));

static struct rtattr *attribute(struct rtattr *at, long length, unsigned short type)
{
	for (; RTA_OK(at, length); at = RTA_NEXT(at, length))
		if (at->rta_type == type)
			return at;
	return NULL;
}

static void out_address(const unsigned char *bytes, size_t count, const char *separator, int hex)
{
	static const char digits[] = "0123456789abcdef";
	out_text("\"");
	for (size_t i = 0; i < count; i++) {
		const char pair[3] = { digits[bytes[i] >> 4], digits[bytes[i] & 15], '\0' };
		if (i && (hex != 2 || i % 2 == 0))
			out_text(separator);
		if (hex)
			out_text(pair);
		else
			out_number(bytes[i]);
	}
	out_text("\"");
}

static void report_link(struct nlmsghdr *message)
{
	struct ifinfomsg *info = NLMSG_DATA(message);
	struct rtattr *first = (void *)((char *)info + NLMSG_ALIGN(sizeof(*info)));
	long length = (long)message->nlmsg_len - (long)NLMSG_LENGTH(sizeof(*info));
	struct rtattr *name = attribute(first, length, IFLA_IFNAME);
	struct rtattr *mtu = attribute(first, length, IFLA_MTU);
	struct rtattr *mac = attribute(first, length, IFLA_ADDRESS);
	out_comma();
	out_open('{');
	out_pair("index", info->ifi_index);
	out_pair_string("name", name ? RTA_DATA(name) : NULL);
	out_pair("up", info->ifi_flags & 1);
	if (mtu)
		out_pair("mtu", *(const int *)RTA_DATA(mtu));
	if (mac) {
		out_key("mac");
		out_address(RTA_DATA(mac), RTA_PAYLOAD(mac), ":", 1);
	}
	out_close('}');
}

static void report_address(struct nlmsghdr *message)
{
	struct ifaddrmsg *info = NLMSG_DATA(message);
	struct rtattr *first = (void *)((char *)info + NLMSG_ALIGN(sizeof(*info)));
	long length = (long)message->nlmsg_len - (long)NLMSG_LENGTH(sizeof(*info));
	struct rtattr *address = attribute(first, length, IFA_ADDRESS);
	out_comma();
	out_open('{');
	out_pair("index", info->ifa_index);
	out_pair("prefix", info->ifa_prefixlen);
	if (address) {
		out_key("address");
		if (RTA_PAYLOAD(address) == 4)
			out_address(RTA_DATA(address), 4, ".", 0);
		else
			out_address(RTA_DATA(address), RTA_PAYLOAD(address), ":", 2);
	}
	out_close('}');
}

/* Returns 0 at the end of the dump. */
static int report_messages(long length)
{
	for (struct nlmsghdr *message = (void *)answer; NLMSG_OK(message, (unsigned long)length);
	     message = (void *)((char *)message + NLMSG_ALIGN(message->nlmsg_len))) {
		length -= NLMSG_ALIGN(message->nlmsg_len);
		if (message->nlmsg_type == RTM_NEWLINK)
			report_link(message);
		else if (message->nlmsg_type == RTM_NEWADDR)
			report_address(message);
		else
			return 0;
	}
	return 1;
}

static void dump(long fd, unsigned short what)
{
	struct {
		struct nlmsghdr header;
		struct ifinfomsg info;
	} ask = { { sizeof(ask), what, NLM_F_REQUEST | NLM_F_DUMP, 1, 0 }, { 0 } };
	out_open('[');
	if (sys6(__NR_sendto, fd, (long)&ask, sizeof(ask), 0, 0, 0) > 0) {
		long length;
		do {
			length = sys6(__NR_recvfrom, fd, (long)answer, sizeof(answer), 0, 0, 0);
		} while (length > 0 && report_messages(length));
	}
	out_close(']');
}

void report_links(void)
{
	long fd = sys3(__NR_socket, 16 /* AF_NETLINK */, 3 /* SOCK_RAW */, NETLINK_ROUTE);
	if (fd < 0) {
		out_pair_error("links_refused", fd);
		return;
	}
	out_key("links");
	dump(fd, RTM_GETLINK);
	out_key("addresses");
	dump(fd, RTM_GETADDR);
	sys1(__NR_close, fd);
}
