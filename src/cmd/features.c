/* features.c: what this runtime can do, in the form of the OCI runtime-spec (features.md).  Engines read it at their start. */
#include <sys/utsname.h>

#include "base/json_writer.h"
#include "cmd/context.h"
#include "cmd/print.h"
#include "command_functions.h"
#include "config_table.h"
#include "decide/monitor.h"

static void hooks(struct json_writer *w)
{
	static const char *const kinds[] = { "prestart", "createRuntime", "createContainer", "poststart", "poststop" };

	json_array(w, "hooks");
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		json_string(w, NULL, kinds[i]);
	json_end(w, ']');
}

static void linux_part(struct json_writer *w)
{
	json_object(w, "linux");
	json_array(w, "namespaces");
	for (int i = CONFIG_NS_NONE + 1; i < CONFIG_NS_COUNT; i++)
		if (i != CONFIG_NS_USER)
			json_string(w, NULL, config_word(CONFIG_SET_NS, i));
	json_end(w, ']');
	json_array(w, "capabilities"); /* a monitor has none, whatever is asked for */
	json_end(w, ']');
	json_object(w, "cgroup");
	json_bool(w, "v1", true);
	json_bool(w, "v2", true);
	json_bool(w, "systemd", false);
	json_bool(w, "systemdUser", false);
	json_end(w, '}');
	json_object(w, "seccomp"); /* of monitors; a profile of config.json is for programs, not for them */
	json_bool(w, "enabled", false);
	json_end(w, '}');
	json_object(w, "apparmor");
	json_bool(w, "enabled", false);
	json_end(w, '}');
	json_object(w, "selinux");
	json_bool(w, "enabled", false);
	json_end(w, '}');
	json_end(w, '}');
}

/* Which guest runs on which monitors: for people and tools, under keys of our own. */
static void pairs(struct json_writer *w)
{
	struct utsname host;
	int monitors[MONITOR_COUNT];

	uname(&host);
	json_object(w, "annotations");
	json_string(w, "com.urunc.version", VERSION);
	for (int g = 0; g < GUEST_COUNT; g++) {
		size_t n = guest_monitors(g, host.machine, monitors);
		struct text list, key;

		text_init(&list, w->out->arena);
		text_init(&key, w->out->arena);
		text_format(&key, "com.urunc.guest.%s", guest_word(g));
		for (size_t i = 0; i < n; i++)
			text_format(&list, "%s%s", i ? "," : "", monitor_name(monitors[i]));
		if (list.used)
			json_string(w, key.at, list.at);
	}
	json_end(w, '}');
}

int cmd_features(struct context *context)
{
	struct json_writer w;
	struct text out;

	text_init(&out, &context->arena);
	json_begin(&w, &out, true);
	json_object(&w, NULL);
	json_string(&w, "ociVersionMin", "1.0.0");
	json_string(&w, "ociVersionMax", "1.3.0");
	hooks(&w);
	linux_part(&w);
	pairs(&w);
	json_end(&w, '}');
	text_byte(&out, '\n');
	return print_text(&out, &context->err) < 0 ? EXIT_ERROR : EXIT_OK;
}
