/*
 * seccomp_answer.h: what a compiled filter answers to a system call, asked of its BPF by a small interpreter.  Include unit.h
 * before.
 */
#ifndef SECCOMP_ANSWER_H
#define SECCOMP_ANSWER_H

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>

#include "act/seccomp.h"

#if defined(__x86_64__)
#define ARCH AUDIT_ARCH_X86_64
#else
#define ARCH AUDIT_ARCH_AARCH64
#endif

enum { ALLOW = 999, KILL = -1 }; /* else an errno is refused */

static inline uint32_t answer_of(enum seccomp_filter filter, const struct seccomp_data *data)
{
	size_t n, at = 0;
	const struct sock_filter *code = seccomp_filter_code(filter, &n);
	uint32_t acc = 0;

	for (;;) {
		const struct sock_filter *i = &code[at];

		assert_in_range(at, 0, n - 1);
		at++;
		switch (i->code) {
		case BPF_LD | BPF_W | BPF_ABS:
			assert_true(i->k % 4 == 0 && i->k < sizeof *data);
			memcpy(&acc, (const char *)data + i->k, 4);
			break;
		case BPF_ALU | BPF_AND | BPF_K:
			acc &= i->k;
			break;
		case BPF_JMP | BPF_JA:
			at += i->k;
			break;
		case BPF_JMP | BPF_JEQ | BPF_K:
			at += acc == i->k ? i->jt : i->jf;
			break;
		case BPF_JMP | BPF_JGT | BPF_K:
			at += acc > i->k ? i->jt : i->jf;
			break;
		case BPF_JMP | BPF_JGE | BPF_K:
			at += acc >= i->k ? i->jt : i->jf;
			break;
		case BPF_RET | BPF_K:
			return i->k;
		default:
			fail_msg("instruction %zu: %#x\n", at - 1, i->code);
		}
	}
}

static inline int meaning(uint32_t answer)
{
	switch (answer & SECCOMP_RET_ACTION_FULL) {
	case SECCOMP_RET_ALLOW:
		return ALLOW;
	case SECCOMP_RET_KILL_PROCESS:
		return KILL;
	case SECCOMP_RET_ERRNO:
		assert_int_not_equal(answer & SECCOMP_RET_DATA, 0);
		return 1000 + (int)(answer & SECCOMP_RET_DATA);
	default:
		fail_msg("answer %#x\n", answer);
		return 0;
	}
}

struct call {
	int nr;
	uint64_t args[6];
};

static inline void answers(enum seccomp_filter filter, int wanted, struct call call)
{
	const struct seccomp_data data = { .nr = call.nr,
		.arch = ARCH,
		.args = { call.args[0], call.args[1], call.args[2], call.args[3], call.args[4], call.args[5] } };
	int got = meaning(answer_of(filter, &data));

	if (wanted > 0 && wanted != ALLOW)
		wanted += 1000;
	if (got != wanted)
		fail_msg("%s: call %d (%#llx, %#llx, %#llx, %#llx): %d, not %d\n", seccomp_filter_name(filter), call.nr,
		    (unsigned long long)call.args[0], (unsigned long long)call.args[1],
		    (unsigned long long)call.args[2], (unsigned long long)call.args[3], got, wanted);
}

#define C(...) ((struct call){ __VA_ARGS__ })

#endif
