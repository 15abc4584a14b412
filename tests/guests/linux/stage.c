/*
 * stage.c: /init of an initrd whose Linux is to be as one with all its drivers built in: loads the modules that /lib/order
 * names, mounts the root that the kernel's command line names, and goes over to the program of init=, with its arguments.
 *
 * What the kernel would do itself and cannot, since an initrd is in the way: the file that stands in place of one
 * (URUNIT_CONFIG=/sys/firmware/initrd) was put into /config by tests/guests/linux/embed.  It is handed on as a descriptor, as are the
 * devices that are there before the root's own /dev is: the power button and the second serial port.
 *
 * A C program and no shell: an emulated CPU takes longer for a shell's hundred processes than for all else here.
 */
#include <fcntl.h>
#include <linux/input.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/klog.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "stage.h"

static void die(const char *what)
{
	perror(what);
	reboot(RB_POWER_OFF);
	_exit(1);
}

static void load_modules(void)
{
	char path[128] = "/lib/", *name = path + 5;
	FILE *order = fopen("/lib/order", "re");

	while (order && fgets(name, 100, order)) {
		int fd;

		name[strcspn(name, "\n")] = 0;
		fd = open(path, O_RDONLY | O_CLOEXEC);
		if (fd < 0 || syscall(SYS_finit_module, fd, "", 0) < 0)
			perror(path);
		close(fd);
	}
	if (order)
		fclose(order);
}

/* The value of a word of /proc/cmdline before "--", in memory of its own; NULL: it is not there. */
static const char *word_of(const char *cmdline, const char *name)
{
	size_t len = strlen(name);
	char *copy = strdup(cmdline), *rest = copy;

	for (char *word = strtok_r(copy, " \n", &rest); word && strcmp(word, "--") != 0;
	     word = strtok_r(NULL, " \n", &rest))
		if (strncmp(word, name, len) == 0 && (word[len] == '=' || !word[len]))
			return word[len] ? word + len + 1 : word;
	return NULL;
}

static const char *read_cmdline(void)
{
	static char text[4096];
	int fd = open("/proc/cmdline", O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof text - 1);

	if (n < 0)
		die("/proc/cmdline");
	close(fd);
	return text;
}

static void mount_root(const char *cmdline)
{
	const char *flags = word_of(cmdline, "rootflags"), *root = word_of(cmdline, "root");
	const char *type = word_of(cmdline, "rootfstype");

	mkdir("/newroot", 0755);
	if (!root || !type || mount(root, "/newroot", type, word_of(cmdline, "ro") ? MS_RDONLY : 0, flags))
		die("root");
}

static void keep(int fd, int number)
{
	if (fd < 0 || fd == number)
		return;
	dup2(fd, number);
	close(fd);
}

static int power_button(void)
{
	char path[] = "/dev/input/event0", name[32] = "";

	for (; path[16] <= '9'; path[16]++) {
		int fd = open(path, O_RDONLY);

		if (fd < 0)
			return -1;
		if (ioctl(fd, EVIOCGNAME(sizeof name), name) > 0 && strcmp(name, "Power Button") == 0)
			return fd;
		close(fd);
	}
	return -1;
}

static void keep_all(void)
{
	keep(open("/config", O_RDONLY), STAGE_CONFIG);
	keep(power_button(), STAGE_BUTTON);
	keep(open("/dev/ttyS1", O_WRONLY | O_NOCTTY), STAGE_CODE);
}

int main(int argc, char **argv)
{
	const char *cmdline, *program;

	(void)argc;
	if (mount("proc", "/proc", "proc", 0, NULL) || mount("dev", "/dev", "devtmpfs", 0, NULL))
		die("/proc");
	load_modules();
	klogctl(6, NULL, 0); /* the console is the container's output from here on */
	cmdline = read_cmdline();
	program = word_of(cmdline, "init");
	if (!program) {
		reboot(RB_POWER_OFF);
		return 1;
	}
	keep_all();
	mount_root(cmdline);
	umount2("/proc", MNT_DETACH);
	umount2("/dev", MNT_DETACH);
	if (chdir("/newroot") || mount(".", "/", NULL, MS_MOVE, NULL) || chroot(".") || chdir("/"))
		die("/newroot");
	argv[0] = strdup(program);
	execv(program, argv);
	die(program);
}
