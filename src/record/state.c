/* state.c: see state.h. */
#include "record/state.h"

#include <errno.h>
#include <string.h>

#include "base/json_writer.h"
#include "base/show.h"
#include "read/json.h"

static void head(struct json_writer *w, const struct state_file *s, enum state status)
{
	json_string(w, "ociVersion", s->oci_version);
	json_string(w, "id", s->id);
	json_string(w, "status", state_name(status));
	json_number(w, "pid", status == STATE_STOPPED ? 0 : s->pid);
	json_string(w, "bundle", s->bundle);
	json_string(w, "rootfs", s->rootfs);
	json_string(w, "created", s->created);
	json_string(w, "owner", "");
	json_object(w, "annotations");
	for (size_t i = 0; i < s->annotations_count; i++)
		json_string(w, s->annotations[i].key, s->annotations[i].value);
	json_end(w, '}');
}

void state_json(const struct state_file *s, enum state status, struct text *out)
{
	struct json_writer w;

	json_begin(&w, out, true);
	json_object(&w, NULL);
	head(&w, s, status);
	json_end(&w, '}');
	text_byte(out, '\n');
}

int state_write(const struct record *r, const struct state_file *s, struct arena *a, struct error *err)
{
	struct json_writer w;
	struct text out;

	text_init(&out, a);
	json_begin(&w, &out, false);
	json_object(&w, NULL);
	head(&w, s, s->status);
	json_object(&w, "urunc");
	json_number(&w, "started", (long long)s->started);
	json_number(&w, "freezing", s->freezing);
	json_string(&w, "boot", s->boot);
	json_string(&w, "guest", s->guest);
	json_string(&w, "monitor", s->monitor);
	json_end(&w, '}');
	json_end(&w, '}');
	text_byte(&out, '\n');
	return record_write(r, "state.json", out.at, out.used, err);
}

/* Where a value goes: by the object that it stands in and its key. */
struct reading {
	struct arena *arena;
	struct state_file *state;
	struct pair *annotations;
	size_t room;
	int depth;
	const char *inside, *key; /* of depth 1; of the innermost object */
};

static const char **text_member(struct state_file *s, const char *inside, const char *key)
{
	const struct {
		const char *inside, *key, **at;
	} known[] = {
		{ "", "ociVersion", &s->oci_version },
		{ "", "id", &s->id },
		{ "", "bundle", &s->bundle },
		{ "", "rootfs", &s->rootfs },
		{ "", "created", &s->created },
		{ "urunc", "boot", &s->boot },
		{ "urunc", "guest", &s->guest },
		{ "urunc", "monitor", &s->monitor },
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strcmp(known[i].inside, inside) == 0 && strcmp(known[i].key, key) == 0)
			return known[i].at;
	return NULL;
}

static void add_annotation(struct reading *r, const char *value)
{
	struct state_file *s = r->state;

	if (s->annotations_count == r->room) {
		size_t wanted = r->room ? 2 * r->room : 16;

		r->annotations = take_longer(
		    r->arena, r->annotations, r->room * sizeof *r->annotations, wanted * sizeof *r->annotations);
		r->room = wanted;
		s->annotations = r->annotations;
	}
	r->annotations[s->annotations_count++] = (struct pair){ r->key, value };
}

static int text_value(struct reading *r, struct json *j, const struct json_event *e)
{
	const char **member;
	char shown[SHOW_MAX];
	int state;

	if (strcmp(r->inside, "annotations") == 0) {
		add_annotation(r, e->text);
		return 0;
	}
	if (!*r->inside && strcmp(r->key, "status") == 0) {
		state = state_by_name(e->text);
		if (state < 0 || !state_is_saved((enum state)state))
			return json_fail(j, EPROTO, "no state of a container: %s", show_in(shown, e->text));
		r->state->status = (enum state)state;
		return 0;
	}
	member = text_member(r->state, r->inside, r->key);
	if (member)
		*member = e->text;
	return 0;
}

static int number_value(struct reading *r, struct json *j, const struct json_event *e)
{
	unsigned long long n;

	if (!*r->inside && strcmp(r->key, "pid") == 0) {
		if (json_whole(j, e, 0, 1 << 30, &n) < 0)
			return -1;
		r->state->pid = (pid_t)n;
	} else if (strcmp(r->inside, "urunc") == 0 && strcmp(r->key, "started") == 0) {
		if (json_whole(j, e, 0, ~0ULL >> 1, &n) < 0)
			return -1;
		r->state->started = n;
	} else if (strcmp(r->inside, "urunc") == 0 && strcmp(r->key, "freezing") == 0) {
		if (json_whole(j, e, 0, 1, &n) < 0)
			return -1;
		r->state->freezing = n;
	}
	return 0;
}

static int on_event(void *context, struct json *j, const struct json_event *e)
{
	struct reading *r = context;

	switch (e->type) {
	case JSON_KEY:
		r->key = e->text;
		return 0;
	case JSON_OBJECT:
	case JSON_LIST:
		if (r->depth == 1)
			r->inside = r->key;
		else if (r->depth > 1)
			return json_fail(j, EPROTO, "nothing is so deep in a state");
		r->depth++;
		return 0;
	case JSON_END:
		if (--r->depth == 1)
			r->inside = "";
		return 0;
	case JSON_STRING:
		return r->depth ? text_value(r, j, e) : 0;
	case JSON_NUMBER:
		return r->depth ? number_value(r, j, e) : 0;
	default:
		return 0;
	}
}

static int complete(const struct state_file *s, struct error *err)
{
	const char *const needed[] = { s->oci_version, s->id, s->bundle, s->rootfs, s->created, s->boot, s->guest,
		s->monitor };

	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
		if (!needed[i])
			return fail(err, EPROTO, "state.json is not complete: it was not written by this runtime");
	return s->status == STATE_NONE ? fail(err, EPROTO, "state.json has no status") : 0;
}

int state_parse(struct arena *a, const char *bytes, size_t len, struct state_file *ret, struct error *err)
{
	struct state_file s = { .status = STATE_NONE };
	struct reading r = { .arena = a, .state = &s, .inside = "", .key = "" };
	const struct json_source source = { bytes, len, "state.json", 16 << 20 };

	if (json_read(a, &source, on_event, &r, err) < 0 || complete(&s, err) < 0)
		return -1;
	*ret = s;
	return 0;
}

int state_read(const struct record *r, struct arena *a, struct state_file *ret, struct error *err)
{
	struct error why;
	char *bytes;
	size_t len;

	if (record_read(r, "state.json", a, &bytes, &len, err) < 0)
		return -1;
	if (state_parse(a, bytes, len, ret, &why) < 0)
		return fail(err, EPROTO, "container `%s`: %s", r->id, why.text);
	return 0;
}
