/* cgroup_stat.re: see cgroup_stat.h. */
#include "read/cgroup_stat.h"

#include <limits.h>
#include <string.h>

/* The greatest that there is instead of more than that, as for "max". */
static unsigned long long number(const char *at, const char *end)
{
	unsigned long long n = 0;

	if (at == end || *at < '0' || *at > '9')
		return ULLONG_MAX;
	for (; at < end; at++) {
		unsigned digit = (unsigned)(*at - '0');

		if (n > (ULLONG_MAX - digit) / 10)
			return ULLONG_MAX;
		n = n * 10 + digit;
	}
	return n;
}

enum cgroup_token cgroup_stat_next(struct cgroup_stat *s)
{
	const char *YYCURSOR, *begin, *middle;
	/*!stags:re2c format = "const char *@@;\n"; */

again:
	begin = YYCURSOR = s->at;
	/*!re2c
	re2c:yyfill:enable = 0;
	re2c:define:YYCTYPE = "unsigned char";
	re2c:flags:tags = 1;

	value = [0-9]+ | "max";
	end = [ \t\n\x00];
	word = [^ \t\n\x00];

	[ \t]+ { s->at = YYCURSOR; goto again; }
	"\x00" { return CGROUP_TOKEN_END; }
	"\n" { s->at = YYCURSOR; return CGROUP_TOKEN_LINE; }
	value / end {
		s->at = YYCURSOR;
		s->word = begin;
		s->len = (size_t)(YYCURSOR - begin);
		s->number = number(begin, YYCURSOR);
		return CGROUP_TOKEN_NUMBER;
	}
	[0-9]+ ":" @middle [0-9]+ / end {
		s->at = YYCURSOR;
		s->number = number(begin, middle - 1);
		s->minor = number(middle, YYCURSOR);
		return CGROUP_TOKEN_DEVICE;
	}
	[a-z_.0-9]+ "=" @middle value / end {
		s->at = YYCURSOR;
		s->word = begin;
		s->len = (size_t)(middle - 1 - begin);
		s->number = number(middle, YYCURSOR);
		return CGROUP_TOKEN_PAIR;
	}
	word+ {
		s->at = YYCURSOR;
		s->word = begin;
		s->len = (size_t)(YYCURSOR - begin);
		return CGROUP_TOKEN_WORD;
	}
	*/
}

bool cgroup_stat_is(const struct cgroup_stat *s, const char *word)
{
	return strlen(word) == s->len && memcmp(word, s->word, s->len) == 0;
}

unsigned long long cgroup_stat_of(const char *text, const char *word)
{
	struct cgroup_stat s = { .at = text };
	enum cgroup_token token;
	bool first = true, found = false;

	while ((token = cgroup_stat_next(&s)) != CGROUP_TOKEN_END) {
		if (found)
			return token == CGROUP_TOKEN_NUMBER ? s.number : 0;
		/* "max" is a key, too, in memory.events */
		found = first && token >= CGROUP_TOKEN_NUMBER && token != CGROUP_TOKEN_DEVICE && cgroup_stat_is(&s, word);
		first = token == CGROUP_TOKEN_LINE;
	}
	return 0;
}

unsigned long long cgroup_stat_number(const char *text)
{
	struct cgroup_stat s = { .at = text };

	return cgroup_stat_next(&s) == CGROUP_TOKEN_NUMBER ? s.number : 0;
}
