/* The command line as engines, people and attackers say it.  Expected texts are written by hand. */
#include "unit.h"
#include "read/options.h"

enum { MOST = 32 };

/* Splits LINE at single blanks; "_" stands for an empty word. */
static int parse(const char *line, struct options *o, struct error *err)
{
	static char words[4096], program[] = "urunc", empty[] = "";
	char *argv[MOST + 1] = { program };
	int argc = 1;

	snprintf(words, sizeof words, "%s", line);
	for (char *w = strtok(words, " "); w && argc < MOST; w = strtok(NULL, " "))
		argv[argc++] = strcmp(w, "_") ? w : empty;
	*err = (struct error){ 0 };
	memset(o, 0x55, sizeof *o);
	return options_parse(argc, argv, o, err);
}

static struct options good(const char *line)
{
	struct options o;
	struct error err;

	if (parse(line, &o, &err))
		fail_msg("%s: %s\n", line, err.text);
	return o;
}

static void bad(const char *line, const char *text)
{
	struct options o, nothing = { 0 };
	struct error err;

	assert_int_equal(parse(line, &o, &err), -1);
	assert_string_equal(err.text, text);
	assert_int_equal(err.num, EINVAL);
	assert_memory_equal(&o, &nothing, sizeof o);
}

/* containerd's shim through go-runc, conmon for podman, CRI-O, buildkit: engine-contract.md 1.1 and 1.2 */
static void test_engines(void **state)
{
	struct options o;

	(void)state;
	o = good(
	    "--root /run/containerd/runc/k8s.io --log /b/log.json --log-format json --systemd-cgroup create --bundle /b"
	    " --pid-file /b/init.pid --console-socket /tmp/s --no-pivot --no-new-keyring box");
	assert_int_equal(o.command, COMMAND_CREATE);
	assert_string_equal(o.root, "/run/containerd/runc/k8s.io");
	assert_string_equal(o.log, "/b/log.json");
	assert_int_equal(o.log_format, WORD_JSON);
	assert_true(o.systemd_cgroup);
	assert_string_equal(o.bundle, "/b");
	assert_string_equal(o.pid_file, "/b/init.pid");
	assert_string_equal(o.console_socket, "/tmp/s");
	assert_true(o.no_pivot && o.no_new_keyring);
	assert_string_equal(o.id, "box");
	assert_null(o.pidfd_socket);
	o = good(
	    "--systemd-cgroup --log-format=json --log /r/oci-log --cgroup-manager disabled create --bundle /b --pid-file /p"
	    " --preserve-fds 3 box");
	assert_int_equal(o.preserve_fds, 3);
	assert_string_equal(o.id, "box");
	o = good("--root=/run/crio kill -a box 15");
	assert_int_equal(o.command, COMMAND_KILL);
	assert_string_equal(o.root, "/run/crio");
	assert_true(o.all);
	assert_string_equal(o.signal, "15");
	o = good("--log /r/runc-log.json --log-format json run --bundle /b --no-pivot --keep box");
	assert_int_equal(o.command, COMMAND_RUN);
	assert_true(o.keep);
	assert_false(o.detach);
	o = good("run -d -no-subreaper -bundle /b box");
	assert_true(o.no_subreaper && o.detach);
	assert_string_equal(o.bundle, "/b");
	o = good("--rootless=true --criu /sbin/criu --debug --log-level warning delete --force box");
	assert_int_equal(o.command, COMMAND_DELETE);
	assert_true(o.force && o.debug);
	assert_int_equal(o.log_level, WORD_WARNING);
}

static void test_forms(void **state)
{
	struct options o;

	(void)state;
	assert_string_equal(good("create -b /b box").bundle, "/b");
	assert_string_equal(good("create -b=/b box").bundle, "/b");
	assert_string_equal(good("create --bundle=/b=c box").bundle, "/b=c");
	assert_string_equal(good("create box --bundle /b").id, "box");
	assert_string_equal(good("create box -b /a -b /b").bundle, "/b");
	assert_string_equal(good("create -b -x box").bundle, "-x"); /* a value is a value, as in Go */
	assert_string_equal(good("create -- -box").id, "-box");
	assert_string_equal(good("kill box -- -9").signal, "-9");
	assert_string_equal(good("kill - 9").id, "-");
	assert_string_equal(good("state --root /r box").root, "/r"); /* global options behind the command too */
	o = good("--config /c --trace /t list");
	assert_string_equal(o.config, "/c");
	assert_string_equal(o.trace, "/t");
	assert_null(good("--root _ list").root);
	assert_null(good("--root /r --root= list").root);
	assert_true(good("list --quiet=true").quiet);
	assert_true(good("list -q=1").quiet);
	assert_false(good("list -q --quiet=False").quiet);
	assert_int_equal(good("list").format, WORD_NONE);
	assert_int_equal(good("list -f table").format, WORD_TABLE);
	assert_int_equal(good("doctor -f text").format, WORD_TEXT);
	assert_int_equal(good("create --preserve-fds 99 box").preserve_fds, 99);
	assert_int_equal(good("create --preserve-fds 0 box").preserve_fds, 0);
	assert_int_equal(good("create --preserve-fds=1024 box").preserve_fds, 1024);
	o = good("plan --bundle /b --id box");
	assert_int_equal(o.command, COMMAND_PLAN);
	assert_string_equal(o.id, "box");
	assert_null(good("kill box").signal);
	assert_string_equal(good("state _").id, ""); /* an argument is what it is */
}

