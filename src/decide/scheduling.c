/* scheduling.c: see scheduling.h.  The words are those of config.spec, the numbers the kernel's. */
#include "decide/scheduling.h"

#include <errno.h>
#include <linux/ioprio.h>
#include <linux/mempolicy.h>
#include <linux/sched.h>
#include <stdlib.h>
#include <string.h>

#include "base/show.h"
#include "config_table.h"

static const unsigned char policies[CONFIG_SCHED_COUNT] = {
	[CONFIG_SCHED_OTHER] = SCHED_NORMAL,
	[CONFIG_SCHED_FIFO] = SCHED_FIFO,
	[CONFIG_SCHED_RR] = SCHED_RR,
	[CONFIG_SCHED_BATCH] = SCHED_BATCH,
	[CONFIG_SCHED_IDLE] = SCHED_IDLE,
	[CONFIG_SCHED_DEADLINE] = SCHED_DEADLINE,
};

static const unsigned char sched_flags[CONFIG_SCHED_FLAG_COUNT] = {
	[CONFIG_SCHED_FLAG_RESET_ON_FORK] = SCHED_FLAG_RESET_ON_FORK,
	[CONFIG_SCHED_FLAG_RECLAIM] = SCHED_FLAG_RECLAIM,
	[CONFIG_SCHED_FLAG_DL_OVERRUN] = SCHED_FLAG_DL_OVERRUN,
	[CONFIG_SCHED_FLAG_KEEP_POLICY] = SCHED_FLAG_KEEP_POLICY,
	[CONFIG_SCHED_FLAG_KEEP_PARAMS] = SCHED_FLAG_KEEP_PARAMS,
	[CONFIG_SCHED_FLAG_UTIL_CLAMP_MIN] = SCHED_FLAG_UTIL_CLAMP_MIN,
	[CONFIG_SCHED_FLAG_UTIL_CLAMP_MAX] = SCHED_FLAG_UTIL_CLAMP_MAX,
};

static const unsigned char io_classes[CONFIG_IOPRIO_CLASS_COUNT] = {
	[CONFIG_IOPRIO_CLASS_RT] = IOPRIO_CLASS_RT,
	[CONFIG_IOPRIO_CLASS_BE] = IOPRIO_CLASS_BE,
	[CONFIG_IOPRIO_CLASS_IDLE] = IOPRIO_CLASS_IDLE,
};

enum { WEIGHTED_INTERLEAVE = 6 }; /* MPOL_WEIGHTED_INTERLEAVE of Linux 6.9 */

/* Which nodes a mode may have, and must have. */
enum nodes { NONE, SOME, ANY };
static const struct {
	unsigned char mode, nodes;
} memory_modes[CONFIG_MPOL_COUNT] = {
	[CONFIG_MPOL_DEFAULT] = { MPOL_DEFAULT, NONE },
	[CONFIG_MPOL_BIND] = { MPOL_BIND, SOME },
	[CONFIG_MPOL_INTERLEAVE] = { MPOL_INTERLEAVE, SOME },
	[CONFIG_MPOL_WEIGHTED_INTERLEAVE] = { WEIGHTED_INTERLEAVE, SOME },
	[CONFIG_MPOL_PREFERRED] = { MPOL_PREFERRED, ANY },
	[CONFIG_MPOL_PREFERRED_MANY] = { MPOL_PREFERRED_MANY, SOME },
	[CONFIG_MPOL_LOCAL] = { MPOL_LOCAL, NONE },
};

static const unsigned short memory_flags[CONFIG_MPOL_F_COUNT] = {
	[CONFIG_MPOL_F_NUMA_BALANCING] = MPOL_F_NUMA_BALANCING,
	[CONFIG_MPOL_F_RELATIVE_NODES] = MPOL_F_RELATIVE_NODES,
	[CONFIG_MPOL_F_STATIC_NODES] = MPOL_F_STATIC_NODES,
};

/* ------------------------------------------------------------------ processors */
static int check_real_time(const struct config *c, const char *word, struct error *err)
{
	bool real = c->process_scheduler_policy == CONFIG_SCHED_FIFO || c->process_scheduler_policy == CONFIG_SCHED_RR;

	if (real && !c->process_scheduler_priority)
		return fail(err, EINVAL, "config.json: process.scheduler: %s needs a priority from 1 to 99", word);
	if (!real && c->process_scheduler_priority)
		return fail(err, EINVAL,
		    "config.json: process.scheduler.priority: %d is for SCHED_FIFO and SCHED_RR, the policy is %s",
		    (int)c->process_scheduler_priority, word);
	return 0;
}

