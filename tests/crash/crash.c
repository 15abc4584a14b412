/*
 * crash.c: every command of the runtime is broken off at every system call of each of its processes, one at a time: killed
 * there, or the call fails.  After each such point state must tell the truth, delete --force must succeed, and a census must be
 * what it was.  tests/scenario/faults.sh sets the stage.
 *
 *   crash JSON            all points; figures to the file JSON
 *     $URUNC, $ROOT, $T   the program; its state root; where bundles/ and bin/mend are
 *     $TEST_CGROUP        the cgroups of the bundles, below each hierarchy
 *     $NETNS              names of network namespaces, with commas
 *     $SAMPLE, $SEED      so many points only, of $SAMPLED scenarios
 *     $ONLY               only these points, or all of a beginning: kill/create,errno/start/command/openat/3
 *     $VERBOSE            every point is told
 */
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#include "tests/crash/crash.h"
#include "tests/crash/world.h"

enum { POINTS_MAX = 100000, WRONG_ROOM = 8192, FAILURES_MAX = 2000 };

struct place {
	const struct scenario *scenario;
	char process[NAME_ROOM];
	enum what what;
	int n, num;
	long number;
};

static struct place places[POINTS_MAX];
static int places_n;

struct figures {
	int points, failures, elsewhere; /* elsewhere: the process made fewer calls this time */
};

static struct figures figures[FAIL + 1];
static char *failures[FAILURES_MAX];
static int failures_n;
static const char *const sweeps[] = { "count", "kill", "errno" };
static uint64_t seed;

static const char *wanted(const char *name, const char *otherwise)
{
	const char *value = getenv(name);

	if (value && *value)
		return value;
	if (!otherwise)
		die("$%s is not set", name);
	return otherwise;
}

static unsigned below(unsigned n)
{
	seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
	return (unsigned)((seed >> 33) % n);
}

/* ---- which points ---- */

static void name_of(const struct place *p, char *ret, size_t room)
{
	int n = snprintf(
	    ret, room, "%s/%s/%s/%s/%d", sweeps[p->what], p->scenario->name, p->process, call_name(p->number), p->n);

	if (p->what == FAIL)
		snprintf(ret + n, room - (size_t)n, "/%s", strerrorname_np(p->num));
}

/* One of them is the name itself or its beginning, up to a stroke. */
static bool begins(const char *name, const char *only)
{
	for (const char *at = only; *at; at += at[strcspn(at, ",")] ? strcspn(at, ",") + 1 : strcspn(at, ",")) {
		size_t n = strcspn(at, ",");

		if (strncmp(name, at, n) == 0 && (!name[n] || name[n] == '/'))
			return true;
	}
	return false;
}

/* Whether a point of it can be among those that are asked for: its name is somewhere in the list. */
static bool concerns(const struct scenario *s, const char *only)
{
	char kill_name[64], errno_name[64];

	snprintf(kill_name, sizeof kill_name, "kill/%s", s->name);
	snprintf(errno_name, sizeof errno_name, "errno/%s", s->name);
	if (begins(kill_name, only) || begins(errno_name, only))
		return true;
	for (const char *at = only; *at; at += at[strcspn(at, ",")] ? strcspn(at, ",") + 1 : strcspn(at, ","))
		if ((strncmp(at, kill_name, strlen(kill_name)) == 0 && at[strlen(kill_name)] == '/') ||
		    (strncmp(at, errno_name, strlen(errno_name)) == 0 && at[strlen(errno_name)] == '/'))
			return true;
	return false;
}

static void add_place(struct place p, const char *only)
{
	char name[128];

	name_of(&p, name, sizeof name);
	if (*only && !begins(name, only))
		return;
	if (places_n == POINTS_MAX)
		die("more than %d points", POINTS_MAX);
	places[places_n++] = p;
}

/* A run that is not disturbed, which must be all right, and its calls. */
static void count(struct world *w, const struct scenario *s, const char *only)
{
	static struct calls calls;
	struct point p = { .what = COUNT, .process = "" };
	char wrong[WRONG_ROOM];
	int before = places_n;

	calls.n = 0;
	world_try(w, s, &p, &calls, wrong, sizeof wrong);
	if (*wrong)
		die("%s that is not disturbed: %s", s->name, wrong);
	for (int i = 0; i < calls.n; i++) {
		struct place place = { .scenario = s, .what = KILL, .n = calls.at[i].n, .number = calls.at[i].number };

		snprintf(place.process, sizeof place.process, "%s", calls.at[i].process);
		add_place(place, only);
	}
	for (int i = 0; i < calls.n; i++)
		for (int j = 0, num; (num = errno_of(calls.at[i].number, j)); j++) {
			struct place place = { .scenario = s,
				.what = FAIL,
				.n = calls.at[i].n,
				.num = num,
				.number = calls.at[i].number };

			snprintf(place.process, sizeof place.process, "%s", calls.at[i].process);
			add_place(place, only);
		}
	printf("# %-16s %5d system calls, %5d points\n", s->name, calls.n, places_n - before);
	fflush(stdout);
}

