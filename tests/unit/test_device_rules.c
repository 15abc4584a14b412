/*
 * test_device_rules.c: the engine's rules and the plan's devices, and the BPF program that v2 gets: an interpreter of the few
 * instructions it is made of runs it for every device and access that the rules speak of, and some that they do not.
 */
#include "unit.h"

#include <linux/bpf.h>

#include "config_table.h"
#include "decide/device.h"
#include "decide/plan.h"

static char memory[1 << 20];
static struct arena arena;
static struct error err;

static int setup(void **state)
{
	(void)state;
	unit_arena(&arena, memory, sizeof memory);
	err = (struct error){ 0 };
	return 0;
}

static const struct plan_device kvm = { .path = "/dev/kvm", .type = 'c', .major = 10, .minor = 232 };

static void rule_is(const struct device_rules *rules, size_t i, bool allow, char type, long long major, long long minor,
    unsigned access)
{
	const struct device_rule *r = &rules->at[i];

	assert_in_range(i, 0, rules->n - 1);
	assert_int_equal(r->allow, allow);
	assert_int_equal(r->type, type);
	assert_true(r->major == major && r->minor == minor);
	assert_int_equal(r->access, access);
}

static void access_words(void **state)
{
	(void)state;
	assert_int_equal(device_access("rwm"), DEVICE_ALL);
	assert_int_equal(device_access("mr"), DEVICE_MAKE | DEVICE_READ);
	assert_int_equal(device_access("w"), DEVICE_WRITE);
	assert_int_equal(device_access("ww"), DEVICE_WRITE);
	assert_int_equal(device_access(""), 0);
	assert_int_equal(device_access("x"), 0);
	assert_int_equal(device_access("rwmx"), 0);
	assert_int_equal(device_access("r w"), 0);
}

static void denied_first_and_the_plan_last(void **state)
{
	struct config_device_rule engine[] = { { .allow = false, .access = "rwm" },
		{ .allow = true,
		    .type = CONFIG_RULE_TYPE_C,
		    .major = 1,
		    .has_major = true,
		    .minor = 3,
		    .has_minor = true,
		    .access = "rw" },
		{ .allow = true, .type = CONFIG_RULE_TYPE_B, .major = 8, .has_major = true } };
	const struct config config = { .linux_resources_devices = engine, .linux_resources_devices_count = 3 },
			    none = { 0 };
	struct device_rules rules;

	(void)state;
	assert_int_equal(device_rules_of(&config, &kvm, 1, &arena, &rules, &err), 0);
	assert_int_equal(rules.n, 5);
	rule_is(&rules, 0, false, 'a', -1, -1, DEVICE_ALL);
	rule_is(&rules, 1, false, 'a', -1, -1, DEVICE_ALL);
	rule_is(&rules, 2, true, 'c', 1, 3, DEVICE_READ | DEVICE_WRITE);
	rule_is(&rules, 3, true, 'b', 8, -1, DEVICE_ALL); /* no access named: all */
	rule_is(&rules, 4, true, 'c', 10, 232, DEVICE_ALL);
	assert_int_equal(device_rules_of(&none, NULL, 0, &arena, &rules, &err), 0);
	assert_int_equal(rules.n, 1);
	rule_is(&rules, 0, false, 'a', -1, -1, DEVICE_ALL);
	/* A hook among the rules may open what every program opens; not make it, and the plan's devices still come last. */
	const struct config hooked = { .hooks_createContainer_count = 1 };
	assert_int_equal(device_rules_of(&hooked, &kvm, 1, &arena, &rules, &err), 0);
	assert_int_equal(rules.n, 7);
	rule_is(&rules, 1, true, 'c', 1, 3, DEVICE_READ | DEVICE_WRITE);
	rule_is(&rules, 5, true, 'c', 1, 9, DEVICE_READ | DEVICE_WRITE);
	rule_is(&rules, 6, true, 'c', 10, 232, DEVICE_ALL);
}

/* v1 takes "a" for everything, whatever else is said: such a rule is two. */
static void all_types_with_less_than_all(void **state)
{
	struct config_device_rule engine[] = { { .allow = true, .type = CONFIG_RULE_TYPE_A, .access = "m" },
		{ .allow = false, .minor = 5, .has_minor = true } };
	const struct config config = { .linux_resources_devices = engine, .linux_resources_devices_count = 2 };
	struct device_rules rules;

	(void)state;
	assert_int_equal(device_rules_of(&config, NULL, 0, &arena, &rules, &err), 0);
	assert_int_equal(rules.n, 5);
	rule_is(&rules, 1, true, 'b', -1, -1, DEVICE_MAKE);
	rule_is(&rules, 2, true, 'c', -1, -1, DEVICE_MAKE);
	rule_is(&rules, 3, false, 'b', -1, 5, DEVICE_ALL);
	rule_is(&rules, 4, false, 'c', -1, 5, DEVICE_ALL);
}

