/* duration.c: see duration.h. */
#include "read/duration.h"

#include <errno.h>
#include <string.h>

#include "base/show.h"

enum { HOUR = 3600 * 1000 };

static int wrong(const char *option, const char *value, struct error *err)
{
	char shown[SHOW_MAX];

	return fail(
	    err, EINVAL, "--%s: %s is no time from 1ms to 1h, such as 500ms or 5s", option, show_in(shown, value));
}

/* Milliseconds in a unit, and its length; 0: there is none of that name. */
static int unit(const char *at, size_t *ret_len)
{
	static const struct {
		char name[4];
		int milliseconds;
	} units[] = { { "ms", 1 }, { "s", 1000 }, { "m", 60 * 1000 }, { "h", HOUR } };

	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		*ret_len = strlen(units[i].name);
		if (strncmp(at, units[i].name, *ret_len) == 0)
			return units[i].milliseconds;
	}
	*ret_len = 0;
	return 0;
}

int duration_read(const char *option, const char *value, int *ret, struct error *err)
{
	long long all = 0;
	const char *at = value;

	while (*at) {
		size_t digits = strspn(at, "0123456789"), len;
		long long n = 0;
		int each;

		if (!digits || digits > 7)
			return wrong(option, value, err);
		for (; digits; digits--)
			n = n * 10 + (*at++ - '0');
		each = unit(at, &len);
		if (!each && (*at || all))
			return wrong(option, value, err);
		all += n * (each ? each : 1000);
		at += len;
		if (all > HOUR)
			return wrong(option, value, err);
	}
	if (!all)
		return wrong(option, value, err);
	*ret = (int)all;
	return 0;
}