static int check_deadline(const struct config *c, const char *word, struct error *err)
{
	uint64_t runtime = c->process_scheduler_runtime, deadline = c->process_scheduler_deadline,
		 period = c->process_scheduler_period;

	if (c->process_scheduler_policy != CONFIG_SCHED_DEADLINE && (runtime || deadline || period))
		return fail(err, EINVAL,
		    "config.json: process.scheduler: runtime, deadline and period are for SCHED_DEADLINE, the policy is %s",
		    word);
	if (c->process_scheduler_policy != CONFIG_SCHED_DEADLINE)
		return 0;
	if (runtime < 1024 || deadline < runtime || (period && period < deadline))
		return fail(err, EINVAL,
		    "config.json: process.scheduler: %s needs runtime <= deadline <= period, and 1024 ns at least, not %llu, %llu and "
		    "%llu",
		    word, (unsigned long long)runtime, (unsigned long long)deadline, (unsigned long long)period);
	return 0;
}

static int set_scheduler(const struct config *c, struct scheduling *s, struct warnings *warn, struct error *err)
{
	const char *word = config_word(CONFIG_SET_SCHED, c->process_scheduler_policy);

	if (!c->has_process_scheduler)
		return 0;
	if (c->process_scheduler_policy == CONFIG_SCHED_ISO)
		return fail(err, ENOTSUP, "config.json: process.scheduler.policy: no kernel has %s", word);
	if (check_real_time(c, word, err) < 0 || check_deadline(c, word, err) < 0)
		return -1;
	s->policy_word = word;
	s->policy = policies[c->process_scheduler_policy];
	s->priority = (unsigned)c->process_scheduler_priority;
	s->nice = c->process_scheduler_nice;
	s->runtime = c->process_scheduler_runtime;
	s->deadline = c->process_scheduler_deadline;
	s->period = c->process_scheduler_period;
	for (size_t i = 0; i < c->process_scheduler_flags_count; i++)
		s->flags |= sched_flags[c->process_scheduler_flags[i]];
	if (s->policy == SCHED_DEADLINE && !(s->flags & SCHED_FLAG_RESET_ON_FORK))
		warn_add(warn,
		    "config.json: process.scheduler: with %s the kernel lets the monitor make no threads, unless flags has %s",
		    word, config_word(CONFIG_SET_SCHED_FLAG, CONFIG_SCHED_FLAG_RESET_ON_FORK));
	return 0;
}

static void set_io(const struct config *c, struct scheduling *s)
{
	if (!c->has_process_ioPriority)
		return;
	s->io_word = config_word(CONFIG_SET_IOPRIO_CLASS, c->process_ioPriority_class);
	s->io_priority = io_classes[c->process_ioPriority_class] << IOPRIO_CLASS_SHIFT | c->process_ioPriority_priority;
}

/* ------------------------------------------------------------------ memory */
static bool read_node(const char **at, unsigned long *ret)
{
	char *end;

	if (**at < '0' || **at > '9')
		return false;
	*ret = strtoul(*at, &end, 10);
	*at = end;
	return *ret < MEMORY_NODES;
}

/* "0-3,7" */
static bool read_nodes(const char *list, unsigned long *nodes)
{
	enum { BITS = 8 * sizeof *nodes };

	for (;;) {
		unsigned long first, last;

		if (!read_node(&list, &first))
			return false;
		last = first;
		if (*list == '-' && (list++, !read_node(&list, &last)))
			return false;
		if (last < first)
			return false;
		for (unsigned long n = first; n <= last; n++)
			nodes[n / BITS] |= 1ul << n % BITS;
		if (*list != ',')
			return !*list;
		list++;
	}
}

static int check_nodes(const struct scheduling *s, enum nodes wanted, struct error *err)
{
	if (wanted == NONE && s->has_nodes)
		return fail(err, EINVAL, "config.json: linux.memoryPolicy: %s has no nodes", s->memory_word);
	if (wanted == SOME && !s->has_nodes)
		return fail(
		    err, EINVAL, "config.json: linux.memoryPolicy: %s needs nodes, such as 0-3,7", s->memory_word);
	if ((s->memory_mode & MPOL_F_STATIC_NODES) && (s->memory_mode & MPOL_F_RELATIVE_NODES))
		return fail(err, EINVAL,
		    "config.json: linux.memoryPolicy.flags: nodes are either static or relative, not both");
	return 0;
}

