/* device_program.c: the device rules as BPF, see device.h. */
#include "decide/device.h"

#include <errno.h>
#include <linux/bpf.h>

enum { PER_RULE = 8, FRAME = 8 }; /* at most: instructions of one rule; of start and end */

/* Registers: the access that is still undecided, type and numbers of the device. */
enum { LEFT = BPF_REG_3, TYPE = BPF_REG_2, MAJOR = BPF_REG_4, MINOR = BPF_REG_5, SCRATCH = BPF_REG_6 };

struct program {
	struct bpf_insn *at;
	size_t n;
};

static void put(struct program *p, int code, int to, int from, int offset, int value)
{
	p->at[p->n++] = (struct bpf_insn){ .code = (__u8)code,
		.dst_reg = (__u8)to & 15,
		.src_reg = (__u8)from & 15,
		.off = (__s16)offset,
		.imm = value };
}

/* struct bpf_cgroup_dev_ctx: access << 16 | type, major, minor. */
static void put_start(struct program *p)
{
	put(p, BPF_LDX | BPF_MEM | BPF_W, TYPE, BPF_REG_1, 0, 0);
	put(p, BPF_ALU | BPF_MOV | BPF_X, LEFT, TYPE, 0, 0);
	put(p, BPF_ALU | BPF_AND | BPF_K, TYPE, 0, 0, 0xffff);
	put(p, BPF_ALU | BPF_RSH | BPF_K, LEFT, 0, 0, 16);
	put(p, BPF_LDX | BPF_MEM | BPF_W, MAJOR, BPF_REG_1, 4, 0);
	put(p, BPF_LDX | BPF_MEM | BPF_W, MINOR, BPF_REG_1, 8, 0);
}

static void put_answer(struct program *p, bool allow)
{
	put(p, BPF_ALU | BPF_MOV | BPF_K, BPF_REG_0, 0, 0, allow);
	put(p, BPF_JMP | BPF_EXIT, 0, 0, 0, 0);
}

/* Jumps to the end of the rule if the register is something else; the offset is filled in by put_rule. */
static void put_unless(struct program *p, int reg, long long value)
{
	put(p, BPF_JMP | BPF_JNE | BPF_K, reg, 0, 0, (int)value);
}

/* What the rule says of the access: an allowed part needs no other rule, a denied part ends it. */
static void put_access(struct program *p, const struct device_rule *rule)
{
	if (rule->access == DEVICE_ALL)
		return;
	if (rule->allow) {
		put(p, BPF_ALU | BPF_AND | BPF_K, LEFT, 0, 0, (int)(~rule->access & DEVICE_ALL));
		put_unless(p, LEFT, 0);
		return;
	}
	put(p, BPF_ALU | BPF_MOV | BPF_X, SCRATCH, LEFT, 0, 0);
	put(p, BPF_ALU | BPF_AND | BPF_K, SCRATCH, 0, 0, (int)rule->access);
	put(p, BPF_JMP | BPF_JEQ | BPF_K, SCRATCH, 0, 0, 0);
}

static void put_rule(struct program *p, const struct device_rule *rule)
{
	size_t first = p->n;

	if (rule->type != 'a')
		put_unless(p, TYPE, rule->type == 'b' ? BPF_DEVCG_DEV_BLOCK : BPF_DEVCG_DEV_CHAR);
	if (rule->major >= 0)
		put_unless(p, MAJOR, rule->major);
	if (rule->minor >= 0)
		put_unless(p, MINOR, rule->minor);
	put_access(p, rule);
	put_answer(p, rule->allow);
	for (size_t i = first; i < p->n; i++)
		if (BPF_CLASS(p->at[i].code) == BPF_JMP && p->at[i].code != (BPF_JMP | BPF_EXIT))
			p->at[i].off = (__s16)(p->n - i - 1);
}

static bool decides_all(const struct device_rule *rule)
{
	return rule->type == 'a' && rule->major < 0 && rule->minor < 0 && rule->access == DEVICE_ALL;
}

int device_program(
    const struct device_rules *rules, struct bpf_insn *ret, size_t room, size_t *ret_n, struct error *err)
{
	struct program p = { .at = ret };
	size_t i = rules->n;

	if (room < FRAME || (room - FRAME) / PER_RULE < rules->n)
		return fail(err, E2BIG, "linux.resources.devices has too many rules (%zu) for a BPF program", rules->n);
	put_start(&p);
	while (i > 0 && !decides_all(&rules->at[i - 1]))
		put_rule(&p, &rules->at[--i]);
	/* The verifier takes no unreachable instruction: what stands before a rule for everything is left out. */
	put_answer(&p, i > 0 && rules->at[i - 1].allow);
	*ret_n = p.n;
	return 0;
}
