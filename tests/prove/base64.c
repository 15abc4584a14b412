/*
 * Base64, of any text up to 20 bytes: nothing is read behind the text or written behind the piece, and
 * what comes out is as long as it is said to be.
 *
 * sources: src/read/base64.c tests/prove/take.c
 * options: -eva-ilevel 256 -eva-split-return-function base64_decode:0,decode_four:0 -eva-slevel-function main:1000,any_text:1000,base64_decode:200,decode_four:6
 * quick
 */
#include "prove.h"
#include "read/base64.h"

enum { MOST = 20 };

static char object[MOST + 1];

int main(void)
{
	size_t n = any(0, MOST), len = 0;
	const char *bytes = NULL;
	int rc;

	//@ split n;
	rc = base64_decode(pieces(), any_text(object, sizeof object, n), &bytes, &len);
	//@ assert it_succeeds_or_fails: rc == 0 || rc == -1;
	if (rc == 0) {
		//@ assert only_whole_groups: n % 4 == 0;
		//@ assert three_bytes_of_four: n / 4 * 3 - 2 <= len <= n / 4 * 3;
		//@ assert all_is_there_and_one_more: \valid_read(bytes + (0 .. len));
	} else {
		//@ assert untouched_on_failure: bytes == \null && len == 0;
	}
	return 0;
}