static void refused(const struct config_device_rule *rule, const char *text)
{
	struct config_device_rule list[] = { { .allow = false }, *rule };
	const struct config config = { .linux_resources_devices = list, .linux_resources_devices_count = 2 };
	struct device_rules rules = { .n = 77 };

	assert_int_equal(device_rules_of(&config, NULL, 0, &arena, &rules, &err), -1);
	assert_int_equal(err.num, EINVAL);
	assert_string_equal(err.text, text);
	assert_int_equal(rules.n, 77);
}

static void wrong_rules(void **state)
{
	(void)state;
	refused(&(struct config_device_rule){ .access = "rx" },
	    "linux.resources.devices[1].access is made of r, w and m, not \"rx\"");
	refused(&(struct config_device_rule){ .has_major = true, .major = -2 },
	    "linux.resources.devices[1]: -2:-1 is not the number of a device");
	refused(&(struct config_device_rule){ .has_minor = true, .minor = 1LL << 31 },
	    "linux.resources.devices[1]: -1:2147483648 is not the number of a device");
}

/* ---------------------------------------------------------------- the program */

/* Runs a program on {access << 16 | type, major, minor}; fails the test on what the verifier would not take either. */
static int run(const struct bpf_insn *code, size_t n, const uint32_t context[3])
{
	uint32_t reg[11] = { 0 };
	size_t at = 0;

	for (int steps = 0; steps < 100000; steps++) {
		const struct bpf_insn *i = &code[at];

		assert_in_range(at, 0, n - 1);
		at++;
		switch (i->code) {
		case BPF_LDX | BPF_MEM | BPF_W:
			assert_int_equal(i->src_reg, BPF_REG_1);
			assert_true(i->off == 0 || i->off == 4 || i->off == 8);
			reg[i->dst_reg] = context[i->off / 4];
			break;
		case BPF_ALU | BPF_MOV | BPF_X:
			reg[i->dst_reg] = reg[i->src_reg];
			break;
		case BPF_ALU | BPF_MOV | BPF_K:
			reg[i->dst_reg] = (uint32_t)i->imm;
			break;
		case BPF_ALU | BPF_AND | BPF_K:
			reg[i->dst_reg] &= (uint32_t)i->imm;
			break;
		case BPF_ALU | BPF_RSH | BPF_K:
			reg[i->dst_reg] >>= i->imm;
			break;
		case BPF_JMP | BPF_JNE | BPF_K:
			at += reg[i->dst_reg] != (uint32_t)i->imm ? (size_t)i->off : 0;
			break;
		case BPF_JMP | BPF_JEQ | BPF_K:
			at += reg[i->dst_reg] == (uint32_t)i->imm ? (size_t)i->off : 0;
			break;
		case BPF_JMP | BPF_EXIT:
			return (int)reg[0];
		default:
			fail_msg("instruction %zu is of no kind that is known here: %#x\n", at - 1, i->code);
		}
	}
	fail_msg("the program does not end\n");
	return -1;
}

/* What the rules mean, bit by bit, from the last to the first. */
static int meaning(const struct device_rules *rules, char type, long long major, long long minor, unsigned access)
{
	for (unsigned bit = 1; bit < 8; bit *= 2) {
		bool allowed = false;

		for (size_t i = 0; i < rules->n; i++) {
			const struct device_rule *r = &rules->at[i];

			if ((r->type == 'a' || r->type == type) && (r->major < 0 || r->major == major) &&
			    (r->minor < 0 || r->minor == minor) && r->access & bit)
				allowed = r->allow;
		}
		if (access & bit && !allowed)
			return 0;
	}
	return 1;
}

static struct bpf_insn code[4096];

static size_t compile(const struct device_rules *rules)
{
	size_t n = 0;

	if (device_program(rules, code, 4096, &n, &err) < 0)
		fail_msg("%s\n", err.text);
	return n;
}

