/*
 * floor.c: the kernel's floor.  The least that a container with new namespaces, cgroup directories, a root of its own
 * and a filter can cost: no JSON, no checks, no clean-up after failure.  It understands the part of an OCI runtime's
 * command line that the bench uses:
 *
 *   floor [-g V1-DIR]... [-u CPUSET-DIR] [-G V2-DIR] [-c] [-n NETNS] --root R
 *         run|create|start|state|delete [--bundle B] [--pid-file P] ID
 *
 * The program is B/rootfs/noop.  -c: a cgroup namespace too.  -n: join this network namespace, and put a tap with
 * redirects beside its link.  `run` does all in one go.  `create` leaves a process behind that waits at a socket for
 * `start` and holds nothing else; `delete` kills it, or finds it gone.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>
#include "seccomp_filters.h"
#include "tests/bench/floor.h"

enum { MOST_GROUPS = 16, PROGRAM = 3 };

static const char *groups[MOST_GROUPS], *cpuset, *unified, *netns, *root, *bundle, *pid_file, *id;
static int ngroups;
static uint64_t namespaces = CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWNS;

void must(int ok, const char *what)
{
	if (ok)
		return;
	dprintf(2, "floor: %s: %s\n", what, strerror(errno));
	_exit(1);
}

/* The whole content of a small file into `to`; its length.  (No O_CLOEXEC where it is closed at once: musl would make a call more.) */
static size_t slurp(const char *path, char *to, size_t room)
{
	int fd = open(path, O_RDONLY);
	ssize_t n = fd < 0 ? -1 : read(fd, to, room - 1);

	must(n >= 0, path);
	to[n] = 0;
	close(fd);
	return (size_t)n;
}

static void spill(const char *path, int flags, const char *text, size_t len)
{
	int fd = open(path, O_WRONLY | flags, 0600);

	must(fd >= 0 && write(fd, text, len) == (ssize_t)len, path);
	close(fd);
}

/* ---------------------------------------------------------------- cgroups */

/* A new cpuset has no cpus and no memory nodes, and takes no task before it has. */
static void cpuset_inherit(const char *file)
{
	char from[512], to[512], value[256];

	snprintf(from, sizeof from, "%s/../%s", cpuset, file);
	snprintf(to, sizeof to, "%s/%s", cpuset, file);
	spill(to, 0, value, slurp(from, value, sizeof value));
}

static void groups_make(void)
{
	for (int i = 0; i < ngroups; i++)
		must(!mkdir(groups[i], 0755), groups[i]);
	if (unified)
		must(!mkdir(unified, 0755), unified);
	if (cpuset) {
		cpuset_inherit("cpuset.cpus");
		cpuset_inherit("cpuset.mems");
	}
}

/* By the process itself: another one moved costs 13 ms now and then. */
static void groups_join(void)
{
	char tasks[512];

	for (int i = 0; i < ngroups; i++) {
		snprintf(tasks, sizeof tasks, "%s/tasks", groups[i]);
		spill(tasks, 0, "0", 1);
	}
}

static void groups_remove(void)
{
	for (int i = 0; i < ngroups; i++)
		must(!rmdir(groups[i]), groups[i]);
	if (unified)
		must(!rmdir(unified), unified);
}

/* ---------------------------------------------------------------- the child */

static pid_t child_make(void)
{
	struct clone_args a = { .flags = namespaces | (netns ? 0 : CLONE_NEWNET), .exit_signal = SIGCHLD };
	int fd = -1;
	long pid;

	if (unified) {
		fd = open(unified, O_PATH | O_DIRECTORY | O_CLOEXEC);
		must(fd >= 0, unified);
		a.flags |= CLONE_INTO_CGROUP;
		a.cgroup = (uint64_t)fd;
	}
	pid = syscall(SYS_clone3, &a, sizeof a);
	must(pid >= 0, "clone3");
	if (pid && fd >= 0)
		close(fd);
	return (pid_t)pid;
}

/* The root becomes a tmpfs with the program in it.  It is mounted over the bundle's rootfs, in this namespace only. */
static void jail(void)
{
	int fd, tree;

	must(!mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL), "propagation");
	must(!chdir(bundle) && !chdir("rootfs"), bundle);
	tree = (int)syscall(SYS_open_tree, AT_FDCWD, "noop", 1 /* OPEN_TREE_CLONE */ | O_CLOEXEC);
	must(tree >= 0, "noop");
	must(!mount("floor", "../rootfs", "tmpfs", MS_NODEV | MS_NOSUID, "mode=755") && !chdir("../rootfs"), "tmpfs");
	fd = open("noop", O_CREAT | O_WRONLY, 0700);
	must(fd >= 0, "noop");
	close(fd);
	must(!syscall(SYS_move_mount, tree, "", AT_FDCWD, "noop", 4 /* MOVE_MOUNT_F_EMPTY_PATH */), "move_mount");
	close(tree);
	must(!syscall(SYS_pivot_root, ".", ".") && !umount2(".", MNT_DETACH) && !chdir("/"), "pivot_root");
}

/* The filter that the runtime loads for this monitor.  It allows one exec: of the program that is open as descriptor 3. */
static void filter(void)
{
	size_t n;
	const struct sock_filter *code = seccomp_filter_code(SECCOMP_FILTER_SOLO5_SPT, &n);
	struct sock_fprog p = { .len = (unsigned short)n, .filter = (struct sock_filter *)(uintptr_t)code };

	must(!prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) && !syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &p),
	    "seccomp");
}

