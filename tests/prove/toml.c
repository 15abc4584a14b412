/*
 * The words of TOML: the next one of any bytes up to 5, zeroes among them, as a key and as a value.  What follows is again such
 * a text.
 *
 * sources: gen/read/toml_re.c
 * options: -eva-precision 0 -eva-ilevel 256 -eva-slevel 3000
 * quick
 */
#include "prove.h"
#include "read/toml.h"

enum { MOST = 5 };

static char object[MOST + 1];

int main(void)
{
	size_t n = any(0, MOST);
	struct toml_text t = { 0 };
	enum toml_word word;
	char *text, *end = object + MOST;

	//@ split n;
	t.at = text = any_bytes(object, sizeof object, n + 1);
	t.end = end;
	*end = 0;
	word = any(0, 1) ? toml_key_word(&t) : toml_value_word(&t);
	//@ assert it_stays_inside: text <= t.at && t.at <= end;
	//@ assert it_goes_on: t.at > text || word == TOML_END;
	//@ assert a_word_lies_inside: text <= t.word && t.word <= end && t.len <= n;
	return 0;
}
