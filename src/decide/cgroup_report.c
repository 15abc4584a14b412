/* cgroup_report.c: see cgroup_report.h. */
#include "decide/cgroup_report.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "read/cgroup_stat.h"

enum { NANOSECONDS = 1000, TICK = 10 * 1000 * 1000 }; /* of a microsecond; nanoseconds of a tick (USER_HZ is 100) */

static const struct {
	struct cgroup_figure_file version[2];
} files[FIGURES] = {
	[FIGURE_CPU_TOTAL] = { { { "cpuacct", "cpuacct.usage" } } },
	[FIGURE_CPU_EACH] = { { { "cpuacct", "cpuacct.usage_percpu" } } },
	[FIGURE_CPU_EACH_SPLIT] = { { { "cpuacct", "cpuacct.usage_all" } } },
	[FIGURE_CPU_SPLIT] = { { { "cpuacct", "cpuacct.stat" } } },
	[FIGURE_CPU_STAT] = { { { "cpu", "cpu.stat" }, { "cpu", "cpu.stat" } } },
	[FIGURE_CPUSET_CPUS] = { { { "cpuset", "cpuset.cpus" }, { "cpuset", "cpuset.cpus.effective" } } },
	[FIGURE_CPUSET_MEMS] = { { { "cpuset", "cpuset.mems" }, { "cpuset", "cpuset.mems.effective" } } },
	[FIGURE_MEMORY_STAT] = { { { "memory", "memory.stat" }, { "memory", "memory.stat" } } },
	[FIGURE_MEMORY] = { { { "memory", "memory.usage_in_bytes" }, { "memory", "memory.current" } } },
	[FIGURE_MEMORY_LIMIT] = { { { "memory", "memory.limit_in_bytes" }, { "memory", "memory.max" } } },
	[FIGURE_MEMORY_MOST] = { { { "memory", "memory.max_usage_in_bytes" }, { "memory", "memory.peak" } } },
	[FIGURE_MEMORY_FAILS] = { { { "memory", "memory.failcnt" }, { "memory", "memory.events" } } },
	[FIGURE_SWAP] = { { { "memory", "memory.memsw.usage_in_bytes" }, { "memory", "memory.swap.current" } } },
	[FIGURE_SWAP_LIMIT] = { { { "memory", "memory.memsw.limit_in_bytes" }, { "memory", "memory.swap.max" } } },
	[FIGURE_SWAP_MOST] = { { { "memory", "memory.memsw.max_usage_in_bytes" }, { "memory", "memory.swap.peak" } } },
	[FIGURE_SWAP_FAILS] = { { { "memory", "memory.memsw.failcnt" }, { "memory", "memory.swap.events" } } },
	[FIGURE_KERNEL] = { { { "memory", "memory.kmem.usage_in_bytes" } } },
	[FIGURE_KERNEL_LIMIT] = { { { "memory", "memory.kmem.limit_in_bytes" } } },
	[FIGURE_KERNEL_MOST] = { { { "memory", "memory.kmem.max_usage_in_bytes" } } },
	[FIGURE_KERNEL_FAILS] = { { { "memory", "memory.kmem.failcnt" } } },
	[FIGURE_TCP] = { { { "memory", "memory.kmem.tcp.usage_in_bytes" } } },
	[FIGURE_TCP_LIMIT] = { { { "memory", "memory.kmem.tcp.limit_in_bytes" } } },
	[FIGURE_TCP_MOST] = { { { "memory", "memory.kmem.tcp.max_usage_in_bytes" } } },
	[FIGURE_TCP_FAILS] = { { { "memory", "memory.kmem.tcp.failcnt" } } },
	[FIGURE_PIDS] = { { { "pids", "pids.current" }, { "pids", "pids.current" } } },
	[FIGURE_PIDS_LIMIT] = { { { "pids", "pids.max" }, { "pids", "pids.max" } } },
	[FIGURE_IO_BYTES] = { { { "blkio", "blkio.throttle.io_service_bytes_recursive" }, { "io", "io.stat" } } },
	[FIGURE_IO_COUNT] = { { { "blkio", "blkio.throttle.io_serviced_recursive" }, { "io", "io.stat" } } },
};

struct cgroup_figure_file cgroup_figure_file(enum cgroup_figure figure, bool v2)
{
	return files[figure].version[v2];
}

/* ---------------------------------------------------------------- processors */

/* All numbers of a text, one for each processor. */
static void each(struct json_writer *w, const char *key, const char *text)
{
	struct cgroup_stat s = { .at = text ? text : "" };
	enum cgroup_token token;

	json_array(w, key);
	while ((token = cgroup_stat_next(&s)) != CGROUP_TOKEN_END)
		if (token == CGROUP_TOKEN_NUMBER)
			json_unsigned(w, NULL, s.number);
	json_end(w, ']');
}

