/* settings.c: see settings.h. */
#include "read/settings.h"

#include <stdint.h>
#include <string.h>

#include "base/show.h"
#include "base/text.h"
#include "read/settings_row.h"
#include "read/toml.h"

enum { MOST_ROWS = 64 };

struct reader {
	struct arena *arena;
	const char *file;
	struct warnings *warn;
	struct settings *settings;
	const char *path; /* of the key at hand, for messages */
	size_t line;
	uint64_t seen[MOST_ROWS]; /* rows that were there; of several tables a bit for each */
};

static const char *pool(unsigned int at)
{
	return settings_pool + at;
}

const char *settings_word(unsigned int set, int word)
{
	const struct settings_words *words = &settings_sets[set];

	return word >= 0 && word < words->count ? pool(settings_word_at[words->first + word]) : NULL;
}

int settings_find(unsigned int set, const char *word)
{
	for (int i = 0; i < settings_sets[set].count; i++)
		if (!strcmp(word, settings_word(set, i)))
			return i;
	return -1;
}

/* ---- defaults */

static const char *or_null(const char *text)
{
	return *text ? text : NULL;
}

void settings_defaults(struct settings *ret)
{
	*ret = (struct settings){ 0 };
	for (unsigned int row = 0; row < settings_rows_count; row++) {
		const struct settings_row *about = &settings_rows[row];
		struct settings_value v = { .number = about->number, .text = or_null(pool(about->text)) };

		for (int one = 0; one < settings_sets[settings_several].count; one++)
			settings_set(row, ret, one, &v);
	}
}

/* ---- values */

static void wrong(struct reader *r, const char *what)
{
	warn_add(r->warn, "%s:%zu: %s: %s; the default counts", r->file, r->line, r->path, what);
}

static enum toml_type type_of(const struct settings_row *about)
{
	static const unsigned char types[] = { [SETTINGS_FLAG] = TOML_FLAG,
		[SETTINGS_NUMBER] = TOML_NUMBER,
		[SETTINGS_TEXT] = TOML_TEXT,
		[SETTINGS_PATH] = TOML_TEXT,
		[SETTINGS_WORD] = TOML_TEXT,
		[SETTINGS_WORDS] = TOML_TEXTS,
		[SETTINGS_TEXTS] = TOML_TEXTS };

	return types[about->kind];
}

static void wrong_type(struct reader *r, const struct settings_row *about, const struct toml_value *v)
{
	static const char names[][32] = { [TOML_FLAG] = "true or false",
		[TOML_NUMBER] = "a number",
		[TOML_TEXT] = "a text in quotes",
		[TOML_TEXTS] = "a list of texts",
		[TOML_MIXED] = "a list of something else" };

	wrong(r, take_format(r->arena, "%s is wanted, not %s", names[type_of(about)], names[v->type]));
}

static void take_number(struct reader *r, unsigned int row, int one, long long n)
{
	const struct settings_row *about = &settings_rows[row];

	if (n >= about->least && n <= about->most)
		settings_set(row, r->settings, one, &(struct settings_value){ .number = (unsigned int)n });
	else
		wrong(r,
		    take_format(r->arena, "a number from %u to %u is wanted, not %lld", about->least, about->most, n));
}

static int word_of(struct reader *r, unsigned int set, const char *value)
{
	int word = settings_find(set, value);
	struct text all;

	if (word >= 0)
		return word;
	text_init(&all, r->arena);
	for (int i = 0; i < settings_sets[set].count; i++)
		text_format(&all, "%s%s", i ? ", " : "", settings_word(set, i));
	wrong(r, take_format(r->arena, "%s is none of %s", show(r->arena, value), all.at));
	return -1;
}

static void take_word(struct reader *r, unsigned int row, int one, const char *value)
{
	int word = word_of(r, settings_rows[row].set, value);

	if (word >= 0)
		settings_set(row, r->settings, one, &(struct settings_value){ .number = (unsigned int)word });
}

