/*
 * monitor.h: what the specs of monitors and guests say besides their forms: who runs on whom, what a monitor needs, takes
 * and costs.  Numbers are of the generated enums monitor and guest (forms.h).  Pure.  DESIGN.md 4, 7 and 8.
 */
#ifndef DECIDE_MONITOR_H
#define DECIDE_MONITOR_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/error.h"
#include "decide/form.h"
#include "forms.h"

/* Of the word of an annotation ("qemu", "spt", "linux"); -1: not known at all.  What is only planned has a number, too. */
int monitor_by_word(const char *word);
int guest_by_word(const char *word);
const char *monitor_word(int monitor);
const char *guest_word(int guest);
const char *monitor_name(int monitor); /* of its spec: "solo5-spt" */

/* Words of all that can be chosen, with ", " between them: for errors. */
const char *monitor_words(struct arena *a);
const char *guest_words(struct arena *a);

/* 0 if GUEST runs on MONITOR on ARCH; else the error (ENOTSUP) says why not, and what works. */
int pair_check(int guest, int monitor, const char *arch, struct error *err);

/* The monitors of a guest, best first, which can be had on ARCH.  Returns how many; ret has room for MONITOR_COUNT. */
size_t guest_monitors(int guest, const char *arch, int *ret);

/*
 * Can the pair take WHAT: FACT_INITRD, FACT_SHARE, FACT_CONFIG, or (with list_of_what) LIST_DISK, LIST_LINK?  NULL: yes;
 * else why not.  What is only ignored or dropped counts as not taken.
 */
const char *pair_refuses(int guest, int monitor, int fact);
const char *pair_refuses_list(int guest, int monitor, int list);

/* The least of the pair's limits of that kind; false: there is none.  For a list the limit is a count, for texts bytes. */
bool pair_most(int guest, int monitor, int fact, unsigned *ret, const char **ret_why);
bool pair_most_list(int guest, int monitor, int list, unsigned *ret, const char **ret_why);
bool pair_least(int guest, int monitor, int fact, unsigned *ret, const char **ret_why); /* the largest of its kind */

/* Does its spec say that the monitor takes no notice of a fact? */
bool monitor_ignores(int monitor, int fact);

/* A file system of a block device that the guest can have as its root: the container's own snapshot is handed over. */
bool guest_filesystem(int guest, const char *filesystem);

/* Can files be added to the guest's initrd?  *ret_within: not behind it, only within its one archive. */
bool guest_adds(int guest, bool *ret_within);

/* Does a program of this name read the guest's file? */
bool guest_init(int guest, const char *program);

/* The form for a version; "" or NULL: the newest.  *ret_odd: it is no version (and means the newest). */
int guest_form(int guest, const char *version, bool *ret_odd);

/* ---- what a monitor needs; rows whose conditions do not hold are left out ---- */
struct need {
	const char *name; /* "/dev/kvm", "accel-tcg-x86_64.so", "bios-256k.bin" */
	const char *why;
};
struct needs {
	struct need *at;
	size_t n;
};

/*
 * Device nodes; modules that it opens by itself (only where they exist); firmware and other data (must exist); folders of
 * the host that it sees under the same name, read-only (/proc/self: of the monitor itself).
 */
void machine_devices(struct arena *a, const struct machine *m, struct needs *ret);
void machine_modules(struct arena *a, const struct machine *m, struct needs *ret);
void machine_data(struct arena *a, const struct machine *m, struct needs *ret);
void machine_host_folders(struct arena *a, const struct machine *m, struct needs *ret);

/*
 * Folders to look for modules and data in, best first.  ROOT: a folder of the settings (data_path) that stands in place of
 * all roots; NULL or "": those of the spec.
 */
void machine_module_folders(struct arena *a, const struct machine *m, struct words *ret);
void machine_data_folders(struct arena *a, const struct machine *m, const char *root, struct words *ret);

/* Names of the program to look for, best first. */
void monitor_programs(struct arena *a, int monitor, const char *arch, struct words *ret);

/* Memory of the monitor itself, MiB: to be taken off a limit. */
unsigned machine_overhead(const struct machine *m);

/* Name of the seccomp filter; NULL: none. */
const char *machine_seccomp(const struct machine *m);

#endif
