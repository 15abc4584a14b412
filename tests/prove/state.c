/*
 * The decoder of state.json: any events of a JSON reader in any order, as long as what ends has begun.  (The reader stands on
 * yajl, which is fuzzed.)  No text that is not there is read, and what is complete has a state.
 *
 * sources: src/record/state.c gen/lifecycle_table.c src/base/error.c tests/prove/take.c
 * options: -eva-precision 0 -eva-slevel 10 -eva-split-return-function json_whole:0
 */
#include "prove.h"
#include "read/json.h"
#include "record/state.h"

static const char *any_word(void)
{
	static char other[8];

	Frama_C_make_unknown(other, sizeof other);
	other[7] = 0;
	switch (any(0, 6)) {
	case 0:
		return "pid";
	case 1:
		return "status";
	case 2:
		return "annotations";
	case 3:
		return "urunc";
	case 4:
		return "started";
	case 5:
		return "running";
	default:
		return other;
	}
}

int json_fail(struct json *j, int num, const char *format, ...)
{
	(void)j;
	(void)num;
	(void)format;
	return -1;
}

int json_whole(
    struct json *j, const struct json_event *e, long long least, unsigned long long most, unsigned long long *ret)
{
	(void)j;
	(void)e;
	if (any(0, 1))
		return -1;
	*ret = Frama_C_unsigned_long_long_interval((unsigned long long)least, most);
	return 0;
}

int json_read(
    struct arena *a, const struct json_source *source, json_handler *handler, void *context, struct error *err)
{
	int depth = 0;

	(void)a;
	(void)source;
	//@ dynamic_split depth;
	while (any(0, 1)) {
		struct json_event e = { .text = any_word(), .len = 7 };
		enum json_type type = any(JSON_NULL, JSON_END);

		//@ split type;
		e.type = type;

		if (e.type == JSON_END && depth == 0)
			continue;
		if ((e.type == JSON_OBJECT || e.type == JSON_LIST) && depth == JSON_DEPTH)
			return -1;
		if (e.type == JSON_OBJECT || e.type == JSON_LIST)
			depth++;
		else if (e.type == JSON_END)
			depth--;
		if (handler(context, NULL, &e) < 0) {
			err->num = 22;
			return -1;
		}
	}
	return 0;
}

int main(void)
{
	struct state_file s = { 0 };
	struct error err = { 0 };
	int rc = state_parse(pieces(), "{}", 2, &s, &err);

	//@ assert it_succeeds_or_fails: rc == 0 || rc == -1;
	//@ assert a_state_is_one_of_the_enum: 0 <= s.status < STATE_COUNT;
	//@ assert a_pid_is_one: 0 <= s.pid <= 1 << 30;
	return 0;
}
