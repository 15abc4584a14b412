/*
 * rtnetlink.h: a conversation with the kernel about the network (netlink(7), rtnetlink(7)): requests are put together and
 * sent, and answers given to a reader.  A socket belongs to the network namespace in which it was opened.
 */
#ifndef BASE_RTNETLINK_H
#define BASE_RTNETLINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/error.h"

struct nlattr;

enum { RTNETLINK_ANSWER = 32768, RTNETLINK_REQUEST = 1024 };

struct rtnetlink {
	int fd;
	uint32_t serial; /* of the last request */
	_Alignas(8) char answer[RTNETLINK_ANSWER]; /* the last datagram; the kernel sends no longer ones */
};

/* A request as it grows. */
struct request {
	_Alignas(8) char at[RTNETLINK_REQUEST];
	size_t used;
	bool full; /* something did not fit: it will not be sent */
};

/* One datagram: returns 1 when the answer ends in it, 0 when more will come, -1 with an error. */
typedef int rtnetlink_reader(void *into, const void *bytes, size_t len, struct error *err);

int rtnetlink_open(struct rtnetlink *ret, struct error *err);
void rtnetlink_close(struct rtnetlink *nl);

/* A request: its type (RTM_...), flags (NLM_F_...; NLM_F_REQUEST is added) and fixed part, then its attributes. */
void request_begin(struct request *r, int type, int flags, const void *fixed, size_t len);
void request_put(struct request *r, int type, const void *value, size_t len);
void request_number(struct request *r, int type, uint32_t value);
void request_text(struct request *r, int type, const char *text); /* with its 0 */
struct nlattr *request_nest(struct request *r, int type);
void request_end(struct request *r, struct nlattr *nest);

/* Sends a request and gives every datagram of its answer to the reader, until that says 1 or -1. */
int rtnetlink_ask(struct rtnetlink *nl, struct request *r, rtnetlink_reader *reader, void *into, struct error *err);

#endif
