/*
 * The scanner of a cgroup's files: one token of any text up to 5 bytes.  What follows a token is again such a text, so that is
 * the step of an induction over all texts: the scanner stays inside, and never stands still before the end.
 *
 * sources: gen/read/cgroup_stat_re.c tests/prove/libc.c
 * options: -eva-precision 0 -eva-ilevel 256 -eva-slevel 3000 -eva-slevel-function number:0 -eva-split-return-function cgroup_stat_next:0:1:2:3:4:5
 * quick
 */
#include "prove.h"
#include "read/cgroup_stat.h"

enum { MOST = 5 };

static char object[MOST + 1];

int main(void)
{
	size_t n = any(0, MOST);
	struct cgroup_stat s = { 0 };
	enum cgroup_token token;
	const char *text, *end = object + MOST;

	//@ split n;
	s.at = text = any_text(object, sizeof object, n);
	token = cgroup_stat_next(&s);
	//@ assert it_stays_inside: text <= s.at && s.at <= end;
	//@ assert it_goes_on: s.at > text || token == CGROUP_TOKEN_END;
	if (token == CGROUP_TOKEN_WORD || token == CGROUP_TOKEN_PAIR) {
		//@ assert a_word_lies_inside: text <= s.word && s.word < end && 1 <= s.len <= n;
	}
	return 0;
}
