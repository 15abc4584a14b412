/*
 * cpu.shares as cpu.weight, of every 64-bit number: from 1 to 10000, without overflow.
 *
 * sources: src/decide/cgroup_value.c gen/cgroup_table.c src/base/error.c tests/prove/take.c
 * options: -eva-precision 0 -eva-auto-loop-unroll 24
 * hint: src/decide/cgroup_value.c /^	while (low < high)/i //@ loop widen_hints "all", 0, 1, 9999, 10000;
 * quick
 */
#include <limits.h>

#include "prove.h"
#include "decide/cgroup_value.h"

char *take_format(struct arena *a, const char *format, ...)
{
	(void)format;
	return take(a, 64);
}

int main(void)
{
	unsigned weight = cgroup_weight_of_shares(Frama_C_long_long_interval(LLONG_MIN, LLONG_MAX));

	//@ assert a_weight_of_the_kernel: 1 <= weight <= 10000;
	return 0;
}
