/*
 * config.c: see config.h.  One frame for each level of the JSON that is open; a frame knows which rows its keys may be, or
 * what its list collects.  What has no row, or is null, is as if it were not there.
 */
#include "read/config.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "base/show.h"
#include "base/text.h"
#include "read/config_row.h"
#include "read/json.h"

struct frame {
	enum config_kind kind; /* CONFIG_OBJECT or a kind of list */
	bool refused; /* anything in it is an error */
	unsigned int row; /* that this level is the value of; an item's: its list's */
	void *item; /* the struct that its members are in */
	unsigned int first, count; /* objects: the rows of its fields */
	uint32_t seen; /* objects: which of them were there */
	char *at; /* lists: the items so far */
	size_t n, room;
	uint64_t words; /* lists: the unique words so far, a bit each */
};

struct reader {
	struct arena *arena;
	struct warnings *warn;
	struct frame frames[JSON_DEPTH];
	int depth;
	int skipped; /* levels of a value that has no row */
	int row; /* of the key whose value comes next; -1: it has none */
	const char *name; /* that key */
	int part; /* the row of the object that the document is; -1: all of config.json */
	struct config config;
};

static const struct config_row *row_of(const struct frame *f)
{
	return &config_rows[f->row];
}

static bool kept(const struct config_row *row)
{
	return row->fate == CONFIG_USE || row->fate == CONFIG_HAND;
}

/* ---- frames */

static struct frame *push(struct reader *r, enum config_kind kind, unsigned int row, void *item)
{
	struct frame *f = &r->frames[r->depth++];

	*f = (struct frame){ .kind = kind, .row = row, .item = item };
	f->first = config_rows[row].first;
	f->count = config_rows[row].count;
	return f;
}

static size_t item_size(const struct frame *f)
{
	switch (f->kind) {
	case CONFIG_STRINGS:
		return sizeof(const char *);
	case CONFIG_NUMBERS:
		return sizeof(uint32_t);
	case CONFIG_WORDS:
		return sizeof(int);
	case CONFIG_MAP:
		return sizeof(struct pair);
	default:
		return row_of(f)->arg;
	}
}

/* Room for one more item of a list; NULL when nobody wants them. */
static void *add_item(struct reader *r, struct frame *f)
{
	size_t size = item_size(f), wanted = f->room ? f->room * 2 : 4;

	if (!kept(row_of(f)))
		return NULL;
	if (f->n == f->room) {
		f->at = take_longer(r->arena, f->at, f->room * size, wanted * size);
		f->room = wanted;
	}
	return f->at + f->n++ * size;
}

static void set(const struct frame *f, unsigned int row, const struct config_value *v)
{
	if (kept(&config_rows[row]))
		config_set(row, f->item, v);
}

/* ---- single values */

static int wrong_type(struct json *j, enum config_kind kind, const struct json_event *e)
{
	static const char wanted[][16] = { [CONFIG_STRING] = "a string",
		[CONFIG_BOOL] = "true or false",
		[CONFIG_NUMBER] = "a number",
		[CONFIG_WORD] = "a string",
		[CONFIG_OBJECT] = "an object",
		[CONFIG_STRINGS] = "a list",
		[CONFIG_NUMBERS] = "a list",
		[CONFIG_WORDS] = "a list",
		[CONFIG_LIST] = "a list",
		[CONFIG_MAP] = "an object",
		[CONFIG_NAMED] = "an object" };

	return json_fail(j, EINVAL, "%s is wanted, not %s", wanted[kind], json_type_name(e->type));
}

static enum json_type type_of(enum config_kind kind)
{
	switch (kind) {
	case CONFIG_STRING:
	case CONFIG_WORD:
		return JSON_STRING;
	case CONFIG_BOOL:
		return JSON_BOOL;
	case CONFIG_NUMBER:
		return JSON_NUMBER;
	case CONFIG_OBJECT:
	case CONFIG_MAP:
	case CONFIG_NAMED:
		return JSON_OBJECT;
	default:
		return JSON_LIST;
	}
}