static int set_memory_policy(const struct config *c, struct scheduling *s, struct error *err)
{
	char shown[SHOW_MAX];
	const char *nodes = c->linux_memoryPolicy_nodes;

	if (!c->has_linux_memoryPolicy)
		return 0;
	s->memory_word = config_word(CONFIG_SET_MPOL, c->linux_memoryPolicy_mode);
	s->memory_mode = memory_modes[c->linux_memoryPolicy_mode].mode;
	for (size_t i = 0; i < c->linux_memoryPolicy_flags_count; i++)
		s->memory_mode |= memory_flags[c->linux_memoryPolicy_flags[i]];
	s->has_nodes = nodes && *nodes;
	if (s->has_nodes && !read_nodes(nodes, s->nodes))
		return fail(err, EINVAL,
		    "config.json: linux.memoryPolicy.nodes: %s is no list of nodes below %d, such as 0-3,7",
		    show_in(shown, nodes), MEMORY_NODES);
	return check_nodes(s, memory_modes[c->linux_memoryPolicy_mode].nodes, err);
}

/* ------------------------------------------------------------------ cache */
static bool is_class(const char *name)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-._";

	return !name[strspn(name, allowed)] && strspn(name, ".") != strlen(name);
}

static int set_rdt(const struct config *c, bool resctrl, struct scheduling *s, struct error *err)
{
	const char *class = c->linux_intelRdt_closID;
	char shown[SHOW_MAX];

	if (!c->has_linux_intelRdt)
		return 0;
	if (!resctrl)
		return fail(err, ENOTSUP,
		    "config.json: linux.intelRdt: no resctrl is mounted at /sys/fs/resctrl: mount -t resctrl resctrl /sys/fs/resctrl, "
		    "if the processor has it");
	if (!class || c->linux_intelRdt_schemata_count || c->linux_intelRdt_l3CacheSchema ||
	    c->linux_intelRdt_memBwSchema)
		return fail(err, ENOTSUP,
		    "config.json: linux.intelRdt: classes are not made yet: make one below /sys/fs/resctrl, and let closID alone name "
		    "it");
	if (strcmp(class, "/") == 0)
		s->rdt_class = "";
	else if (is_class(class))
		s->rdt_class = class;
	else
		return fail(err, EINVAL, "config.json: linux.intelRdt.closID: %s is neither / nor the name of a class",
		    show_in(shown, class));
	return 0;
}

static int check_domain(const struct config *c, struct error *err)
{
	if (c->linux_personality_domain != CONFIG_DOMAIN_LINUX32)
		return 0;
	return fail(err, ENOTSUP,
	    "config.json: linux.personality.domain: %s cannot be had, only %s: a monitor is a program of this machine",
	    config_word(CONFIG_SET_DOMAIN, CONFIG_DOMAIN_LINUX32), config_word(CONFIG_SET_DOMAIN, CONFIG_DOMAIN_LINUX));
}

int scheduling_of(
    const struct config *c, bool resctrl, struct scheduling *ret, struct warnings *warn, struct error *err)
{
	struct scheduling s = { 0 };

	if (set_scheduler(c, &s, warn, err) < 0 || set_memory_policy(c, &s, err) < 0 ||
	    set_rdt(c, resctrl, &s, err) < 0 || check_domain(c, err) < 0)
		return -1;
	set_io(c, &s);
	*ret = s;
	return 0;
}

static void optional(struct json_writer *w, const char *key, const char *value)
{
	if (value)
		json_string(w, key, value);
	else
		json_null(w, key);
}

void scheduling_json(const struct scheduling *s, struct json_writer *w)
{
	json_object(w, "scheduling");
	optional(w, "policy", s->policy_word);
	if (s->policy_word) {
		json_number(w, "nice", s->nice);
		json_number(w, "priority", s->priority);
		json_number(w, "flags", (long long)s->flags);
		json_number(w, "runtime", (long long)s->runtime);
		json_number(w, "deadline", (long long)s->deadline);
		json_number(w, "period", (long long)s->period);
	}
	optional(w, "io", s->io_word);
	if (s->io_word)
		json_number(w, "io_priority", s->io_priority & ((1 << IOPRIO_CLASS_SHIFT) - 1));
	optional(w, "memory", s->memory_word);
	optional(w, "rdt_class", s->rdt_class);
	json_end(w, '}');
}
