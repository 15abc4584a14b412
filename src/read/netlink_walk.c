/* netlink_walk.c: see netlink_walk.h. */
#include "read/netlink_walk.h"

#include <errno.h>
#include <string.h>
#include <linux/netlink.h>

static struct piece behind(struct piece piece, size_t used)
{
	return (struct piece){ piece.at + used, piece.len - used };
}

/* Lengths do not count the padding to four bytes; the last item has none. */
static size_t padded(size_t len, size_t most)
{
	size_t aligned = (len + 3) / 4 * 4;

	return aligned < most ? aligned : most;
}

int next_attribute(struct piece *rest, int *ret_type, struct piece *ret, struct error *err)
{
	struct nlattr head;

	if (rest->len == 0)
		return 0;
	if (rest->len < sizeof head)
		return fail(err, EPROTO, "a netlink attribute is cut off after %zu bytes", rest->len);
	memcpy(&head, rest->at, sizeof head);
	if (head.nla_len < sizeof head || head.nla_len > rest->len)
		return fail(
		    err, EPROTO, "a netlink attribute of %u bytes, where %zu are left", head.nla_len, rest->len);
	*ret_type = head.nla_type & NLA_TYPE_MASK;
	*ret = (struct piece){ rest->at + sizeof head, head.nla_len - sizeof head };
	*rest = behind(*rest, padded(head.nla_len, rest->len));
	return 1;
}

int read_attributes(struct piece bytes, struct attributes *ret, struct error *err)
{
	struct piece value;
	int type = 0, more;

	*ret = (struct attributes){ 0 };
	while ((more = next_attribute(&bytes, &type, &value, err)) > 0)
		if (type < ATTRIBUTES_MAX)
			ret->at[type] = value;
	return more;
}

int read_message(struct piece body, void *fixed, size_t len, struct attributes *ret, struct error *err)
{
	if (body.len < len)
		return fail(err, EPROTO, "a netlink message of %zu bytes, where %zu are needed", body.len, len);
	memcpy(fixed, body.at, len);
	return read_attributes(behind(body, padded(len, body.len)), ret, err);
}

int read_bytes(struct piece attribute, void *ret, size_t len, struct error *err)
{
	if (!attribute.at)
		return 0;
	if (attribute.len != len)
		return fail(err, EPROTO, "a netlink value of %zu bytes, not %zu", attribute.len, len);
	memcpy(ret, attribute.at, len);
	return 0;
}

int read_number(struct piece attribute, uint32_t *ret, struct error *err)
{
	return read_bytes(attribute, ret, sizeof *ret, err);
}

void read_text(struct piece attribute, char *ret, size_t room)
{
	size_t len = 0;

	while (attribute.at && len < attribute.len && len < room - 1 && attribute.at[len]) {
		unsigned char c = attribute.at[len];

		ret[len++] = (char)(c < 0x20 || c > 0x7e ? '?' : c);
	}
	ret[len] = 0;
}

/* struct nlmsgerr: the error, the request's head (and the request, unless capped), then attributes. */
static void kernels_words(struct piece body, bool capped, char ret[200])
{
	struct nlmsgerr answer;
	struct attributes more;
	struct error ignored;
	size_t skip = sizeof answer;

	ret[0] = 0;
	if (body.len < sizeof answer)
		return;
	memcpy(&answer, body.at, sizeof answer);
	if (!capped && answer.msg.nlmsg_len > sizeof answer.msg)
		skip += padded(answer.msg.nlmsg_len - sizeof answer.msg, body.len);
	if (skip >= body.len || read_attributes(behind(body, skip), &more, &ignored))
		return;
	read_text(more.at[NLMSGERR_ATTR_MSG], ret, 200);
}

/* 1: it is the acknowledgement of a request that was carried out. */
static int read_error(struct piece body, int flags, struct error *err)
{
	char words[200] = "";
	int num;

	if (body.len < sizeof num)
		return fail(err, EPROTO, "a netlink answer of %zu bytes tells no error", body.len);
	memcpy(&num, body.at, sizeof num);
	if (num == 0)
		return 1;
	if (num > 0 || num < -4095)
		return fail(err, EPROTO, "a netlink answer with the impossible error %d", num);
	if (flags & NLM_F_ACK_TLVS)
		kernels_words(body, flags & NLM_F_CAPPED, words);
	return fail(err, -num, "%s%s%s%s", strerror(-num), words[0] ? " (" : "", words, words[0] ? ")" : "");
}

/* The end of a dump carries an error too, if the kernel could not finish it. */
static int read_end(struct piece body, struct error *err)
{
	int num = 0;

	if (body.len >= sizeof num)
		memcpy(&num, body.at, sizeof num);
	return num < 0 ? read_error((struct piece){ body.at, sizeof num }, 0, err) : 1;
}

static int one_message(
    const struct nlmsghdr *head, struct piece body, int type, message_reader *one, void *into, struct error *err)
{
	if (head->nlmsg_flags & NLM_F_DUMP_INTR)
		return fail(err, EAGAIN, "the network changed while it was looked at");
	if (head->nlmsg_type == NLMSG_DONE)
		return read_end(body, err);
	if (head->nlmsg_type == NLMSG_ERROR)
		return read_error(body, head->nlmsg_flags, err);
	if (head->nlmsg_type == NLMSG_OVERRUN)
		return fail(err, EPROTO, "a netlink answer was lost");
	if (head->nlmsg_type != type)
		return 0;
	if (one(into, body, err))
		return -1;
	return !(head->nlmsg_flags & NLM_F_MULTI);
}

int each_message(const void *bytes, size_t len, int type, message_reader *one, void *into, struct error *err)
{
	struct piece rest = { bytes, len };
	struct nlmsghdr head;
	int done = 0;

	while (rest.len && done == 0) {
		if (rest.len < sizeof head)
			return fail(err, EPROTO, "a netlink message is cut off after %zu bytes", rest.len);
		memcpy(&head, rest.at, sizeof head);
		if (head.nlmsg_len < sizeof head || head.nlmsg_len > rest.len)
			return fail(
			    err, EPROTO, "a netlink message of %u bytes, where %zu are left", head.nlmsg_len, rest.len);
		done = one_message(
		    &head, (struct piece){ rest.at + sizeof head, head.nlmsg_len - sizeof head }, type, one, into, err);
		rest = behind(rest, padded(head.nlmsg_len, rest.len));
	}
	return done;
}
