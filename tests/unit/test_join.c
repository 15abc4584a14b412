/* Work in another network namespace: it is done there, and the command is back afterwards, whatever came of it. */
#include "unit.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/stat.h>
#include <unistd.h>

#include "act/join.h"

static struct error err;

static ino_t here(void)
{
	struct stat st;

	assert_int_equal(stat("/proc/self/ns/net", &st), 0);
	return st.st_ino;
}

static int current(void)
{
	return open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
}

/* Another namespace; the test comes back from it. */
static int another(void)
{
	int own = current(), made;

	assert_int_equal(unshare(CLONE_NEWNET), 0);
	made = current();
	assert_int_equal(setns(own, CLONE_NEWNET), 0);
	close(own);
	return made;
}

static int open_descriptors(void)
{
	int n = 0;

	for (int fd = 0; fd < 64; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

static int looks(void *data, struct error *why)
{
	*(ino_t *)data = here();
	return fail(why, ENOENT, "said over there");
}

static void test_there_and_back(void **state)
{
	int netns = another(), before = open_descriptors();
	ino_t own = here(), seen = 0;
	struct stat st;

	(void)state;
	assert_int_equal(fstat(netns, &st), 0);
	assert_int_equal(join_run(netns, looks, &seen, &err), -1);
	assert_int_equal(err.num, ENOENT);
	assert_string_equal(err.text, "said over there");
	assert_true(seen == st.st_ino && seen != own);
	assert_true(here() == own);
	assert_int_equal(open_descriptors(), before);
	close(netns);
}

static void test_no_namespace(void **state)
{
	int fd = open("/dev/null", O_RDONLY), before = open_descriptors();
	ino_t own = here(), seen = 0;

	(void)state;
	assert_int_equal(join_run(fd, looks, &seen, &err), -1);
	assert_int_equal(err.num, EINVAL);
	assert_true(seen == 0 && here() == own);
	assert_int_equal(open_descriptors(), before);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_there_and_back),
		cmocka_unit_test(test_no_namespace),
	};

	if (geteuid() != 0) {
		printf("1..0 # SKIP needs root\n");
		return 0;
	}
	return cmocka_run_group_tests_name("join", tests, NULL, NULL);
}
