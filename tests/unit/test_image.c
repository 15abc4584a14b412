/* test_image.c: files of an image are found beneath its rootfs and nowhere else, also while somebody changes it. */
#include "unit.h"
#include "make_tree.h"

#include <signal.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <sys/wait.h>
#include "look/file.h"
#include "look/image.h"

static char memory[1 << 16];
static struct arena arena;
static struct error err;
static int root;

/* tree/secret stands outside; tree/root is the image. */
static int begin(void **state)
{
	unit_arena(&arena, memory, sizeof memory);
	if (tree_begin(state))
		return -1;
	tree_text("secret", "secret");
	tree_dir("root");
	tree_dir("root/dir");
	tree_dir("root/etc");
	tree_text("root/kernel", "kernel");
	tree_text("root/dir/kernel", "kernel in dir");
	tree_text("root/etc/passwd", "the image's");
	return image_open_root(in_tree("root"), &root, &err);
}

static int end(void **state)
{
	close(root);
	return tree_end(state);
}

static void reads(const char *path, const char *text)
{
	char *got;
	size_t len;

	if (image_read(&arena, root, path, 100, &got, &len, &err))
		fail_msg("%s: %s\n", path, err.text);
	assert_string_equal(got, text);
	assert_int_equal(len, strlen(text));
}

/* Refused with this errno, in one line that begins with the path as given; the result is untouched. */
static void refuses(const char *path, int num, const char *says)
{
	int fd = -77;

	err = (struct error){ 0 };
	assert_int_equal(image_open(root, path, &fd, NULL, &err), -1);
	assert_int_equal(fd, -77);
	assert_int_equal(err.num, num);
	assert_memory_equal(err.text, path, strlen(path));
	if (!strstr(err.text, says))
		fail_msg("\"%s\" does not say \"%s\"\n", err.text, says);
}

static void plain_paths(void **state)
{
	struct stat st;
	int fd;

	(void)state;
	reads("kernel", "kernel");
	reads("/kernel", "kernel");
	reads("dir/kernel", "kernel in dir");
	reads("/dir/../dir/./kernel", "kernel in dir");
	assert_int_equal(image_open(root, "kernel", &fd, &st, &err), 0);
	assert_int_equal(st.st_size, 6);
	assert_int_equal(fcntl(fd, F_GETFL) & O_ACCMODE, O_RDONLY);
	assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
	close(fd);
}

static void links_stay_inside(void **state)
{
	(void)state;
	tree_link("root/absolute", "/kernel");
	reads("absolute", "kernel");
	tree_link("root/passwd", "/etc/passwd");
	reads("passwd", "the image's");
	tree_link("root/up", "../../../../../../../../etc/passwd");
	reads("up", "the image's");
	tree_link("root/dir/parent", "..");
	reads("dir/parent/kernel", "kernel");
	tree_link("root/dir/far", "../../..");
	reads("dir/far/dir/kernel", "kernel in dir");
	reads("../../../../kernel", "kernel");
	tree_link("root/out", "../secret");
	refuses("out", ENOENT, "no such file or directory in the image");
	tree_link("root/out2", in_tree("secret"));
	refuses("out2", ENOENT, "no such file or directory in the image");
	tree_link("root/dir/top", "/");
	reads("dir/top/etc/passwd", "the image's");
	refuses("dir/top/secret", ENOENT, "no such file or directory in the image");
}

static void what_is_no_file(void **state)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX };
	int s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	(void)state;
	refuses("missing", ENOENT, "no such file or directory in the image");
	refuses("kernel/below", ENOENT, "no such file or directory in the image");
	refuses("dir", EISDIR, "a directory; a regular file is wanted");
	refuses("/", EISDIR, "a directory");
	refuses("..", EISDIR, "a directory");
	tree_text("root/empty", "");
	refuses("empty", ENODATA, "empty");
	tree_link("root/dangling", "nowhere");
	refuses("dangling", ENOENT, "no such file or directory in the image");
	tree_link("root/loop", "loop");
	refuses("loop", ELOOP, "circles");
	assert_int_equal(mkfifo(in_tree("root/fifo"), 0644), 0);
	refuses("fifo", EINVAL, "a FIFO");
	snprintf(name.sun_path, sizeof name.sun_path, "%s", in_tree("root/socket"));
	assert_int_equal(bind(s, (struct sockaddr *)&name, sizeof name), 0);
	refuses("socket", EINVAL, "a socket");
	close(s);
	assert_int_equal(image_open(root, "", &s, NULL, &err), -1);
	assert_int_equal(err.num, EINVAL);
}

