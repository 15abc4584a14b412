/* Memory that ends with the command: pieces made longer, copied, and given back. */
#include "unit.h"

static char memory[1024];
static struct arena arena;
static jmp_buf no_room;

static void test_less(void **state)
{
	char *piece, *next;

	(void)state;
	unit_arena(&arena, memory, sizeof memory);
	piece = take(&arena, 500);
	memcpy(piece, "abc", 4);
	take_less(&arena, piece, 4);
	next = take(&arena, 500); /* there would be no room for two of them */
	assert_in_range(next - piece, 16, 16 + REDZONE_GAP);
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

static void too_much(struct arena *a)
{
	(void)a;
	longjmp(no_room, 1);
}

static void with_room_for(size_t bytes)
{
	unit_arena(&arena, memory, sizeof memory);
	arena.size = bytes;
	arena.exhausted = too_much;
}

#define has_room(taking) (setjmp(no_room) ? false : ((void)(taking), true))

static void test_no_room(void **state)
{
	char *last;

	(void)state;
	with_room_for(100);
	assert_true(has_room(take(&arena, 100 - REDZONE_GAP)));
	assert_false(has_room(take(&arena, 1)));
	with_room_for(100);
	assert_false(has_room(take(&arena, 101)));
	assert_false(has_room(take(&arena, SIZE_MAX)));
	assert_false(has_room(take_many(&arena, SIZE_MAX / 4, 8)));
	assert_true(has_room(take_many(&arena, 100, 0)));
	last = take(&arena, 8);
	assert_false(has_room(take_longer(&arena, last, 8, 101)));
	assert_true(has_room(take_longer(&arena, last, 8, 40)));
}

static bool third_has_room(int way)
{
	char *last;

	with_room_for(sizeof memory);
	arena.until = 3;
	take(&arena, 1);
	last = take(&arena, 1);
	if (way == 0)
		return has_room(take_longer(&arena, last, 1, 2));
	return way == 1 ? has_room(take_format(&arena, "%d", 1)) : has_room(take_copy(&arena, "a"));
}

/* So tests have each piece fail once, in whichever way it is taken. */
static void test_until(void **state)
{
	(void)state;
	assert_false(third_has_room(0));
	assert_false(third_has_room(1));
	assert_false(third_has_room(2));
	with_room_for(sizeof memory);
	take(&arena, 1);
	take_longer(&arena, take(&arena, 1), 1, 2);
	assert_int_equal(0 - arena.until, 3);
}

/* With the sanitizer, what nobody has taken cannot be read; without it there is nothing to see. */
static void test_redzone(void **state)
{
	const bool has = REDZONE_GAP > 0;
	char *first, *second;

	(void)state;
	unit_arena(&arena, memory, sizeof memory);
	first = take_copy(&arena, "abc");
	second = take_longer(&arena, take(&arena, 8), 8, 20);
	assert_false(redzone_is_at(first + 3));
	assert_int_equal(redzone_is_at(first + 4), has);
	assert_int_equal(redzone_is_at(second - 1), has);
	assert_false(redzone_is_at(second + 19));
	assert_int_equal(redzone_is_at(second + 20), has);
	take_less(&arena, second, 8);
	assert_int_equal(redzone_is_at(second + 8), has);
	arena_release(&arena, 0);
	assert_int_equal(redzone_is_at(first), has);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_less),
		cmocka_unit_test(test_longer),
		cmocka_unit_test(test_no_room),
		cmocka_unit_test(test_until),
		cmocka_unit_test(test_redzone),
	};

	return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