static const char *word_text(const struct config_words *set, int word)
{
	return config_pool + config_word_at[set->first + word - 1];
}

const char *config_word(enum config_set set, int word)
{
	return word > 0 && word <= config_sets[set].count ? word_text(&config_sets[set], word) : NULL;
}

/* "TEXT is none of a, b, c", or a warning where newer words are expected; *ret is 0 then. */
static int unknown_word(struct reader *r, struct json *j, const struct config_words *set, const char *value)
{
	const char *prefix = config_pool + set->open;
	struct text all;

	if (*prefix && !strncmp(value, prefix, strlen(prefix))) {
		warn_add(r->warn, "%s%s is not known here and left out", json_where(j), show(r->arena, value));
		return 0;
	}
	if (*prefix)
		return json_fail(j, EINVAL, "%s does not begin with %s", show(r->arena, value), prefix);
	text_init(&all, r->arena);
	for (int i = 1; i <= set->count; i++)
		text_format(&all, "%s%s", i > 1 ? ", " : "", word_text(set, i));
	return json_fail(j, EINVAL, "%s is none of %s", show(r->arena, value), all.at);
}

static int find_word(struct reader *r, struct json *j, const struct config_words *set, const char *value, int *ret)
{
	*ret = 0;
	for (int i = 1; i <= set->count; i++)
		if (!strcmp(value, word_text(set, i)))
			*ret = i;
	return *ret ? 0 : unknown_word(r, j, set, value);
}

static int check_string(struct reader *r, struct json *j, const struct config_row *row, const char *value)
{
	const char *allowed = config_pool + row->arg;

	if (!*value)
		return row->flags & CONFIG_MUST ? json_fail(j, EINVAL, "it may not be empty") : 0;
	if (row->flags & CONFIG_ABSOLUTE && *value != '/')
		return json_fail(j, EINVAL, "a path that begins with / is wanted, not %s", show(r->arena, value));
	if (row->arg && value[strspn(value, allowed)])
		return json_fail(j, EINVAL, "only characters of %s are wanted, not %s", allowed, show(r->arena, value));
	return 0;
}

/* An empty string says as little as none: Go's engines write some. */
static int take_string(struct reader *r, struct json *j, struct frame *f, unsigned int row, const char *value)
{
	if (check_string(r, j, &config_rows[row], value))
		return -1;
	if (*value)
		set(f, row, &(struct config_value){ .text = value });
	return 0;
}

static int take_number(struct json *j, struct frame *f, unsigned int row, const struct json_event *e)
{
	const struct config_range *range = &config_ranges[config_rows[row].arg];
	struct config_value v = { 0 };

	if (json_whole(j, e, range->least, range->most, &v.number))
		return -1;
	set(f, row, &v);
	return 0;
}

static int check_unique(struct reader *r, struct json *j, const char *value, int word)
{
	struct frame *list = &r->frames[r->depth - 2];
	uint64_t bit = (uint64_t)1 << word;

	if (list->words & bit)
		return json_fail(j, EINVAL, "%s is there twice", show(r->arena, value));
	list->words |= bit;
	return 0;
}

static int take_word(struct reader *r, struct json *j, struct frame *f, unsigned int row, const char *value)
{
	const struct config_row *about = &config_rows[row];
	int word;

	if (!*value && !(about->flags & CONFIG_MUST))
		return 0;
	if (find_word(r, j, &config_sets[about->arg], value, &word))
		return -1;
	if (word && about->flags & CONFIG_UNIQUE && check_unique(r, j, value, word))
		return -1;
	set(f, row, &(struct config_value){ .number = (unsigned)word });
	return 0;
}

/* ---- values of an object's fields */

static int take_scalar(struct reader *r, struct json *j, struct frame *f, unsigned int row, const struct json_event *e)
{
	switch (config_rows[row].kind) {
	case CONFIG_STRING:
		return take_string(r, j, f, row, e->text);
	case CONFIG_WORD:
		return take_word(r, j, f, row, e->text);
	case CONFIG_NUMBER:
		return take_number(j, f, row, e);
	default:
		set(f, row, &(struct config_value){ .number = e->text[0] == 't' });
		return 0;
	}
}

