/* Memory that ends with the command: pieces made longer, copied, and given back. */
#include "unit.h"

static char memory[1024];
static struct arena arena;

static void test_less(void **state)
{
	char *piece, *next;

	(void)state;
	unit_arena(&arena, memory, sizeof memory);
	piece = take(&arena, 500);
	memcpy(piece, "abc", 4);
	take_less(&arena, piece, 4);
	next = take(&arena, 500); /* there would be no room for two of them */
	assert_ptr_equal(next, piece + 16);
	for (size_t i = 0; i < 500; i++)
		assert_int_equal(next[i], 0);
	assert_string_equal(piece, "abc");
}

static void test_longer(void **state)
{
	char *last, *other;

	(void)state;
	unit_arena(&arena, memory, sizeof memory);
	last = take_copy(&arena, "abc");
	assert_ptr_equal(take_longer(&arena, last, 4, 8), last);
	assert_string_equal(last, "abc");
	take(&arena, 1);
	other = take_longer(&arena, last, 8, 16);
	assert_ptr_not_equal(other, last);
	assert_string_equal(other, "abc");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_less),
		cmocka_unit_test(test_longer),
	};

	return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
