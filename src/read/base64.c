/* base64.c: see base64.h. */
#include "read/base64.h"

#include <string.h>

/* The six bits of a character, or -1. */
static int bits_of(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* Four characters of which the last PADS are "=", to three bytes; bits that belong to no byte must be zero. */
static int decode_four(const char *four, size_t pads, unsigned char ret[3])
{
	unsigned all = 0;

	for (size_t i = 0; i < 4; i++) {
		int bits = i < 4 - pads ? bits_of(four[i]) : 0;

		if (bits < 0)
			return -1;
		all = all << 6 | (unsigned)bits;
	}
	ret[0] = all >> 16 & 0xff;
	ret[1] = all >> 8 & 0xff;
	ret[2] = all & 0xff;
	return (pads > 0 && ret[2]) || (pads > 1 && ret[1]) ? -1 : 0;
}

int base64_decode(struct arena *a, const char *text, const char **ret, size_t *ret_len)
{
	size_t len = strlen(text), pads = 0;
	unsigned char *to;

	if (len % 4)
		return -1;
	while (pads < 2 && pads < len && text[len - 1 - pads] == '=')
		pads++;
	to = take(a, len / 4 * 3 + 1);
	for (size_t i = 0; i < len; i += 4)
		if (decode_four(text + i, i + 4 == len ? pads : 0, to + i / 4 * 3))
			return -1;
	*ret_len = len / 4 * 3 - pads;
	*ret = (const char *)to;
	return 0;
}
