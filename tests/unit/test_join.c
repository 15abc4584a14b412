/* The helper in another network namespace: what it returns, how it ends, and that the next one is as good as new. */
#include "unit.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "act/join.h"

static struct error err;

static int own_netns(void)
{
	int fd = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);

	assert_true(fd >= 0);
	return fd;
}

static int run(int (*work)(void *, struct error *), void *data)
{
	int netns = own_netns(), rc;

	memset(&err, 0, sizeof err);
	rc = join_run(netns, work, data, &err);
	close(netns);
	return rc;
}

static int answers(void *data, struct error *why)
{
	*(pid_t *)data = getpid();
	return fail(why, ENOENT, "said by the helper");
}

static void test_answer(void **state)
{
	pid_t seen = 0;

	(void)state;
	assert_int_equal(run(answers, &seen), -1);
	assert_int_equal(err.num, ENOENT);
	assert_string_equal(err.text, "said by the helper");
	assert_true(seen && seen != getpid());
}

/* Frames of different shapes at the same place of the helper's stack: what guards one lies where the other has its bytes. */
static int dies_deep(void *data, struct error *why)
{
	volatile char guarded[16][8];
	volatile char *where[16];

	(void)why;
	for (size_t i = 0; i < 16; i++)
		where[i] = guarded[i];
	for (size_t i = 0; i < 16; i++)
		*where[i] = *(char *)data;
	if (*(char *)data)
		return dies_deep((char *)data + 1, why);
	kill(getpid(), SIGKILL);
	return 0;
}

static int fills_all(void *data, struct error *why)
{
	char bytes[16384];

	(void)why;
	memset(bytes, *(char *)data, sizeof bytes);
	return bytes[sizeof bytes / 2] == 'x' ? 7 : -1;
}

/* Seen with the sanitizers: what stood around the frames of a helper that was killed was taken for a fault of the next. */
static void test_killed_helper_leaves_nothing(void **state)
{
	char deep[] = "xxxxxxxx";

	(void)state;
	assert_int_equal(run(dies_deep, deep), -1);
	assert_int_equal(err.num, EINTR);
	assert_string_equal(err.text, "the network helper was ended by signal 9");
	assert_int_equal(run(fills_all, deep), 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_answer),
		cmocka_unit_test(test_killed_helper_leaves_nothing),
	};

	if (geteuid() != 0) {
		printf("1..0 # SKIP needs root\n");
		return 0;
	}
	return cmocka_run_group_tests_name("join", tests, NULL, NULL);
}
