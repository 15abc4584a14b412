/* cgroup.c: directories made and entered, see cgroup.h. */
#include "act/cgroup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "act/cgroup_file.h"

enum { TRIES = 5 };

/* ---------------------------------------------------------------- directories */

/* Where the nth step from the end of a path begins; at least `from`. */
static size_t step_from_end(const char *path, size_t from, size_t n)
{
	size_t at = strlen(path);

	while (n-- > 0 && at > from)
		do
			at--;
		while (at > from && path[at] != '/');
	return at;
}

/* The directory that ends at path[end], with a slash behind it if it is above the container's own. */
static int note_one(const struct cgroup_place *place, size_t end, const struct cgroup_note *note, struct error *err)
{
	char path[CGROUP_PATH_MAX];

	snprintf(path, sizeof path, "%.*s%s", (int)end, place->dir, place->dir[end] ? "/" : "");
	return note->note(note->with, path, err);
}

static bool is_there(const char *dir, size_t end)
{
	char path[CGROUP_PATH_MAX];

	snprintf(path, sizeof path, "%.*s", (int)end, dir);
	return access(path, F_OK) == 0;
}

/* The length of what is there of a place's directory, at least the mount's.  Mostly all but the last step. */
static size_t existing(const struct cgroup_place *place)
{
	size_t mount = strlen(place->mount), end = step_from_end(place->dir, mount, 1);

	while (end > mount && !is_there(place->dir, end)) {
		do
			end--;
		while (end > mount && place->dir[end] != '/');
	}
	return end;
}

static size_t next_step(const char *dir, size_t end)
{
	return end + 1 + strcspn(dir + end + 1, "/");
}

/* Everything that will be made, and what others may have made but is ours to remove when nobody needs it any more. */
static int note_place(const struct cgroup_place *place, size_t from, const struct cgroup_note *note, struct error *err)
{
	size_t ours = step_from_end(place->dir, strlen(place->mount), place->ours);

	for (size_t end = next_step(place->dir, ours < from ? ours : from);; end = next_step(place->dir, end)) {
		if (note_one(place, end, note, err) < 0)
			return -1;
		if (!place->dir[end])
			return 0;
	}
}

static int make_steps(const struct cgroup_place *place, size_t from)
{
	char path[CGROUP_PATH_MAX];

	for (size_t end = next_step(place->dir, from);; end = next_step(place->dir, end)) {
		snprintf(path, sizeof path, "%.*s", (int)end, place->dir);
		if (mkdir(path, 0755) < 0 && errno != EEXIST)
			return -1;
		if (!place->dir[end])
			return 0;
	}
}

static bool has_subdirectory(const char *path)
{
	DIR *d = opendir(path);
	struct dirent *entry;
	bool found = false;

	while (d && !found && (entry = readdir(d)))
		found = entry->d_type == DT_DIR && strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
	if (d)
		closedir(d);
	return found;
}

/* What is in use is somebody else's: its processes must not be killed when this container goes. */
static int check_unused(const struct cgroup_place *place, struct error *err)
{
	char first[16];

	if (cgroup_file_read(place->dir, "cgroup.procs", first, sizeof first) < 0)
		return 0; /* it is not there, which is how it should be */
	if (*first || has_subdirectory(place->dir))
		return fail(err, EBUSY,
		    "the cgroup %s is in use: linux.cgroupsPath must name one of its own for each container",
		    place->dir);
	return 0;
}

static int noted(const struct cgroup_note *note, struct error *err)
{
	return note->noted ? note->noted(note->with, err) : 0;
}

static int note_all(const struct cgroup_plan *plan, size_t from[CGROUP_HIERARCHIES_MAX], const struct cgroup_note *note,
    struct error *err)
{
	for (size_t i = 0; i < plan->places; i++) {
		const struct cgroup_place *place = &plan->place[i];

		if (strlen(place->dir) >= PATH_MAX)
			return fail(err, ENAMETOOLONG, "linux.cgroupsPath is longer than any path can be");
		if (check_unused(place, err) < 0)
			return -1;
		from[i] = existing(place);
		if (note_place(place, from[i], note, err) < 0)
			return -1;
	}
	return noted(note, err);
}

