/*
 * rtnetlink.h: a conversation with the kernel about the network (netlink(7), rtnetlink(7)): messages are put together,
 * sent, and their answers received.  A socket belongs to the network namespace in which it was opened.
 */
#ifndef BASE_RTNETLINK_H
#define BASE_RTNETLINK_H

#include <stddef.h>
#include <stdint.h>
#include "base/error.h"

struct nlattr;

enum { RTNETLINK_ANSWER = 32768, RTNETLINK_MESSAGE = 1024 };

struct rtnetlink {
	int fd;
	uint32_t serial;
	_Alignas(8) char answer[RTNETLINK_ANSWER]; /* the last datagram */
};

/* One request, or several that are sent in one go. */
struct nl_message {
	_Alignas(8) char at[RTNETLINK_MESSAGE];
	size_t begin; /* of the last request */
	size_t used;
	int count;
};

int rtnetlink_open(struct rtnetlink *ret, struct error *err);
void rtnetlink_close(struct rtnetlink *nl);

/* Begins a request: type (RTM_...), flags (NLM_F_...) and its fixed part. */
void nl_begin(struct nl_message *m, int type, int flags, const void *fixed, size_t len);
void nl_put(struct nl_message *m, int type, const void *value, size_t len);
void nl_put_u32(struct nl_message *m, int type, uint32_t value);
void nl_put_text(struct nl_message *m, int type, const char *text); /* with its 0 */
struct nlattr *nl_nest(struct nl_message *m, int type);
void nl_end(struct nl_message *m, struct nlattr *nest);

/* Reads one datagram: 1 the answer ends in it, 0 more will come, -1 an error. */
typedef int nl_reader(void *into, const void *bytes, size_t len, struct error *err);

/* Sends a dump request, or a question with one answer, and gives every datagram to the reader. */
int rtnetlink_ask(struct rtnetlink *nl, struct nl_message *m, nl_reader *reader, void *into, struct error *err);

/*
 * Sends requests and waits for the acknowledgement of each.  The kernel goes on after one that failed: the error is that
 * of the first, *ret_failed (may be NULL) its number from 0.
 */
int rtnetlink_do(struct rtnetlink *nl, struct nl_message *m, nl_reader *ack, int *ret_failed, struct error *err);

#endif