static void take_words(struct reader *r, unsigned int row, int one, const struct toml_value *list)
{
	struct settings_value v = { 0 };

	for (size_t i = 0; i < list->count; i++) {
		int word = word_of(r, settings_rows[row].set, list->texts[i]);

		if (word < 0)
			return;
		v.number |= 1u << word;
	}
	settings_set(row, r->settings, one, &v);
}

static void take_path(struct reader *r, unsigned int row, int one, const char *value)
{
	if (*value && *value != '/')
		wrong(r, take_format(r->arena, "a path that begins with / is wanted, not %s", show(r->arena, value)));
	else
		settings_set(row, r->settings, one, &(struct settings_value){ .text = or_null(value) });
}

static void take_value(struct reader *r, unsigned int row, int one, const struct toml_value *v)
{
	const struct settings_row *about = &settings_rows[row];

	if (v->type != type_of(about)) {
		wrong_type(r, about, v);
		return;
	}
	switch (about->kind) {
	case SETTINGS_NUMBER:
		take_number(r, row, one, v->number);
		break;
	case SETTINGS_WORD:
		take_word(r, row, one, v->text);
		break;
	case SETTINGS_WORDS:
		take_words(r, row, one, v);
		break;
	case SETTINGS_PATH:
		take_path(r, row, one, v->text);
		break;
	default:
		settings_set(row, r->settings, one,
		    &(struct settings_value){ .number = (unsigned int)v->number,
			.text = v->text ? or_null(v->text) : NULL,
			.texts = v->texts,
			.count = v->count });
	}
}

/* ---- keys */

/* Is this the table's name, or one of the several that its name with a * stands for?  Then *ret_one says which. */
static bool is_table(const char *name, const char *table, int *ret_one)
{
	size_t stem = strcspn(name, "*");

	*ret_one = 0;
	if (!name[stem])
		return !strcmp(name, table);
	if (strncmp(name, table, stem))
		return false;
	*ret_one = settings_find(settings_several, table + stem);
	return *ret_one >= 0;
}

static bool is_there(const struct settings_row *about, int one)
{
	return !about->only || about->only >> one & 1;
}

static int find(const char *table, const char *key, int *ret_one)
{
	for (unsigned int row = 0; row < settings_rows_count; row++)
		if (!strcmp(key, pool(settings_rows[row].key)) &&
		    is_table(pool(settings_rows[row].table), table, ret_one) && is_there(&settings_rows[row], *ret_one))
			return (int)row;
	return -1;
}

static bool second_time(struct reader *r, unsigned int row, int one)
{
	bool seen = r->seen[row] >> one & 1;

	r->seen[row] |= (uint64_t)1 << one;
	return seen;
}

static void on_key(void *context, const char *path, size_t line, const struct toml_value *v)
{
	struct reader *r = context;
	const char *dot = strrchr(path, '.');
	const char *table = dot ? take_text(r->arena, path, (size_t)(dot - path)) : "";
	int one = 0, row = find(table, dot ? dot + 1 : path, &one);

	r->path = path;
	r->line = line;
	if (row < 0)
		warn_add(r->warn, "%s:%zu: unknown key %s", r->file, line, path);
	else if (second_time(r, (unsigned int)row, one))
		warn_add(r->warn, "%s:%zu: %s is there twice: the first one counts", r->file, line, path);
	else
		take_value(r, (unsigned int)row, one, v);
}

void settings_read(
    struct arena *a, const char *bytes, size_t len, const char *file, struct settings *ret, struct warnings *warn)
{
	struct reader r = { .arena = a, .file = file, .warn = warn, .settings = ret };

	settings_defaults(ret);
	if (len > SETTINGS_BYTES)
		warn_add(warn, "%s: %zu bytes are too many: %d are read at most; the defaults count", file, len,
		    SETTINGS_BYTES);
	else
		toml_read(a, bytes, len, file, on_key, &r, warn);
}
