/*
 * netlink_walk.h: messages and attributes of netlink (netlink(7), include/uapi/linux/netlink.h), cut out of bytes that
 * nobody has checked.  Nothing is assumed about alignment; a length that does not fit ends the walk with an error.
 */
#ifndef READ_NETLINK_WALK_H
#define READ_NETLINK_WALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/error.h"

/* Bytes of somebody else's. */
struct piece {
	const unsigned char *at; /* NULL: not there */
	size_t len;
};

enum { ATTRIBUTES_MAX = 64 };

/* The attributes of one level by type; of a type that comes twice the last counts, as in the kernel. */
struct attributes {
	struct piece at[ATTRIBUTES_MAX];
};

/* Cuts the next attribute off: 1, or 0 at the end, or -1. */
int next_attribute(struct piece *rest, int *ret_type, struct piece *ret, struct error *err);

int read_attributes(struct piece bytes, struct attributes *ret, struct error *err);

/* The attributes behind the fixed part of a message, which is copied out. */
int read_message(struct piece body, void *fixed, size_t len, struct attributes *ret, struct error *err);

/* Values; -1 when the attribute is there with another length.  Nothing happens when it is not there. */
int read_number(struct piece attribute, uint32_t *ret, struct error *err);
int read_bytes(struct piece attribute, void *ret, size_t len, struct error *err);

/* A text cut at ROOM - 1 bytes; what a terminal or JSON would stumble over becomes "?". */
void read_text(struct piece attribute, char *ret, size_t room);

/*
 * Gives each message of TYPE in a datagram to `one`, and looks at those that end or break an answer.
 * Returns as the readers of netlink.h do: 1 at the end of the answer, 0 more to come, -1.
 */
typedef int message_reader(void *into, struct piece body, struct error *err);
int each_message(const void *bytes, size_t len, int type, message_reader *one, void *into, struct error *err);

#endif
