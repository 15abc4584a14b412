/* seccomp.h: the filters of spec/seccomp/, loaded (seccomp(2)). */
#ifndef ACT_SECCOMP_H
#define ACT_SECCOMP_H

#include "base/error.h"
#include "seccomp_filters.h"

/*
 * From here on only the system calls of the filter are left; any other ends the process.  no_new_privs must be set.
 * SECCOMP_FILTER_NONE loads nothing and is no error.
 */
int seccomp_load(enum seccomp_filter filter, struct error *err);

#endif
