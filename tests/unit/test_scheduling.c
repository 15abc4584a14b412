/* What config.json says of processors, disks, memory nodes and cache, as the kernel has it.  Numbers are those of its manual. */
#include "unit.h"
#include "config_table.h"
#include "decide/scheduling.h"
#include "read/config.h"

static char memory[1 << 20];
static struct warnings warn;
static struct arena arena;

static int decide(const char *fields, bool resctrl, struct scheduling *ret, struct error *err)
{
	char json[1024];
	struct config c;

	unit_arena(&arena, memory, sizeof memory);
	warnings_init(&warn, &arena);
	*err = (struct error){ 0 };
	snprintf(json, sizeof json,
	    "{\"ociVersion\":\"1.3.0\",\"root\":{\"path\":\"r\"},\"process\":{\"cwd\":\"/\",\"args\":[\"x\"]%s%s}}",
	    *fields == '}' ? "" : ",", fields);
	if (config_read(&arena, json, strlen(json), "config.json", &c, &warn, err) < 0)
		return -1;
	return scheduling_of(&c, resctrl, ret, &warn, err);
}

static struct scheduling good(const char *fields)
{
	struct scheduling s;
	struct error err;

	if (decide(fields, true, &s, &err) < 0)
		fail_msg("%s: %s\n", fields, err.text);
	return s;
}

static void bad(const char *fields, const char *why)
{
	struct scheduling s;
	struct error err;

	if (decide(fields, true, &s, &err) == 0 || !strstr(err.text, why))
		fail_msg("%s: %s\n", fields, err.text);
}

static void test_nothing(void **state)
{
	const struct scheduling s = good("\"terminal\":false");

	(void)state;
	assert_true(!s.policy_word && !s.io_word && !s.memory_word && !s.rdt_class);
}

static void test_policy(void **state)
{
	struct scheduling s = good("\"scheduler\":{\"policy\":\"SCHED_BATCH\",\"nice\":-20}");

	(void)state;
	assert_string_equal(s.policy_word, "SCHED_BATCH");
	assert_true(s.policy == 3 && s.nice == -20 && !s.priority && !s.flags);
	s = good("\"scheduler\":{\"policy\":\"SCHED_OTHER\",\"nice\":19,\"priority\":0}");
	assert_true(s.policy == 0 && s.nice == 19);
	s = good("\"scheduler\":{\"policy\":\"SCHED_IDLE\"}");
	assert_true(s.policy == 5 && s.nice == 0);
	s = good(
	    "\"scheduler\":{\"policy\":\"SCHED_FIFO\",\"priority\":99,\"flags\":[\"SCHED_FLAG_RESET_ON_FORK\",\"SCHED_FLAG_KEEP_PARAMS\"]}");
	assert_true(s.policy == 1 && s.priority == 99 && s.flags == 0x11);
	s = good(
	    "\"scheduler\":{\"policy\":\"SCHED_RR\",\"priority\":1,\"flags\":[\"SCHED_FLAG_RECLAIM\",\"SCHED_FLAG_DL_OVERRUN\","
	    "\"SCHED_FLAG_KEEP_POLICY\",\"SCHED_FLAG_UTIL_CLAMP_MIN\",\"SCHED_FLAG_UTIL_CLAMP_MAX\"]}");
	assert_true(s.policy == 2 && s.flags == 0x6e);
	assert_int_equal(warn.n, 0);
	s = good(
	    "\"scheduler\":{\"policy\":\"SCHED_DEADLINE\",\"runtime\":1024,\"deadline\":2000,\"period\":18446744073709551615}");
	assert_true(s.policy == 6 && s.runtime == 1024 && s.deadline == 2000 && s.period == UINT64_MAX);
	assert_int_equal(warn.n, 1);
	good(
	    "\"scheduler\":{\"policy\":\"SCHED_DEADLINE\",\"runtime\":2000,\"deadline\":2000,\"flags\":[\"SCHED_FLAG_RESET_ON_FORK\"]}");
	assert_int_equal(warn.n, 0);
}

static void test_wrong_policy(void **state)
{
	(void)state;
	bad("\"scheduler\":{}", "process.scheduler: policy is missing");
	bad("\"scheduler\":{\"policy\":\"fifo\"}", "none of SCHED_OTHER");
	bad("\"scheduler\":{\"policy\":\"SCHED_OTHER\",\"nice\":20}", "from -20 to 19");
	bad("\"scheduler\":{\"policy\":\"SCHED_FIFO\",\"priority\":100}", "from 0 to 99");
	bad("\"scheduler\":{\"policy\":\"SCHED_FIFO\"}", "SCHED_FIFO needs a priority from 1 to 99");
	bad("\"scheduler\":{\"policy\":\"SCHED_RR\",\"priority\":0}", "SCHED_RR needs a priority");
	bad("\"scheduler\":{\"policy\":\"SCHED_BATCH\",\"priority\":1}",
	    "1 is for SCHED_FIFO and SCHED_RR, the policy is SCHED_BATCH");
	bad("\"scheduler\":{\"policy\":\"SCHED_ISO\"}", "no kernel has SCHED_ISO");
	bad("\"scheduler\":{\"policy\":\"SCHED_OTHER\",\"flags\":[\"SCHED_FLAG_FAST\"]}",
	    "none of SCHED_FLAG_RESET_ON_FORK");
	bad("\"scheduler\":{\"policy\":\"SCHED_OTHER\",\"period\":1}",
	    "are for SCHED_DEADLINE, the policy is SCHED_OTHER");
	bad("\"scheduler\":{\"policy\":\"SCHED_DEADLINE\"}", "not 0, 0 and 0");
	bad("\"scheduler\":{\"policy\":\"SCHED_DEADLINE\",\"runtime\":1023,\"deadline\":2000}", "1024 ns at least");
	bad("\"scheduler\":{\"policy\":\"SCHED_DEADLINE\",\"runtime\":2000,\"deadline\":1999}", "runtime <= deadline");
	bad("\"scheduler\":{\"policy\":\"SCHED_DEADLINE\",\"runtime\":2000,\"deadline\":2000,\"period\":1999}",
	    "deadline <= period");
}

