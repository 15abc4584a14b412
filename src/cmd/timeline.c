/* timeline.c: see timeline.h. */
#include "cmd/timeline.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/json_writer.h"
#include "base/times.h"

static bool begins(enum point p)
{
	return p == POINT_CR_INVOKED || p == POINT_ST_INVOKED;
}

void timeline_mark(struct timeline *t, enum point p)
{
	if (t->destination || begins(p))
		t->at[p] = times_now();
}

/* In the order of their numbers: those are unique, and scripts sort by time. */
static void put_all(const struct timeline *t, const char *id, struct text *out)
{
	struct json_writer w;

	for (int p = 0; p < POINT_COUNT; p++) {
		if (!t->at[p])
			continue;
		json_begin(&w, out, false);
		json_object(&w, NULL);
		json_string(&w, "containerID", id);
		json_string(&w, "timestampID", point_id((enum point)p));
		json_string(&w, "timestampName", point_name((enum point)p));
		json_number(&w, "timestampOrder", p);
		json_number(&w, "time", (long long)t->at[p]);
		json_end(&w, '}');
		text_byte(out, '\n');
	}
}

void timeline_write(struct timeline *t, const char *id, struct arena *a, struct warnings *warn)
{
	struct text out;
	ssize_t n;
	int fd;

	if (!t->destination)
		return;
	text_init(&out, a);
	put_all(t, id, &out);
	memset(t->at, 0, sizeof t->at);
	/* A pipe without a reader must not make a start wait. */
	fd = open(t->destination, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0644);
	n = fd < 0 ? -1 : write(fd, out.at, out.used);
	if (n < 0)
		warn_add(warn, "settings: timestamps: %s: %s", t->destination, strerror(errno));
	else if ((size_t)n < out.used)
		warn_add(warn, "settings: timestamps: %s: no space for all of it", t->destination);
	if (fd >= 0)
		close(fd);
}
