/*
 * picture.c: the distributions as an SVG.  One panel for each measure, one row for each contender; the thin line goes
 * from p1 to p99, the bar is the middle half, the notch is the median.  The axis is logarithmic: a floor of half a
 * millisecond and a runtime of thirty belong into one picture.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/text.h"
#include "tests/bench/bench.h"

enum { LEFT = 130, PLOT = 560, WIDTH = 880, ROW = 26, HEAD = 44, TOP = 70 };

struct axis {
	double least, most; /* us, or kB */
};

static const char *const colours[] = { "#8a8f98", "#0b6e8f", "#c0702a", "#7d4f8a", "#4f7d4f" };

/* The same program has one colour, whatever its network. */
static const char *colour_of(const struct bench *b, const struct contender *c)
{
	size_t distinct = 0;

	for (size_t i = 0; i < b->count; i++) {
		size_t first = 0;

		while (strcmp(b->contenders[first].name, b->contenders[i].name))
			first++;
		if (!strcmp(b->contenders[i].name, c->name))
			break;
		distinct += first == i;
	}
	return colours[distinct % (sizeof colours / sizeof *colours)];
}

static double place(const struct axis *a, double value)
{
	double low = log10(a->least), high = log10(a->most), at = log10(value < a->least ? a->least : value);

	return LEFT + PLOT * ((at > high ? high : at) - low) / (high - low);
}

static bool shown(const struct contender *c, enum measure m, bool own)
{
	return !c->failure && (c->network == OWN) == own && c->series[m].count;
}

static struct axis time_axis(const struct bench *b)
{
	static const enum measure drawn[] = { RUN, SUM, STATE };
	double least = 1e9, most = 1;

	for (size_t i = 0; i < b->count; i++)
		for (size_t k = 0; k < sizeof drawn / sizeof *drawn; k++) {
			const struct series *s = &b->contenders[i].series[drawn[k]];

			if (b->contenders[i].failure || !s->count)
				continue;
			least = fmin(least, quantile(s, 0.01));
			most = fmax(most, quantile(s, 0.99));
		}
	return (struct axis){ least / 1.3, most * 1.3 };
}

static void scale(struct text *out, const struct axis *a, double y, double height)
{
	for (double decade = pow(10, floor(log10(a->least))); decade <= a->most; decade *= 10)
		for (int step = 1; step <= 5; step += step == 1 ? 1 : 3) {
			double value = decade * step, x = place(a, value);

			if (value < a->least || value > a->most)
				continue;
			text_format(
			    out, "<line x1='%.1f' x2='%.1f' y1='%.1f' y2='%.1f' class='grid'/>", x, x, y, y + height);
			text_format(out, "<text x='%.1f' y='%.1f' class='tick' text-anchor='middle'>%g</text>\n", x,
			    y + height + 13, value / 1e3);
		}
}

static void row(
    struct text *out, const struct bench *b, const struct contender *c, enum measure m, const struct axis *a, double y)
{
	const struct series *s = &c->series[m];
	double low = place(a, quantile(s, 0.25)), high = place(a, quantile(s, 0.75)), mid = place(a, quantile(s, 0.5));
	const char *colour = colour_of(b, c);
	double ratio = times(c, find(b, "floor", c->network == OWN ? OWN : TAP), m);

	text_format(out, "<text x='%d' y='%.1f' class='name' text-anchor='end'>%s%s</text>", LEFT - 10, y + 4, c->name,
	    c->network == JOINED ? " (no tap)" : "");
	text_format(out, "<line x1='%.1f' x2='%.1f' y1='%.1f' y2='%.1f' stroke='%s' stroke-width='2' opacity='.45'/>",
	    place(a, quantile(s, 0.01)), place(a, quantile(s, 0.99)), y, y, colour);
	text_format(out, "<rect x='%.1f' y='%.1f' width='%.1f' height='12' rx='3' fill='%s' opacity='.8'/>", low, y - 6,
	    fmax(high - low, 3), colour);
	text_format(out, "<line x1='%.1f' x2='%.1f' y1='%.1f' y2='%.1f' stroke='#111' stroke-width='2'/>", mid, mid,
	    y - 8, y + 8);
	text_format(
	    out, "<text x='%d' y='%.1f' class='value'>%.2f ms", LEFT + PLOT + 14, y + 4, quantile(s, 0.5) / 1e3);
	if (ratio > 0 && m != AFTER)
		text_format(out, "<tspan class='tick' dx='6'>= %.2f × floor</tspan>", ratio);
	text_add(out, "</text>\n");
}

static void goal(
    struct text *out, const struct bench *b, enum measure m, bool own, const struct axis *a, double y, double height)
{
	double at = 1.5 * median(find(b, "floor", own ? OWN : TAP), m), x = place(a, at);