static void test_help(void **state)
{
	struct options o;

	(void)state;
	assert_int_equal(good("").command, COMMAND_HELP);
	assert_int_equal(good("").help_of, COMMAND_NONE);
	assert_int_equal(good("--help").help_of, COMMAND_NONE);
	assert_int_equal(good("-h").command, COMMAND_HELP);
	o = good("create --help");
	assert_int_equal(o.command, COMMAND_HELP);
	assert_int_equal(o.help_of, COMMAND_CREATE);
	assert_int_equal(good("help kill").help_of, COMMAND_KILL);
	assert_int_equal(good("help").help_of, COMMAND_NONE);
	assert_int_equal(good("create --help=false box").command, COMMAND_CREATE);
	assert_int_equal(good("--version").command, COMMAND_VERSION);
	assert_int_equal(good("-v").command, COMMAND_VERSION);
	assert_int_equal(good("version").command, COMMAND_VERSION);
	assert_int_equal(good("--version --help").command, COMMAND_HELP);
	assert_non_null(strstr(command_help(COMMAND_NONE), "\n  create    "));
	assert_non_null(strstr(command_help(COMMAND_NONE), "\nNot here: exec, "));
	assert_null(strstr(command_help(COMMAND_NONE), "\n  checkpoint"));
	assert_non_null(strstr(command_help(COMMAND_CREATE), "Usage: urunc create [OPTION...] ID\n"));
	assert_non_null(strstr(command_help(COMMAND_CREATE), "\n  -b, --bundle DIR "));
	assert_null(strstr(command_help(COMMAND_CREATE), "--detach"));
}

/* Every command that other runtimes have and this one has not, with its exit code and what its text says. */
static void test_all_refused(void **state)
{
	static const struct {
		const char *name;
		int code;
		const char *says;
	} all[] = {
		{ "exec", 255, "exec is not supported: " },
		{ "checkpoint", 1, "checkpoint is not supported" },
		{ "restore", 1, "restore is not supported" },
	};
	size_t refused = 0;

	(void)state;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		const char *why = "";

		assert_int_equal(command_refused(good(all[i].name).command, &why), all[i].code);
		assert_memory_equal(why, all[i].says, strlen(all[i].says));
		assert_null(strchr(why, '\n'));
	}
	for (int i = 1; i < COMMAND_COUNT; i++) {
		const char *why;

		refused += command_refused((enum command)i, &why) != 0;
	}
	assert_int_equal(refused, sizeof all / sizeof *all);
}

/* podman asks "checkpoint --help" and takes success for support; Argo waits for ever unless exec fails. */
static void test_refused(void **state)
{
	static const char *const lines[] = { "checkpoint --help", "checkpoint", "help checkpoint",
		"--debug checkpoint --image-path /i box", "checkpoint --no-such-option" };
	const char *why = NULL;

	(void)state;
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		assert_int_equal(good(lines[i]).command, COMMAND_CHECKPOINT);
	assert_int_equal(command_refused(COMMAND_CHECKPOINT, &why), 1);
	assert_string_equal(why, "checkpoint is not supported");
	assert_int_equal(good("exec --process /p --detach --pid-file /f box").command, COMMAND_EXEC);
	assert_int_equal(command_refused(COMMAND_EXEC, &why), 255);
	assert_non_null(strstr(why, "not supported"));
	assert_string_equal(good("--root /r exec box sh").root, "/r");
	assert_int_equal(command_refused(COMMAND_CREATE, &why), 0);
}

/* What engines hand on to ps(1) is nobody's; what stands before the id is ours. */
static void test_endless(void **state)
{
	struct options o;

	(void)state;
	o = good("ps --format json box");
	assert_int_equal(o.command, COMMAND_PS);
	assert_int_equal(o.format, WORD_JSON);
	o = good("ps box -ef --format json --no-such -- x -f");
	assert_string_equal(o.id, "box");
	assert_int_equal(o.format, WORD_NONE);
	bad("ps", "\"ps\" requires a minimum of 1 argument(s): urunc ps [OPTION...] ID [ARG...]");
	bad("ps -ef box", "unknown option \"-ef\", see \"urunc ps --help\"");
}