static int refuse(struct json *j, const struct config_row *row)
{
	return json_fail(j, ENOTSUP, "not supported: %s", config_pool + row->why);
}

static bool says_something(const struct json_event *scalar)
{
	return scalar->len && strcmp(scalar->text, "false") && scalar->text[0] != '0';
}

static bool begins_level(const struct json_event *e)
{
	return e->type == JSON_OBJECT || e->type == JSON_LIST;
}

static int take_field(struct reader *r, struct json *j, struct frame *f, const struct json_event *e)
{
	unsigned int row = (unsigned int)r->row;
	const struct config_row *about = &config_rows[row];
	bool level = begins_level(e);

	if (e->type == JSON_NULL)
		return 0;
	if (e->type != type_of(about->kind))
		return wrong_type(j, about->kind, e);
	if (about->fate == CONFIG_REFUSE && !level && says_something(e))
		return refuse(j, about);
	f->seen |= (uint32_t)1 << (row - f->first);
	if (!level)
		return take_scalar(r, j, f, row, e);
	push(r, about->kind, row, f->item)->refused = about->fate == CONFIG_REFUSE;
	if (about->kind == CONFIG_OBJECT)
		set(f, row, &(struct config_value){ 0 });
	return 0;
}

static int find_row(const struct frame *f, const char *key, size_t len)
{
	for (unsigned int i = f->first; i < f->first + f->count; i++)
		if (config_rows[i].len == len && !memcmp(config_pool + config_rows[i].name, key, len))
			return (int)i;
	return -1;
}

static int in_object(struct reader *r, struct json *j, struct frame *f, const struct json_event *e)
{
	if (e->type == JSON_KEY)
		r->row = find_row(f, e->text, e->len);
	else if (r->row >= 0)
		return take_field(r, j, f, e);
	else if (begins_level(e))
		r->skipped = 1;
	return 0;
}

/* ---- items of lists */

static int add_string(struct reader *r, struct json *j, struct frame *f, const struct json_event *e)
{
	const char **item;

	if (e->type != JSON_STRING)
		return wrong_type(j, CONFIG_STRING, e);
	item = add_item(r, f);
	if (item)
		*item = e->text;
	return 0;
}

static int add_number(struct reader *r, struct json *j, struct frame *f, const struct json_event *e)
{
	unsigned long long n;
	uint32_t *item;

	if (e->type != JSON_NUMBER)
		return wrong_type(j, CONFIG_NUMBER, e);
	if (json_whole(j, e, 0, UINT32_MAX, &n))
		return -1;
	item = add_item(r, f);
	if (item)
		*item = (uint32_t)n;
	return 0;
}

static int add_word(struct reader *r, struct json *j, struct frame *f, const struct json_event *e)
{
	int word, *item;

	if (e->type != JSON_STRING)
		return wrong_type(j, CONFIG_WORD, e);
	if (find_word(r, j, &config_sets[row_of(f)->arg], e->text, &word))
		return -1;
	item = word ? add_item(r, f) : NULL;
	if (item)
		*item = word;
	return 0;
}

static int add_object(struct reader *r, struct json *j, struct frame *f, const struct json_event *e)
{
	if (e->type == JSON_KEY) /* of named objects */
		return 0;
	if (e->type != JSON_OBJECT)
		return wrong_type(j, CONFIG_OBJECT, e);
	push(r, CONFIG_OBJECT, f->row, add_item(r, f));
	return 0;
}

static int add_pair(struct reader *r, struct json *j, struct frame *f, const struct json_event *e)
{
	struct pair *item;

	if (e->type == JSON_NULL)
		return 0;
	if (e->type == JSON_KEY) {
		r->name = e->text;
		return e->len ? 0 : json_fail(j, EINVAL, "a name may not be empty");
	}
	if (e->type != JSON_STRING)
		return wrong_type(j, CONFIG_STRING, e);
	item = add_item(r, f);
	if (item)
		*item = (struct pair){ .key = r->name, .value = e->text };
	return 0;
}

