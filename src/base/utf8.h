/* utf8.h: is it UTF-8?  Strictly, as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stddef.h>

/* How many bytes from the start are whole, valid characters: LEN if all are. */
size_t utf8_valid(const char *bytes, size_t len);

#endif
