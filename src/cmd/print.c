/* print.c: see print.h. */
#include "cmd/print.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static int print(const char *at, size_t len, struct error *err)
{
	while (len) {
		ssize_t n = write(STDOUT_FILENO, at, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail_errno(err, "cannot write to standard output");
		at += n;
		len -= (size_t)n;
	}
	return 0;
}

int print_text(const struct text *t, struct error *err)
{
	return print(t->at, t->used, err);
}

int print_string(const char *text, struct error *err)
{
	return print(text, strlen(text), err);
}