/* Another container's delete may remove an empty directory above, between our look and our mkdir: then once more. */
static int make_place(const struct cgroup_place *place, size_t from, const struct cgroup_note *note, struct error *err)
{
	for (int i = 0; i < TRIES; i++) {
		if (make_steps(place, from) == 0)
			return 0;
		if (errno != ENOENT)
			break;
		from = existing(place);
		if (note_place(place, from, note, err) < 0 || noted(note, err) < 0)
			return -1;
	}
	return fail_errno(err, "cannot make the cgroup %s", place->dir);
}

/* ---------------------------------------------------------------- what a new directory needs */

/* Gives DIR what the directory above has, which may have to be given it first; the top of a hierarchy always has it. */
static int cpuset_copy(char *dir, size_t mount, const char *file)
{
	size_t end = step_from_end(dir, mount, 1);
	char list[4096];
	ssize_t len;

	dir[end] = 0;
	len = cgroup_file_read(dir, file, list, sizeof list);
	if (len == 0 && end > mount && cpuset_copy(dir, mount, file) == 0)
		len = cgroup_file_read(dir, file, list, sizeof list);
	dir[end] = '/';
	return len < 0 ? -1 : cgroup_file_write(dir, file, list);
}

static int cpuset_inherit(const struct cgroup_place *place, struct error *err)
{
	static const char files[2][16] = { "cpuset.cpus", "cpuset.mems" };
	char dir[CGROUP_PATH_MAX];

	for (int i = 0; i < 2; i++) {
		snprintf(dir, sizeof dir, "%s", place->dir);
		if (cpuset_copy(dir, strlen(place->mount), files[i]) < 0)
			return fail_errno(err, "cannot give %s the %s of the cgroup above", place->dir, files[i]);
	}
	return 0;
}

/* All words at once; if the kernel takes them so only one by one, those that it takes. */
static void enable_if_can(const char *dir, const char *words)
{
	char word[32];

	if (!*words || cgroup_file_write(dir, "cgroup.subtree_control", words) == 0)
		return;
	for (const char *at = words; *at;) {
		size_t len = strcspn(at, " ");

		snprintf(word, sizeof word, "%.*s", (int)len, at);
		cgroup_file_write(dir, "cgroup.subtree_control", word); /* only statistics are missing without it */
		at += len + (at[len] == ' ');
	}
}

static int enable(const struct cgroup_place *place, const struct cgroup_plan *plan, struct error *err)
{
	char dir[CGROUP_PATH_MAX];

	for (size_t end = strlen(place->mount); place->dir[end]; end = next_step(place->dir, end)) {
		snprintf(dir, sizeof dir, "%.*s", (int)end, place->dir);
		enable_if_can(dir, plan->enable_if_can);
		if (*plan->enable && cgroup_file_write(dir, "cgroup.subtree_control", plan->enable) < 0)
			return fail_errno(err, "cannot enable \"%s\" in %s%s", plan->enable, dir,
			    errno == EBUSY ? ", which has processes of its own" : "");
	}
	return 0;
}

static int prepare(const struct cgroup_place *place, const struct cgroup_plan *plan, struct error *err)
{
	if (place->cpuset)
		return cpuset_inherit(place, err);
	return place->v2 && (*plan->enable || *plan->enable_if_can) ? enable(place, plan, err) : 0;
}

/* Which file, and what: not every kernel has the first one. */
static struct cgroup_write choose(const struct cgroup_plan *plan, const struct cgroup_write *w)
{
	struct cgroup_write chosen = *w;

	if (w->else_file && !cgroup_file_is_there(plan->place[w->place].dir, w->file)) {
		chosen.file = w->else_file;
		chosen.value = w->else_value;
	}
	return chosen;
}

static int write_limit(const struct cgroup_plan *plan, const struct cgroup_write *w, struct error *err)
{
	const char *dir = plan->place[w->place].dir, *name = cgroup_limit_name(w->limit);

	if (cgroup_file_write(dir, w->file, w->value) == 0 || (errno == ENOENT && w->if_there))
		return 0;
	if (errno == ENOENT)
		return fail(err, ENOTSUP,
		    "linux.resources.%s: this kernel has no cgroup limit %s (to be set to \"%s\" in %s)", name, w->file,
		    w->value, dir);
	return fail_errno(err, "linux.resources.%s: cannot write \"%s\" to %s/%s%s", name, w->value, dir, w->file,
	    errno == EBUSY    ? ", more is in use"
	    : errno == ERANGE ? ", not all of which is there"
			      : "");
}

