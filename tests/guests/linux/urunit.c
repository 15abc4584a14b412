/*
 * urunit.c: an init that does what urunc's file says (spec/guests/linux.spec), the part that urunit reads and the part behind it.
 * It runs its arguments as a program, and the machine ends with that program, whose exit status is the container's.
 *
 * It reads nothing else: what it gives to its program was handed over by urunc.
 */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/input.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/reboot.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include "stage.h"

enum { MOST = 256, SETS = 5 };

struct filesystem {
	const char *at, *type, *source, *options;
};

struct limit {
	const char *name;
	unsigned long long soft, hard;
};

static struct {
	char *env[MOST];
	size_t env_count;
	unsigned uid, gid;
	const char *workdir, *mask, *oom, *propagation;
	gid_t groups[MOST];
	size_t groups_count;
	struct limit limits[MOST];
	size_t limits_count;
	const char *set; /* of the capabilities that follow */
	unsigned long long caps[SETS];
	bool has_caps, no_new_privileges;
	struct filesystem mounts[MOST];
	size_t mounts_count;
	const char *masked[MOST], *readonly[MOST];
	size_t masked_count, readonly_count;
} told = { .workdir = "/" };

static void die(const char *what)
{
	fprintf(stderr, "urunit: %s: %s\n", what, strerror(errno));
	reboot(RB_AUTOBOOT);
	_exit(1);
}

/* ---------------------------------------------------------------- the file */

/* As capabilities(7) numbers them. */
static const char *const capabilities[] = { "CHOWN", "DAC_OVERRIDE", "DAC_READ_SEARCH", "FOWNER", "FSETID", "KILL",
	"SETGID", "SETUID", "SETPCAP", "LINUX_IMMUTABLE", "NET_BIND_SERVICE", "NET_BROADCAST", "NET_ADMIN", "NET_RAW",
	"IPC_LOCK", "IPC_OWNER", "SYS_MODULE", "SYS_RAWIO", "SYS_CHROOT", "SYS_PTRACE", "SYS_PACCT", "SYS_ADMIN",
	"SYS_BOOT", "SYS_NICE", "SYS_RESOURCE", "SYS_TIME", "SYS_TTY_CONFIG", "MKNOD", "LEASE", "AUDIT_WRITE",
	"AUDIT_CONTROL", "SETFCAP", "MAC_OVERRIDE", "MAC_ADMIN", "SYSLOG", "WAKE_ALARM", "BLOCK_SUSPEND", "AUDIT_READ",
	"PERFMON", "BPF", "CHECKPOINT_RESTORE" };
enum { CAPABILITIES = sizeof capabilities / sizeof *capabilities };
enum { BOUNDING, EFFECTIVE, INHERITABLE, PERMITTED, AMBIENT };
static const char *const sets[SETS] = { "bounding", "effective", "inheritable", "permitted", "ambient" };

static int find(const char *const *names, int count, const char *name)
{
	for (int i = 0; i < count; i++)
		if (strcmp(names[i], name) == 0)
			return i;
	return -1;
}

static void add_capabilities(char *names)
{
	int set = told.set ? find(sets, SETS, told.set) : -1;

	for (char *name = strsep(&names, ","); name; name = strsep(&names, ",")) {
		int number = strncmp(name, "CAP_", 4) == 0 ? find(capabilities, CAPABILITIES, name + 4) : -1;

		if (set >= 0 && number >= 0)
			told.caps[set] |= 1ULL << number;
	}
}

/* What is left out would be something that is not forbidden. */
static void check_room(bool is_full)
{
	errno = E2BIG;
	if (is_full)
		die("the file says more than I can keep");
}

