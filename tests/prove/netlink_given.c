/*
 * netlink_given.c: what read/netlink_walk.h gives its callers, whatever the kernel or a liar said: tests/prove/netlink_walk.c
 * proves that pieces lie inside.  Here every attribute is there or not; all have the same length, each length in its turn.
 */
#include "netlink_given.h"

static unsigned char object[LONGEST];
static struct piece given;

void attributes_have(size_t len)
{
	Frama_C_make_unknown((char *)object, sizeof object);
	given = (struct piece){ object + LONGEST - len, len };
}

static int fails(struct error *err)
{
	if (any(0, 1))
		return 0;
	err->num = any(1, 4095);
	return -1;
}

int read_attributes(struct piece bytes, struct attributes *ret, struct error *err)
{
	(void)bytes;
	//@ loop unroll ATTRIBUTES_MAX;
	for (int i = 0; i < ATTRIBUTES_MAX; i++)
		ret->at[i] = any(0, 1) ? given : (struct piece){ 0 };
	return fails(err);
}

int read_message(struct piece body, void *fixed, size_t len, struct attributes *ret, struct error *err)
{
	Frama_C_make_unknown(fixed, len);
	return read_attributes(body, ret, err);
}

int next_attribute(struct piece *rest, int *ret_type, struct piece *ret, struct error *err)
{
	if (any(0, 1))
		return 0;
	*ret_type = any(0, 0x3fff);
	*ret = given;
	rest->len = any(0, LONGEST);
	return fails(err) ? -1 : 1;
}

int read_bytes(struct piece attribute, void *ret, size_t len, struct error *err)
{
	if (attribute.at && any(0, 1))
		Frama_C_make_unknown(ret, len);
	return fails(err);
}

int read_number(struct piece attribute, uint32_t *ret, struct error *err)
{
	return read_bytes(attribute, ret, sizeof *ret, err);
}

void read_text(struct piece attribute, char *ret, size_t room)
{
	(void)attribute;
	Frama_C_make_unknown(ret, room);
	ret[room - 1] = 0;
}

int each_message(const void *bytes, size_t len, int type, message_reader *one, void *into, struct error *err)
{
	struct piece body = { bytes, len };

	(void)type;
	if (one(into, body, err))
		return -1;
	return any(-1, 1);
}
