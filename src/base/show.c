/* show.c: see show.h. */
#include "base/show.h"

#include <stdio.h>
#include <string.h>

enum { MOST_SHOWN = 80 };

/*
 * How many bytes the printable character at S has; 0 for control characters (C1 too) and for what is no UTF-8 (RFC 3629:
 * no overlong forms, no surrogates).
 */
static size_t printable(const unsigned char *s)
{
	unsigned c = s[0];
	size_t len = c < 0x80 ? 1 : c < 0xc2 ? 0 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : c < 0xf5 ? 4 : 0;

	if (len == 1)
		return c >= 0x20 && c != 0x7f;
	for (size_t i = 1; i < len; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	if ((c == 0xc2 && s[1] < 0xa0) || (c == 0xe0 && s[1] < 0xa0) || (c == 0xed && s[1] > 0x9f))
		return 0;
	if ((c == 0xf0 && s[1] < 0x90) || (c == 0xf4 && s[1] > 0x8f))
		return 0;
	return len;
}

/* Writes the character at S, and returns how many bytes of S that were; *ret_end moves behind what was written. */
static size_t show_one(char **ret_end, const char *s)
{
	size_t len = printable((const unsigned char *)s);
	char *to = *ret_end;

	if (*s == '"' || *s == '\\') {
		*to++ = '\\';
		*to++ = *s;
	} else if (len) {
		memcpy(to, s, len);
		to += len;
	} else if (*s == '\n' || *s == '\t') {
		*to++ = '\\';
		*to++ = *s == '\n' ? 'n' : 't';
	} else {
		to += snprintf(to, 5, "\\x%02x", (unsigned char)*s);
	}
	*ret_end = to;
	return len ? len : 1;
}

const char *show_in(char buf[SHOW_MAX], const char *value)
{
	char *to = buf;
	size_t done = 0;

	*to++ = '"';
	while (value[done]) {
		size_t len = printable((const unsigned char *)value + done);

		if (done + (len ? len : 1) > MOST_SHOWN)
			break;
		done += show_one(&to, value + done);
	}
	*to++ = '"';
	strcpy(to, value[done] ? "..." : "");
	return buf;
}

const char *show(struct arena *a, const char *value)
{
	char buf[SHOW_MAX];

	return take_copy(a, show_in(buf, value));
}

void show_line(char *line)
{
	while (*line) {
		size_t len = printable((const unsigned char *)line);

		if (!len)
			*line = '?';
		line += len ? len : 1;
	}
}
