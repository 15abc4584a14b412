/* cgroup_signal.c: signals to all who are in a cgroup, freezing, who is there; see cgroup.h. */
#include "act/cgroup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "act/cgroup_file.h"

enum { PIDS_ROOM = 1024, ROUNDS = 100, FREEZE_MS = 10000, DEPTH_MAX = 32 };

static const char freezer[] = "freezer.state";

/* ---------------------------------------------------------------- who is there */

struct visit {
	/* 0 to go on. */
	int (*pid)(void *with, pid_t pid);
	void *with;
};

/* The numbers of an open cgroup.procs.  0 stands for a process of another pid namespace: nobody here can name it. */
static int visit_procs(FILE *procs, const struct visit *v)
{
	char line[32];

	while (fgets(line, sizeof line, procs)) {
		pid_t pid = (pid_t)strtol(line, NULL, 10);
		int rc = pid > 0 ? v->pid(v->with, pid) : 0;

		if (rc)
			return rc;
	}
	return 0;
}

static int visit_file(const char *dir, const struct visit *v)
{
	int fd = cgroup_file_open(dir, "cgroup.procs", O_RDONLY), rc;
	FILE *procs = fd < 0 ? NULL : fdopen(fd, "r");

	if (!procs)
		return errno == ENOENT || errno == ENODEV ? 0 : -1;
	rc = visit_procs(procs, v);
	fclose(procs);
	return rc;
}

/* A directory and those below it. */
static int visit_tree(const char *dir, const struct visit *v, int depth)
{
	DIR *d = depth < DEPTH_MAX ? opendir(dir) : NULL;
	struct dirent *entry;
	char path[CGROUP_PATH_MAX];
	int rc = visit_file(dir, v);

	while (rc == 0 && d && (entry = readdir(d))) {
		if (entry->d_type != DT_DIR || strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		if ((size_t)snprintf(path, sizeof path, "%s/%s", dir, entry->d_name) < sizeof path)
			rc = visit_tree(path, v, depth + 1);
	}
	if (d)
		closedir(d);
	return rc;
}

/* One directory is enough: a process is in all hierarchies of its container.  v2's comes first, where there is one. */
static const char *with_file(const struct cgroup_dirs *dirs, const char *file)
{
	for (size_t i = dirs->n; i-- > 0;)
		if (cgroup_file_is_there(dirs->at[i], file))
			return dirs->at[i];
	return NULL;
}

struct list {
	pid_t *at;
	size_t room, n;
};

static int add_pid(void *with, pid_t pid)
{
	struct list *l = with;

	if (l->n < l->room)
		l->at[l->n] = pid;
	l->n++;
	return 0;
}

int cgroup_pids(const struct cgroup_dirs *dirs, pid_t *ret, size_t room, size_t *ret_n, struct error *err)
{
	const char *dir = with_file(dirs, "cgroup.procs");
	struct list l = { ret, room, 0 };
	struct visit v = { add_pid, &l };

	if (dir && visit_tree(dir, &v, 0) < 0)
		return fail_errno(err, "cannot read who is in the cgroup %s", dir);
	*ret_n = l.n;
	return 0;
}

/* ---------------------------------------------------------------- signals */

struct round {
	int number;
	pid_t seen[PIDS_ROOM]; /* who got it in an earlier round */
	size_t seen_n;
	bool anybody_new;
};

static int signal_one(void *with, pid_t pid)
{
	struct round *r = with;

	for (size_t i = 0; i < r->seen_n; i++)
		if (r->seen[i] == pid)
			return 0;
	r->anybody_new = true;
	if (r->seen_n < PIDS_ROOM)
		r->seen[r->seen_n++] = pid;
	return kill(pid, r->number) < 0 && errno != ESRCH ? -1 : 0;
}

/* Who forks while the list is read leaves a child that is not on it: again, until nobody is new. */
static int signal_all(const char *dir, int number)
{
	struct round r = { .number = number, .anybody_new = true };
	struct visit v = { signal_one, &r };

	for (int i = 0; i < ROUNDS && r.anybody_new; i++) {
		r.anybody_new = false;
		if (visit_tree(dir, &v, 0) < 0)
			return -1;
	}
	return 0;
}

int cgroup_signal(const struct cgroup_dirs *dirs, int number, struct error *err)
{
	const char *v2 = number == SIGKILL ? with_file(dirs, "cgroup.kill") : NULL;
	const char *dir = v2 ? v2 : with_file(dirs, "cgroup.procs"), *frozen;
	int rc;

	if (!dir)
		return 0;
	rc = v2 ? cgroup_file_write(v2, "cgroup.kill", "1") : signal_all(dir, number);
	if (rc < 0 && errno != ENOENT && errno != ENODEV)
		return fail_errno(err, "cannot send signal %d to all in %s", number, dir);
	frozen = number == SIGKILL ? with_file(dirs, freezer) : NULL;
	if (frozen) /* what v1 froze would not die */
		cgroup_file_write(frozen, freezer, "THAWED");
	return 0;
}

/* ---------------------------------------------------------------- freezing */

/* v1 stays FREEZING while new threads appear; writing FROZEN again takes these too. */
static int freeze_v1(const char *dir, bool freeze)
{
	struct cgroup_patience patience = { FREEZE_MS, 0 };
	const char *wanted = freeze ? "FROZEN" : "THAWED";
	char state[32];

	do {
		if (cgroup_file_write(dir, freezer, wanted) < 0 ||
		    cgroup_file_read(dir, freezer, state, sizeof state) < 0)
			return -1;
		if (strcmp(state, wanted) == 0)
			return 0;
	} while (cgroup_wait_a_little(&patience));
	errno = ETIMEDOUT;
	return -1;
}

static int freeze_v2(const char *dir, bool freeze)
{
	if (cgroup_file_write(dir, "cgroup.freeze", freeze ? "1" : "0") < 0)
		return -1;
	if (cgroup_wait_event(dir, freeze ? "frozen 1" : "frozen 0", FREEZE_MS))
		return 0;
	errno = ETIMEDOUT;
	return -1;
}

/* v2 first: what it has frozen can still be killed. */
int cgroup_freeze(const struct cgroup_dirs *dirs, bool freeze, struct error *err)
{
	const char *v2 = with_file(dirs, "cgroup.freeze"), *v1 = v2 ? NULL : with_file(dirs, freezer);
	const char *dir = v2 ? v2 : v1;

	if (!dir)
		return fail(err, ENOTSUP,
		    "the container has no cgroup that can be frozen "
		    "(cgroup2, or the freezer controller of cgroup v1)");
	if ((v2 ? freeze_v2(v2, freeze) : freeze_v1(v1, freeze)) == 0)
		return 0;
	fail_errno(err, "cannot %s %s", freeze ? "freeze" : "thaw", dir);
	if (freeze) /* half frozen is worse than not */
		cgroup_file_write(dir, v2 ? "cgroup.freeze" : freezer, v2 ? "0" : "THAWED");
	return -1;
}

enum cgroup_frozen cgroup_is_frozen(const struct cgroup_dirs *dirs)
{
	const char *v2 = with_file(dirs, "cgroup.freeze"), *v1 = v2 ? NULL : with_file(dirs, freezer);
	char text[256];

	if ((!v1 && !v2) || cgroup_file_read(v2 ? v2 : v1, v2 ? "cgroup.events" : freezer, text, sizeof text) < 0)
		return CGROUP_CANNOT_TELL;
	return (v2 ? cgroup_has_line(text, "frozen 1") : strcmp(text, "FROZEN") == 0) ? CGROUP_FROZEN : CGROUP_THAWED;
}
