/* options_find.c: see options_find.h. */
#include "read/options_find.h"

#include <errno.h>
#include <string.h>
#include "base/near.h"
#include "base/show.h"

static bool is_global(const struct option_row *row)
{
	return row->commands & 1u << COMMAND_NONE;
}

static bool is_here(enum command command, const struct option_row *row)
{
	return is_global(row) || row->commands >> command & 1;
}

struct said option_split(const char *arg)
{
	const char *name = arg + (arg[1] == '-' ? 2 : 1), *equal = strchr(name, '=');

	return (struct said){
		.whole = arg,
		.name = name,
		.len = equal ? (size_t)(equal - name) : strlen(name),
		.value = equal ? equal + 1 : NULL,
		.one_dash = arg[1] != '-',
	};
}

static bool is_named(const struct option_row *row, const struct said *s)
{
	const char *name = command_text(row->name);

	return (strlen(name) == s->len && !memcmp(name, s->name, s->len)) ||
	       (s->one_dash && s->len == 1 && row->letter == s->name[0]);
}

/* The name as it was said, cut to what may be near to one that exists, for the error. */
static void name_of(const struct said *s, char ret[32])
{
	size_t len = s->len < 31 ? s->len : 31;

	memcpy(ret, s->name, len);
	ret[len] = 0;
}

static const char *nearest_option(enum command command, const char *name)
{
	const char *best = NULL;

	for (int i = 0; i < OPTION_ROWS; i++) {
		const char *other = command_text(option_rows[i].name);

		if (is_here(command, &option_rows[i]) && near_is_slip(name, other))
			if (!best || near_distance(name, other) < near_distance(name, best))
				best = other;
	}
	return best;
}

static int unknown_option(enum command command, const struct said *s, struct error *err)
{
	char shown[SHOW_MAX], name[32];
	const char *near;

	name_of(s, name);
	near = nearest_option(command, name);
	show_in(shown, s->whole);
	for (int i = 0; i < OPTION_ROWS; i++)
		if (is_named(&option_rows[i], s) && !command)
			return fail(err, EINVAL, "the option %s goes behind its command, see \"urunc --help\"", shown);
	if (near)
		return fail(err, EINVAL, "unknown option %s, did you mean --%s?", shown, near);
	return fail(err, EINVAL, "unknown option %s, see \"urunc%s%s --help\"", shown, command ? " " : "",
	    command ? command_name(command) : "");
}

const struct option_row *option_row_of(enum command command, const struct said *s)
{
	for (int i = 0; i < OPTION_ROWS; i++)
		if (is_here(command, &option_rows[i]) && is_named(&option_rows[i], s))
			return &option_rows[i];
	return NULL;
}

const struct option_row *option_find(enum command command, const struct said *s, struct error *err)
{
	const struct option_row *row = option_row_of(command, s);

	if (!row)
		unknown_option(command, s, err);
	return row;
}

int command_find(const char *name, enum command *ret, struct error *err)
{
	const char *best = NULL;
	char shown[SHOW_MAX];

	*ret = command_by_name(name);
	if (*ret)
		return 0;
	for (int i = 1; i < COMMAND_COUNT; i++) {
		const char *other = command_name((enum command)i);

		if (near_is_slip(name, other) && (!best || near_distance(name, other) < near_distance(name, best)))
			best = other;
	}
	show_in(shown, name);
	if (best)
		return fail(err, EINVAL, "unknown command %s, did you mean \"%s\"?", shown, best);
	return fail(err, EINVAL, "unknown command %s, see \"urunc --help\"", shown);
}
