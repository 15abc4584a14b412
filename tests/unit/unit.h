/*
 * unit.h: what every unit test starts with: cmocka and the headers it wants before itself.  Its macros fail() and
 * fail_msg() give way to ours: fail() is the function of base/error.h here too.
 */
#ifndef UNIT_H
#define UNIT_H

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#undef fail
#undef fail_msg
#define fail_msg(...)                               \
	do {                                        \
		print_error("ERROR: " __VA_ARGS__); \
		_fail(__FILE__, __LINE__);          \
	} while (0)

#include "base/arena.h"
#include "base/error.h"
#include "base/redzone.h"

/* An arena for one test: call with a static or local buffer that is zero.  Running out of it fails the test. */
static inline void unit_exhausted(struct arena *a)
{
	(void)a;
	fail_msg("the arena is full\n");
	abort();
}

static inline void unit_arena(struct arena *a, void *memory, size_t size)
{
	redzone_clear(memory, size); /* an arena was here before */
	memset(memory, 0, size);
	arena_init(a, memory, size, unit_exhausted);
}

#endif
