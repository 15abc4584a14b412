/* base64.h: standard base64 with padding (RFC 4648, 4), strictly: no white space, no stray bits behind the last byte. */
#ifndef READ_BASE64_H
#define READ_BASE64_H

#include <stddef.h>
#include "base/arena.h"

/* Decodes into the arena, with a 0 behind that *ret_len does not count.  -1: it is not base64. */
int base64_decode(struct arena *a, const char *text, const char **ret, size_t *ret_len);

#endif
