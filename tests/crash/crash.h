/* crash.h: what the parts of build/test/crash share. */
#ifndef TESTS_CRASH_CRASH_H
#define TESTS_CRASH_CRASH_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

_Noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Seconds of the monotonic clock. */
double now(void);
void pause_ms(double milliseconds);
/* How much slower than an ordinary machine this one is ($TEST_SLOWER): a factor for all that is waited for. */
int slower(void);

/* waitpid for whoever comes, at most so long; 0: nobody did. */
pid_t next_child(double seconds, int *ret_status);
/* Whoever has ended and is ours by inheritance. */
void reap(void);

/* In a child: these descriptors, no signal blocked, then the program; stdin is /dev/null. */
_Noreturn void become(char *const argv[], int out, int err);

/* A program, untraced, to its end: what it said, and its status as of wait(2); -1: it did not end in time. */
struct said {
	int status;
	char out[16384], err[4096];
};
void run(char *const argv[], int seconds, struct said *ret);
/* Into the file of `fd` something was written: its text. */
void read_back(int fd, char *text, size_t room);
int text_file(void);

/* ---- census.c: everything that the runtime could leave behind, a line each, sorted ---- */

struct census {
	char *at;
	size_t used, room;
};
/* Once: network namespaces to look into (names below /run/netns), the state root, the cgroup's path below each hierarchy. */
void census_begin(const char *const netns[], size_t n, const char *root, const char *cgroup);
void census_take(struct census *ret);
bool census_same(const struct census *a, const struct census *b);
/* "- gone line, + new line" */
void census_diff(const struct census *before, const struct census *now, char *text, size_t room);
/* KILL for every process that is not in `before`. */
void census_kill_new(const struct census *before);

/* ---- errnos.c: with what a system call may fail ---- */

/* The i'th plausible errno of a call; 0: there is no such one. */
int errno_of(long number, int i);
const char *call_name(long number);

#endif