static void sample(int n)
{
	for (int i = 0; i < n && i < places_n; i++) {
		int j = i + (int)below((unsigned)(places_n - i));
		struct place p = places[i];

		places[i] = places[j];
		places[j] = p;
	}
	if (n < places_n)
		places_n = n;
}

static void find_places(struct world *w)
{
	int n = atoi(wanted("SAMPLE", "0")), scenarios_left = n ? atoi(wanted("SAMPLED", "8")) : scenarios_n;
	const char *only = wanted("ONLY", "");

	seed = strtoull(wanted("SEED", "1"), NULL, 10);
	for (int i = 0; i < scenarios_n; i++) {
		if (*only ? !concerns(&scenarios[i], only) : (int)below((unsigned)(scenarios_n - i)) >= scenarios_left)
			continue;
		scenarios_left--;
		count(w, &scenarios[i], only);
	}
	if (n)
		sample(n);
	if (!places_n)
		die("no point has this name: ONLY=%s", only);
}

/* ---- all of them ---- */

static void try(struct world *w, const struct place *place)
{
	struct point p = { .what = place->what,
		.process = place->process,
		.number = place->number,
		.n = place->n,
		.num = place->num };
	char wrong[WRONG_ROOM], name[128];
	struct figures *f = &figures[place->what];
	double began = now();

	world_try(w, place->scenario, &p, NULL, wrong, sizeof wrong);
	f->points++;
	f->elsewhere += !p.reached;
	name_of(place, name, sizeof name);
	if (!*wrong && !getenv("VERBOSE"))
		return;
	printf("# %s%s%s, %.0f ms%s%s\n", *wrong ? "FAILED " : "", name, p.reached ? "" : ", which was not made",
	    (now() - began) * 1000, *wrong ? ": " : "", wrong);
	fflush(stdout);
	if (!*wrong)
		return;
	f->failures++;
	if (failures_n < FAILURES_MAX && asprintf(&failures[failures_n++], "%s: %s", name, wrong) < 0)
		die("no memory");
}

static void json_text(FILE *f, const char *text)
{
	fputc('"', f);
	for (; *text; text++)
		if (*text == '"' || *text == '\\')
			fprintf(f, "\\%c", *text);
		else
			fputc((unsigned char)*text < ' ' ? ' ' : *text, f);
	fputc('"', f);
}

static const char *said(double seconds)
{
	static char text[256];

	snprintf(text, sizeof text,
	    "killed at %d points: %d failures; a call fails at %d points: %d failures; %.1f minutes",
	    figures[KILL].points, figures[KILL].failures, figures[FAIL].points, figures[FAIL].failures, seconds / 60);
	return text;
}

static void write_json(const char *path, double seconds)
{
	FILE *f = fopen(path, "we");

	if (!f)
		die("%s: %s", path, strerror(errno));
	fprintf(f, "{\n\t\"said\": \"%s\",\n", said(seconds));
	for (int what = KILL; what <= FAIL; what++)
		fprintf(f, "\t\"%s\": { \"points\": %d, \"failures\": %d, \"elsewhere\": %d },\n", sweeps[what],
		    figures[what].points, figures[what].failures, figures[what].elsewhere);
	fprintf(f, "\t\"seconds\": %.0f,\n\t\"failures\": [", seconds);
	for (int i = 0; i < failures_n; i++) {
		fprintf(f, "%s\n\t\t", i ? "," : "");
		json_text(f, failures[i]);
	}
	fprintf(f, "%s]\n}\n", failures_n ? "\n\t" : "");
	if (fclose(f) != 0)
		die("%s: %s", path, strerror(errno));
}

static void begin(struct world *w)
{
	static char names[1024], cgroup[512];
	const char *netns[8];
	sigset_t child;
	size_t n = 0;

	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigprocmask(SIG_BLOCK, &child, NULL);
	prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
	*w = (struct world){ wanted("URUNC", NULL), wanted("ROOT", NULL), wanted("T", NULL), { 0 } };
	snprintf(names, sizeof names, "%s", wanted("NETNS", NULL));
	for (char *at = strtok(names, ","); at && n < 8; at = strtok(NULL, ","))
		netns[n++] = at;
	snprintf(cgroup, sizeof cgroup, "/%s", wanted("TEST_CGROUP", NULL));
	census_begin(netns, n, w->root, cgroup);
	census_take(&w->before);
}

int main(int argc, char **argv)
{
	struct world w;
	double began = now(), told = began;

	if (argc != 2)
		die("usage: crash JSON");
	begin(&w);
	find_places(&w);
	for (int i = 0; i < places_n; i++) {
		try(&w, &places[i]);
		if (now() - told < 30)
			continue;
		told = now();
		printf("# %d of %d points, %d failures\n", i + 1, places_n, failures_n);
		fflush(stdout);
	}
	write_json(argv[1], now() - began);
	puts(said(now() - began));
	return failures_n > 0;
}
