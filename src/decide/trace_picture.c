/*
 * trace_picture.c: see trace_picture.h.
 *
 * Commands of a container are often seconds apart, and a person wants to see milliseconds: what is idle for long is cut out
 * of the axis, and the cut says how long it was.
 */
#include "decide/trace_picture.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Of the picture, in its own units, which are about pixels. */
enum {
	WIDE = 1200,
	LEFT = 190,
	RIGHT = 24,
	TOP = 84,
	ROW = 21,
	BAR = 19,
	LANE_GAP = 16,
	CUT = 56,
	CUTS = 500,
	DEEP = 12,
	LISTED = 10
};
static const double letter = 6.5; /* the width of one at 11 px, on the safe side */

typedef unsigned long long nanoseconds;

struct lane {
	unsigned pid;
	const char *container;
	unsigned deep; /* rows */
	size_t open[DEEP]; /* the bars that the next one may lie in */
	unsigned opened;
	nanoseconds begin, end;
	int y;
};

struct bar {
	size_t lane;
	unsigned row;
	nanoseconds own; /* without what lies in it */
};

/* A stretch in which something happens. */
struct stretch {
	nanoseconds begin, end;
	double x;
};

/* All bars of one name. */
struct sum {
	const char *name;
	nanoseconds own;
	size_t n;
};

struct picture {
	struct arena *arena;
	const struct trace_file *file;
	struct text *out;
	struct bar *bars; /* of each span */
	struct lane *lanes;
	size_t lanes_count;
	struct stretch *stretches;
	size_t stretches_count;
	struct sum *sums;
	size_t sums_count;
	double scale; /* units for a nanosecond */
	double cut; /* the width of one */
	int bottom; /* of the lanes */
};

/* ---- layout ---- */

static int by_begin(const void *one, const void *other)
{
	const struct trace_span *a = one, *b = other;

	if (a->begin != b->begin)
		return a->begin < b->begin ? -1 : 1;
	if (a->end != b->end)
		return a->end > b->end ? -1 : 1;
	return (int)a->kind - (int)b->kind;
}

static int by_own(const void *one, const void *other)
{
	const struct sum *a = one, *b = other;

	return a->own == b->own ? strcmp(a->name, b->name) : a->own > b->own ? -1 : 1;
}

static struct lane *lane_of(struct picture *p, const struct trace_span *s)
{
	struct lane *l;

	for (size_t i = p->lanes_count; i-- > 0;)
		if (p->lanes[i].pid == s->pid)
			return &p->lanes[i];
	l = &p->lanes[p->lanes_count++];
	*l = (struct lane){ .pid = s->pid, .container = s->container, .begin = s->begin };
	return l;
}

/* Below the innermost one that has not ended; spans come in the order in which they begin, the longer one first. */
static void place(struct picture *p, size_t i)
{
	const struct trace_span *s = &p->file->spans[i];
	struct lane *l = lane_of(p, s);
	struct bar *b = &p->bars[i];

	while (l->opened && p->file->spans[l->open[l->opened - 1]].end <= s->begin)
		l->opened--;
	*b = (struct bar){ (size_t)(l - p->lanes), l->opened, s->end - s->begin };
	if (l->opened) {
		struct bar *around = &p->bars[l->open[l->opened - 1]];

		around->own -= around->own < b->own ? around->own : b->own;
	}
	if (l->opened + 1 > l->deep)
		l->deep = l->opened + 1;
	if (l->opened < DEEP - 1)
		l->open[l->opened++] = i;
	if (s->end > l->end)
		l->end = s->end;
	if (!*l->container)
		l->container = s->container;
}

static void stack_lanes(struct picture *p)
{
	int y = TOP;

	for (size_t i = 0; i < p->lanes_count; i++) {
		unsigned rows = p->lanes[i].deep < 2 ? 2 : p->lanes[i].deep;

		p->lanes[i].y = y;
		y += (int)rows * ROW + LANE_GAP;
	}
	p->bottom = y;
}

static nanoseconds busy_time(const struct trace_file *f)
{
	nanoseconds busy = 0, end = 0;

	for (size_t i = 0; i < f->spans_count; i++) {
		const struct trace_span *s = &f->spans[i];

		if (s->end > end)
			busy += s->end - (s->begin > end ? s->begin : end);
		if (s->end > end)
			end = s->end;
	}
	return busy ? busy : 1;
}

