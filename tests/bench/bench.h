/*
 * bench.h: what the parts of the bench share.  Times are microseconds, memory is kB.
 *
 * A contender is one runtime in one setting: with a network namespace of its own, or in a joined one whose link it
 * connects to the monitor.  Every contender is called with the same OCI command line.
 */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include "base/arena.h"

/*
 * AFTER: how long processes went on after the last command of a cycle had ended.  SUM: create + start + delete.  PROCESSOR: the
 * time that the processors spent on a cycle, state and the container's processes included: on a machine that others use too,
 * the clock on the wall counts their work as well, and this does not.
 */
enum measure { RUN, CREATE, STATE, START, DELETE, SUM, PROCESSOR, AFTER, MEASURES };

/* Where a contender's container has its network: made for it, joined, joined with a tap beside the link. */
enum network { OWN, JOINED, TAP, NETWORKS };

struct series {
	double *us;
	size_t count;
};

/* Of the commands RUN to DELETE. */
struct memory {
	long peak; /* the command's own process, exact, read as it exits */
	long maxrss; /* as wait4 tells: with children waited for, but off by up to 128 kB for each kind of page */
};

struct contender {
	char *name;
	enum network network;
	char **words; /* the program and its global options */
	size_t nwords;
	char *bundle;
	struct series series[MEASURES];
	struct memory memory[MEASURES];
	long waiting_pss; /* of the process between create and start; -1: not seen */
	char *failure; /* NULL, or the first thing that went wrong: then its numbers count for nothing */
};

struct bench {
	struct arena *arena;
	struct contender *contenders;
	size_t count;
	unsigned rounds;
	unsigned long long seed;
	const char *world; /* directory with the bundles and the file `contenders` */
	int errors; /* descriptor of the file that commands have as stderr */
};

/* contenders.c: reads WORLD/contenders: lines of "name network program option...".  Ends the program when it cannot. */
void contenders_read(struct bench *b);

/* measure.c: one run, or one create, state, start and delete, timed; `keep`: counted, else only done. */
void measure_run(struct bench *b, struct contender *c, bool keep);
void measure_cycle(struct bench *b, struct contender *c, bool keep);
/* The same once more for memory only; times are spoilt by the looking on and are not kept. */
void measure_memory(struct bench *b, struct contender *c);

/* spawn.c */
struct outcome {
	int status; /* as wait tells it; -1: not started */
	double us;
	struct memory memory; /* peak is 0 unless asked for */
};
/* stderr of the command goes to the descriptor `errors`. */
struct outcome spawn(char **argv, int errors, bool look_on);
/* Waits until no process is left of what was started: the caller adopts orphans.  False: one is still there. */
bool settle(double *ret_us);
double now_us(void);
/* The time that processors spent on all that was waited for so far. */
double spent_us(void);

/* numbers.c: of a sorted series.  0 when it is empty. */
void series_sort(struct series *s);
double quantile(const struct series *s, double q);
double median(const struct contender *c, enum measure m);
/* The contender of that name and network, or NULL when it is missing or failed. */
const struct contender *find(const struct bench *b, const char *name, enum network n);
/* How many times `b`'s median stands in `a`'s; 0 when one of them is not there. */
double times(const struct contender *a, const struct contender *b, enum measure m);

/* kB; the most that any of the commands needed. */
long peak_rss(const struct contender *c);

/* report.c */
const char *measure_name(enum measure m);
const char *network_name(enum network n);
void report_print(const struct bench *b);
void report_json(const struct bench *b, const char *path);
void report_last_line(const struct bench *b);

/* picture.c */
void picture_write(const struct bench *b, const char *path);

/* bench.c: ends the program with one line on stderr. */
_Noreturn void give_up(const char *format, ...) __attribute__((format(printf, 1, 2)));
void write_file(const char *path, const char *text, size_t len);

#endif
