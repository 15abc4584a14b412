/* utf8.c: see utf8.h. */
#include "base/utf8.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static bool between(unsigned char c, unsigned char low, unsigned char high)
{
	return low <= c && c <= high;
}

/* Length of the character at p that is no ASCII, 0 if there is none: table 3-7 of the Unicode standard. */
static size_t character(const unsigned char *p, size_t left)
{
	static const unsigned char second[][4] = { /* first byte from, to; second byte from, to */
		{ 0xc2, 0xdf, 0x80, 0xbf }, { 0xe0, 0xe0, 0xa0, 0xbf }, { 0xe1, 0xec, 0x80, 0xbf },
		{ 0xed, 0xed, 0x80, 0x9f }, { 0xee, 0xef, 0x80, 0xbf }, { 0xf0, 0xf0, 0x90, 0xbf },
		{ 0xf1, 0xf3, 0x80, 0xbf }, { 0xf4, 0xf4, 0x80, 0x8f }
	};
	size_t len = p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;

	if (left < len)
		return 0;
	for (size_t i = 2; i < len; i++)
		if (!between(p[i], 0x80, 0xbf))
			return 0;
	for (size_t i = 0; i < sizeof second / sizeof second[0]; i++)
		if (between(p[0], second[i][0], second[i][1]))
			return between(p[1], second[i][2], second[i][3]) ? len : 0;
	return 0;
}

/* Eight bytes at a time: nearly all of every file is ASCII. */
static size_t ascii(const char *p, size_t left)
{
	size_t n = 0;
	uint64_t word;

	for (; n + sizeof word <= left; n += sizeof word) {
		memcpy(&word, p + n, sizeof word);
		if (word & 0x8080808080808080u)
			break;
	}
	while (n < left && !((unsigned char)p[n] & 0x80))
		n++;
	return n;
}

size_t utf8_valid(const char *bytes, size_t len)
{
	size_t at = 0, more;

	for (;;) {
		at += ascii(bytes + at, len - at);
		if (at == len)
			return at;
		more = character((const unsigned char *)bytes + at, len - at);
		if (!more)
			return at;
		at += more;
	}
}
