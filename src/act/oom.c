/* oom.c: see oom.h. */
#include "act/oom.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "act/cgroup_file.h"
#include "read/cgroup_stat.h"

static const char control[] = "memory.oom_control", events[] = "memory.events";

static const char *dir_with(const struct cgroup_dirs *dirs, const char *file)
{
	for (size_t i = 0; i < dirs->n; i++)
		if (cgroup_file_is_there(dirs->at[i], file))
			return dirs->at[i];
	return NULL;
}

static int open_v1(struct oom *o, struct error *err)
{
	char line[32];
	int file = cgroup_file_open(o->dir, control, O_RDONLY), rc = -1;

	o->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (file >= 0 && o->fd >= 0) {
		snprintf(line, sizeof line, "%d %d", o->fd, file);
		rc = cgroup_file_write(o->dir, "cgroup.event_control", line);
	}
	if (rc < 0)
		fail_errno(err, "cannot be told when %s runs out of memory", o->dir);
	if (file >= 0)
		close(file);
	return rc;
}

static unsigned long long kills_of(const struct oom *o)
{
	char text[512];

	return cgroup_file_read(o->dir, events, text, sizeof text) < 0 ? o->kills : cgroup_stat_of(text, "oom_kill");
}

static int open_v2(struct oom *o, struct error *err)
{
	char path[CGROUP_PATH_MAX];

	snprintf(path, sizeof path, "%s/%s", o->dir, events);
	o->fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	if (o->fd < 0 || inotify_add_watch(o->fd, path, IN_MODIFY) < 0)
		return fail_errno(err, "cannot be told when %s runs out of memory", o->dir);
	o->kills = kills_of(o); /* after the watch: none is missed, and none told twice */
	return 0;
}

int oom_open(const struct cgroup_dirs *dirs, struct oom *ret, struct error *err)
{
	const char *v1 = dir_with(dirs, control), *v2 = v1 ? NULL : dir_with(dirs, events);
	int rc;

	*ret = (struct oom){ .fd = -1, .dir = v1 ? v1 : v2, .v2 = v2 != NULL };
	if (!ret->dir)
		return 0;
	rc = v1 ? open_v1(ret, err) : open_v2(ret, err);
	if (rc < 0)
		oom_close(ret);
	return rc;
}

bool oom_happened(struct oom *o)
{
	char news[4096];
	unsigned long long kills;

	if (o->fd < 0)
		return false;
	if (read(o->fd, news, sizeof news) <= 0 && !o->v2)
		return false;
	if (!o->v2) /* the end of the cgroup is told the same way */
		return cgroup_file_is_there(o->dir, control);
	/* News or not: the kernel holds them back for 10 ms when there have just been some, and by then all may be over. */
	kills = kills_of(o);
	if (kills <= o->kills)
		return false;
	o->kills = kills;
	return true;
}

void oom_close(struct oom *o)
{
	if (o->fd >= 0)
		close(o->fd);
	o->fd = -1;
}
