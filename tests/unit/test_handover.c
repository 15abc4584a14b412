/* Ordinary containers: whose command line it is, what the other runtime is told, which one it is, what of its bundle changes. */
#include "unit.h"
#include "decide/handover.h"
#include "handover_table.h"
#include "read/adapt.h"
#include "read/handover.h"

enum { MOST = 32, MEMORY = 1 << 20 };

static char memory[MEMORY];

struct line {
	char text[1024], *argv[MOST + 1];
	int argc;
};

static struct line *split(const char *line)
{
	static struct line l;
	static char program[] = "urunc", empty[] = "";

	l = (struct line){ .argv = { program }, .argc = 1 };
	snprintf(l.text, sizeof l.text, "%s", line);
	for (char *w = strtok(l.text, " "); w && l.argc < MOST; w = strtok(NULL, " "))
		l.argv[l.argc++] = strcmp(w, "_") ? w : empty;
	return &l;
}

static int row(const char *name)
{
	for (int i = 0; i < HANDOVER_RUNTIMES; i++)
		if (!strcmp(handover_pool + handover_runtimes[i].name, name))
			return i;
	return -1;
}

/* Who the container may be: the candidates with blanks between. */
static void finds(const char *line, enum command command, const char *root, const char *candidates)
{
	struct line *l = split(line);
	struct handover_words w;
	char all[256] = "";

	handover_scan(l->argc, l->argv, &w);
	for (size_t i = 0; i < w.candidates; i++)
		snprintf(all + strlen(all), sizeof all - strlen(all), "%s%s", i ? " " : "", w.candidate[i]);
	if (w.command != command || strcmp(all, candidates) || strcmp(w.root ? w.root : "", root))
		fail_msg("%s: command %d, root %s, candidates %s\n", line, w.command, w.root ? w.root : "-", all);
}

static void test_scan(void **state)
{
	(void)state;
	finds("", COMMAND_NONE, "", "");
	finds("--root /r", COMMAND_NONE, "/r", "");
	finds("nonsense c1", COMMAND_NONE, "", "");
	finds("--root /r --log /l kill c1 9", COMMAND_KILL, "/r", "c1");
	finds("--root=/r kill --all c1 KILL", COMMAND_KILL, "/r", "c1");
	finds("kill c1 TERM --root /r", COMMAND_KILL, "/r", "c1");
	finds("--root /a --root /b state c1", COMMAND_STATE, "/b", "c1");
	finds("--root /a --root= state c1", COMMAND_STATE, "", "c1");
	finds("--root", COMMAND_NONE, "", "");
	finds("delete --force -- c1", COMMAND_DELETE, "", "c1");
	finds("delete -- --force", COMMAND_DELETE, "", "--force");
	finds("delete --help", COMMAND_DELETE, "", "");
	/* Options that we do not know: their values may be the id, what follows the first certain one is not ours to read. */
	finds("exec c1 sh -c --root", COMMAND_EXEC, "", "c1");
	finds("exec --process /p --detach --pid-file /f c1", COMMAND_EXEC, "", "/p /f c1");
	finds("exec -t --user 1000 c1 sh", COMMAND_EXEC, "", "1000 c1");
	finds("exec --env=A=B --cwd / c1 sh", COMMAND_EXEC, "", "/ c1");
	finds("exec --env A --root /r c1 sh --root /x", COMMAND_EXEC, "/r", "A c1");
	finds("kill --regex a.* c1", COMMAND_KILL, "", "a.* c1");
	finds("checkpoint --image-path /i --leave-running c1", COMMAND_CHECKPOINT, "", "/i c1");
	finds("restore --image-path /i --bundle /b -d c1", COMMAND_RESTORE, "", "/i /b c1");
	finds("checkpoint --help", COMMAND_CHECKPOINT, "", "");
	finds("exec -a 1 -b 2 -c 3 -d 4 -e 5 -f 6 -g 7 -h 8 -i 9 -j 10 -k 11 -l 12 -m 13 -n 14 -o 15", COMMAND_EXEC, "",
	    "1 2 3 4 5 6 7 8");
}

static void test_scan_options(void **state)
{
	struct handover_words w;
	struct line *l;

	(void)state;
	l = split("--config /c restore --image-path /i -b /b --lsm-mount-context x c1");
	handover_scan(l->argc, l->argv, &w);
	assert_string_equal(w.config, "/c");
	assert_string_equal(w.bundle, "/b");
	l = split("restore --bundle=/b --config= c1");
	handover_scan(l->argc, l->argv, &w);
	assert_null(w.config);
	assert_string_equal(w.bundle, "/b");
	l = split("exec --bundle");
	handover_scan(l->argc, l->argv, &w);
	assert_null(w.bundle);
	l = split("exec c1 tar --bundle x");
	handover_scan(l->argc, l->argv, &w);
	assert_null(w.bundle);
	l = split("delete --bundle /b c1");
	handover_scan(l->argc, l->argv, &w);
	assert_null(w.bundle);
}

