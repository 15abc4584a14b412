/* duration.h: a length of time as Go's programs write it: "5s", "500ms", "1m30s". */
#ifndef READ_DURATION_H
#define READ_DURATION_H

#include "base/error.h"

/*
 * Milliseconds, at least 1 and at most an hour.  A number alone is seconds.  EINVAL names the option, its value and what would
 * work.
 */
int duration_read(const char *option, const char *value, int *ret, struct error *err);

#endif