/* The file's keys, each for a value of its own. */
static void take_value(const char *key, char *value)
{
	struct filesystem *fs = &told.mounts[told.mounts_count - !!told.mounts_count];
	struct limit *limit = &told.limits[told.limits_count - !!told.limits_count];

	check_room(told.groups_count == MOST || told.limits_count == MOST || told.mounts_count == MOST ||
		   told.masked_count == MOST || told.readonly_count == MOST);
#define KEY(name) else if (strcmp(key, name) == 0)
	if (!*key)
		return;
	KEY("UID") told.uid = (unsigned)strtoul(value, NULL, 10);
	KEY("GID") told.gid = (unsigned)strtoul(value, NULL, 10);
	KEY("WD") told.workdir = value;
	KEY("AG") told.groups[told.groups_count++] = (gid_t)strtoul(value, NULL, 10);
	KEY("UM") told.mask = value;
	KEY("OO") told.oom = value;
	KEY("NP") told.no_new_privileges = true;
	KEY("PG") told.propagation = value;
	KEY("RL") told.limits[told.limits_count++].name = value;
	KEY("RS") limit->soft = strtoull(value, NULL, 10);
	KEY("RH") limit->hard = strtoull(value, NULL, 10);
	KEY("CS") told.set = value, told.has_caps = true;
	KEY("CN") add_capabilities(value);
	KEY("MT") told.mounts[told.mounts_count++].at = value;
	KEY("MF") fs->type = value;
	KEY("MS") fs->source = value;
	KEY("MO") fs->options = value;
	KEY("MK") told.masked[told.masked_count++] = value;
	KEY("RO") told.readonly[told.readonly_count++] = value;
#undef KEY
}

static char *read_all(int fd)
{
	size_t room = 1 << 16, n = 0;
	char *text = calloc(1, room + 1);
	ssize_t got;

	while (n < room && (got = read(fd, text + n, room - n)) > 0)
		n += (size_t)got;
	check_room(n == room);
	return text;
}

static void read_file(int fd)
{
	bool env = false;

	for (char *line = strtok(read_all(fd), "\n"); line; line = strtok(NULL, "\n")) {
		char *colon = strchr(line, ':');

		if (strcmp(line, "UES") == 0 || strcmp(line, "UEE") == 0)
			env = line[2] == 'S';
		else if (env && told.env_count < MOST - 1)
			told.env[told.env_count++] = line;
		else if (!env && colon) {
			*colon = 0;
			take_value(line, colon + 1);
		}
	}
	close(fd);
}

/* ---------------------------------------------------------------- file systems */

static const struct {
	const char *name;
	unsigned long flags;
} options[] = { { "ro", MS_RDONLY }, { "nosuid", MS_NOSUID }, { "nodev", MS_NODEV }, { "noexec", MS_NOEXEC },
	{ "sync", MS_SYNCHRONOUS }, { "noatime", MS_NOATIME }, { "relatime", MS_RELATIME },
	{ "strictatime", MS_STRICTATIME }, { "rw", 0 }, { "suid", 0 }, { "dev", 0 }, { "exec", 0 }, { "async", 0 },
	{ "atime", 0 } };
static const struct {
	const char *name;
	unsigned long flags;
} propagations[] = { { "private", MS_PRIVATE }, { "shared", MS_SHARED }, { "slave", MS_SLAVE },
	{ "unbindable", MS_UNBINDABLE }, { "rprivate", MS_PRIVATE | MS_REC }, { "rshared", MS_SHARED | MS_REC },
	{ "rslave", MS_SLAVE | MS_REC }, { "runbindable", MS_UNBINDABLE | MS_REC } };

static unsigned long propagation(const char *word)
{
	for (size_t i = 0; i < sizeof propagations / sizeof *propagations; i++)
		if (strcmp(propagations[i].name, word) == 0)
			return propagations[i].flags;
	return 0;
}

/* Whether it is a flag; else it is the file system's own matter. */
static bool add_flag(const char *word, unsigned long *flags)
{
	for (size_t i = 0; i < sizeof options / sizeof *options; i++)
		if (strcmp(options[i].name, word) == 0) {
			*flags |= options[i].flags;
			return true;
		}
	return false;
}

static void mkdir_all(const char *path)
{
	char copy[4096];

	snprintf(copy, sizeof copy, "%s", path);
	for (char *slash = copy + 1; (slash = strchr(slash, '/')); *slash++ = '/') {
		*slash = 0;
		mkdir(copy, 0755);
	}
	mkdir(copy, 0755);
}