/* What the other is told, behind its name. */
static void told(const char *line, const char *name, const char *wanted)
{
	struct line *l = split(line);
	struct arena a;
	char **argv, all[1024] = "";

	unit_arena(&a, memory, sizeof memory);
	argv = handover_argv(&a, l->argc, l->argv, row(name), name, "/ours");
	for (size_t i = 0; argv[i]; i++)
		snprintf(all + strlen(all), sizeof all - strlen(all), "%s%s", i ? " " : "", *argv[i] ? argv[i] : "_");
	assert_string_equal(all, wanted);
}

static void test_argv(void **state)
{
	(void)state;
	told("--root /r --log /l --log-format json --systemd-cgroup create --bundle /b --pid-file /p c1", "runc",
	    "runc --root /r --log /l --log-format json --systemd-cgroup create --bundle /b --pid-file /p c1");
	/* Without a root the other would have its own, and later commands would not find the container. */
	told("create c1", "runc", "runc --root /ours create c1");
	told("--root= create c1", "crun", "crun --root= --root /ours create c1");
	/* What only we know, with its value, however it is said. */
	told("--config /c --trace=/t --root /r --log-level debug state c1", "runc", "runc --root /r state c1");
	told("--config /c --trace=/t --root /r --log-level debug state c1", "crun", "crun --root /r state c1");
	told("--cgroup-manager disabled --root /r create c1", "runc", "runc --root /r create c1");
	told("--cgroup-manager disabled --root /r create c1", "crun",
	    "crun --cgroup-manager disabled --root /r create c1");
	told("--criu /x --root /r start c1", "crun", "crun --root /r start c1");
	told("--criu /x --root /r start c1", "runc", "runc --criu /x --root /r start c1");
	/* A runtime without a row is told all. */
	told("--config /c --root /r state c1", "youki", "youki --config /c --root /r state c1");
	/* Options of the program that stood behind the command; options of the command that stood behind the id. */
	told("create c1 --root /r --bundle /b --debug", "runc", "runc --root /r --debug create --bundle /b c1");
	told("kill c1 KILL --all", "runc", "runc --root /ours kill --all c1 KILL");
	told("kill -- c1 KILL", "runc", "runc --root /ours kill -- c1 KILL");
	told("run -d -b /b c1", "runc", "runc --root /ours run -d -b /b c1");
	/* What we do not know stays where it stands. */
	told("kill --regex x c1 9", "crun", "crun --root /ours kill --regex x c1 9");
	told("--root /r exec -t --user 1 c1 sh -c --config _", "crun",
	    "crun --root /r exec -t --user 1 c1 sh -c --config _");
	told("--config /c exec c1 sh --config x", "runc", "runc --root /ours exec c1 sh --config x");
	told("--rootless=true delete -f c1", "runc", "runc --rootless=true --root /ours delete -f c1");
	told("delete c1 --config", "runc", "runc --root /ours delete c1");
}

static int glance(const char *json, struct glance *ret, struct error *err)
{
	struct arena a;

	unit_arena(&a, memory, sizeof memory);
	*err = (struct error){ 0 };
	return glance_read(&a, json, strlen(json), 1 << 20, "f", ret, err);
}

static void test_glance(void **state)
{
	struct glance g;
	struct error err;

	(void)state;
	assert_int_equal(
	    glance("{\"ociVersion\":\"1.3.0\",\"root\":{\"path\":\"rootfs\",\"x\":{\"path\":\"no\"}},\"process\":{"
		   "\"args\":[\"sh\",\"-c\"],\"env\":[\"A=b\"]},\"annotations\":{\"a\":\"b\",\"c\":7,\"d\":\"e\"},"
		   "\"linux\":{\"root\":{\"path\":\"no\"},\"annotations\":3,\"ociVersion\":\"no\"}}",
		&g, &err),
	    0);
	assert_string_equal(g.oci_version, "1.3.0");
	assert_string_equal(g.root_path, "rootfs");
	assert_string_equal(g.program, "sh");
	assert_int_equal(g.annotations_count, 2);
	assert_string_equal(g.annotations[0].key, "a");
	assert_string_equal(g.annotations[1].value, "e");
	/* What is of another type is for who runs it to judge, but for what says whose it is. */
	assert_int_equal(
	    glance(
		"{\"ociVersion\":1,\"root\":[\"path\"],\"process\":{\"args\":\"sh\"},\"annotations\":null}", &g, &err),
	    0);
	assert_true(!g.oci_version && !g.root_path && !g.program && !g.annotations_count);
	assert_int_equal(glance("{\"process\":{\"args\":[7,[\"x\"],{\"y\":\"z\"}]}}", &g, &err), 0);
	assert_null(g.program);
	assert_int_equal(glance("{\"annotations\":[]}", &g, &err), -1);
	assert_string_equal(err.text, "f:1: annotations: an object is wanted, not a list");
	assert_int_equal(glance("{\"annotations\":{\"com.urunc.unikernel.binary\":7}}", &g, &err), -1);
	assert_non_null(strstr(err.text, "a string is wanted, not a number"));
	assert_int_equal(glance("[]", &g, &err), -1);
	assert_int_equal(glance("{", &g, &err), -1);
	assert_int_equal(glance("\"x\"", &g, &err), -1);
}

