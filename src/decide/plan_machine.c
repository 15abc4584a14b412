/* plan_machine.c: memory, CPUs, what makes them, and what the guest is told of its container. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/show.h"
#include "config_table.h"
#include "decide/keep.h"
#include "decide/monitor.h"
#include "decide/plan.h"
#include "read/annotations.h"
#include "read/resolv.h"
#include "settings_table.h"

enum { MIB_SHIFT = 20, MOST_MIB = 1 << 24 }; /* 16 TiB: nobody means more */

static const struct settings_of_monitor *settings_of(const struct plan_input *in, const struct plan *plan)
{
	return &in->settings->monitors[settings_find_monitor(monitor_word(plan->machine.monitor))];
}

/* ---- accelerator and CPU model: only annotations may choose, within what the settings allow ---- */

static int wanted_accel(const struct plan_input *in, struct plan *plan, const struct settings_of_monitor *s,
    enum settings_accel *ret, struct error *err)
{
	const char *word = in->annotations->accel;

	*ret = s->accel;
	plan_add_origin(plan, "accel", s->accel == SETTINGS_ACCEL_AUTO ? "default" : "settings");
	if (!word)
		return 0;
	for (int i = 0; i < SETTINGS_ACCEL_COUNT; i++) {
		if (strcmp(settings_accel_word(i), word) || (i != (int)s->accel && !(s->allow_accel & 1u << i)))
			continue;
		*ret = (enum settings_accel)i;
		plan->origins[plan->origins_count - 1].from = "annotation";
		return 0;
	}
	return fail(err, EPERM, "%s: %s is not allowed: the settings must list it in allow_accel of [monitors.%s]",
	    annotation_key(ANNOTATION_ACCEL), show(in->arena, word), monitor_word(plan->machine.monitor));
}

static int set_accel(
    const struct plan_input *in, struct plan *plan, const struct settings_of_monitor *s, struct error *err)
{
	enum settings_accel accel;

	if (wanted_accel(in, plan, s, &accel, err) < 0)
		return -1;
	if (accel == SETTINGS_ACCEL_AUTO)
		accel = in->kvm ? SETTINGS_ACCEL_KVM : SETTINGS_ACCEL_TCG;
	if (accel == SETTINGS_ACCEL_KVM && !in->kvm)
		warn_add(in->warnings,
		    "accelerator %s: KVM is not backed by hardware here, and most guests hang or end at once; %s works",
		    settings_accel_word(accel), settings_accel_word(SETTINGS_ACCEL_TCG));
	plan->machine.accel = settings_accel_word(accel);
	return 0;
}

static int set_cpu(
    const struct plan_input *in, struct plan *plan, const struct settings_of_monitor *s, struct error *err)
{
	const char *word = in->annotations->cpu;
	bool kvm = strcmp(plan->machine.accel, settings_accel_word(SETTINGS_ACCEL_KVM)) == 0;

	plan->machine.cpu = s->cpu ? s->cpu : kvm ? "host" : "max";
	plan_add_origin(plan, "cpu", s->cpu ? "settings" : "default");
	if (!word || (s->cpu && strcmp(word, s->cpu) == 0))
		return 0;
	for (size_t i = 0; i < s->allow_cpu_count; i++) {
		if (strcmp(s->allow_cpu[i], word))
			continue;
		plan->machine.cpu = word;
		plan->origins[plan->origins_count - 1].from = "annotation";
		return 0;
	}
	return fail(err, EPERM, "%s: %s is not allowed: the settings must list it in allow_cpu of [monitors.%s]",
	    annotation_key(ANNOTATION_CPU), show(in->arena, word), monitor_word(plan->machine.monitor));
}

/* ---- memory: a limit is exact bytes; the guest gets it less what the monitor needs ---- */

