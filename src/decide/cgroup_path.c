/* cgroup_path.c: see cgroup_path.h. */
#include "decide/cgroup_path.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"

static bool ends_in(const char *text, size_t len, const char *end)
{
	size_t n = strlen(end);

	return len >= n && memcmp(text + len - n, end, n) == 0;
}

/* The record holds paths line by line, and the kernel takes no new line in a cgroup's name. */
static int check_bytes(const char *path, struct error *err)
{
	for (const char *c = path; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 127)
			return fail(err, EINVAL, "linux.cgroupsPath holds a control character");
	return 0;
}

/* Adds the steps of a path, leaving out empty ones and ".". */
static int add_steps(struct text *t, const char *path, struct error *err)
{
	for (const char *at = path; *at;) {
		size_t len = strcspn(at, "/");

		if (len == 2 && memcmp(at, "..", 2) == 0)
			return fail(err, EINVAL, "linux.cgroupsPath %s has a step .., which is never followed", path);
		if (len && !(len == 1 && *at == '.')) {
			text_byte(t, '/');
			text_bytes(t, at, len);
		}
		at += len + (at[len] == '/');
	}
	return 0;
}

static bool is_slice_name(const char *slice, size_t len) /* without .slice; systemd.slice(5) */
{
	if (!len || *slice == '-' || slice[len - 1] == '-' || *slice == '.')
		return false;
	for (size_t i = 0; i < len; i++)
		if (slice[i] == '/' || (slice[i] == '-' && slice[i + 1] == '-'))
			return false;
	return true;
}

/* a-b.slice is in a.slice: "/a.slice/a-b.slice". */
static int add_slice(struct text *t, const char *slice, size_t len, struct error *err)
{
	size_t stem = len - strlen(".slice");

	if (stem == 1 && *slice == '-')
		return 0; /* -.slice is the root */
	if (!is_slice_name(slice, stem))
		return fail(err, EINVAL, "linux.cgroupsPath: %.*s is not the name of a slice", (int)len, slice);
	for (size_t i = 1; i <= stem; i++)
		if (i == stem || slice[i] == '-') {
			text_byte(t, '/');
			text_bytes(t, slice, i);
			text_add(t, ".slice");
		}
	return 0;
}

static bool is_step(const char *name)
{
	return *name && strcmp(name, ".") != 0 && strcmp(name, "..") != 0 && !strchr(name, '/');
}

static int add_scope(struct text *t, const char *prefix, size_t len, const char *name, struct error *err)
{
	if (!is_step(name) || memchr(prefix, '/', len))
		return fail(
		    err, EINVAL, "linux.cgroupsPath: %.*s:%s is not the name of a scope", (int)len, prefix, name);
	text_byte(t, '/');
	text_bytes(t, prefix, len);
	if (len)
		text_byte(t, '-');
	text_add(t, name);
	if (!ends_in(name, strlen(name), ".slice"))
		text_add(t, ".scope");
	return 0;
}

static int add_unit(struct text *t, const char *path, size_t slice, struct error *err)
{
	const char *prefix = path + slice + 1, *name = strchr(prefix, ':') + 1;

	if (!slice)
		text_add(t, "/system.slice"); /* as runc: what systemd itself does without a slice */
	else if (add_slice(t, path, slice, err) < 0)
		return -1;
	return add_scope(t, prefix, (size_t)(name - 1 - prefix), name, err);
}

static int colons(const char *path)
{
	int n = 0;

	for (; *path; path++)
		n += *path == ':';
	return n;
}

/* slice:prefix:name; the slice may be empty only if we were told that this is systemd's form. */
static bool is_unit(const struct cgroup_request *request)
{
	size_t slice = strcspn(request->path, ":");

	return colons(request->path) == 2 && (slice ? ends_in(request->path, slice, ".slice") : request->systemd);
}

static int add_path(struct text *t, const struct cgroup_request *request, struct error *err)
{
	if (check_bytes(request->path, err) < 0)
		return -1;
	if (is_unit(request))
		return add_unit(t, request->path, strcspn(request->path, ":"), err);
	if (request->systemd)
		return fail(err, EINVAL,
		    "linux.cgroupsPath %s: with --systemd-cgroup it is slice:prefix:name, "
		    "such as system.slice:urunc:%s",
		    request->path, request->id);
	return add_steps(t, request->path, err);
}

int cgroup_path_of(const struct cgroup_request *request, struct arena *a, struct cgroup_path *ret, struct error *err)
{
	bool absent = !request->path || !*request->path;
	struct text t;

	if (request->systemd && request->systemd_runs)
		return fail(err, ENOTSUP,
		    "--systemd-cgroup: systemd runs here and would have to be asked for the scope, which is not there yet: "
		    "leave the option out (the cgroup of linux.cgroupsPath is made at the path that systemd would give it), "
		    "or let the engine use cgroupfs");
	text_init(&t, a);
	if (absent)
		text_format(&t, "/urunc/%s", request->id);
	else if (add_path(&t, request, err) < 0)
		return -1;
	if (!t.used)
		return fail(err, EINVAL,
		    "linux.cgroupsPath %s is the root of all cgroups: a container needs one of its own", request->path);
	ret->text = t.at;
	ret->relative = absent || (*request->path != '/' && !is_unit(request));
	ret->ours = absent ? 2 : 1;
	return 0;
}