static void test_takes(void **state)
{
	int crun = row("crun"), runc = row("runc");

	(void)state;
	assert_true(handover_asks(crun, "1.3.0") && handover_asks(crun, "1.2.1"));
	assert_false(handover_asks(crun, "1.0.2-dev") || handover_asks(crun, NULL) || handover_asks(runc, "1.3.0"));
	assert_false(handover_takes(crun, "crun version 1.8.1") || handover_takes(crun, "crun version 1.14.2"));
	assert_false(handover_takes(crun, "crun version 0.21") || handover_takes(crun, "crun version 1.14"));
	assert_true(handover_takes(crun, "crun version 1.14.3") && handover_takes(crun, "crun version 1.14.4"));
	assert_true(handover_takes(crun, "crun version 1.15") && handover_takes(crun, "crun version 2"));
	assert_true(handover_takes(crun, "crun version 1.14.3-dirty") && handover_takes(crun, "") &&
		    handover_takes(crun, "crun"));
}

static void test_mark(void **state)
{
	struct glance g;
	struct error err;

	(void)state;
	assert_int_equal(glance("{\"annotations\":{\"io.kubernetes.cri.container-type\":\"sandbox\"}}", &g, &err), 0);
	assert_true(handover_mark_of(&g) >= 0 && !handover_marks[handover_mark_of(&g)].move);
	assert_int_equal(glance("{\"annotations\":{\"io.kubernetes.cri.container-type\":\"container\"}}", &g, &err), 0);
	assert_int_equal(handover_mark_of(&g), -1);
	assert_int_equal(
	    glance(
		"{\"annotations\":{\"x\":\"sandbox\",\"io.kubernetes.cri.container-name\":\"queue-proxy\"}}", &g, &err),
	    0);
	assert_true(handover_mark_of(&g) >= 0 && handover_marks[handover_mark_of(&g)].move);
	assert_int_equal(glance("{\"annotations\":{\"io.kubernetes.cri-o.ContainerType\":\"sandbox\"}}", &g, &err), 0);
	assert_true(handover_mark_of(&g) >= 0 && !handover_marks[handover_mark_of(&g)].move);
	assert_int_equal(
	    glance("{\"annotations\":{\"io.kubernetes.cri-o.ContainerType\":\"container\"}}", &g, &err), 0);
	assert_int_equal(handover_mark_of(&g), -1);
}

/* The rows a second time, by hand: the runtimes, by what one knows their containers; the commands that go over. */
static void test_rows(void **state)
{
	const struct handover_mark *proxy = &handover_marks[HANDOVER_MARKS - 1];
	char all[256] = "";

	(void)state;
	assert_int_equal(HANDOVER_RUNTIMES, 2);
	assert_int_equal(row("runc"), 0); /* preferred */
	assert_string_equal(handover_pool + handover_runtimes[row("runc")].file, "state.json");
	assert_string_equal(handover_pool + handover_runtimes[row("crun")].file, "status");
	assert_string_equal(handover_pool + handover_runtimes[row("crun")].before, "1.14.3");
	assert_string_equal(handover_pool + handover_runtimes[row("crun")].only, "1.0");
	for (int i = 0; i < COMMAND_COUNT; i++)
		if (handover_commands & 1u << i)
			strcat(strcat(all, " "), command_name((enum command)i));
	assert_string_equal(all, " start state kill delete pause resume update events ps exec checkpoint restore");
	assert_string_equal(handover_pool + proxy->move, "SERVING_READINESS_PROBE");
	assert_string_equal(handover_pool + proxy->host, "172.16.1.2");
	assert_string_equal(handover_pool + proxy->add, "REDIRECT_IP");
}

