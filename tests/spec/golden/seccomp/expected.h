/*
 * seccomp_filters.h: generated from spec/seccomp/ by gen/seccomp.c and libseccomp.  Change those, not this.
 * The filters are made at build time: compiling one at each start would cost more than loading it.
 */

#ifndef SECCOMP_FILTERS_H
#define SECCOMP_FILTERS_H

#include <stddef.h>
#include <linux/filter.h>

enum seccomp_filter {
	SECCOMP_FILTER_NONE = -1,
	SECCOMP_FILTER_TINY, /* reads and ends */
	SECCOMP_FILTER_COUNT
};

/* The program of a filter for this architecture, in instructions. */
const struct sock_filter *seccomp_filter_code(enum seccomp_filter filter, size_t *ret_n);

/* The words of the specs.  by_name: SECCOMP_FILTER_NONE when there is no such name. */
const char *seccomp_filter_name(enum seccomp_filter filter);
enum seccomp_filter seccomp_filter_by_name(const char *name);

#endif