static void test_io(void **state)
{
	struct scheduling s = good("\"ioPriority\":{\"class\":\"IOPRIO_CLASS_BE\",\"priority\":7}");

	(void)state;
	assert_true(s.io_priority == (2 << 13 | 7) && !s.policy_word);
	s = good("\"ioPriority\":{\"class\":\"IOPRIO_CLASS_RT\",\"priority\":0}");
	assert_int_equal(s.io_priority, 1 << 13);
	s = good("\"ioPriority\":{\"class\":\"IOPRIO_CLASS_IDLE\",\"priority\":3}");
	assert_int_equal(s.io_priority, 3 << 13 | 3);
	bad("\"ioPriority\":{\"class\":\"IOPRIO_CLASS_BE\"}", "priority is missing");
	bad("\"ioPriority\":{\"priority\":1}", "class is missing");
	bad("\"ioPriority\":{\"class\":\"IOPRIO_CLASS_BE\",\"priority\":8}", "from 0 to 7");
	bad("\"ioPriority\":{\"class\":\"IOPRIO_CLASS_NONE\",\"priority\":1}", "none of IOPRIO_CLASS_RT");
}

static void test_memory(void **state)
{
	struct scheduling s = good(
	    "},\"linux\":{\"memoryPolicy\":{\"mode\":\"MPOL_BIND\",\"nodes\":\"0-2,5,64,1023\",\"flags\":[\"MPOL_F_STATIC_NODES\"]}");

	(void)state;
	assert_true(s.memory_mode == (2 | 1 << 15) && s.has_nodes);
	assert_true(s.nodes[0] == 0x27 && s.nodes[1] == 1 && s.nodes[15] == 1ul << 63 && !s.nodes[7]);
	s = good("},\"linux\":{\"memoryPolicy\":{\"mode\":\"MPOL_LOCAL\",\"nodes\":\"\"}");
	assert_true(s.memory_mode == 4 && !s.has_nodes);
	s = good("},\"linux\":{\"memoryPolicy\":{\"mode\":\"MPOL_PREFERRED\"}");
	assert_true(s.memory_mode == 1 && !s.has_nodes);
	s = good(
	    "},\"linux\":{\"memoryPolicy\":{\"mode\":\"MPOL_WEIGHTED_INTERLEAVE\",\"nodes\":\"1\",\"flags\":[\"MPOL_F_RELATIVE_NODES\",\"MPOL_F_NUMA_BALANCING\"]}");
	assert_int_equal(s.memory_mode, 6 | 1 << 14 | 1 << 13);
	bad("},\"linux\":{\"memoryPolicy\":{\"mode\":\"MPOL_BIND\"}", "MPOL_BIND needs nodes");
	bad("},\"linux\":{\"memoryPolicy\":{\"mode\":\"MPOL_DEFAULT\",\"nodes\":\"0\"}", "MPOL_DEFAULT has no nodes");
	bad("},\"linux\":{\"memoryPolicy\":{\"nodes\":\"0\"}", "mode is missing");
	bad("},\"linux\":{\"memoryPolicy\":{\"mode\":\"MPOL_BIND\",\"nodes\":\"0\",\"flags\":[\"MPOL_F_STATIC_NODES\",\"MPOL_F_RELATIVE_NODES\"]}",
	    "not both");
	static const char *const lists[] = { "1024", "0-1024", "a", "0,", ",0", "0-", "2-1", "-1", "0 ", "0,,1",
		"99999999999999999999" };
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		char fields[200];

		snprintf(fields, sizeof fields,
		    "},\"linux\":{\"memoryPolicy\":{\"mode\":\"MPOL_BIND\",\"nodes\":\"%s\"}", lists[i]);
		bad(fields, "is no list of nodes below 1024");
	}
}

static void test_others(void **state)
{
	struct scheduling s = good("},\"linux\":{\"intelRdt\":{\"closID\":\"gold\"}");
	struct error err;

	(void)state;
	assert_string_equal(s.rdt_class, "gold");
	s = good("},\"linux\":{\"intelRdt\":{\"closID\":\"/\"}");
	assert_string_equal(s.rdt_class, "");
	assert_int_equal(decide("},\"linux\":{\"intelRdt\":{\"closID\":\"gold\"}", false, &s, &err), -1);
	assert_non_null(strstr(err.text, "no resctrl is mounted"));
	bad("},\"linux\":{\"intelRdt\":{}", "let closID alone name it");
	bad("},\"linux\":{\"intelRdt\":{\"closID\":\"g\",\"schemata\":[\"L3:0=f\"]}", "classes are not made yet");
	bad("},\"linux\":{\"intelRdt\":{\"closID\":\"g\",\"memBwSchema\":\"MB:0=10\"}", "classes are not made yet");
	bad("},\"linux\":{\"intelRdt\":{\"closID\":\"../x\"}", "neither / nor the name");
	bad("},\"linux\":{\"intelRdt\":{\"closID\":\"..\"}", "neither / nor the name");
	good("},\"linux\":{\"personality\":{\"domain\":\"LINUX\"}");
	bad("},\"linux\":{\"personality\":{\"domain\":\"LINUX32\"}", "LINUX32 cannot be had, only LINUX");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_policy),
		cmocka_unit_test(test_wrong_policy),
		cmocka_unit_test(test_io),
		cmocka_unit_test(test_memory),
		cmocka_unit_test(test_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