static void agree(const struct device_rules *rules)
{
	static const uint32_t numbers[] = { 0, 1, 3, 5, 8, 10, 232, 0x7fffffff, 0xffffffff };
	size_t n = compile(rules), count = sizeof numbers / sizeof *numbers;

	for (size_t a = 0; a < count; a++)
		for (size_t b = 0; b < count; b++)
			for (uint32_t asked = 0; asked < 16; asked++) {
				unsigned access = asked & 7;
				char type = asked & 8 ? 'b' : 'c';
				const uint32_t context[] = { access << 16 | (type == 'b' ? 1U : 2U), numbers[a],
					numbers[b] };

				if (access &&
				    run(code, n, context) != meaning(rules, type, numbers[a], numbers[b], access))
					fail_msg("%c %u:%u access %u\n", type, numbers[a], numbers[b], access);
			}
}

static void programs_mean_what_the_rules_mean(void **state)
{
	const struct device_rule docker[] = { { false, 'a', -1, -1, 7 }, { true, 'c', 1, 5, 7 }, { true, 'c', 1, 3, 6 },
		{ true, 'b', -1, -1, 1 }, { true, 'c', -1, -1, 1 }, { false, 'c', 10, 232, 4 },
		{ true, 'c', 10, 232, 2 } };
	const struct device_rule open[] = { { true, 'a', -1, -1, 7 }, { false, 'b', 8, -1, 4 },
		{ false, 'c', -1, 5, 7 } };

	(void)state;
	for (size_t n = 0; n <= sizeof docker / sizeof *docker; n++)
		agree(&(struct device_rules){ docker, n });
	for (size_t n = 0; n <= sizeof open / sizeof *open; n++)
		agree(&(struct device_rules){ open, n });
}

static void random_rules(void **state)
{
	static const long long numbers[] = { -1, -1, 0, 1, 3, 5, 8, 10, 232, 0x7fffffff };
	unsigned seed = 99;

	(void)state;
	for (int round = 0; round < 300; round++) {
		struct device_rule rules[12];
		size_t n = (size_t)round % 13;

		for (size_t i = 0; i < n; i++) {
			seed = seed * 1103515245 + 12345;
			rules[i] = (struct device_rule){ seed >> 16 & 1, "abccb"[(seed >> 17) % 5],
				numbers[(seed >> 8) % 10], numbers[(seed >> 20) % 10], 1 + (seed >> 24) % 7 };
		}
		agree(&(struct device_rules){ rules, n });
	}
}

/* The verifier refuses what cannot be reached: nothing may follow an answer that every path comes to. */
static void nothing_is_unreachable(void **state)
{
	const struct device_rule rules[] = { { true, 'c', 1, 3, 7 }, { true, 'a', -1, -1, 7 },
		{ false, 'b', 8, 0, 7 } };
	const struct device_rule all = { true, 'a', -1, -1, 7 };

	(void)state;
	assert_int_equal(compile(&(struct device_rules){ &all, 1 }), 8);
	assert_int_equal(compile(&(struct device_rules){ rules, 3 }), 8 + 5);
}

static void too_many(void **state)
{
	static struct device_rule rules[600];
	struct bpf_insn small[20];
	size_t n = 5;

	(void)state;
	for (size_t i = 0; i < 600; i++)
		rules[i] = (struct device_rule){ true, 'c', (long long)i, 1, DEVICE_READ };
	assert_int_equal(device_program(&(struct device_rules){ rules, 600 }, code, 4096, &n, &err), -1);
	assert_int_equal(err.num, E2BIG);
	assert_int_equal(device_program(&(struct device_rules){ rules, 2 }, small, 20, &n, &err), -1);
	assert_int_equal(device_program(&(struct device_rules){ rules, 1 }, small, 20, &n, &err), 0);
	assert_in_range(n, 8, 20);
	n = compile(&(struct device_rules){ rules, 500 });
	assert_in_range(n, 1000, 4096);
	assert_int_equal(run(code, n, (const uint32_t[]){ DEVICE_READ << 16 | 2, 0, 1 }), 1);
	assert_int_equal(run(code, n, (const uint32_t[]){ DEVICE_READ << 16 | 2, 500, 1 }), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(access_words, setup),
		cmocka_unit_test_setup(denied_first_and_the_plan_last, setup),
		cmocka_unit_test_setup(all_types_with_less_than_all, setup),
		cmocka_unit_test_setup(wrong_rules, setup),
		cmocka_unit_test_setup(programs_mean_what_the_rules_mean, setup),
		cmocka_unit_test_setup(random_rules, setup),
		cmocka_unit_test_setup(nothing_is_unreachable, setup),
		cmocka_unit_test_setup(too_many, setup),
	};

	return cmocka_run_group_tests_name("device_rules", tests, NULL, NULL);
}
