/*
 * Memory and CPU as a cgroup's file takes them, of any two limits with any 64-bit numbers: no overflow; cpu.shares become a
 * weight from 1 to 10000.
 *
 * sources: src/decide/cgroup_value.c gen/cgroup_table.c src/base/error.c tests/prove/take.c
 * options: -eva-precision 0 -eva-auto-loop-unroll 24 -eva-slevel 10 -eva-split-return-function weight_of:0 -eva-domains cvalue,symbolic-locations,equality
 * hint: src/decide/cgroup_value.c /^	while (low < high)/i //@ loop widen_hints "all", 0, 1, 9999, 10000;
 */
#include <limits.h>

#include "prove.h"
#include "decide/cgroup_value.h"

static struct cgroup_value two[2];

/* As long as the longest format of two numbers. */
char *take_format(struct arena *a, const char *format, ...)
{
	(void)format;
	return take(a, 64);
}

static long long any_number(void)
{
	return Frama_C_long_long_interval(LLONG_MIN, LLONG_MAX);
}

static void fill(struct cgroup_value *v)
{
	v->limit = any(0, LIMIT_COUNT - 1);
	v->number = any_number();
	v->text = any(0, 1) ? "x" : NULL;
	v->more = any(0, 1) ? "y" : NULL;
	v->major = any_number();
	v->minor = any_number();
}

int main(void)
{
	struct cgroup_limits all = { .at = two, .n = (size_t)any(0, 2) };
	enum cgroup_how how = any(HOW_NUMBER, HOW_FILE);
	const char *text = NULL;
	struct error err = { 0 };
	unsigned weight;
	int which = any(0, 1), rc;

	//@ split how;
	//@ split which;
	fill(&two[0]);
	fill(&two[1]);
	rc = cgroup_value_text(how, "rbps=", &two[which], &all, pieces(), &text, &err);
	//@ assert it_succeeds_or_fails: rc == 0 || rc == -1;
	weight = cgroup_weight_of_shares(any_number());
	//@ assert a_weight_of_the_kernel: 1 <= weight <= 10000;
	return 0;
}
