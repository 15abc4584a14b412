/* program.c: where a monitor is; see host.h. */
#include "look/host.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Where engines' $PATH is short: systemd's services have the first four, urunc's own packages use the last. */
static const char usual_dirs[] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/urunc/bin";

/* 0, or the errno that says why this cannot be executed. */
static int cannot_run(const char *path)
{
	struct stat st;

	if (stat(path, &st))
		return errno;
	if (!S_ISREG(st.st_mode))
		return S_ISDIR(st.st_mode) ? EISDIR : ENOTSUP;
	return access(path, X_OK) ? errno : 0;
}

static int from_setting(struct arena *a, const char *name, const char *setting, const char **ret, struct error *err)
{
	int num;

	if (*setting != '/')
		return fail(
		    err, EINVAL, "the settings say that %s is at \"%s\": an absolute path is wanted", name, setting);
	num = cannot_run(setting);
	if (num)
		return fail(err, num, "the settings say that %s is at %s, but that cannot be executed: %s", name,
		    setting, num == ENOTSUP ? "not a regular file" : strerror(num));
	*ret = take_copy(a, setting);
	return 0;
}

/* 0: found; else the errno that matters most: one that is there and cannot be run is worth telling. */
static int look_along(struct arena *a, const char *dirs, const char *name, bool (*unless)(const char *),
    const char **ret, const char **ret_refused)
{
	int worst = ENOENT;

	while (*dirs) {
		size_t len = strcspn(dirs, ":");
		const char *path = take_format(a, "%.*s/%s", (int)len, dirs, name);
		int num = *dirs == '/' ? cannot_run(path) : ENOENT;

		if (!num && !(unless && unless(path))) {
			*ret = path;
			return 0;
		}
		if (num != ENOENT && num != ENOTDIR && worst == ENOENT &&
		    !access(path, F_OK)) { /* seen, not only guessed */
			worst = num;
			*ret_refused = path;
		}
		dirs += len + (dirs[len] == ':');
	}
	return worst;
}

int find_program(
    struct arena *a, const char *name, const char *setting, const char *path, const char **ret, struct error *err)
{
	return find_program_but(a, name, setting, path, NULL, ret, err);
}

int find_program_but(struct arena *a, const char *name, const char *setting, const char *path,
    bool (*unless)(const char *program), const char **ret, struct error *err)
{
	const char *refused = NULL;
	int num, num2;

	if (setting && *setting)
		return from_setting(a, name, setting, ret, err);
	if (!*name || strchr(name, '/'))
		return fail(err, EINVAL, "\"%s\" is not the name of a program", name);
	num = look_along(a, path ? path : "", name, unless, ret, &refused);
	if (!num)
		return 0;
	num2 = look_along(a, usual_dirs, name, unless, ret, &refused);
	if (!num2)
		return 0;
	if (refused)
		return fail(err, num != ENOENT ? num : num2, "%s is at %s, but that cannot be executed: %s", name,
		    refused, strerror(num != ENOENT ? num : num2));
	/* Engines look for the words in the middle: then a container ends with 127. */
	return fail(err, ENOENT,
	    "%s is not installed: executable file not found in $PATH or %s; install it, or let the settings name it",
	    name, usual_dirs);
}