/* The nth number of each line but the first: "cpu user system". */
static void column(struct json_writer *w, const char *key, const char *text, int wanted)
{
	const char *line = text ? strchr(text, '\n') : NULL;
	struct cgroup_stat s = { .at = line ? line : "" };
	enum cgroup_token token;
	int n = 0;

	json_array(w, key);
	while ((token = cgroup_stat_next(&s)) != CGROUP_TOKEN_END) {
		n = token == CGROUP_TOKEN_NUMBER ? n + 1 : 0;
		if (n == wanted)
			json_unsigned(w, NULL, s.number);
	}
	json_end(w, ']');
}

static void processor_use(const struct cgroup_figures *f, struct json_writer *w)
{
	const char *stat = f->text[FIGURE_CPU_STAT], *split = f->text[FIGURE_CPU_SPLIT];
	bool v2 = f->v2[FIGURE_CPU_STAT] && stat;

	json_object(w, "usage");
	if (v2) {
		json_unsigned(w, "total", NANOSECONDS * cgroup_stat_of(stat, "usage_usec"));
		json_unsigned(w, "kernel", NANOSECONDS * cgroup_stat_of(stat, "system_usec"));
		json_unsigned(w, "user", NANOSECONDS * cgroup_stat_of(stat, "user_usec"));
	} else {
		const char *total = f->text[FIGURE_CPU_TOTAL];

		json_unsigned(w, "total", total ? cgroup_stat_number(total) : 0);
		each(w, "percpu", f->text[FIGURE_CPU_EACH]);
		column(w, "percpu_kernel", f->text[FIGURE_CPU_EACH_SPLIT], 3);
		column(w, "percpu_user", f->text[FIGURE_CPU_EACH_SPLIT], 2);
		json_unsigned(w, "kernel", TICK * (split ? cgroup_stat_of(split, "system") : 0));
		json_unsigned(w, "user", TICK * (split ? cgroup_stat_of(split, "user") : 0));
	}
	json_end(w, '}');
}

static void processors(const struct cgroup_figures *f, struct json_writer *w)
{
	const char *stat = f->text[FIGURE_CPU_STAT];
	bool v2 = f->v2[FIGURE_CPU_STAT];

	json_object(w, "cpu");
	processor_use(f, w);
	json_object(w, "throttling");
	if (stat) {
		json_unsigned(w, "periods", cgroup_stat_of(stat, "nr_periods"));
		json_unsigned(w, "throttledPeriods", cgroup_stat_of(stat, "nr_throttled"));
		json_unsigned(w, "throttledTime",
		    v2 ? NANOSECONDS * cgroup_stat_of(stat, "throttled_usec") : cgroup_stat_of(stat, "throttled_time"));
	}
	json_end(w, '}');
	json_end(w, '}');
}

/* "0-2,5" as [0,1,2,5]. */
static void set(struct json_writer *w, const char *key, const char *list)
{
	json_array(w, key);
	for (const char *at = list ? list : ""; *at >= '0' && *at <= '9';) {
		char *end;
		unsigned long first = strtoul(at, &end, 10), last = *end == '-' ? strtoul(end + 1, &end, 10) : first;

		for (; first <= last && last <= USHRT_MAX; first++)
			json_unsigned(w, NULL, first);
		at = *end == ',' ? end + 1 : end;
	}
	json_end(w, ']');
}

/* ---------------------------------------------------------------- memory */

static unsigned long long number(const struct cgroup_figures *f, enum cgroup_figure figure)
{
	return f->text[figure] ? cgroup_stat_number(f->text[figure]) : 0;
}

static unsigned long long sum(unsigned long long a, unsigned long long b)
{
	return a > ULLONG_MAX - b ? ULLONG_MAX : a + b;
}

/* Four figures; v2 counts by the word `max` how often a limit was met, and its swap without the memory that v1's includes. */
static void entry(const struct cgroup_figures *f, struct json_writer *w, const char *key, enum cgroup_figure first)
{
	bool add = first == FIGURE_SWAP && f->v2[first];
	const char *fails = f->text[first + 3];

	json_object(w, key);
	json_unsigned(w, "limit", sum(number(f, first + 1), add ? number(f, FIGURE_MEMORY_LIMIT) : 0));
	json_unsigned(w, "usage", sum(number(f, first), add ? number(f, FIGURE_MEMORY) : 0));
	json_unsigned(w, "max", number(f, first + 2));
	json_unsigned(w, "failcnt",
	    !fails	       ? 0
	    : f->v2[first + 3] ? cgroup_stat_of(fails, "max")
			       : cgroup_stat_number(fails));
	json_end(w, '}');
}