static void cut_out_idle(struct picture *p)
{
	const struct trace_file *f = p->file;
	nanoseconds idle = busy_time(f) / 8, shown = 0;
	struct stretch *last = p->stretches;
	double x = LEFT;

	*last = (struct stretch){ f->spans[0].begin, f->spans[0].end, LEFT };
	for (size_t i = 1; i < f->spans_count; i++) {
		const struct trace_span *s = &f->spans[i];

		if (s->begin > last->end && s->begin - last->end > idle)
			*++last = (struct stretch){ s->begin, s->end, LEFT };
		else if (s->end > last->end)
			last->end = s->end;
	}
	p->stretches_count = (size_t)(last - p->stretches) + 1;
	for (size_t i = 0; i < p->stretches_count; i++)
		shown += p->stretches[i].end - p->stretches[i].begin;
	p->cut = p->stretches_count * CUT > CUTS ? (double)CUTS / (double)p->stretches_count : CUT;
	p->scale = (WIDE - LEFT - RIGHT - p->cut * (double)(p->stretches_count - 1)) / (double)(shown ? shown : 1);
	for (size_t i = 0; i < p->stretches_count; i++) {
		p->stretches[i].x = x;
		x += (double)(p->stretches[i].end - p->stretches[i].begin) * p->scale + p->cut;
	}
}

static double x_of(const struct picture *p, nanoseconds t)
{
	size_t i = 0;

	while (i + 1 < p->stretches_count && p->stretches[i + 1].begin <= t)
		i++;
	return p->stretches[i].x + (double)(t - p->stretches[i].begin) * p->scale;
}

static void sum_up(struct picture *p)
{
	for (size_t i = 0; i < p->file->spans_count; i++) {
		const char *name = p->file->spans[i].name;
		size_t k = 0;

		while (k < p->sums_count && strcmp(p->sums[k].name, name) != 0)
			k++;
		if (k == p->sums_count)
			p->sums[p->sums_count++] = (struct sum){ .name = name };
		p->sums[k].own += p->bars[i].own;
		p->sums[k].n++;
	}
	qsort(p->sums, p->sums_count, sizeof *p->sums, by_own);
}

/* ---- words ---- */

unsigned long long trace_tick(unsigned long long all, unsigned most)
{
	unsigned long long tick = 1;

	for (unsigned i = 0; all / tick >= most; i++)
		tick = i % 3 == 1 ? tick / 2 * 5 : tick * 2; /* 1, 2, 5, 10 */
	return tick;
}

static const char *duration(char buf[32], nanoseconds t)
{
	static const struct {
		nanoseconds most;
		double unit;
		const char *name;
	} units[] = { { 999, 1, "ns" }, { 999499, 1e3, "\302\265s" }, { 999499999, 1e6, "ms" }, { ~0ULL, 1e9, "s" } };
	size_t i = 0;
	double n;

	while (t > units[i].most)
		i++;
	n = (double)t / units[i].unit;
	snprintf(buf, 32, "%.*f %s", i == 0 || n >= 100 ? 0 : n >= 10 ? 1 : 2, n, units[i].name);
	return buf;
}

/* What a tick says: as short as its distance allows. */
static const char *instant(char buf[32], nanoseconds t, nanoseconds tick)
{
	if (!t)
		return "0";
	if (tick >= 1000000000)
		snprintf(buf, 32, "%llu s", t / 1000000000);
	else if (tick >= 1000000 && t >= 10000000000)
		snprintf(buf, 32, "%.*f s", tick >= 100000000 ? 1 : tick >= 10000000 ? 2 : 3, (double)t / 1e9);
	else if (tick >= 1000000)
		snprintf(buf, 32, "%llu ms", t / 1000000);
	else if (t >= 1000000)
		snprintf(buf, 32, "%.*f ms", tick >= 100000 ? 1 : tick >= 10000 ? 2 : 3, (double)t / 1e6);
	else
		snprintf(buf, 32, "%llu \302\265s", t / 1000);
	return buf;
}

/* At most so many bytes of it, whole characters, as XML. */
static void put_text(struct text *out, const char *text, size_t most)
{
	size_t len = strlen(text), cut = len;

	if (len > most) {
		cut = most > 2 ? most - 1 : most;
		while (cut && ((unsigned char)text[cut] & 0xc0) == 0x80)
			cut--;
	}
	for (size_t i = 0; i < cut; i++)
		if (text[i] == '<' || text[i] == '>' || text[i] == '&' || text[i] == '"')
			text_format(out, "&#%d;", text[i]);
		else
			text_byte(out, (char)((unsigned char)text[i] < 0x20 || text[i] == 0x7f ? '?' : text[i]));
	if (cut < len)
		text_add(out, "\342\200\246");
}

/* ---- drawing ---- */

