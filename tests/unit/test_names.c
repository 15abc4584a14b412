/* What is in a directory: all of it, once, also when it is more than one look gives and is removed on the way. */
#include "unit.h"

#include <fcntl.h>
#include <unistd.h>

#include "record/names.h"

enum { MANY = 300 };

static int make(int dir, int i)
{
	char name[40];

	snprintf(name, sizeof name, "a-file-with-a-longer-name-%d", i);
	return openat(dir, name, O_WRONLY | O_CREAT | O_EXCL, 0600);
}

static void test_all(void **state)
{
	char path[] = "/tmp/urunc-names.XXXXXX";
	struct names names;
	int dir, n = 0;

	(void)state;
	assert_non_null(mkdtemp(path));
	dir = open(path, O_RDONLY | O_DIRECTORY);
	names_begin(&names, dir);
	assert_null(names_next(&names));
	for (int i = 0; i < MANY; i++)
		close(make(dir, i));
	assert_int_equal(lseek(dir, 0, SEEK_SET), 0);
	names_begin(&names, dir);
	for (const char *name; (name = names_next(&names)); n++)
		assert_int_equal(unlinkat(dir, name, 0), 0);
	assert_int_equal(n, MANY);
	close(dir);
	assert_int_equal(rmdir(path), 0);
}

static void test_no_directory(void **state)
{
	int fd = open("/dev/null", O_RDONLY);
	struct names names;

	(void)state;
	names_begin(&names, fd);
	assert_null(names_next(&names));
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all),
		cmocka_unit_test(test_no_directory),
	};

	return cmocka_run_group_tests_name("names", tests, NULL, NULL);
}
