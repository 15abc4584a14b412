/* report.c: the numbers on the terminal and as JSON. */
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>
#include "base/json_writer.h"
#include "tests/bench/bench.h"

/* What the issue of this program's cost is measured by: see docs in the last lines of the report. */
static const double most_of_floor = 1.5, least_of_crun = 5, least_of_runc = 11;
static const long most_peak = 800, most_waiting = 150;

static const enum measure order[] = { RUN, SUM, CREATE, START, DELETE, STATE, PROCESSOR, AFTER };

const char *measure_name(enum measure m)
{
	static const char *const names[] = { [RUN] = "run",
		[CREATE] = "create",
		[STATE] = "state",
		[START] = "start",
		[DELETE] = "delete",
		[SUM] = "create+start+delete",
		[PROCESSOR] = "processor time",
		[AFTER] = "after delete" };

	return names[m];
}

const char *network_name(enum network n)
{
	static const char *const names[] = { [OWN] = "own", [JOINED] = "joined", [TAP] = "tap" };

	return names[n];
}

/* A joined namespace without a tap is compared with the floor that has one: ordinary runtimes make none. */
static const struct contender *floor_for(const struct bench *b, const struct contender *c)
{
	return find(b, "floor", c->network == OWN ? OWN : TAP);
}

static void print_row(const struct bench *b, const struct contender *c, enum measure m)
{
	const struct series *s = &c->series[m];
	double ratio = times(c, floor_for(b, c), m);

	if (!s->count || c->failure)
		return;
	printf("  %-8s %-7s %9.3f %9.3f %9.3f", c->name, network_name(c->network), quantile(s, 0.5) / 1e3,
	    quantile(s, 0.95) / 1e3, quantile(s, 0.99) / 1e3);
	if (ratio > 0 && m != AFTER)
		printf(" %8.2f", ratio);
	printf("\n");
}

static void print_memory(const struct contender *c)
{
	if (c->failure)
		return;
	printf("  %-8s %-7s", c->name, network_name(c->network));
	for (enum measure m = RUN; m <= DELETE; m++)
		printf(" %7ld", c->memory[m].peak);
	printf(" %9ld\n", c->waiting_pss);
}

void report_print(const struct bench *b)
{
	printf("\n%-18s %9s %9s %9s %8s\n", "milliseconds", "median", "p95", "p99", "x floor");
	for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
		printf("%s\n", measure_name(order[i]));
		for (size_t k = 0; k < b->count; k++)
			print_row(b, &b->contenders[k], order[i]);
	}
	printf("\n%-18s", "peak RSS, kB");
	for (enum measure m = RUN; m <= DELETE; m++)
		printf(" %7s", measure_name(m));
	printf(" %9s\n", "waiting");
	for (size_t k = 0; k < b->count; k++)
		print_memory(&b->contenders[k]);
	printf("\n");
	for (size_t k = 0; k < b->count; k++)
		if (b->contenders[k].failure)
			printf("%s, network %s, failed and does not count: %s\n", b->contenders[k].name,
			    network_name(b->contenders[k].network), b->contenders[k].failure);
}

/* ---------------------------------------------------------------- JSON */

static void json_series(struct json_writer *w, const struct contender *c, enum measure m, double ratio)
{
	static const struct {
		const char *name;
		double q;
	} points[] = { { "min_us", 0 }, { "p25_us", 0.25 }, { "median_us", 0.5 }, { "p75_us", 0.75 },
		{ "p95_us", 0.95 }, { "p99_us", 0.99 }, { "max_us", 1 } };

	json_object(w, measure_name(m));
	json_number(w, "rounds", (long long)c->series[m].count);
	for (size_t i = 0; i < sizeof points / sizeof *points; i++)
		json_number(w, points[i].name, (long long)(quantile(&c->series[m], points[i].q) + 0.5));
	if (ratio > 0)
		json_number(w, "percent_of_floor", (long long)(ratio * 100 + 0.5));
	if (m <= DELETE) {
		json_number(w, "peak_rss_kb", c->memory[m].peak);
		json_number(w, "ru_maxrss_kb", c->memory[m].maxrss);
	}
	json_end(w, '}');
}

static void json_contender(struct json_writer *w, const struct bench *b, const struct contender *c)
{
	json_object(w, NULL);
	json_string(w, "name", c->name);
	json_string(w, "network", network_name(c->network));
	if (c->failure)
		json_string(w, "failure", c->failure);
	else {
		json_number(w, "waiting_pss_kb", c->waiting_pss);
		json_object(w, "measures");
		for (size_t i = 0; i < sizeof order / sizeof *order; i++)
			json_series(w, c, order[i], times(c, floor_for(b, c), order[i]));
		json_end(w, '}');
	}
	json_end(w, '}');
}

void report_json(const struct bench *b, const char *path)
{
	struct json_writer w;
	struct text out;
	struct utsname host;

	uname(&host);
	text_init(&out, b->arena);
	json_begin(&w, &out, true);
	json_object(&w, NULL);
	json_number(&w, "rounds", b->rounds);
	json_number(&w, "seed", (long long)b->seed);
	json_string(&w, "kernel", host.release);
	json_string(&w, "machine", host.machine);
	json_number(&w, "cpus", sysconf(_SC_NPROCESSORS_ONLN));
	json_array(&w, "contenders");
	for (size_t i = 0; i < b->count; i++)
		json_contender(&w, b, &b->contenders[i]);
	json_end(&w, ']');
	json_end(&w, '}');
	text_byte(&out, '\n');
	write_file(path, out.at, out.used);
}

/* ---------------------------------------------------------------- the last line */

static const char *verdict(bool met)
{
	return met ? "met" : "missed";
}

static void goal_floor(const struct bench *b, const struct contender *c, enum measure m)
{
	double ratio = times(c, floor_for(b, c), m);

	if (ratio > 0)
		printf(" %s%s %.2f x floor (%s);", measure_name(m), c->network == TAP ? " with tap" : "", ratio,
		    verdict(ratio <= most_of_floor));
}

static void goal_faster(const struct bench *b, const struct contender *c, const char *than, double least)
{
	double ratio = times(find(b, than, c->network == OWN ? OWN : JOINED), c, SUM);

	if (ratio > 0)
		printf(" %.1f x faster than %s%s (%s);", ratio, than, c->network == TAP ? " with tap" : "",
		    verdict(ratio >= least));
}

static void goals(const struct bench *b, const struct contender *c)
{
	goal_floor(b, c, RUN);
	goal_floor(b, c, SUM);
	goal_faster(b, c, "crun", least_of_crun);
	goal_faster(b, c, "runc", least_of_runc);
	printf(" peak RSS %ld kB (%s); waiting PSS %ld kB (%s);", peak_rss(c), verdict(peak_rss(c) <= most_peak),
	    c->waiting_pss, verdict(c->waiting_pss <= most_waiting));
}

/* The figures that the goals are about, or without our own program those of the floor. */
void report_last_line(const struct bench *b)
{
	const struct contender *own = find(b, "urunc", OWN), *tap = find(b, "urunc", TAP);

	printf("bench:");
	if (own)
		goals(b, own);
	if (tap)
		goals(b, tap);
	if (!own && !tap)
		printf(" urunc was not measured; floor: run %.3f ms, create+start+delete %.3f ms;",
		    median(find(b, "floor", OWN), RUN) / 1e3, median(find(b, "floor", OWN), SUM) / 1e3);
	printf(" %u rounds, seed %llu\n", b->rounds, b->seed);
}
