/* load_settings.c: see load_settings.h. */
#include "cmd/load_settings.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "look/file.h"
#include "read/settings.h"

static const char usual_file[] = "/etc/urunc/config.toml";

const char *settings_file(const struct context *c, bool *ret_must)
{
	const char *by_env = getenv("URUNC_CONFIG_FILE");

	*ret_must = c->options.config != NULL;
	if (c->options.config)
		return c->options.config;
	return by_env && *by_env ? by_env : usual_file;
}

int load_settings(struct context *c, struct settings *ret, struct error *err)
{
	struct error why;
	char *bytes;
	size_t len;
	bool must;
	const char *file = settings_file(c, &must);

	settings_defaults(ret);
	if (look_read_file(&c->arena, file, SETTINGS_BYTES, &bytes, &len, &why) == 0) {
		settings_read(&c->arena, bytes, len, file, ret, &c->warnings);
		return 0;
	}
	if (must)
		return fail(err, why.num, "%s", why.text);
	if (why.num != ENOENT || strcmp(file, usual_file))
		warn_add(&c->warnings, "%s: the defaults are used", why.text);
	return 0;
}
