/*
 * spec/commands.spec a second time, by hand from what engines and people say: each option with its letter, what its value is and
 * which commands have it; each command with its arguments; what is refused, and how.  "no effect": read and ignored.
 */
#include "unit.h"
#include "commands_table.h"

static const char *const options[] = {
	"root DIR: global",
	"log FILE: global",
	"log-format text|json: global",
	"log-level trace|debug|info|warn|warning|error|fatal|panic: global",
	"debug: global",
	"systemd-cgroup: global",
	"config FILE: global",
	"trace FILE: global",
	"help,h: global",
	"version,v: global",
	"rootless WHETHER: global, no effect",
	"criu PROGRAM: global, no effect",
	"cgroup-manager MANAGER: global, no effect",
	"bundle,b DIR: create run spec plan",
	"console-socket SOCKET: create run",
	"pid-file FILE: create run",
	"pidfd-socket SOCKET: create run",
	"no-pivot: create run",
	"no-new-keyring: create run",
	"preserve-fds 0..1024: create run",
	"detach,d: run",
	"keep: run",
	"no-subreaper: run",
	"all,a: kill",
	"force,f: delete",
	"format,f table|json: list",
	"quiet,q: list",
	"format,f table|json: ps",
	"id ID: plan",
	"format,f text|json: doctor",
	"stats: events",
	"interval DURATION: events",
	"resources,r FILE: update",
	"memory BYTES: update",
	"memory-swap BYTES: update",
	"memory-reservation BYTES: update",
	"cpu-shares N: update",
	"cpu-share N: update",
	"cpu-period N: update",
	"cpu-quota N: update",
	"cpu-burst N: update",
	"cpu-rt-period N: update",
	"cpu-rt-runtime N: update",
	"cpu-idle N: update",
	"cpuset-cpus LIST: update",
	"cpuset-mems LIST: update",
	"pids-limit N: update",
	"blkio-weight N: update",
	"kernel-memory BYTES: update, no effect",
	"kernel-memory-tcp BYTES: update, no effect",
};

static const char *const commands[] = {
	"create ID",
	"start ID",
	"state ID",
	"kill ID [SIGNAL]",
	"delete ID",
	"run ID",
	"pause ID",
	"resume ID",
	"update ID",
	"events ID",
	"ps ID [ARG...]",
	"list",
	"features",
	"spec",
	"plan",
	"doctor",
	"trace FILE",
	"help [TOPIC]",
	"version",
};

static void commands_of(unsigned bits, char out[256])
{
	out[0] = 0;
	if (bits == 1u << COMMAND_NONE)
		strcat(out, " global");
	else
		for (int i = 0; i < COMMAND_COUNT; i++)
			if (bits & 1u << i)
				strcat(strcat(out, " "), command_name((enum command)i));
}

/* The bits of words with | between. */
static unsigned bits_of(const char *words)
{
	char copy[256];
	unsigned bits = 0;

	snprintf(copy, sizeof copy, "%s", words);
	for (char *w = strtok(copy, "|"); w; w = strtok(NULL, "|"))
		bits |= 1u << word_by_name(w);
	return bits;
}

static void test_options(void **state)
{
	(void)state;
	assert_int_equal(OPTION_ROWS, sizeof options / sizeof *options);
	for (int i = 0; i < OPTION_ROWS; i++) {
		const struct option_row *r = &option_rows[i];
		char letter[3] = { ',', r->letter, 0 }, on[256], got[640];

		commands_of(r->commands, on);
		snprintf(got, sizeof got, "%s%s%s%s:%s%s", command_text(r->name), r->letter ? letter : "",
		    r->kind == OPTION_IS_FLAG ? "" : " ", r->kind == OPTION_IS_FLAG ? "" : command_text(r->value), on,
		    r->option == OPTION_NONE ? ", no effect" : "");
		assert_string_equal(got, options[i]);
		assert_int_equal(r->words, r->kind == OPTION_IS_WORD ? bits_of(command_text(r->value)) : 0);
		assert_int_equal(r->kind == OPTION_IS_NUMBER, !strcmp(command_text(r->name), "preserve-fds"));
		assert_int_equal(r->most, r->kind == OPTION_IS_NUMBER ? 1024 : 0);
	}
}

static void test_commands(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
		enum command which = (enum command)(i + 1);
		const struct command_row *r = &command_rows[which];
		const char *name = command_name(which), *usage = command_text(r->usage);
		size_t len = strlen(name);
		char want[128];

		assert_memory_equal(commands[i], name, len);
		snprintf(want, sizeof want, "urunc %s [OPTION...]%s", name, commands[i] + len);
		assert_string_equal(usage, want);
		assert_int_equal(r->least, strstr(want, " ID") || strstr(want, " FILE"));
		assert_int_equal(r->endless, strstr(want, "ARG...") != NULL);
		assert_int_equal(r->most, r->least + (strstr(want, "[SIGNAL]") || strstr(want, "[TOPIC]")));
	}
	assert_int_equal(COMMAND_EXEC, sizeof commands / sizeof *commands + 1); /* and then those that are refused */
	assert_int_equal(COMMAND_COUNT, COMMAND_EXEC + 3);
}

static void test_refused(void **state)
{
	const char *why;

	(void)state;
	assert_int_equal(command_refused(COMMAND_EXEC, &why), 255);
	assert_string_equal(why, "exec is not supported: a guest has no way to start a second program in it");
	assert_int_equal(command_refused(COMMAND_CHECKPOINT, &why), 1);
	assert_string_equal(why, "checkpoint is not supported");
	assert_int_equal(command_refused(COMMAND_RESTORE, &why), 1);
	assert_string_equal(why, "restore is not supported");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_options),
		cmocka_unit_test(test_commands),
		cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
