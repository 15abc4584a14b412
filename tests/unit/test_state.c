/* state.json: what is written is read back the same, hooks and engines see the OCI part, and foreign ones are refused. */
#include "unit.h"

#include <fcntl.h>
#include <unistd.h>

#include "record/state.h"

static char memory[8 << 20];
static struct arena arena;
static struct error err;

static const char *const hostile[] = { "", "\"", "\\", "\n", "\x01", "gr\xc3\xb6\xc3\x9f", "a,b:c{}[]", "\x7f",
	"/x/../y", "urunc", "\xf0\x9f\x90\xa7" };

static struct pair annotations[40];
static const struct state_file sample = { .oci_version = "1.3.0",
	.id = "c1",
	.bundle = "/b",
	.rootfs = "/b/rootfs",
	.created = "2026-01-02T03:04:05.000000006Z",
	.status = STATE_CREATED,
	.pid = 4711,
	.annotations = annotations,
	.annotations_count = 40,
	.freezing = true,
	.started = 9007199254740993ULL, /* above what a double holds */
	.boot = "11111111-2222-3333-4444-555555555555",
	.guest = "g",
	.monitor = "m" };

static int setup(void **state)
{
	static char keys[40][16];

	(void)state;
	unit_arena(&arena, memory, sizeof memory);
	for (size_t i = 0; i < 40; i++) {
		snprintf(keys[i], sizeof keys[i], "key%zu", i);
		annotations[i] = (struct pair){ keys[i], hostile[i % (sizeof hostile / sizeof *hostile)] };
	}
	/* Keys of ours in other people's annotations mean nothing. */
	annotations[3].key = "pid";
	annotations[4].key = "status";
	annotations[5].key = "boot";
	return 0;
}

/* Writes it as a record does and returns the bytes. */
static const char *written(const struct state_file *s, size_t *ret_len)
{
	char directory[] = "/tmp/urunc-state.XXXXXX", command[64], *bytes;
	struct record r = { .id = "c1" };

	assert_non_null(mkdtemp(directory));
	r.dir = open(directory, O_RDONLY | O_DIRECTORY);
	assert_int_equal(state_write(&r, s, &arena, &err), 0);
	assert_int_equal(record_read(&r, "state.json", &arena, &bytes, ret_len, &err), 0);
	close(r.dir);
	snprintf(command, sizeof command, "rm -r %s", directory);
	assert_int_equal(system(command), 0);
	return bytes;
}

static void assert_same(const struct state_file *a, const struct state_file *b)
{
	assert_string_equal(a->oci_version, b->oci_version);
	assert_string_equal(a->id, b->id);
	assert_string_equal(a->bundle, b->bundle);
	assert_string_equal(a->rootfs, b->rootfs);
	assert_string_equal(a->created, b->created);
	assert_int_equal(a->status, b->status);
	assert_int_equal(a->pid, b->pid);
	assert_true(a->freezing == b->freezing);
	assert_true(a->started == b->started);
	assert_string_equal(a->boot, b->boot);
	assert_string_equal(a->guest, b->guest);
	assert_string_equal(a->monitor, b->monitor);
	assert_int_equal(a->annotations_count, b->annotations_count);
	for (size_t i = 0; i < a->annotations_count; i++) {
		assert_string_equal(a->annotations[i].key, b->annotations[i].key);
		assert_string_equal(a->annotations[i].value, b->annotations[i].value);
	}
}

static void test_round_trip(void **state)
{
	struct state_file back, s = sample;
	size_t len;
	const char *bytes;

	(void)state;
	for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
		s.bundle = s.rootfs = s.guest = hostile[i];
		bytes = written(&s, &len);
		if (state_parse(&arena, bytes, len, &back, &err))
			fail_msg("%s\n%s", err.text, bytes);
		assert_same(&s, &back);
	}
}

static void test_every_state(void **state)
{
	static const enum state kept[] = { STATE_CREATING, STATE_CREATED, STATE_RUNNING, STATE_PAUSED, STATE_STOPPED };
	struct state_file back, s = sample;
	size_t len;

	(void)state;
	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
		const char *bytes;

		s.status = kept[i];
		bytes = written(&s, &len);
		assert_int_equal(state_parse(&arena, bytes, len, &back, &err), 0);
		assert_int_equal(back.status, kept[i]);
		assert_int_equal(back.pid, kept[i] == STATE_STOPPED ? 0 : 4711);
	}
}