/* A device in the image's place of the kernel is seen and not opened: a tape would rewind, a watchdog would start. */
static void devices(void **state)
{
	(void)state;
	if (mknod(in_tree("root/null"), S_IFCHR | 0644, makedev(1, 3)))
		skip();
	refuses("null", EINVAL, "a device");
	if (!mknod(in_tree("root/disk"), S_IFBLK | 0644, makedev(7, 250)))
		refuses("disk", EINVAL, "a device");
	if (!mknod(in_tree("root/nothing"), S_IFCHR | 0644, makedev(250, 250)))
		refuses("nothing", EINVAL, "a device"); /* opening it would be ENXIO */
}

/* Nobody waits at a FIFO, and nobody is let on who waits at its other end. */
static void fifo_is_not_opened(void **state)
{
	pid_t pid;
	int status;

	(void)state;
	assert_int_equal(mkfifo(in_tree("root/fifo"), 0644), 0);
	pid = fork();
	if (!pid) {
		alarm(20);
		_exit(open(in_tree("root/fifo"), O_WRONLY) >= 0 ? 0 : 1);
	}
	usleep(20000); /* it most probably waits by now; if not, the test still holds */
	for (int i = 0; i < 50; i++)
		refuses("fifo", EINVAL, "a FIFO");
	assert_int_equal(waitpid(pid, &status, WNOHANG), 0);
	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
}

static void optional_files(void **state)
{
	int fd = -77;

	(void)state;
	assert_int_equal(image_open_optional(root, "missing", &fd, NULL, &err), 0);
	assert_int_equal(fd, -1);
	assert_int_equal(image_open_optional(root, "dir", &fd, NULL, &err), -1);
	assert_int_equal(image_open_optional(root, "kernel", &fd, NULL, &err), 0);
	assert_true(fd >= 0);
	close(fd);
}

static void limits(void **state)
{
	size_t len;
	char *got;

	(void)state;
	assert_int_equal(image_read(&arena, root, "kernel", 6, &got, &len, &err), 0);
	assert_int_equal(image_read(&arena, root, "kernel", 5, &got, &len, &err), -1);
	assert_int_equal(err.num, EFBIG);
	assert_string_equal(err.text, "kernel: it has 6 bytes, more than 5 are not read");
	assert_int_equal(truncate(in_tree("root/kernel"), 1ll << 40), 0); /* no disk is used, and no time */
	assert_int_equal(image_read(&arena, root, "kernel", 1 << 20, &got, &len, &err), -1);
	assert_int_equal(err.num, EFBIG);
	assert_int_equal(look_read_file(&arena, in_tree("root/kernel"), 1 << 20, &got, &len, &err), -1);
	assert_int_equal(err.num, EFBIG);
}

static void no_root(void **state)
{
	int fd = -77;

	(void)state;
	assert_int_equal(image_open_root(in_tree("root/kernel"), &fd, &err), -1);
	assert_int_equal(err.num, ENOTDIR);
	assert_int_equal(image_open_root(in_tree("nowhere"), &fd, &err), -1);
	assert_int_equal(err.num, ENOENT);
	assert_int_equal(fd, -77);
}

/* Somebody swaps two names all the time: what is opened is one of the image's files, or an error. */
static pid_t swap_for_ever(const char *one, const char *other)
{
	pid_t pid = fork();

	if (pid)
		return pid;
	alarm(60);
	/* A breath now and then: a name with ".." in it cannot be resolved at all while names change all the time. */
	for (int i = 0;; i++) {
		if (i % 64 == 0)
			usleep(200);
		if (syscall(SYS_renameat2, AT_FDCWD, one, AT_FDCWD, other, 1 << 1 /* RENAME_EXCHANGE */))
			_exit(1);
	}
}

static void swapped(const char *one, const char *other, const char *path, const char *text)
{
	pid_t pid = swap_for_ever(in_tree(one), in_tree(other));
	int opened = 0, refused = 0, status;
	size_t used = arena.used;
	char *got;

	for (int i = 0; i < 20000 && (i < 4000 || !opened || !refused); i++) {
		arena_release(&arena, used);
		if (image_read(&arena, root, path, 100, &got, NULL, &err)) {
			assert_memory_equal(err.text, path, strlen(path));
			refused++;
			continue;
		}
		assert_string_equal(got, text);
		opened++;
	}
	assert_int_equal(kill(pid, SIGKILL), 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status)); /* it could swap until now */
	assert_true(opened > 0);
}

static void swapped_for_a_link_outside(void **state)
{
	(void)state;
	tree_link("root/evil", in_tree("secret"));
	swapped("root/kernel", "root/evil", "kernel", "kernel");
}

static void swapped_directory(void **state)
{
	(void)state;
	/* The link leads to the root of the image at most: a name that is not there, but is outside. */
	tree_text("inner", "secret");
	tree_text("root/dir/inner", "in dir");
	tree_link("root/evil", "../..");
	swapped("root/dir", "root/evil", "dir/inner", "in dir");
}