/* ---- events */

static int check_must(struct json *j, const struct frame *f)
{
	for (unsigned int i = 0; i < f->count; i++)
		if (config_rows[f->first + i].flags & CONFIG_MUST && !(f->seen >> i & 1))
			return json_fail(j, EINVAL, "%s is missing", config_pool + config_rows[f->first + i].name);
	return 0;
}

static int end_level(struct reader *r, struct json *j, struct frame *f)
{
	r->depth--;
	if (f->kind == CONFIG_OBJECT)
		return check_must(j, f);
	set(f, f->row, &(struct config_value){ .list = f->at, .count = f->n });
	return 0;
}

static int begin_config(struct reader *r, struct json *j, const struct json_event *e)
{
	struct frame *f;

	if (e->type != JSON_OBJECT)
		return wrong_type(j, CONFIG_OBJECT, e);
	f = push(r, CONFIG_OBJECT, r->part < 0 ? 0 : (unsigned)r->part, &r->config);
	if (r->part < 0) {
		f->first = 0;
		f->count = config_top;
	}
	return 0;
}

static int in_level(struct reader *r, struct json *j, struct frame *f, const struct json_event *e)
{
	if (f->refused)
		return refuse(j, row_of(f));
	switch (f->kind) {
	case CONFIG_STRINGS:
		return add_string(r, j, f, e);
	case CONFIG_NUMBERS:
		return add_number(r, j, f, e);
	case CONFIG_WORDS:
		return add_word(r, j, f, e);
	case CONFIG_LIST:
	case CONFIG_NAMED:
		return add_object(r, j, f, e);
	case CONFIG_MAP:
		return add_pair(r, j, f, e);
	default:
		return in_object(r, j, f, e);
	}
}

static int on_event(void *context, struct json *j, const struct json_event *e)
{
	struct reader *r = context;
	struct frame *f;

	if (r->skipped) {
		r->skipped += begins_level(e) - (e->type == JSON_END);
		return 0;
	}
	if (!r->depth)
		return begin_config(r, j, e);
	f = &r->frames[r->depth - 1];
	return e->type == JSON_END ? end_level(r, j, f) : in_level(r, j, f, e);
}

/* ---- the whole */

/* "1." and digits, whatever follows them: 1.0.2-dev and 1.3.0+dev are written by engines of today. */
static int check_version(const struct config *c, const char *file, struct arena *a, struct error *err)
{
	const char *p = c->ociVersion;
	size_t minor = strncmp(p, "1.", 2) ? 0 : strspn(p + 2, "0123456789");

	if (minor && (!p[2 + minor] || strchr(".-+", p[2 + minor])))
		return 0;
	return fail(
	    err, ENOTSUP, "%s: ociVersion %s is not supported: versions 1.x of the runtime spec are", file, show(a, p));
}

int config_read(struct arena *a, const char *bytes, size_t len, const char *file, struct config *ret,
    struct warnings *warn, struct error *err)
{
	struct json_source source = { .bytes = bytes, .len = len, .file = file, .most = CONFIG_BYTES };
	struct reader r = { .arena = a, .warn = warn, .part = -1 };

	if (json_read(a, &source, on_event, &r, err) || check_version(&r.config, file, a, err))
		return -1;
	*ret = r.config;
	return 0;
}

int config_read_part(struct arena *a, const char *bytes, size_t len, const char *file, enum config_part part,
    struct config *ret, struct warnings *warn, struct error *err)
{
	struct json_source source = { .bytes = bytes, .len = len, .file = file, .most = CONFIG_BYTES };
	struct reader r = { .arena = a, .warn = warn, .part = config_parts[part] };

	if (json_read(a, &source, on_event, &r, err))
		return -1;
	*ret = r.config;
	return 0;
}