static void adapted(const char *json, const char *wanted)
{
	const struct json_source source = { json, strlen(json), "f", 1 << 20 };
	const struct adapt how = { "PROBE", "9.9.9.9", "IP" };
	struct error err = { 0 };
	struct arena a;
	struct text out;

	unit_arena(&a, memory, sizeof memory);
	text_init(&out, &a);
	if (adapt_config(&a, &source, &how, &out, &err) < 0)
		snprintf(out.at = take(&a, 1024), 1024, "%s", err.text);
	assert_string_equal(out.at, wanted);
}

static void test_adapt(void **state)
{
	(void)state;
	adapted("{\"process\":{\"env\":[\"A=1\",\"PROBE={\\\"host\\\":\\\"127.0.0.1\\\",\\\"port\\\":80}\",\"B=2\"]}}",
	    "{\"process\":{\"env\":[\"A=1\",\"B=2\",\"PROBE={\\\"host\\\":\\\"9.9.9.9\\\",\\\"port\\\":80}\",\"IP=9.9.9.9\"]}}");
	/* Blanks, numbers, escapes and what else there is stay as they are. */
	adapted(
	    "{ \"n\": 1.50e3,\n \"process\" : {\n  \"env\" : [\n   \"P\\u0061TH=/\\/x\",\n   \"PROBE_X=\\\"host\\\":\\\"\\\"\"\n  ],\n \"z\":"
	    "[1E2] } }\n",
	    "{ \"n\": 1.50e3,\n \"process\" : {\n  \"env\" : [\n   \"P\\u0061TH=/\\/x\",\n   \"PROBE_X=\\\"host\\\":\\\"9.9.9.9\\\"\",\n   "
	    "\"IP=9.9.9.9\"\n  ],\n \"z\":[1E2] } }\n");
	/* All of them, and every host; what has no end stays. */
	adapted(
	    "{\"process\":{\"env\":[\"PROBE=\\\"host\\\":\\\"a\\\" \\\"host\\\":\\\"b\\\"\",\"C\",\"PROBES=\\\"host\\\":\\\"c\"]}}",
	    "{\"process\":{\"env\":[\"C\",\"PROBE=\\\"host\\\":\\\"9.9.9.9\\\" \\\"host\\\":\\\"9.9.9.9\\\"\",\"PROBES=\\\"host\\\":\\\"c\","
	    "\"IP=9.9.9.9\"]}}");
	/* Nothing to move: only the one that is added, and that once. */
	adapted("{\"process\":{\"env\":[\"A=1\"]}}", "{\"process\":{\"env\":[\"A=1\",\"IP=9.9.9.9\"]}}");
	adapted("{\"process\":{\"env\":[\"IP=1\",\"A=1\",\"IPX=2\"]}}",
	    "{\"process\":{\"env\":[\"A=1\",\"IPX=2\",\"IP=9.9.9.9\"]}}");
	adapted("{\"process\":{\"env\":[]}}", "{\"process\":{\"env\":[\"IP=9.9.9.9\"]}}");
	adapted("{\"process\":{\"env\":[ ]}}", "{\"process\":{\"env\":[\"IP=9.9.9.9\"]}}");
	adapted("{\"process\":{\"env\":null,\"x\":1}}", "{\"process\":{\"env\":[\"IP=9.9.9.9\"],\"x\":1}}");
	adapted("{\"process\":{}}", "{\"process\":{\"env\":[\"IP=9.9.9.9\"]}}");
	adapted("{\"process\":{\"cwd\":\"/\"}}", "{\"process\":{\"env\":[\"IP=9.9.9.9\"],\"cwd\":\"/\"}}");
	/* Only that list is the environment. */
	adapted(
	    "{\"env\":[\"PROBE\"],\"process\":{\"user\":{\"env\":[\"PROBE\"]},\"args\":[\"PROBE\"],\"env\":[\"A\"]},\"hooks\":{\"env\":[\"B\"]}}",
	    "{\"env\":[\"PROBE\"],\"process\":{\"user\":{\"env\":[\"PROBE\"]},\"args\":[\"PROBE\"],\"env\":[\"A\",\"IP=9.9.9.9\"]},\"hooks\":{"
	    "\"env\":[\"B\"]}}");
	adapted("{}", "f: process is missing: its environment is to be changed");
	adapted("{\"process\":{\"env\":[1]}}", "f:1: process.env[0]: a string is wanted, not a number");
	adapted("{\"process\":{\"env\":{}}}", "f:1: process.env: a list is wanted, not an object");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scan),
		cmocka_unit_test(test_scan_options),
		cmocka_unit_test(test_argv),
		cmocka_unit_test(test_glance),
		cmocka_unit_test(test_takes),
		cmocka_unit_test(test_mark),
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_adapt),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
