/* namespace.h: namespaces made or joined (namespaces(7)).  The command itself never leaves its own. */
#ifndef ACT_NAMESPACE_H
#define ACT_NAMESPACE_H

#include "base/error.h"
#include "decide/plan.h"

struct namespaces {
	int join[8]; /* descriptor of each of the plan's namespaces; -1: a new one */
	int own_pid; /* the command's own, to come back to; -1: nothing was changed */
	int own_time;
};

/* Opens the paths and checks that each is a namespace of its kind (ioctl_ns(2)). */
int namespaces_open(const struct plan *plan, struct namespaces *ret, struct error *err);

/* Settles where the next child is born as far as clone3 cannot: joined pid namespace, new time namespace. */
int namespaces_before_clone(const struct plan *plan, struct namespaces *ns, struct error *err);
int namespaces_after_clone(struct namespaces *ns, struct error *err);

/* The flags for clone3: all new ones but cgroup (made after the child has joined its cgroups) and time. */
unsigned long long namespaces_new(const struct plan *plan);

/* In the child, which has joined its cgroups: joins the others, makes the cgroup namespace, sets the host's name. */
int namespaces_enter(const struct plan *plan, const struct namespaces *ns, struct error *err);

void namespaces_close(struct namespaces *ns);

#endif