int cgroup_make(const struct cgroup_plan *plan, const struct cgroup_note *note, struct error *err)
{
	size_t from[CGROUP_HIERARCHIES_MAX];

	if (note_all(plan, from, note, err) < 0)
		return -1;
	for (size_t i = 0; i < plan->places; i++)
		if (make_place(&plan->place[i], from[i], note, err) < 0 || prepare(&plan->place[i], plan, err) < 0)
			return -1;
	for (size_t i = 0; i < plan->writes; i++) {
		const struct cgroup_write w = choose(plan, &plan->write[i]);

		if (write_limit(plan, &w, err) < 0)
			return -1;
	}
	return 0;
}

/* ---------------------------------------------------------------- changing limits */

enum { CONTENT_MAX = 16 << 10 }; /* bytes: a line for each disk */

/* Writes back what was, the last first. */
static void put_back(const struct cgroup_plan *plan, const struct cgroup_write *before, size_t n, struct error *err)
{
	while (n-- > 0) {
		const struct cgroup_write *w = &before[n];

		if (w->value && cgroup_file_write(plan->place[w->place].dir, w->file, w->value) < 0)
			fail_in(err, "%s could not be put back to \"%s\" after this", w->file, w->value);
	}
}

int cgroup_update(const struct cgroup_plan *plan, struct arena *a, struct error *err)
{
	struct cgroup_write *before = take_many(a, plan->writes + 1, sizeof *before);
	char *content = take(a, CONTENT_MAX);

	for (size_t i = 0; i < plan->writes; i++) {
		const struct cgroup_write w = choose(plan, &plan->write[i]);
		const struct cgroup_place *place = &plan->place[w.place];

		before[i] = w;
		before[i].value = NULL;
		if (cgroup_file_read(place->dir, w.file, content, CONTENT_MAX) >= 0)
			before[i].value = cgroup_value_before(&w, place->v2, content, a);
		if (write_limit(plan, &w, err) < 0) {
			put_back(plan, before, i, err);
			return -1;
		}
	}
	return 0;
}

/* ---------------------------------------------------------------- the way in */

int cgroup_open(const struct cgroup_plan *plan, struct cgroup_door *ret, struct error *err)
{
	struct cgroup_door door = { .v2 = -1 };

	for (size_t i = 0; i < plan->places; i++) {
		const struct cgroup_place *place = &plan->place[i];
		int fd = cgroup_file_open(
		    place->dir, place->v2 ? "." : "tasks", place->v2 ? O_RDONLY | O_DIRECTORY : O_WRONLY);

		if (fd < 0) {
			fail_errno(err, "cannot open the cgroup %s", place->dir);
			cgroup_close(&door);
			return -1;
		}
		if (place->v2)
			door.v2 = fd;
		else
			door.tasks[door.count++] = fd;
	}
	*ret = door;
	return 0;
}

void cgroup_close(struct cgroup_door *door)
{
	for (size_t i = 0; i < door->count; i++)
		close(door->tasks[i]);
	if (door->v2 >= 0)
		close(door->v2);
	door->count = 0;
	door->v2 = -1;
}

int cgroup_enter_v2(const struct cgroup_door *door, struct error *err)
{
	int fd, rc = 0;

	if (door->v2 < 0)
		return 0;
	fd = openat(door->v2, "cgroup.procs", O_WRONLY | O_CLOEXEC);
	if (fd < 0 || write(fd, "0", 1) < 0)
		rc = fail_errno(err, "cannot enter the container's cgroup (v2)");
	if (fd >= 0)
		close(fd);
	return rc;
}

int cgroup_enter(const struct cgroup_door *door, struct error *err)
{
	for (size_t i = 0; i < door->count; i++)
		if (write(door->tasks[i], "0", 1) < 0)
			return fail_errno(
			    err, "cannot enter the container's cgroup (number %zu of cgroup v1's)", i + 1);
	return 0;
}
