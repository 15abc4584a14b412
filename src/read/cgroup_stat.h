/*
 * cgroup_stat.h: the small files in which a cgroup tells how it fares (cgroup-v1 and cgroup-v2.rst), as tokens.  Their forms:
 * one number or "max"; lines of a word and a number; lines of a device with a word and a number, or with pairs.  Pure.
 */
#ifndef READ_CGROUP_STAT_H
#define READ_CGROUP_STAT_H

#include <stdbool.h>
#include <stddef.h>

enum cgroup_token {
	CGROUP_TOKEN_END,
	CGROUP_TOKEN_LINE, /* the end of one */
	CGROUP_TOKEN_NUMBER, /* or "max", which is the greatest there is */
	CGROUP_TOKEN_DEVICE, /* MAJOR:MINOR */
	CGROUP_TOKEN_PAIR, /* WORD=NUMBER */
	CGROUP_TOKEN_WORD, /* anything else */
};

struct cgroup_stat {
	const char *at; /* what is left of the text; ends with a 0 */
	const char *word; /* of a word, the key of a pair, a number as it stands there; does not end with a 0 */
	size_t len;
	unsigned long long number, minor; /* of a number or pair; of a device, MAJOR is the number */
};

enum cgroup_token cgroup_stat_next(struct cgroup_stat *s);

/* Is the word or key this one? */
bool cgroup_stat_is(const struct cgroup_stat *s, const char *word);

/* The number behind a word at the begin of a line; 0 when there is none. */
unsigned long long cgroup_stat_of(const char *text, const char *word);

/* The first number of a file; 0 when there is none. */
unsigned long long cgroup_stat_number(const char *text);

#endif