static void test_wrong(void **state)
{
	(void)state;
	bad("create", "\"create\" requires exactly 1 argument(s): urunc create [OPTION...] ID");
	bad("create a b", "\"create\" requires exactly 1 argument(s): urunc create [OPTION...] ID");
	bad("kill", "\"kill\" requires a minimum of 1 argument(s): urunc kill [OPTION...] ID [SIGNAL]");
	bad("kill a 9 c", "\"kill\" requires a maximum of 2 argument(s): urunc kill [OPTION...] ID [SIGNAL]");
	bad("list box", "\"list\" requires exactly 0 argument(s): urunc list [OPTION...]");
	bad("craete box", "unknown command \"craete\", did you mean \"create\"?");
	bad("statt box", "unknown command \"statt\", did you mean \"start\"?"); /* as near as state: the first */
	bad("frobnicate box", "unknown command \"frobnicate\", see \"urunc --help\"");
	bad("help frobnicate", "unknown command \"frobnicate\", see \"urunc --help\"");
	bad("_", "unknown command \"\", see \"urunc --help\"");
	bad("create --bundel /b box", "unknown option \"--bundel\", did you mean --bundle?");
	bad("create --budnle=/b box", "unknown option \"--budnle=/b\", did you mean --bundle?");
	bad("create --zzz box", "unknown option \"--zzz\", see \"urunc create --help\"");
	bad("--zzz", "unknown option \"--zzz\", see \"urunc --help\"");
	bad("--bundle /b create box", "the option \"--bundle\" goes behind its command, see \"urunc --help\"");
	bad("start --bundle /b box", "unknown option \"--bundle\", see \"urunc start --help\"");
	bad("create -b/b box", "unknown option \"-b/b\", see \"urunc create --help\"");
	bad("create --b /b box", "unknown option \"--b\", see \"urunc create --help\"");
	bad("create ---bundle /b box", "unknown option \"---bundle\", did you mean --bundle?");
	bad("create --= box", "unknown option \"--=\", see \"urunc create --help\"");
	bad("create box --bundle", "the option \"--bundle\" needs a value: DIR");
	bad("--log-format xml list", "invalid log-format: \"xml\" (text|json)");
	bad("--log-format table list", "invalid log-format: \"table\" (text|json)");
	bad("list --format text", "invalid format: \"text\" (table|json)");
	bad("list --quiet=maybe", "invalid quiet: \"maybe\" (it is a flag: true or false)");
	bad("create --preserve-fds 1025 box", "invalid preserve-fds: \"1025\" (0..1024)");
	bad("create --preserve-fds -1 box", "invalid preserve-fds: \"-1\" (0..1024)");
	bad("create --preserve-fds 99999999999999999999 box",
	    "invalid preserve-fds: \"99999999999999999999\" (0..1024)");
	bad("create --preserve-fds 3x box", "invalid preserve-fds: \"3x\" (0..1024)");
}

/* The reason of a failure is looked for in the file of --log. */
static void test_wrong_is_logged(void **state)
{
	struct options o, want = { .log_format = WORD_JSON, .debug = true };
	struct error err;

	(void)state;
	assert_int_equal(parse("--log /l --log-format json --debug --root /r create --zzz box", &o, &err), -1);
	assert_string_equal(o.log, "/l");
	o.log = NULL;
	assert_memory_equal(&o, &want, sizeof o);
}

static void test_hostile(void **state)
{
	char line[4000] = "create --";

	(void)state;
	memset(line + 9, 'x', 3000);
	bad(line,
	    "unknown option \"--xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"..., "
	    "see \"urunc create --help\"");
	bad("a\nb\033[31m\"%n", "unknown command \"a\\nb\\x1b[31m\\\"%n\", see \"urunc --help\"");
	bad("--a\nb", "unknown option \"--a\\nb\", see \"urunc --help\"");
}

/* Every row: its own value arrives in its member, and nowhere else. */
static void test_nothing_given(void **state)
{
	struct options o = good("features"), empty = { .command = COMMAND_FEATURES };

	(void)state;
	assert_memory_equal(&o, &empty, sizeof o);
}

static void test_no_arguments_at_all(void **state)
{
	struct options o;
	struct error err;
	char *none[] = { NULL };

	(void)state;
	assert_int_equal(options_parse(0, none, &o, &err), 0);
	assert_int_equal(o.command, COMMAND_HELP);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_engines),
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_help),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_all_refused),
		cmocka_unit_test(test_endless),
		cmocka_unit_test(test_wrong),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_wrong_is_logged),
		cmocka_unit_test(test_nothing_given),
		cmocka_unit_test(test_no_arguments_at_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
