/*
 * Netlink cut into messages and attributes: of any bytes of any length up to 24 (messages: 40) each piece lies inside, what is
 * left is the rest, and it grows shorter.  A longer walk is a step of this kind and then a walk of what is left.
 *
 * sources: src/read/netlink_walk.c src/base/error.c
 * options: -eva-precision 0 -eva-slevel 100 -eva-slevel-function read_text:0 -eva-interprocedural-splits
 * hint: src/read/netlink_walk.c /^	\*rest = behind(\*rest, padded(head.nla_len/i //@ split head.nla_len;
 * hint: src/read/netlink_walk.c /^		rest = behind(rest, padded(head.nlmsg_len/i //@ split head.nlmsg_len;
 * hint: src/read/netlink_walk.c /^	while (rest.len && done == 0) {/i //@ dynamic_split rest.len;
 * hint: src/read/netlink_walk.c /^	while (attribute.at && len/i //@ loop widen_hints "all", 7, 199;
 * hint: src/read/netlink_walk.c /^	if (skip >= body.len/i //@ split skip;
 * hint: src/read/netlink_walk.c /^	while ((more = next_attribute/i //@ dynamic_split bytes.len;
 */
#include "prove.h"
#include "read/netlink_walk.h"

enum { MOST = 24, MESSAGES = 40 };

static char object[MOST], longer[MESSAGES];

static void one_step(size_t n)
{
	struct error err;
	struct piece rest = { (unsigned char *)any_bytes(object, sizeof object, n), n }, value = { 0 };
	int type = 0, rc = next_attribute(&rest, &type, &value, &err);

	//@ assert a_step_cuts_ends_or_fails: rc == 1 || rc == 0 || rc == -1;
	if (rc == 1) {
		//@ assert a_value_lies_inside: value.at + value.len <= (unsigned char *)&object[0] + MOST && value.len <= n - 4;
		//@ assert the_rest_is_the_rest: rest.at + rest.len == (unsigned char *)&object[0] + MOST && rest.len < n;
		//@ assert a_type_is_no_flag: 0 <= type <= 0x3fff;
	}
}

static void values(size_t n)
{
	struct piece value = { (unsigned char *)any_bytes(object, sizeof object, n), n };
	char text[8];
	unsigned char bytes[16];
	uint32_t number = 0;
	struct error err;
	int rc = any(0, 1) ? read_number(value, &number, &err) : read_bytes(value, bytes, sizeof bytes, &err);

	read_text(value, text, sizeof text);
	//@ assert a_value_is_read_or_refused: rc == 0 || rc == -1;
}

static int one(void *into, struct piece body, struct error *err)
{
	(void)into;
	(void)err;
	//@ assert a_message_lies_inside: body.len == 0 || \valid_read(body.at + (0 .. body.len - 1));
	return any(-1, 0);
}

int main(void)
{
	size_t n = any(0, MOST);
	struct attributes a;
	struct error err;

	//@ split n;
	one_step(n);
	values(n);
	if (n >= MOST - 3) {
		read_attributes((struct piece){ (unsigned char *)any_bytes(object, sizeof object, n), n }, &a, &err);
		n += MESSAGES - MOST;
		each_message(any_bytes(longer, sizeof longer, n), n, 16, one, NULL, &err);
	}
	return 0;
}
