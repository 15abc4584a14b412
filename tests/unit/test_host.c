/* test_host.c: where programs are found, what they say of themselves, and facts of this machine. */
#include "unit.h"
#include "make_tree.h"
#include <elf.h>
#include <time.h>
#include <sys/utsname.h>
#include "look/host.h"
#include "look/version.h"
#include "read/guest_binary.h"

static char memory[1 << 18];
static struct arena arena;
static struct error err;
static const char *found;

static int begin(void **state)
{
	unit_arena(&arena, memory, sizeof memory);
	return tree_begin(state);
}

static void script(const char *name, const char *text)
{
	tree_file(name, text, strlen(text), 0755);
}

static int find(const char *name, const char *setting, const char *path)
{
	found = "untouched";
	err = (struct error){ 0 };
	return find_program(&arena, name, setting, path, &found, &err);
}

static void refuses(int num, const char *says)
{
	assert_int_equal(err.num, num);
	assert_string_equal(found, "untouched");
	if (!strstr(err.text, says))
		fail_msg("\"%s\" does not say \"%s\"\n", err.text, says);
}

static void along_the_path(void **state)
{
	char path[1024];

	(void)state;
	tree_dir("a");
	tree_dir("b");
	tree_dir("a/tool");
	script("b/tool", "#!/bin/sh\n");
	snprintf(path, sizeof path, "::relative:.:/nowhere:%s/a:%s/b", tree, tree);
	assert_int_equal(find("tool", NULL, path), 0);
	assert_string_equal(found, in_tree("b/tool"));
	assert_int_equal(find("tool", "", path), 0); /* no setting */
	tree_file("a/other", "x", 1, 0644);
	assert_int_equal(find("other", NULL, path), -1);
	refuses(EACCES, "a/other, but that cannot be executed");
	script("b/other", "#!/bin/sh\n"); /* a later one that can be executed */
	assert_int_equal(find("other", NULL, path), 0);
	assert_string_equal(found, in_tree("b/other"));
	assert_int_equal(find("tool-of-nobody", NULL, path), -1);
	refuses(ENOENT, "tool-of-nobody is not installed: executable file not found in $PATH");
	assert_int_equal(find("sh", NULL, NULL), 0); /* the usual places */
	assert_int_equal(find("sh", NULL, ""), 0);
	assert_int_equal(chdir(in_tree("b")), 0);
	assert_int_equal(find("tool", NULL, ".:"), -1); /* never from where we happen to be */
	assert_int_equal(chdir("/"), 0);
	assert_int_equal(find("../b/tool", NULL, path), -1);
	refuses(EINVAL, "not the name of a program");
	assert_int_equal(find("", NULL, path), -1);
	refuses(EINVAL, "not the name of a program");
}

static void by_the_settings(void **state)
{
	(void)state;
	script("tool", "#!/bin/sh\n");
	tree_file("text", "x", 1, 0644);
	assert_int_equal(find("sh", in_tree("tool"), "/bin"), 0);
	assert_string_equal(found, in_tree("tool"));
	assert_int_equal(find("sh", "bin/sh", "/bin"), -1);
	refuses(EINVAL, "\"bin/sh\": an absolute path is wanted");
	assert_int_equal(find("sh", in_tree("none"), "/bin"), -1); /* a setting that is wrong is not passed over */
	refuses(ENOENT, "the settings say that sh is at");
	assert_int_equal(find("sh", in_tree("text"), "/bin"), -1);
	refuses(EACCES, "cannot be executed");
	assert_int_equal(find("sh", tree, "/bin"), -1);
	refuses(EISDIR, "cannot be executed");
	assert_int_equal(mkfifo(in_tree("fifo"), 0755), 0);
	assert_int_equal(find("sh", in_tree("fifo"), "/bin"), -1);
	refuses(ENOTSUP, "not a regular file");
}

static int version(const char *text)
{
	script("tool", text);
	found = "untouched";
	err = (struct error){ 0 };
	return program_version(&arena, in_tree("tool"), 3000, &found, &err);
}

static void versions(void **state)
{
	struct timespec from, to;

	(void)state;
	assert_int_equal(version("#!/bin/sh\necho \"tool $1\"; echo more"), 0);
	assert_string_equal(found, "tool --version");
	assert_int_equal(version("#!/bin/sh\necho on stderr >&2; exit 3"), 0);
	assert_string_equal(found, "on stderr");
	assert_int_equal(version("#!/bin/sh\nexit 0"), 0);
	assert_string_equal(found, "");
	assert_int_equal(version("#!/bin/sh\nprintf 'a\\tb\\033[31m\\303\\244\\177'"), 0);
	assert_string_equal(found, "a?b?[31m???");
	assert_int_equal(version("#!/bin/sh\nread x; echo \"read: $? $HOME-$URUNC_CONFIG_FILE-$LC_ALL\""), 0);
	assert_string_equal(found, "read: 1 --C");
	assert_int_equal(version("#!/bin/sh\nwhile :; do echo line; done"), 0); /* nobody listens: it ends */
	assert_string_equal(found, "line");
	assert_int_equal(version("#!/bin/sh\nhead -c 5000 /dev/zero | tr '\\0' x"), 0);
	assert_int_equal(strlen(found), 120);
	assert_int_equal(version("#!/nowhere/sh\n"), -1);
	refuses(ENOEXEC, "cannot be executed");
	assert_int_equal(version("#!/bin/sh\nkill -SEGV $$"), -1);
	refuses(ECHILD, "signal 11");
	script("slow", "#!/bin/sh\necho 1\nsleep 60");
	clock_gettime(CLOCK_MONOTONIC, &from);
	assert_int_equal(program_version(&arena, in_tree("slow"), 200, &found, &err), -1);
	assert_int_equal(err.num, ETIMEDOUT);
	script("slow", "#!/bin/sh\nsleep 60"); /* not even a line */
	assert_int_equal(program_version(&arena, in_tree("slow"), 200, &found, &err), -1);
	assert_int_equal(err.num, ETIMEDOUT);
	clock_gettime(CLOCK_MONOTONIC, &to);
	assert_in_range(to.tv_sec - from.tv_sec, 0, 20);
}

static void this_machine(void **state)
{
	struct host_kvm kvm;
	struct utsname name;
	int num = 0;

	(void)state;
	uname(&name);
	assert_string_equal(machine_name(host_machine()), name.machine);
	assert_string_equal(host_kernel(&arena), name.release);
	assert_in_range(host_cpus(), 1, 65536);
	assert_true(host_memory() > 1 << 20);
	assert_non_null(host_lsms(&arena));
	assert_true(host_device("/dev/null", &num));
	assert_false(host_device(tree, &num));
	assert_int_equal(num, ENODEV);
	assert_false(host_device("/dev/none", &num));
	assert_int_equal(num, ENOENT);
	host_kvm(&kvm);
	assert_int_equal(kvm.present, !access("/dev/kvm", F_OK));
	assert_true(kvm.present || !kvm.usable);
	assert_true(kvm.usable == !kvm.num);
	if (host_machine() == EM_X86_64 && kvm.present)
		assert_int_equal(kvm.hardware, !system("grep -qwE 'vmx|svm' /proc/cpuinfo"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(along_the_path, begin, tree_end),
		cmocka_unit_test_setup_teardown(by_the_settings, begin, tree_end),
		cmocka_unit_test_setup_teardown(versions, begin, tree_end),
		cmocka_unit_test_setup_teardown(this_machine, begin, tree_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
