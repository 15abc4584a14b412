/* qmp.re: see qmp.h.  Tokens of JSON; of the objects only their depth and the keys event, data and reason are known. */
#include "read/qmp.h"

#include <string.h>

/*!re2c
	re2c:define:YYCTYPE = "unsigned char";
	re2c:define:YYCURSOR = p;
	re2c:define:YYMARKER = marker;
	re2c:yyfill:enable = 0;

	blank  = [ \t\r];
	string = ["] ([^"\\\x00] | "\\" [^\x00])* ["];
	other  = [^ \t\r"{}:,\x00]+;
*/

enum key { OTHER, EVENT, DATA, REASON };

struct event {
	int depth;
	enum key key; /* of the value that comes */
	enum key last; /* the string at hand, should it be a key */
	bool value; /* behind a colon */
	bool in_data, is_shutdown;
	const char *reason;
	size_t reason_len;
};

static bool is(const char *at, size_t len, const char *what)
{
	return len == strlen(what) && memcmp(at, what, len) == 0;
}

static enum key key_of(const struct event *e, const char *at, size_t len)
{
	if (e->depth == 1 && is(at, len, "event"))
		return EVENT;
	if (e->depth == 1 && is(at, len, "data"))
		return DATA;
	return e->depth == 2 && e->in_data && is(at, len, "reason") ? REASON : OTHER;
}

static void take_string(struct event *e, const char *at, size_t len)
{
	e->last = key_of(e, at, len);
	if (!e->value)
		return;
	if (e->key == EVENT)
		e->is_shutdown = is(at, len, "SHUTDOWN");
	if (e->key == REASON) {
		e->reason = at;
		e->reason_len = len;
	}
}

static void next_key(struct event *e)
{
	e->value = false;
	e->key = e->last = OTHER;
}

static void open_object(struct event *e)
{
	e->in_data = (e->depth == 1 && e->value && e->key == DATA) || (e->in_data && e->depth > 1);
	e->depth++;
	next_key(e);
}

static void close_object(struct event *e)
{
	e->depth--;
	e->in_data = e->in_data && e->depth > 1;
	next_key(e);
}

/* False: no JSON, or cut short. */
static bool read_line(const char *line, struct event *e)
{
	const unsigned char *p = (const unsigned char *)line, *marker, *start;

	for (;;) {
		start = p;
		/*!re2c
			blank+   { continue; }
			string   { take_string(e, (const char *)start + 1, (size_t)(p - start) - 2); continue; }
			"{"      { open_object(e); continue; }
			"}"      { close_object(e); if (e->depth < 0) return false; continue; }
			":"      { e->key = e->last; e->value = true; continue; }
			","      { next_key(e); continue; }
			other    { continue; }
			"\x00"   { return e->depth == 0; }
			*        { return false; }
		*/
	}
}

static bool take_line(struct qmp_reader *r, char *word, size_t room)
{
	struct event e = { 0 };

	r->line[r->used] = 0;
	if (r->too_long || memchr(r->line, 0, r->used) || !read_line(r->line, &e))
		return false;
	if (!e.is_shutdown || !e.reason_len || e.reason_len >= room)
		return false;
	memcpy(word, e.reason, e.reason_len);
	word[e.reason_len] = 0;
	return true;
}

bool qmp_read(struct qmp_reader *r, const char *bytes, size_t len, char *word, size_t room)
{
	bool found = false;

	for (size_t i = 0; i < len; i++) {
		if (bytes[i] == '\n') {
			found = take_line(r, word, room) || found;
			r->used = 0;
			r->too_long = false;
		} else if (r->used < QMP_LINE_MAX) {
			r->line[r->used++] = bytes[i];
		} else {
			r->too_long = true;
		}
	}
	return found;
}
