/*
 * resolv.h: name servers and search domains of a resolv.conf (resolv.conf(5)).  Pure: bytes to struct.  It never fails: a
 * server or domain that is none is a warning, everything else that is not known is passed over, as the C library does.
 */
#ifndef READ_RESOLV_H
#define READ_RESOLV_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/warnings.h"

enum {
	RESOLV_BYTES = 1 << 16, /* a bigger file is not looked into */
	RESOLV_SERVERS = 16, /* more are left out; a C library asks the first three */
	RESOLV_DOMAINS = 32,
};

struct resolv_server {
	const char *text; /* the address as it stands in the file, without its scope */
	const char *scope; /* the link of an IPv6 address, behind its %; NULL: none */
	bool ip6, loopback;
	unsigned char at[16]; /* in network order; IPv4 uses the first 4 bytes */
};

struct resolv {
	struct resolv_server servers[RESOLV_SERVERS];
	size_t servers_count;
	const char *domains[RESOLV_DOMAINS]; /* of the last line "search" or "domain" */
	size_t domains_count;
};

/* `file` is the name for messages.  Texts live in the arena. */
void resolv_read(
    struct arena *a, const char *bytes, size_t len, const char *file, struct resolv *ret, struct warnings *warn);

#endif