static int check_memory(
    const struct plan_input *in, const struct plan *plan, unsigned long long mib, const char *from, struct error *err)
{
	const char *why;
	unsigned least;

	if (mib > MOST_MIB)
		return fail(err, EINVAL, "%s: %llu MiB of memory is more than any guest can have (%d MiB)", from, mib,
		    MOST_MIB);
	if (pair_least(plan->machine.guest, plan->machine.monitor, FACT_MEM_MIB, &least, &why) && mib < least)
		return fail(err, EINVAL, "%s: %llu MiB of memory is too little: the guest %s needs %u (%s)", from, mib,
		    guest_word(plan->machine.guest), least, why);
	if (mib > in->host_memory >> MIB_SHIFT)
		warn_add(in->warnings, "%s: %llu MiB of memory is more than the host has (%llu)", from, mib,
		    in->host_memory >> MIB_SHIFT);
	return 0;
}

static int set_memory(
    const struct plan_input *in, struct plan *plan, const struct settings_of_monitor *s, struct error *err)
{
	const struct config *c = in->config;
	bool limited = c->has_linux_resources_memory_limit && c->linux_resources_memory_limit > 0;
	unsigned long long overhead = machine_overhead(&plan->machine);
	unsigned long long limit = limited ? (unsigned long long)c->linux_resources_memory_limit >> MIB_SHIFT
					   : s->default_memory_mb + overhead;
	const char *from = limited ? "config.json: linux.resources.memory.limit" : "default_memory_mb of the settings";
	const char *monitor = monitor_name(plan->machine.monitor);

	plan_add_origin(plan, "memory_mib", limited ? "config.json" : "settings");
	if (limit <= overhead)
		return fail(err, EINVAL,
		    "%s: %lld bytes leave nothing for the guest: the monitor %s alone needs %llu MiB", from,
		    (long long)c->linux_resources_memory_limit, monitor, overhead);
	if (limited)
		from = take_format(in->arena, "%s less %llu MiB for the monitor %s", from, overhead, monitor);
	if (check_memory(in, plan, limit - overhead, from, err) < 0)
		return -1;
	plan->machine.mem_mib = (unsigned long)(limit - overhead);
	return 0;
}

int plan_less_memory(
    const struct plan_input *in, struct plan *plan, unsigned long mib, const char *why, struct error *err)
{
	const struct config *c = in->config;
	unsigned long all = plan->machine.mem_mib;
	const char *from =
	    take_format(in->arena, "config.json: linux.resources.memory.limit less %lu MiB for %s", mib, why);

	if (!c->has_linux_resources_memory_limit || c->linux_resources_memory_limit <= 0)
		return 0;
	if (all <= mib)
		return fail(err, EINVAL, "%s: nothing of the guest's %lu MiB is left", from, all);
	plan->machine.mem_mib = all - mib;
	return check_memory(in, plan, all - mib, from, err);
}

/* ---- CPUs: quota over period, rounded up, within the cpuset; else the settings ---- */

/* "0-3,5" counts 5; 0: it says nothing, or is no list (the kernel refuses it later, by name). */
static unsigned count_cpus(const char *list)
{
	unsigned long n = 0;

	while (list && *list >= '0' && *list <= '9') {
		char *end;
		unsigned long first = strtoul(list, &end, 10), last = first;

		if (*end == '-')
			last = strtoul(end + 1, &end, 10);
		if (last < first || last > 65535)
			return 0;
		n += last - first + 1;
		list = *end == ',' ? end + 1 : NULL;
	}
	return (unsigned)n;
}

static unsigned long long quota_cpus(const struct config *c)
{
	unsigned long long period = c->linux_resources_cpu_period ? c->linux_resources_cpu_period : 100000;

	if (!c->has_linux_resources_cpu_quota || c->linux_resources_cpu_quota <= 0)
		return 0;
	return ((unsigned long long)c->linux_resources_cpu_quota - 1) / period + 1;
}

