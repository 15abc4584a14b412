/* redirect.h: what comes in at one link goes out at another: an ingress discipline with one filter (tc-mirred(8)). */
#ifndef ACT_REDIRECT_H
#define ACT_REDIRECT_H

#include "base/rtnetlink.h"

struct container;

struct redirect {
	int from, to; /* indexes */
	const char *from_name, *to_name; /* for errors */
};

/* EEXIST: `from` has an ingress discipline already, which is left alone. */
int redirect_make(struct rtnetlink *nl, const struct redirect *r, struct error *err);

/* Takes the ingress discipline of `from` away, if all it does is to redirect to `to` (or to what is gone). */
int redirect_remove(struct rtnetlink *nl, int from, int to, struct error *err);

/* args: netns, inode, ifindex, tap (its index) (spec/lifecycle.spec). */
int undo_redirect(struct container *c, const char *const args[], struct error *err);

#endif