static void mount_one(const struct filesystem *fs)
{
	char data[4096] = "", *words = strdup(fs->options ? fs->options : "");
	unsigned long flags = 0, spread = 0;

	for (char *word = strtok(words, ","); word; word = strtok(NULL, ",")) {
		if (propagation(word))
			spread = propagation(word);
		else if (!add_flag(word, &flags))
			snprintf(data + strlen(data), sizeof data - strlen(data), "%s%s", *data ? "," : "", word);
	}
	mkdir_all(fs->at);
	if (mount(fs->source ? fs->source : fs->type, fs->at, fs->type, flags, data))
		fprintf(stderr, "urunit: %s: %s\n", fs->at, strerror(errno));
	else if (spread)
		mount(NULL, fs->at, NULL, spread, NULL);
}

static void node(const char *path, unsigned major, unsigned minor)
{
	mknod(path, S_IFCHR | 0666, makedev(major, minor));
	chmod(path, 0666);
}

/* What every Linux container has (runtime-spec, config-linux.md, "Default Devices"), unless its /dev is of the image. */
static void fill_dev(void)
{
	node("/dev/null", 1, 3);
	node("/dev/zero", 1, 5);
	node("/dev/full", 1, 7);
	node("/dev/random", 1, 8);
	node("/dev/urandom", 1, 9);
	node("/dev/tty", 5, 0);
	symlink("pts/ptmx", "/dev/ptmx");
	symlink("/proc/self/fd", "/dev/fd");
	symlink("/proc/self/fd/0", "/dev/stdin");
	symlink("/proc/self/fd/1", "/dev/stdout");
	symlink("/proc/self/fd/2", "/dev/stderr");
}

static void mask(const char *path)
{
	struct stat status;
	int failed;

	if (stat(path, &status))
		return;
	if (S_ISDIR(status.st_mode))
		failed = mount("tmpfs", path, "tmpfs", MS_RDONLY, NULL);
	else
		failed = mount("/dev/null", path, NULL, MS_BIND, NULL);
	if (failed)
		die(path); /* what was to be hidden is not shown */
}

static void make_readonly(const char *path)
{
	struct stat status;

	if (stat(path, &status))
		return;
	if (mount(path, path, NULL, MS_BIND | MS_REC, NULL) ||
	    mount(NULL, path, NULL, MS_BIND | MS_REMOUNT | MS_RDONLY, NULL))
		die(path);
}

static void mount_all(void)
{
	for (size_t i = 0; i < told.mounts_count; i++) {
		mount_one(&told.mounts[i]);
		if (strcmp(told.mounts[i].at, "/dev") == 0)
			fill_dev();
	}
	for (size_t i = 0; i < told.readonly_count; i++)
		make_readonly(told.readonly[i]);
	for (size_t i = 0; i < told.masked_count; i++)
		mask(told.masked[i]);
	if (told.propagation)
		mount(NULL, "/", NULL, propagation(told.propagation), NULL);
}

/* ---------------------------------------------------------------- the program */

static const struct {
	const char *name;
	int resource;
} resources[] = { { "RLIMIT_AS", RLIMIT_AS }, { "RLIMIT_CORE", RLIMIT_CORE }, { "RLIMIT_CPU", RLIMIT_CPU },
	{ "RLIMIT_DATA", RLIMIT_DATA }, { "RLIMIT_FSIZE", RLIMIT_FSIZE }, { "RLIMIT_LOCKS", RLIMIT_LOCKS },
	{ "RLIMIT_MEMLOCK", RLIMIT_MEMLOCK }, { "RLIMIT_MSGQUEUE", RLIMIT_MSGQUEUE }, { "RLIMIT_NICE", RLIMIT_NICE },
	{ "RLIMIT_NOFILE", RLIMIT_NOFILE }, { "RLIMIT_NPROC", RLIMIT_NPROC }, { "RLIMIT_RSS", RLIMIT_RSS },
	{ "RLIMIT_RTPRIO", RLIMIT_RTPRIO }, { "RLIMIT_RTTIME", RLIMIT_RTTIME },
	{ "RLIMIT_SIGPENDING", RLIMIT_SIGPENDING }, { "RLIMIT_STACK", RLIMIT_STACK } };