static void set_cpus(const struct plan_input *in, struct plan *plan, const struct settings_of_monitor *s)
{
	unsigned long long n = quota_cpus(in->config), set = count_cpus(in->config->linux_resources_cpu_cpus);

	plan_add_origin(plan, "cpus", n || set ? "config.json" : "settings");
	if (!n)
		n = set ? set : s->default_vcpus;
	if (set && n > set)
		n = set;
	if (n > in->host_cpus)
		n = in->host_cpus;
	plan->machine.cpus = (unsigned long)(n ? n : 1);
}

/* ---- what the guest is told ---- */

static void split_words(struct arena *a, const char *text, struct machine *m)
{
	size_t room = strlen(text) / 2 + 1;

	m->arg = take_many(a, room, sizeof *m->arg);
	for (text += strspn(text, " \t"); *text; text += strspn(text, " \t")) {
		size_t len = strcspn(text, " \t");

		m->arg[m->arg_count++].word = take_text(a, text, len);
		text += len;
	}
	if (!m->arg_count)
		return;
	m->program = m->arg[0].word;
	m->arg++;
	m->arg_count--;
}

static void set_arguments(const struct plan_input *in, struct plan *plan)
{
	const struct config *c = in->config;
	struct machine *m = &plan->machine;
	size_t n = c->process_args_count;

	if (!n && in->annotations->cmdline) {
		split_words(in->arena, in->annotations->cmdline, m);
		plan_add_origin(plan, "arguments", annotation_source_name(in->annotations->from[ANNOTATION_CMDLINE]));
		return;
	}
	plan_add_origin(plan, "arguments", "config.json");
	m->arg = take_many(in->arena, n + 1, sizeof *m->arg);
	if (n && !in->binary_is_program)
		m->program = c->process_args[0];
	for (size_t i = 1; i < n; i++)
		m->arg[m->arg_count++].word = c->process_args[i];
}

static void set_environment(const struct plan_input *in, struct machine *m)
{
	m->env_count = in->config->process_env_count;
	m->env = take_many(in->arena, m->env_count + 1, sizeof *m->env);
	for (size_t i = 0; i < m->env_count; i++)
		m->env[i].pair = in->config->process_env[i];
}

static void set_servers(const struct plan_input *in, struct machine *m)
{
	m->dns4 = take_many(in->arena, in->resolv->servers_count + 1, sizeof *m->dns4);
	m->dns6 = take_many(in->arena, in->resolv->servers_count + 1, sizeof *m->dns6);
	for (size_t i = 0; i < in->resolv->servers_count; i++) {
		const struct resolv_server *server = &in->resolv->servers[i];

		/* docker's own server is on a loopback address of the container. */
		if (server->loopback)
			warn_add(in->warnings,
			    "/etc/resolv.conf: no guest can reach the name server %s: it is left out", server->text);
		else if (server->ip6)
			m->dns6[m->dns6_count++].server = server->text;
		else
			m->dns4[m->dns4_count++].server = server->text;
	}
}

static void set_told(const struct plan_input *in, struct plan *plan)
{
	struct machine *m = &plan->machine;
	const char *cwd = in->config->process_cwd;

	set_arguments(in, plan);
	set_environment(in, m);
	set_servers(in, m);
	m->hostname = in->config->hostname;
	m->domainname = in->config->domainname;
	m->workdir = cwd && strcmp(cwd, "/") ? cwd : NULL; /* where every guest's program starts anyhow */
	m->uid = in->config->process_user_uid;
	m->gid = in->config->process_user_gid;
	plan_told(in, m);
}

int plan_machine(const struct plan_input *in, struct plan *plan, struct error *err)
{
	const struct settings_of_monitor *s = settings_of(in, plan);

	plan->machine.arch = in->arch;
	plan->machine.confine = in->config->has_linux_seccomp;
	plan->machine.vhost = s->vhost;
	if (set_accel(in, plan, s, err) < 0 || set_cpu(in, plan, s, err) < 0 || set_memory(in, plan, s, err) < 0)
		return -1;
	set_cpus(in, plan, s);
	set_told(in, plan);
	keep_settle(&plan->machine);
	plan->machine.grace = plan->machine.keeper ? s->grace : 0;
	return 0;
}