static void raw(const char *text, struct arena *a, struct json_writer *w)
{
	struct cgroup_stat s = { .at = text ? text : "" };
	const char *key = NULL;
	enum cgroup_token token;

	json_object(w, "raw");
	while ((token = cgroup_stat_next(&s)) != CGROUP_TOKEN_END) {
		if (key && token == CGROUP_TOKEN_NUMBER)
			json_unsigned(w, key, s.number);
		key = token == CGROUP_TOKEN_WORD ? take_text(a, s.word, s.len) : NULL;
	}
	json_end(w, '}');
}

static void memory(const struct cgroup_figures *f, struct arena *a, struct json_writer *w)
{
	const char *stat = f->text[FIGURE_MEMORY_STAT];

	json_object(w, "memory");
	json_unsigned(w, "cache", stat ? cgroup_stat_of(stat, f->v2[FIGURE_MEMORY_STAT] ? "file" : "cache") : 0);
	entry(f, w, "usage", FIGURE_MEMORY);
	entry(f, w, "swap", FIGURE_SWAP);
	entry(f, w, "kernel", FIGURE_KERNEL);
	entry(f, w, "kernelTCP", FIGURE_TCP);
	raw(stat, a, w);
	json_end(w, '}');
}

/* ---------------------------------------------------------------- the rest */

static void threads(const struct cgroup_figures *f, struct json_writer *w)
{
	unsigned long long limit = number(f, FIGURE_PIDS_LIMIT);

	json_object(w, "pids");
	json_unsigned(w, "current", number(f, FIGURE_PIDS));
	json_unsigned(w, "limit", limit == ULLONG_MAX ? 0 : limit); /* 0 is runc's word for none */
	json_end(w, '}');
}

static void io_entry(struct json_writer *w, const struct cgroup_stat *device, const char *op, unsigned long long value)
{
	json_object(w, NULL);
	json_unsigned(w, "major", device->number);
	json_unsigned(w, "minor", device->minor);
	json_string(w, "op", op);
	json_unsigned(w, "value", value);
	json_end(w, '}');
}

/* v2: "8:0 rbytes=1 wbytes=2 rios=3 ...": the key's first letter is what was done, the rest what is counted. */
static void io_pair(
    struct json_writer *w, const struct cgroup_stat *device, const struct cgroup_stat *pair, const char *counted)
{
	static const char letters[] = "rwd", ops[][8] = { "Read", "Write", "Discard" };
	const char *at = pair->len ? strchr(letters, pair->word[0]) : NULL;

	if (at && pair->len == strlen(counted) + 1 && memcmp(pair->word + 1, counted, pair->len - 1) == 0)
		io_entry(w, device, ops[at - letters], pair->number);
}

static void io(const char *text, const char *key, const char *counted, struct arena *a, struct json_writer *w)
{
	struct cgroup_stat s = { .at = text ? text : "" }, device = { 0 };
	const char *op = NULL;
	bool has_device = false;
	enum cgroup_token token;

	json_array(w, key);
	while ((token = cgroup_stat_next(&s)) != CGROUP_TOKEN_END) {
		if (token == CGROUP_TOKEN_DEVICE) {
			device = s;
			has_device = true;
		}
		if (token == CGROUP_TOKEN_PAIR && has_device)
			io_pair(w, &device, &s, counted);
		if (token == CGROUP_TOKEN_NUMBER && has_device && op)
			io_entry(w, &device, op, s.number);
		op = token == CGROUP_TOKEN_WORD ? take_text(a, s.word, s.len) : NULL;
		if (token == CGROUP_TOKEN_LINE)
			has_device = false;
	}
	json_end(w, ']');
}

static void pages(const struct cgroup_figures *f, struct json_writer *w)
{
	json_object(w, "hugetlb");
	for (size_t i = 0; i < f->pages_count; i++) {
		const struct cgroup_pages *p = &f->pages[i];

		json_object(w, p->size);
		json_unsigned(w, "usage", p->usage ? cgroup_stat_number(p->usage) : 0);
		json_unsigned(w, "max", p->most ? cgroup_stat_number(p->most) : 0);
		json_unsigned(w, "failcnt",
		    !p->fails				   ? 0
		    : *p->fails >= '0' && *p->fails <= '9' ? cgroup_stat_number(p->fails)
							   : cgroup_stat_of(p->fails, "max"));
		json_end(w, '}');
	}
	json_end(w, '}');
}

void cgroup_report(const struct cgroup_figures *f, struct arena *a, struct json_writer *w)
{
	processors(f, w);
	json_object(w, "cpuset");
	set(w, "cpus", f->text[FIGURE_CPUSET_CPUS]);
	set(w, "mems", f->text[FIGURE_CPUSET_MEMS]);
	json_end(w, '}');
	memory(f, a, w);
	threads(f, w);
	json_object(w, "blkio");
	io(f->text[FIGURE_IO_BYTES], "ioServiceBytesRecursive", "bytes", a, w);
	io(f->text[FIGURE_IO_COUNT], "ioServicedRecursive", "ios", a, w);
	json_end(w, '}');
	pages(f, w);
}