/* Cut at any byte it is not the state of anything. */
static void test_truncated(void **state)
{
	struct state_file back;
	size_t len;
	const char *bytes = written(&sample, &len);

	(void)state;
	while (len > 0 && bytes[len - 1] != '}')
		len--;
	for (size_t cut = 0; cut < len; cut++) {
		unit_arena(&arena, memory + (4 << 20), 4 << 20);
		if (!state_parse(&arena, bytes, cut, &back, &err))
			fail_msg("taken at %zu of %zu bytes\n", cut, len);
	}
	assert_int_equal(state_parse(&arena, bytes, len, &back, &err), 0);
}

/* Without any one of its keys it is not complete. */
static void test_missing(void **state)
{
	static const char *const keys[] = { "ociVersion", "id", "status", "bundle", "rootfs", "created", "boot",
		"guest", "monitor" };
	struct state_file back;
	size_t len;
	const char *bytes = written(&sample, &len);

	(void)state;
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		char *copy = take_text(&arena, bytes, len), quoted[32], *at;

		snprintf(quoted, sizeof quoted, "\"%s\"", keys[i]);
		at = strstr(copy, quoted);
		/* the last one of that name is ours: an annotation may have it too */
		for (char *next; at && (next = strstr(at + 1, quoted)) && i != 2;)
			at = next;
		assert_non_null(at);
		at[1] = 'X';
		if (!state_parse(&arena, copy, len, &back, &err))
			fail_msg("taken without %s\n", keys[i]);
		assert_int_equal(err.num, EPROTO);
	}
}

static void test_garbage(void **state)
{
	static const char *const garbage[] = { "", "x", "{}", "[]", "null", "0", "\"status\"", "{\"status\":\"none\"}",
		"{\"status\":\"dead\"}", "{\"status\":1}", "{\"pid\":-1}", "{\"pid\":1.5}", "{\"pid\":99999999999}",
		"{\"urunc\":{\"started\":-1}}", "{\"urunc\":{\"freezing\":2}}", "{\"urunc\":{\"a\":{\"b\":1}}}",
		"{\"annotations\":{\"a\":[\"b\"]}}" };
	struct state_file back = sample;

	(void)state;
	for (size_t i = 0; i < sizeof garbage / sizeof *garbage; i++)
		if (!state_parse(&arena, garbage[i], strlen(garbage[i]), &back, &err))
			fail_msg("taken: %s\n", garbage[i]);
	assert_same(&back, &sample);
}

static void test_for_engines(void **state)
{
	struct state_file s = sample;
	struct text out;

	(void)state;
	s.annotations_count = 1;
	text_init(&out, &arena);
	state_json(&s, STATE_RUNNING, &out);
	assert_string_equal(out.at,
	    "{\n  \"ociVersion\": \"1.3.0\",\n  \"id\": \"c1\",\n  \"status\": \"running\",\n  \"pid\": 4711,\n"
	    "  \"bundle\": \"/b\",\n  \"rootfs\": \"/b/rootfs\",\n  \"created\": \"2026-01-02T03:04:05.000000006Z\",\n"
	    "  \"owner\": \"\",\n  \"annotations\": {\n    \"key0\": \"\"\n  }\n}\n");
	text_init(&out, &arena);
	state_json(&s, STATE_STOPPED, &out);
	assert_non_null(strstr(out.at, "\"status\": \"stopped\",\n  \"pid\": 0,"));
	assert_null(strstr(out.at, "boot"));
}

/* What a file says is shown so that an error stays one line. */
static void test_shown(void **state)
{
	static const char bytes[] = "{\"status\": \"ru\\nning\"}";

	(void)state;
	assert_int_equal(state_parse(&arena, bytes, sizeof bytes - 1, &(struct state_file){ 0 }, &err), -1);
	assert_string_equal(err.text, "state.json:1: status: no state of a container: \"ru\\nning\"");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_round_trip, setup),
		cmocka_unit_test_setup(test_every_state, setup),
		cmocka_unit_test_setup(test_truncated, setup),
		cmocka_unit_test_setup(test_missing, setup),
		cmocka_unit_test_setup(test_garbage, setup),
		cmocka_unit_test_setup(test_for_engines, setup),
		cmocka_unit_test_setup(test_shown, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
