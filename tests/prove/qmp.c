/*
 * The reader of QMP: lines of any bytes but 0 up to 5, and more of a line that is full already.
 *
 * sources: gen/read/qmp_re.c tests/prove/libc.c
 * options: -eva-precision 0 -eva-ilevel 256 -eva-slevel 3000
 */
#include "prove.h"
#include "read/qmp.h"

enum { MOST = 5 };

static char object[MOST + 1], word[4];

int main(void)
{
	size_t n = any(0, MOST);
	struct qmp_reader r;
	char *bytes;

	//@ split n;
	r.too_long = any(0, 1);
	r.used = r.too_long ? QMP_LINE_MAX - 1 : 0;
	Frama_C_make_unknown(r.line, sizeof r.line);
	bytes = any_text(object, sizeof object, n);
	bytes[n] = '\n';
	qmp_read(&r, bytes, n + 1, word, sizeof word);
	//@ assert a_line_has_room: r.used <= QMP_LINE_MAX;
	return 0;
}
