/*
 * form_json.c: the rows "json PATH VALUE" and "join PATH WORD..." as one JSON object.  PATH is KEY, OBJECT.KEY or
 * ARRAY[].KEY; ARRAY[] alone opens an array that may stay empty.  Rows that follow each other with one OBJECT are in one
 * object, an item of a list gets an object of its own; join rows that follow each other make one text of words.
 */
#include <string.h>
#include "base/json_writer.h"
#include "decide/form_rows.h"

struct json {
	struct json_writer w;
	unsigned object; /* that is open: offset of its name, 0: none */
	bool array, inside; /* it is an array; an object is open in it */
	size_t item;
	unsigned key; /* a joined text that is being made, offset of its key, 0: none */
	struct text joined;
	bool any;
};

static void end_join(struct json *j)
{
	if (j->key)
		json_string(&j->w, form_text(j->key), j->joined.at);
	j->key = 0;
}

static void end_object(struct json *j)
{
	end_join(j);
	if (j->object && j->inside)
		json_end(&j->w, '}');
	if (j->object && j->array)
		json_end(&j->w, ']');
	j->object = 0;
	j->inside = false;
}

/* "drives[]" is the array "drives". */
static const char *object_name(struct arena *a, unsigned object, bool *ret_array)
{
	const char *name = form_text(object);
	size_t len = strlen(name);

	*ret_array = len > 2 && name[len - 1] == ']';
	return *ret_array ? take_text(a, name, len - 2) : name;
}

static void begin_object(struct json *j, unsigned object)
{
	bool array;
	const char *name = object_name(j->w.out->arena, object, &array);

	if (array)
		json_array(&j->w, name);
	else
		json_object(&j->w, name);
	j->object = object;
	j->array = array;
	j->inside = !array;
}

static void go_to(struct json *j, unsigned object, unsigned key, size_t item)
{
	if (j->object != object) {
		end_object(j);
		if (object)
			begin_object(j, object);
	} else if (j->array && j->inside && j->item != item) {
		end_join(j);
		json_end(&j->w, '}');
		j->inside = false;
	}
	if (j->object && !j->inside && key) {
		json_object(&j->w, NULL);
		j->inside = true;
	}
	j->item = item;
}

static int put_join(struct json *j, struct place at, const struct form_row *row, struct error *err)
{
	bool begins = true;

	if (j->key != row->key) {
		end_join(j);
		text_init(&j->joined, j->w.out->arena);
		j->key = row->key;
	} else {
		text_byte(&j->joined, ' ');
	}
	for (size_t i = row->piece; i < (size_t)row->piece + row->pieces; i++) {
		if (begins && i > row->piece)
			text_byte(&j->joined, ' ');
		if (piece_put(&j->joined, at, row, i, err))
			return -1;
		begins = form_pieces[i].ends;
	}
	return 0;
}

/* A number or a flag alone is bare; with literal text around it, and everything else, is a string. */
static unsigned kind_of(const struct form_row *row)
{
	const struct form_piece *p = &form_pieces[row->piece];
	bool alone = row->pieces == 1 && !p->text && p->fact && p->fact <= FACT_COUNT;

	return alone ? form_facts[p->fact].kind : FACT_KIND_TEXT;
}

static int put_value(struct json *j, struct place at, const struct form_row *row, struct error *err)
{
	const struct form_piece *p = &form_pieces[row->piece];
	const char *key = form_text(row->key), *value;
	unsigned kind = kind_of(row);

	end_join(j);
	if (kind == FACT_KIND_NUMBER)
		json_number(&j->w, key, (long long)fact_number(at.m, at.item, p->fact));
	else if (kind == FACT_KIND_FLAG)
		json_bool(&j->w, key, fact_number(at.m, at.item, p->fact) != 0);
	else if (row_word(j->w.out->arena, at, row, &value, err))
		return -1;
	else
		json_string(&j->w, key, value);
	return 0;
}

static int put_row(void *to, struct place at, const struct form_row *row, struct error *err)
{
	struct json *j = to;

	j->any = true;
	go_to(j, row->object, row->key, at.item);
	if (!row->key)
		return 0;
	return row->kind == ROW_JOIN ? put_join(j, at, row, err) : put_value(j, at, row, err);
}

int json_fill(struct arena *a, const struct form *form, const struct machine *m, const char **ret, struct error *err)
{
	struct text out;
	struct json j = { 0 };

	text_init(&out, a);
	json_begin(&j.w, &out, false);
	json_object(&j.w, NULL);
	if (form_walk(form, m, 1u << ROW_JSON | 1u << ROW_JOIN, put_row, &j, err))
		return -1;
	end_object(&j);
	json_end(&j.w, '}');
	*ret = j.any ? out.at : NULL;
	return 0;
}