	if (at <= 0 || m == STATE)
		return;
	text_format(out, "<line x1='%.1f' x2='%.1f' y1='%.1f' y2='%.1f' class='goal'/>", x, x, y, y + height);
	text_format(out, "<text x='%.1f' y='%.1f' class='tick'>goal: 1.5 × floor</text>\n", x + 4, y + 2);
}

/* Returns where the next panel begins. */
static double panel(struct text *out, const struct bench *b, enum measure m, bool own, const struct axis *a, double y)
{
	size_t rows = 0;
	double height;

	for (size_t i = 0; i < b->count; i++)
		rows += shown(&b->contenders[i], m, own);
	if (!rows)
		return y;
	height = ROW * (double)rows;
	text_format(out, "<text x='12' y='%.1f' class='title'>%s<tspan class='tick' dx='8'>%s</tspan></text>\n", y,
	    measure_name(m), own ? "own network namespace" : "joined network namespace, tap and tc redirect");
	scale(out, a, y + 10, height);
	goal(out, b, m, own, a, y + 10, height);
	rows = 0;
	for (size_t i = 0; i < b->count; i++)
		if (shown(&b->contenders[i], m, own))
			row(out, b, &b->contenders[i], m, a, y + 10 + ROW * ((double)rows++ + 0.5));
	return y + height + HEAD;
}

/* Peak RSS as a dot, the PSS of the process that waits for start as a ring. */
static void memory_row(
    struct text *out, const struct bench *b, const struct contender *c, const struct axis *a, double y)
{
	const char *colour = colour_of(b, c);
	long peak = peak_rss(c);

	text_format(out, "<text x='%d' y='%.1f' text-anchor='end'>%s</text>", LEFT - 10, y + 4, c->name);
	text_format(out, "<circle cx='%.1f' cy='%.1f' r='6' fill='%s'/>", place(a, (double)peak), y, colour);
	text_format(out, "<circle cx='%.1f' cy='%.1f' r='5' fill='none' stroke='%s' stroke-width='2'/>",
	    place(a, (double)c->waiting_pss), y, colour);
	text_format(out,
	    "<text x='%d' y='%.1f' class='value'>%ld kB<tspan class='tick' dx='6'>waiting %ld</tspan></text>\n",
	    LEFT + PLOT + 14, y + 4, peak, c->waiting_pss);
}

static double memory_panel(struct text *out, const struct bench *b, double y)
{
	const struct axis a = { 20, 20000 };
	size_t rows = 0;

	for (size_t i = 0; i < b->count; i++)
		rows += shown(&b->contenders[i], RUN, true);
	text_format(out,
	    "<text x='12' y='%.1f' class='title'>memory<tspan class='tick' dx='8'>MB, logarithmic: peak RSS of "
	    "a command (dot), PSS of the process that waits between create and start (ring)</tspan></text>\n",
	    y);
	scale(out, &a, y + 10, ROW * (double)rows);
	rows = 0;
	for (size_t i = 0; i < b->count; i++)
		if (shown(&b->contenders[i], RUN, true))
			memory_row(out, b, &b->contenders[i], &a, y + 10 + ROW * ((double)rows++ + 0.5));
	return y + ROW * (double)rows + HEAD;
}

static const char style[] =
    "<style>text{font:13px system-ui,sans-serif;fill:#222}.title{font-weight:600;font-size:14px}"
    ".head{font-weight:600;font-size:17px}.tick{font-size:11px;font-weight:400;fill:#666}.value{font-size:12px}"
    ".grid{stroke:#e3e5e8}.goal{stroke:#b3261e;stroke-dasharray:4 3}</style>\n";

void picture_write(const struct bench *b, const char *path)
{
	static const struct {
		enum measure m;
		bool own;
	} panels[] = { { RUN, true }, { SUM, true }, { STATE, true }, { RUN, false }, { SUM, false } };
	struct axis a = time_axis(b);
	struct text body, out;
	double y = TOP;

	text_init(&body, b->arena);
	for (size_t i = 0; i < sizeof panels / sizeof *panels; i++)
		y = panel(&body, b, panels[i].m, panels[i].own, &a, y);
	y = memory_panel(&body, b, y);
	text_init(&out, b->arena);
	text_format(&out, "<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%.0f' viewBox='0 0 %d %.0f'>\n",
	    WIDTH, y - 16, WIDTH, y - 16);
	text_add(&out, style);
	text_add(&out, "<rect width='100%' height='100%' fill='#fff'/>\n");
	text_add(&out, "<text x='12' y='26' class='head'>A no-op monitor, from command to end</text>\n");
	text_format(&out,
	    "<text x='12' y='44' class='tick'>milliseconds, logarithmic; %u shuffled rounds; line p1 to p99, bar the "
	    "middle half, notch the median</text>\n",
	    b->rounds);
	text_bytes(&out, body.at, body.used);
	text_add(&out, "</svg>\n");
	write_file(path, out.at, out.used);
}