static void head(struct picture *p, int height)
{
	text_format(p->out,
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" "
	    "font-family=\"system-ui, 'DejaVu Sans', sans-serif\" font-size=\"11\">\n"
	    "<style>\n"
	    ".back{fill:#fff}.text{fill:#1f2328}.dim{fill:#656d76}.line{stroke:#d8dee4}.lane{fill:#f3f5f7}.cut{fill:#e6eaef}\n"
	    ".k0{fill:#57606a}.k1{fill:#0969da}.k2{fill:#1a7f37}.k3{fill:#bc4c00}.in{fill:#fff}rect.bar{stroke:#fff;stroke-width:.6}\n"
	    "@media (prefers-color-scheme:dark){.back{fill:#0d1117}.text{fill:#e6edf3}.dim{fill:#8d96a0}.line{stroke:#30363d}"
	    ".lane{fill:#161b22}.cut{fill:#262c36}\n"
	    ".k0{fill:#6e7681}.k1{fill:#1f6feb}.k2{fill:#238636}.k3{fill:#bd561d}rect.bar{stroke:#0d1117}}\n"
	    "</style>\n<rect class=\"back\" width=\"100%%\" height=\"100%%\"/>\n",
	    WIDE, height, WIDE, height);
}

/* The one that the trace is of, or how many processes took part. */
static void put_containers(struct picture *p)
{
	const char *one = p->lanes[0].container;
	bool several = !*one;

	for (size_t i = 1; i < p->lanes_count; i++)
		several |= strcmp(p->lanes[i].container, one) != 0;
	if (several)
		text_format(p->out, "%zu processes", p->lanes_count);
	else
		put_text(p->out, one, 60);
}

static void title(struct picture *p)
{
	static const char *const kinds[] = { "command", "event", "action", "step" };
	const struct trace_file *f = p->file;
	nanoseconds all = p->stretches[p->stretches_count - 1].end - p->stretches[0].begin;
	char busy[32], whole[32];

	text_add(p->out, "<text class=\"text\" x=\"12\" y=\"26\" font-size=\"15\" font-weight=\"600\">");
	put_containers(p);
	text_format(p->out, ": %s of work%s%s</text>\n", duration(busy, busy_time(f)),
	    p->stretches_count > 1 ? " within " : "", p->stretches_count > 1 ? duration(whole, all) : "");
	for (int i = 0; i < TRACE_KINDS; i++)
		text_format(p->out,
		    "<rect class=\"k%d\" x=\"%d\" y=\"16\" width=\"11\" height=\"11\" rx=\"2\"/>"
		    "<text class=\"dim\" x=\"%d\" y=\"26\">%s</text>\n",
		    i, WIDE - 340 + 85 * i, WIDE - 324 + 85 * i, kinds[i]);
}

static void cuts(struct picture *p)
{
	char buf[32];

	for (size_t i = 1; i < p->stretches_count; i++) {
		const struct stretch *s = &p->stretches[i];

		text_format(p->out, "<rect class=\"cut\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>\n",
		    s->x - p->cut * .9, TOP - 24, p->cut * .8, p->bottom - TOP + 16);
		if (p->cut < CUT)
			continue;
		text_format(p->out, "<text class=\"dim\" x=\"%.1f\" y=\"48\" text-anchor=\"middle\">idle %s</text>\n",
		    s->x - CUT / 2.0, duration(buf, s->begin - s[-1].end));
	}
}

static void axis(struct picture *p)
{
	nanoseconds zero = p->stretches[0].begin, tick = trace_tick((nanoseconds)((WIDE - LEFT) / p->scale), 14);
	double free_from = 0;
	char buf[32];

	for (size_t i = 0; i < p->stretches_count; i++) {
		const struct stretch *s = &p->stretches[i];

		for (nanoseconds t = (s->begin - zero + tick - 1) / tick * tick; t <= s->end - zero; t += tick) {
			double x = x_of(p, zero + t), half = letter * (double)strlen(instant(buf, t, tick)) / 2;

			text_format(p->out, "<line class=\"line\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>\n", x,
			    x, TOP - 14, p->bottom - 8);
			if (x - half < free_from || x + half > WIDE)
				continue;
			text_format(p->out,
			    "<text class=\"dim\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>\n", x, TOP - 18,
			    instant(buf, t, tick));
			free_from = x + half + letter;
		}
	}
}

static const char *name_of(const struct picture *p, const struct lane *l)
{
	for (size_t i = 0; i < p->file->processes_count; i++)
		if (p->file->processes[i].pid == l->pid)
			return p->file->processes[i].name;
	return "process";
}

