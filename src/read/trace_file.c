/* trace_file.c: see trace_file.h. */
#include "read/trace_file.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "read/json.h"

struct reading {
	struct arena *arena;
	struct trace_file file;
	int depth;
	const char *inside, *key; /* of depth 2; of the innermost object */
	struct trace_span span;
	const char *phase, *called;
	unsigned long long duration;
	bool has_begin, has_duration, has_pid;
};

int trace_time(const char *text, size_t len, unsigned long long *ret)
{
	unsigned long long n = 0;
	size_t i = 0, decimals = 0;

	for (; i < len && text[i] >= '0' && text[i] <= '9'; i++) {
		if (n > 1000000000000000ULL) /* thirty years */
			return -1;
		n = n * 10 + (unsigned)(text[i] - '0');
	}
	if (i == 0)
		return -1;
	if (i < len && text[i] == '.')
		for (i++; i < len && text[i] >= '0' && text[i] <= '9'; i++)
			if (decimals < 3) {
				n = n * 10 + (unsigned)(text[i] - '0');
				decimals++;
			}
	for (; decimals < 3; decimals++)
		n *= 10;
	*ret = n;
	return i == len ? 0 : -1;
}

static enum trace_kind kind_of(const char *word)
{
	static const char *const kinds[TRACE_KINDS] = { "command", "event", "action", "step" };

	for (int i = 0; i < TRACE_STEP; i++)
		if (strcmp(word, kinds[i]) == 0)
			return (enum trace_kind)i;
	return TRACE_STEP;
}

/* Room for one more in a list that doubles. */
static void *longer(struct arena *a, void *at, size_t n, size_t *room, size_t size)
{
	size_t wanted = *room ? 2 * *room : 64;

	if (n < *room)
		return at;
	at = take_longer(a, at, *room * size, wanted * size);
	*room = wanted;
	return at;
}

static int add_span(struct reading *r, struct json *j)
{
	struct trace_file *f = &r->file;

	if (!r->span.name || !r->has_begin || !r->has_duration || !r->has_pid)
		return json_fail(j, EINVAL, "an event needs name, ts, dur and pid");
	if (f->spans_count == TRACE_SPANS)
		return json_fail(j, E2BIG, "more than %d events: no picture shows so many", TRACE_SPANS);
	r->span.end = r->span.begin + r->duration;
	f->spans = longer(r->arena, f->spans, f->spans_count, &f->spans_room, sizeof *f->spans);
	f->spans[f->spans_count++] = r->span;
	return 0;
}

static int end_object(struct reading *r, struct json *j)
{
	struct trace_file *f = &r->file;

	if (!r->phase)
		return json_fail(j, EINVAL, "this is no event of a trace: it has no ph");
	if (strcmp(r->phase, "X") == 0)
		return add_span(r, j);
	if (strcmp(r->phase, "M") || !r->span.name || strcmp(r->span.name, "process_name") || !r->called || !r->has_pid)
		return 0;
	f->processes = longer(r->arena, f->processes, f->processes_count, &f->processes_room, sizeof *f->processes);
	f->processes[f->processes_count++] = (struct trace_process){ r->span.pid, r->called };
	return 0;
}

static void string_value(struct reading *r, const char *text)
{
	if (r->depth == 3) {
		if (strcmp(r->inside, "args") == 0 && strcmp(r->key, "container") == 0)
			r->span.container = text;
		if (strcmp(r->inside, "args") == 0 && strcmp(r->key, "name") == 0)
			r->called = text;
		return;
	}
	if (strcmp(r->key, "name") == 0)
		r->span.name = text;
	else if (strcmp(r->key, "cat") == 0)
		r->span.kind = kind_of(text);
	else if (strcmp(r->key, "ph") == 0)
		r->phase = text;
}

static int number_value(struct reading *r, struct json *j, const struct json_event *e)
{
	bool begin = strcmp(r->key, "ts") == 0, duration = strcmp(r->key, "dur") == 0;
	unsigned long long n;

	if (strcmp(r->key, "pid") == 0) {
		if (json_whole(j, e, 0, 1U << 30, &n) < 0)
			return -1;
		r->span.pid = (unsigned)n;
		r->has_pid = true;
		return 0;
	}
	if (!begin && !duration)
		return 0;
	if (trace_time(e->text, e->len, begin ? &r->span.begin : &r->duration) < 0)
		return json_fail(
		    j, EINVAL, "no number of microseconds: %.*s", (int)(e->len < 40 ? e->len : 40), e->text);
	r->has_begin |= begin;
	r->has_duration |= duration;
	return 0;
}

static void begin_object(struct reading *r)
{
	r->span = (struct trace_span){ .container = "", .kind = TRACE_STEP };
	r->phase = r->called = NULL;
	r->inside = r->key = "";
	r->has_begin = r->has_duration = r->has_pid = false;
}

static int on_event(void *with, struct json *j, const struct json_event *e)
{
	struct reading *r = with;

	if (r->depth == 0 && e->type != JSON_LIST)
		return json_fail(j, EINVAL, "this is no trace: a list of events is wanted");
	if (r->depth == 1 && e->type != JSON_OBJECT && e->type != JSON_END)
		return json_fail(j, EINVAL, "this is no trace: an event is an object");
	if (e->type == JSON_KEY) {
		r->key = e->text;
	} else if (e->type == JSON_OBJECT || e->type == JSON_LIST) {
		if (r->depth == 1)
			begin_object(r);
		else if (r->depth == 2)
			r->inside = r->key;
		r->depth++;
	} else if (e->type == JSON_END) {
		return --r->depth == 1 ? end_object(r, j) : 0;
	} else if (e->type == JSON_STRING && r->depth <= 3) {
		string_value(r, e->text);
	} else if (e->type == JSON_NUMBER && r->depth == 2) {
		return number_value(r, j, e);
	}
	return 0;
}

/* The end of the array may be missing, and a comma stand there, since more may be appended. */
static size_t close_array(char *bytes, size_t len)
{
	while (len && strchr(" \t\r\n", bytes[len - 1]))
		len--;
	if (len < 2 || bytes[len - 1] == ']')
		return len;
	if (bytes[len - 1] == ',')
		len--;
	bytes[len] = ']'; /* where the comma or the 0 behind the last byte was */
	return len + 1;
}

int trace_file_read(
    struct arena *a, char *bytes, size_t len, const char *file, struct trace_file *ret, struct error *err)
{
	struct reading r = { .arena = a, .inside = "", .key = "" };
	size_t closed = close_array(bytes, len);
	const struct json_source source = { bytes, closed, file, TRACE_BYTES };

	if (json_read(a, &source, on_event, &r, err) < 0)
		return -1;
	if (!r.file.spans_count)
		return fail(err, EINVAL, "%s: no event is in it", file);
	*ret = r.file;
	return 0;
}