static void become(void)
{
	static char name[] = "/noop";
	char *argv[] = { name, NULL }, *envp[] = { NULL };
	int fd = open(name, O_PATH | O_CLOEXEC);

	must(fd == PROGRAM || (fd >= 0 && dup3(fd, PROGRAM, O_CLOEXEC) == PROGRAM), name);
	filter();
	syscall(SYS_execveat, PROGRAM, "", argv, envp, AT_EMPTY_PATH);
	must(0, name);
}

/* ---------------------------------------------------------------- the commands */

static void run(void)
{
	pid_t pid;
	int status;

	groups_make();
	if (netns) {
		net_enter(netns);
		net_make();
	}
	pid = child_make();
	if (!pid) {
		groups_join();
		jail();
		become();
	}
	must(waitpid(pid, &status, 0) == pid, "waitpid");
	if (netns)
		net_undo();
	groups_remove();
	exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

static int channel(int bound)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX, .sun_path = "sock" };
	int s = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);

	must(s >= 0, "socket");
	if (bound)
		must(!bind(s, (void *)&at, sizeof at) && !listen(s, 1), "listen");
	else
		must(!connect(s, (void *)&at, sizeof at), "connect");
	return s;
}

static void park(int listener, int ready)
{
	char go;
	int s;

	if (netns)
		net_enter(netns);
	groups_join();
	jail();
	must(write(ready, "", 1) == 1, "ready");
	close(ready);
	s = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
	must(s >= 0 && read(s, &go, 1) == 1, "go");
	become();
}

static void create(void)
{
	char text[16], ready;
	int listener, ends[2];
	pid_t pid;

	groups_make();
	listener = channel(1);
	must(!pipe2(ends, O_CLOEXEC), "pipe");
	pid = child_make();
	if (!pid) {
		close(ends[0]);
		park(listener, ends[1]);
	}
	close(ends[1]);
	snprintf(text, sizeof text, "%d", pid);
	spill("pid", O_CREAT | O_EXCL, text, strlen(text));
	spill(pid_file, O_CREAT | O_TRUNC, text, strlen(text));
	must(read(ends[0], &ready, 1) == 1, "the child");
}

/* End of file: the channel was closed by the exec. */
static void start(void)
{
	int s = channel(0);
	char never;

	if (netns) {
		net_enter(netns);
		net_make();
	}
	must(write(s, "", 1) == 1 && read(s, &never, 1) == 0, "start");
}

static void state(void)
{
	char text[64];
	size_t n = slurp("pid", text, 32);
	struct pollfd p = { .events = POLLIN };

	p.fd = (int)syscall(SYS_pidfd_open, atoi(text), 0);
	strcpy(text + n, p.fd < 0 || poll(&p, 1, 0) == 1 ? " gone\n" : " alive\n");
	n = strlen(text);
	must(write(STDOUT_FILENO, text, n) == (ssize_t)n, "state");
}

static void undo(void)
{
	char text[64];
	struct pollfd p = { .events = POLLIN };

	slurp("pid", text, sizeof text);
	p.fd = (int)syscall(SYS_pidfd_open, atoi(text), 0);
	if (p.fd >= 0)
		must(!syscall(SYS_pidfd_send_signal, p.fd, SIGKILL, NULL, 0) && poll(&p, 1, 10000) == 1, "kill");
	if (netns) {
		net_enter(netns);
		net_undo();
	}
	groups_remove();
	must(!unlink("sock") && !unlink("pid") && !chdir(root) && !rmdir(id), "state directory");
}

/* Where the value of an option goes; NULL: the word is no option. */
static const char **place_of(const char *word)
{
	static const struct {
		const char *word, **place;
	} options[] = { { "-u", &cpuset }, { "-G", &unified }, { "-n", &netns }, { "--root", &root },
		{ "--bundle", &bundle }, { "--pid-file", &pid_file } };

	if (!strcmp(word, "-g"))
		return ngroups < MOST_GROUPS ? &groups[ngroups++] : NULL;
	for (size_t i = 0; i < sizeof options / sizeof *options; i++)
		if (!strcmp(word, options[i].word))
			return options[i].place;
	return NULL;
}

/* Returns the command. */
static const char *read_words(int argc, char **argv)
{
	const char *command = "", **place;

	id = argv[argc - 1];
	for (int i = 1; i < argc - 1; i++) {
		place = place_of(argv[i]);
		if (place)
			*place = argv[++i];
		else if (!strcmp(argv[i], "-c"))
			namespaces |= CLONE_NEWCGROUP;
		else
			command = argv[i];
	}
	return command;
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*act)(void);
	} commands[] = { { "create", create }, { "start", start }, { "state", state }, { "delete", undo } };
	const char *command = read_words(argc, argv);

	if (!strcmp(command, "run"))
		run();
	must(root && !chdir(root), "--root");
	if (!strcmp(command, commands[0].name))
		must(!mkdir(id, 0700), id);
	must(!chdir(id), id);
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
		if (!strcmp(command, commands[i].name)) {
			commands[i].act();
			return 0;
		}
	errno = EINVAL;
	must(0, command);
}