static void lane_head(struct picture *p, const struct lane *l)
{
	unsigned rows = l->deep < 2 ? 2 : l->deep;
	enum { LETTERS = (LEFT - 24) / 7 };
	char buf[32];

	text_format(p->out, "<rect class=\"lane\" x=\"6\" y=\"%d\" width=\"%d\" height=\"%u\" rx=\"4\"/>\n", l->y - 5,
	    WIDE - 12, rows * ROW + 8);
	text_format(p->out, "<text class=\"text\" x=\"14\" y=\"%d\" font-weight=\"600\">", l->y + 13);
	put_text(p->out, name_of(p, l), LETTERS);
	text_format(p->out, "</text><text class=\"dim\" x=\"14\" y=\"%d\">", l->y + 13 + ROW - 4);
	put_text(p->out, l->container, LETTERS - 10);
	text_format(p->out, "%s%s</text>\n", *l->container ? ", " : "", duration(buf, l->end - l->begin));
}

static void bar(struct picture *p, size_t i)
{
	const struct trace_span *s = &p->file->spans[i];
	const struct bar *b = &p->bars[i];
	double x = x_of(p, s->begin), wide = (double)(s->end - s->begin) * p->scale;
	int y = p->lanes[b->lane].y + (int)b->row * ROW;
	char all[32], own[32];
	size_t room = wide < 12 ? 0 : (size_t)((wide - 8) / letter), name = strlen(s->name);

	duration(all, s->end - s->begin);
	text_format(p->out, "<g><title>");
	put_text(p->out, s->name, 200);
	text_format(p->out,
	    ": %s, %s of its own</title><rect class=\"bar k%d\" x=\"%.2f\" y=\"%d\" width=\"%.2f\" height=\"%d\" rx=\"2\"/>",
	    all, duration(own, b->own), (int)s->kind, x, y, wide < .8 ? .8 : wide, BAR);
	if (room >= 3 && (room >= name || room >= 6)) {
		text_format(p->out, "<text class=\"in\" x=\"%.1f\" y=\"%d\">", x + 4, y + 13);
		put_text(p->out, s->name, room);
		text_format(
		    p->out, "%s%s</text>", room > name + strlen(all) ? " " : "", room > name + strlen(all) ? all : "");
	}
	text_add(p->out, "</g>\n");
}

/* What took longest by itself, whoever did it. */
static void list(struct picture *p)
{
	enum { NAMES = 190, BARS = 420 };
	size_t n = p->sums_count < LISTED ? p->sums_count : LISTED;
	nanoseconds most = p->sums[0].own ? p->sums[0].own : 1;
	char buf[32];

	text_format(p->out,
	    "<text class=\"text\" x=\"12\" y=\"%d\" font-weight=\"600\">Longest by their own time, without what lies in them</text>\n",
	    p->bottom + 18);
	for (size_t i = 0; i < n; i++) {
		const struct sum *s = &p->sums[i];
		int y = p->bottom + 28 + (int)i * 18;
		double wide = (double)s->own / (double)most * BARS;

		text_format(p->out, "<text class=\"text\" x=\"%d\" y=\"%d\" text-anchor=\"end\">", NAMES - 10, y + 12);
		put_text(p->out, s->name, 25);
		text_format(p->out,
		    "</text><rect class=\"k1\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"13\" rx=\"2\"/>"
		    "<text class=\"dim\" x=\"%.1f\" y=\"%d\">%s",
		    NAMES, y + 1, wide < 1 ? 1 : wide, NAMES + wide + 8, y + 12, duration(buf, s->own));
		if (s->n > 1)
			text_format(p->out, " in %zu", s->n);
		text_add(p->out, "</text>\n");
	}
}

void trace_picture(struct arena *a, struct trace_file *file, struct text *out)
{
	struct picture p = { .arena = a, .file = file, .out = out };
	size_t n = file->spans_count;

	qsort(file->spans, n, sizeof *file->spans, by_begin);
	p.bars = take_many(a, n, sizeof *p.bars);
	p.lanes = take_many(a, n, sizeof *p.lanes);
	p.stretches = take_many(a, n, sizeof *p.stretches);
	p.sums = take_many(a, n, sizeof *p.sums);
	for (size_t i = 0; i < n; i++)
		place(&p, i);
	stack_lanes(&p);
	cut_out_idle(&p);
	sum_up(&p);
	head(&p, p.bottom + 44 + 18 * (int)(p.sums_count < LISTED ? p.sums_count : LISTED));
	title(&p);
	for (size_t i = 0; i < p.lanes_count; i++)
		lane_head(&p, &p.lanes[i]);
	cuts(&p);
	axis(&p);
	for (size_t i = 0; i < n; i++)
		bar(&p, i);
	list(&p);
	text_add(out, "</svg>\n");
}
