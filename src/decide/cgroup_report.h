/*
 * cgroup_report.h: what `events` says of a container's use, in the layout of runc's types.Stats: which files of a cgroup are
 * read (the kernel's cgroup-v1 and cgroup-v2.rst), and the JSON that they become.  Pure: texts to JSON.
 */
#ifndef DECIDE_CGROUP_REPORT_H
#define DECIDE_CGROUP_REPORT_H

#include "base/json_writer.h"

enum cgroup_figure {
	FIGURE_CPU_TOTAL,
	FIGURE_CPU_EACH,
	FIGURE_CPU_EACH_SPLIT,
	FIGURE_CPU_SPLIT,
	FIGURE_CPU_STAT,
	FIGURE_CPUSET_CPUS,
	FIGURE_CPUSET_MEMS,
	FIGURE_MEMORY_STAT,
	FIGURE_MEMORY, /* four of a kind: in use, limit, the most so far, how often the limit was met */
	FIGURE_MEMORY_LIMIT,
	FIGURE_MEMORY_MOST,
	FIGURE_MEMORY_FAILS,
	FIGURE_SWAP,
	FIGURE_SWAP_LIMIT,
	FIGURE_SWAP_MOST,
	FIGURE_SWAP_FAILS,
	FIGURE_KERNEL,
	FIGURE_KERNEL_LIMIT,
	FIGURE_KERNEL_MOST,
	FIGURE_KERNEL_FAILS,
	FIGURE_TCP,
	FIGURE_TCP_LIMIT,
	FIGURE_TCP_MOST,
	FIGURE_TCP_FAILS,
	FIGURE_PIDS,
	FIGURE_PIDS_LIMIT,
	FIGURE_IO_BYTES,
	FIGURE_IO_COUNT,
	FIGURES
};

/* The controller, whose directory has the file, and the file; NULL: that version has no such. */
struct cgroup_figure_file {
	const char *controller, *file;
};
struct cgroup_figure_file cgroup_figure_file(enum cgroup_figure figure, bool v2);

/* Huge pages of one size: "2MB", and its three files; NULL: not there. */
struct cgroup_pages {
	const char *size, *usage, *most, *fails;
};

struct cgroup_figures {
	const char *text[FIGURES]; /* the content of each file; NULL: it is not there */
	bool v2[FIGURES]; /* where that is from: the forms differ */
	const struct cgroup_pages *pages;
	size_t pages_count;
};

/* The members of "data" into an object that is begun. */
void cgroup_report(const struct cgroup_figures *f, struct arena *a, struct json_writer *w);

#endif