static void set_limit(const struct limit *limit)
{
	const struct rlimit value = { .rlim_cur = limit->soft, .rlim_max = limit->hard };

	for (size_t i = 0; i < sizeof resources / sizeof *resources; i++)
		if (strcmp(resources[i].name, limit->name) == 0 &&
		    setrlimit((__rlimit_resource_t)resources[i].resource, &value))
			die(limit->name);
}

static void set_oom(void)
{
	int fd = told.oom ? open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC) : -1;

	if (told.oom && (fd < 0 || write(fd, told.oom, strlen(told.oom)) < 0))
		die("oom_score_adj");
	close(fd);
}

static void drop_bounding(void)
{
	for (int i = 0; told.has_caps && i < CAPABILITIES; i++)
		if (!(told.caps[BOUNDING] >> i & 1))
			prctl(PR_CAPBSET_DROP, i, 0, 0, 0);
}

static void set_capabilities(void)
{
	struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[2];

	for (int half = 0; half < 2; half++)
		data[half] =
		    (struct __user_cap_data_struct){ .effective = (unsigned)(told.caps[EFFECTIVE] >> 32 * half),
			    .permitted = (unsigned)(told.caps[PERMITTED] >> 32 * half),
			    .inheritable = (unsigned)(told.caps[INHERITABLE] >> 32 * half) };
	if (!told.has_caps)
		return;
	if (syscall(SYS_capset, &head, data))
		die("capset");
	for (int i = 0; i < CAPABILITIES; i++)
		if (told.caps[AMBIENT] >> i & 1)
			prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, i, 0, 0);
}

static void become(void)
{
	set_oom();
	for (size_t i = 0; i < told.limits_count; i++)
		set_limit(&told.limits[i]);
	drop_bounding();
	if (told.has_caps)
		prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0);
	if (setgroups(told.groups_count, told.groups) || setgid(told.gid) || setuid(told.uid))
		die("process.user");
	set_capabilities();
	if (told.mask)
		umask((mode_t)strtoul(told.mask, NULL, 8));
	if (told.no_new_privileges)
		prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	if (chdir(told.workdir))
		die(told.workdir);
}

static pid_t start(char **argv)
{
	sigset_t none;
	pid_t pid = fork();

	if (pid)
		return pid;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	setsid();
	for (size_t i = 0; i < told.env_count; i++)
		putenv(told.env[i]);
	become();
	execvp(argv[0], argv);
	die(argv[0]);
	return -1;
}

/* Until the program has ended; the power button ends it as SIGTERM does.  Returns its status as a shell says it. */
static int wait_for(pid_t pid, int signals)
{
	struct pollfd polls[] = { { .fd = signals, .events = POLLIN }, { .fd = STAGE_BUTTON, .events = POLLIN } };
	struct signalfd_siginfo info;
	struct input_event event;
	int status;

	for (;;) {
		pid_t ended;

		poll(polls, 2, -1);
		if (polls[1].revents & POLLIN && read(STAGE_BUTTON, &event, sizeof event) > 0 && event.type == EV_KEY &&
		    event.value)
			kill(pid, SIGTERM);
		if (polls[0].revents & POLLIN && read(signals, &info, sizeof info) < 0)
			die("signalfd");
		while ((ended = waitpid(-1, &status, WNOHANG)) > 0)
			if (ended == pid)
				return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	}
}

int main(int argc, char **argv)
{
	int signals;
	sigset_t children;

	sigemptyset(&children);
	sigaddset(&children, SIGCHLD);
	sigprocmask(SIG_BLOCK, &children, NULL);
	signals = signalfd(-1, &children, SFD_CLOEXEC);
	for (int fd = STAGE_CONFIG; fd <= STAGE_CODE; fd++)
		fcntl(fd, F_SETFD, FD_CLOEXEC);
	if (argc < 2)
		die("no program");
	clearenv();
	read_file(STAGE_CONFIG);
	mount_all();
	dprintf(STAGE_CODE, "%d\n", wait_for(start(argv + 1), signals));
	sync();
	reboot(RB_AUTOBOOT);
	return 1;
}