static void swapped_for_a_fifo(void **state)
{
	(void)state;
	assert_int_equal(mkfifo(in_tree("root/fifo"), 0644), 0);
	swapped("root/kernel", "root/fifo", "kernel", "kernel");
}

/* A directory that moves out of the image while ".." is followed: the kernel notices, and we try again. */
static void moved_out(void **state)
{
	(void)state;
	tree_dir("outside");
	tree_text("root/dir/secret", "in dir");
	swapped("root/dir", "outside", "dir/../dir/secret", "in dir");
}

/* ------------------------------------------------------------------ files of the host */
static void host_files(void **state)
{
	size_t len = 77;
	char *got = NULL;

	(void)state;
	assert_int_equal(look_read_file(&arena, in_tree("secret"), 6, &got, &len, &err), 0);
	assert_string_equal(got, "secret");
	assert_int_equal(len, 6);
	tree_text("empty", "");
	assert_int_equal(look_read_file(&arena, in_tree("empty"), 6, &got, &len, &err), 0);
	assert_string_equal(got, "");
	got = NULL;
	assert_int_equal(look_read_file(&arena, tree, 6, &got, &len, &err), -1);
	assert_int_equal(err.num, EISDIR);
	assert_int_equal(look_read_file(&arena, in_tree("none"), 6, &got, &len, &err), -1);
	assert_int_equal(err.num, ENOENT);
	assert_int_equal(mkfifo(in_tree("fifo"), 0644), 0);
	assert_int_equal(look_read_file(&arena, in_tree("fifo"), 6, &got, &len, &err), -1);
	assert_int_equal(err.num, EINVAL);
	assert_null(got);
	assert_int_equal(look_read_kernel(&arena, "/proc/self/status", 4096, &got, &len), 0);
	assert_memory_equal(got, "Name:", 5);
	assert_int_equal(strlen(got), len);
	assert_int_equal(look_read_kernel(&arena, "/proc/self/status", 4, &got, &len), 0);
	assert_string_equal(got, "Name");
	assert_int_equal(look_read_kernel(&arena, "/proc/self/none", 4, &got, &len), -1);
	assert_int_equal(errno, ENOENT);
}

/* The window gives every range as the file has it, however they follow each other. */
static void window_of_a_file(void **state)
{
	static unsigned char all[20000], got[6000];
	struct window window;
	struct bytes b;
	int fd;

	(void)state;
	for (size_t i = 0; i < sizeof all; i++)
		all[i] = (unsigned char)(i * 7 + i / 251);
	tree_file("big", all, sizeof all, 0644);
	fd = open(in_tree("big"), O_RDONLY | O_CLOEXEC);
	b = bytes_of_fd("big", fd, sizeof all, &window);
	for (unsigned i = 0, at = 1; i < 3000; i++) {
		size_t len = i * 37 % (i % 5 ? 200 : sizeof got);

		at = at * 1103515245 + 12345;
		if (!bytes_hold(&b, at % sizeof all, len)) {
			assert_int_equal(bytes_read(&b, at % sizeof all, got, len, "it", &err), -1);
			continue;
		}
		assert_int_equal(bytes_read(&b, at % sizeof all, got, len, "it", &err), 0);
		assert_memory_equal(got, all + at % sizeof all, len);
	}
	assert_int_equal(truncate(in_tree("big"), 100), 0); /* shorter than it was */
	window.len = 0;
	assert_int_equal(bytes_read(&b, 5000, got, 10, "it", &err), -1);
	assert_int_equal(err.num, EIO);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(plain_paths, begin, end),
		cmocka_unit_test_setup_teardown(links_stay_inside, begin, end),
		cmocka_unit_test_setup_teardown(what_is_no_file, begin, end),
		cmocka_unit_test_setup_teardown(devices, begin, end),
		cmocka_unit_test_setup_teardown(fifo_is_not_opened, begin, end),
		cmocka_unit_test_setup_teardown(optional_files, begin, end),
		cmocka_unit_test_setup_teardown(limits, begin, end),
		cmocka_unit_test_setup_teardown(no_root, begin, end),
		cmocka_unit_test_setup_teardown(swapped_for_a_link_outside, begin, end),
		cmocka_unit_test_setup_teardown(swapped_directory, begin, end),
		cmocka_unit_test_setup_teardown(swapped_for_a_fifo, begin, end),
		cmocka_unit_test_setup_teardown(moved_out, begin, end),
		cmocka_unit_test_setup_teardown(host_files, begin, end),
		cmocka_unit_test_setup_teardown(window_of_a_file, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
