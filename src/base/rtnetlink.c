/* rtnetlink.c: see rtnetlink.h. */
#include "base/rtnetlink.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>
#include <linux/netlink.h>

/* A lost answer must not stop a command for ever; the kernel answers within the request, so this is never waited for. */
static const struct timeval answer_time = { .tv_sec = 10 };

int rtnetlink_open(struct rtnetlink *ret, struct error *err)
{
	int on = 1;
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);

	if (fd < 0)
		return fail_errno(err, "cannot open a netlink socket");
	/* Older kernels lack these: then errors come without the kernel's own words. */
	setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof on);
	setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof on);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &answer_time, sizeof answer_time);
	ret->fd = fd;
	ret->serial = 0;
	return 0;
}

void rtnetlink_close(struct rtnetlink *nl)
{
	if (nl->fd >= 0)
		close(nl->fd);
	nl->fd = -1;
}

/* Room for LEN more bytes, aligned as netlink wants it; NULL when there is none. */
static void *room(struct request *r, size_t len)
{
	size_t start = NLMSG_ALIGN(r->used);

	if (r->full || start > sizeof r->at || len > sizeof r->at - start) {
		r->full = true;
		return NULL;
	}
	memset(r->at + r->used, 0, start - r->used);
	r->used = start + len;
	return r->at + start;
}

void request_begin(struct request *r, int type, int flags, const void *fixed, size_t len)
{
	struct nlmsghdr *head;
	void *body;

	r->used = 0;
	r->full = false;
	head = room(r, sizeof *head);
	*head = (struct nlmsghdr){ .nlmsg_type = (uint16_t)type, .nlmsg_flags = (uint16_t)(flags | NLM_F_REQUEST) };
	body = room(r, len);
	if (body && len)
		memcpy(body, fixed, len);
}

void request_put(struct request *r, int type, const void *value, size_t len)
{
	struct nlattr *head = room(r, sizeof *head + len);

	if (!head)
		return;
	head->nla_type = (uint16_t)type;
	head->nla_len = (uint16_t)(sizeof *head + len);
	if (len)
		memcpy(head + 1, value, len);
}

void request_number(struct request *r, int type, uint32_t value)
{
	request_put(r, type, &value, sizeof value);
}

void request_text(struct request *r, int type, const char *text)
{
	request_put(r, type, text, strlen(text) + 1);
}

struct nlattr *request_nest(struct request *r, int type)
{
	struct nlattr *head = room(r, sizeof *head);

	if (head)
		*head = (struct nlattr){ .nla_type = (uint16_t)type };
	return head;
}

void request_end(struct request *r, struct nlattr *nest)
{
	if (nest)
		nest->nla_len = (uint16_t)(r->at + r->used - (char *)nest);
}

static int send_request(struct rtnetlink *nl, struct request *r, struct error *err)
{
	struct nlmsghdr *head = (void *)r->at;
	ssize_t sent;

	if (r->full)
		return fail(err, ENOBUFS, "a netlink request is too long");
	head->nlmsg_len = (uint32_t)r->used;
	head->nlmsg_seq = ++nl->serial;
	do
		sent = send(nl->fd, r->at, r->used, 0);
	while (sent < 0 && errno == EINTR);
	return sent < 0 ? fail_errno(err, "cannot send a netlink request") : 0;
}

/* The next datagram that the kernel sent as an answer to the last request; anybody may send to a netlink socket. */
static int receive(struct rtnetlink *nl, size_t *ret_len, struct error *err)
{
	struct sockaddr_nl from;
	struct iovec piece = { .iov_base = nl->answer, .iov_len = sizeof nl->answer };
	struct msghdr message = { .msg_name = &from, .msg_iov = &piece, .msg_iovlen = 1 };
	struct nlmsghdr head;

	for (;;) {
		ssize_t len;

		message.msg_namelen = sizeof from;
		len = recvmsg(nl->fd, &message, 0);
		if (len < 0 && errno == EINTR)
			continue;
		if (len < 0)
			return fail_errno(err, "cannot receive a netlink answer");
		if (message.msg_flags & MSG_TRUNC)
			return fail(err, EPROTO, "a netlink answer is longer than %d bytes", RTNETLINK_ANSWER);
		if (from.nl_pid != 0 || (size_t)len < sizeof head)
			continue;
		memcpy(&head, nl->answer, sizeof head);
		if (head.nlmsg_seq != nl->serial)
			continue;
		*ret_len = (size_t)len;
		return 0;
	}
}

int rtnetlink_ask(struct rtnetlink *nl, struct request *r, rtnetlink_reader *reader, void *into, struct error *err)
{
	int done = 0;

	if (send_request(nl, r, err))
		return -1;
	while (done == 0) {
		size_t len = 0;

		if (receive(nl, &len, err))
			return -1;
		done = reader(into, nl->answer, len, err);
	}
	return done < 0 ? -1 : 0;
}
