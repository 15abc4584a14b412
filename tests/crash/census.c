/*
 * census.c: processes, mounts, cgroups, links and their ingress disciplines, records, files and loop devices; see crash.h.
 * tests/census.sh is the same by hand, and takes 40 times as long, which thousands of points do not have.
 */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/crash/crash.h"

enum { NAMESPACES_MAX = 8, HIERARCHIES_MAX = 32, DEPTH_MAX = 16 };

static struct {
	int netlink[NAMESPACES_MAX]; /* a socket lives in the namespace where it was made */
	const char *netns[NAMESPACES_MAX];
	size_t n;
	const char *root;
	char *cgroups[HIERARCHIES_MAX];
	size_t cgroups_n;
} look;

static void line(struct census *c, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void line(struct census *c, const char *format, ...)
{
	va_list args;
	int n;

	if (c->room - c->used < 8192) {
		c->room = c->room ? 2 * c->room : 65536;
		c->at = realloc(c->at, c->room);
		if (!c->at)
			die("no memory");
	}
	va_start(args, format);
	n = vsnprintf(c->at + c->used, 4096, format, args);
	va_end(args);
	c->used += n < 4096 ? (size_t)n : 4095;
	c->at[c->used++] = '\n';
	c->at[c->used] = 0;
}

/* ---- processes ---- */

static bool is_number(const char *name)
{
	return isdigit((unsigned char)*name);
}

static void read_text(const char *path, char *text, size_t room)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? 0 : read(fd, text, room - 1);

	if (fd >= 0)
		close(fd);
	text[n > 0 ? n : 0] = 0;
}

static void processes(struct census *c)
{
	DIR *dir = opendir("/proc");
	char path[300], comm[32];

	for (struct dirent *e; dir && (e = readdir(dir));) {
		if (!is_number(e->d_name) || atoi(e->d_name) == getpid())
			continue;
		snprintf(path, sizeof path, "/proc/%s/comm", e->d_name);
		read_text(path, comm, sizeof comm);
		comm[strcspn(comm, "\n")] = 0;
		if (*comm)
			line(c, "process %s %s", e->d_name, comm);
	}
	if (dir)
		closedir(dir);
}

/* ---- files ---- */

static void mounts(struct census *c)
{
	static char text[1 << 17];
	int fd = open("/proc/self/mountinfo", O_RDONLY | O_CLOEXEC);
	size_t used = 0;
	ssize_t n;

	while (fd >= 0 && used < sizeof text - 1 && (n = read(fd, text + used, sizeof text - 1 - used)) > 0)
		used += (size_t)n;
	close(fd);
	text[used] = 0;
	for (char *at = strtok(text, "\n"); at; at = strtok(NULL, "\n"))
		line(c, "mount %.1000s", at);
}

static void entries(struct census *c, const char *kind, const char *path, int depth)
{
	DIR *dir = opendir(path);
	char below[4096];

	for (struct dirent *e; dir && (e = readdir(dir));) {
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0 || strcmp(e->d_name, ".undo") == 0)
			continue;
		if ((size_t)snprintf(below, sizeof below, "%s/%s", path, e->d_name) >= sizeof below)
			continue;
		line(c, "%s %.2000s", kind, below);
		if (depth > 0 && e->d_type == DT_DIR)
			entries(c, kind, below, depth - 1);
	}
	if (dir)
		closedir(dir);
}

static void directories(struct census *c, const char *path, int depth)
{
	DIR *dir = opendir(path);
	char below[4096];

	if (dir)
		line(c, "cgroup %.2000s", path);
	for (struct dirent *e; dir && (e = readdir(dir));) {
		if (e->d_type != DT_DIR || *e->d_name == '.')
			continue;
		if (depth > 0 && (size_t)snprintf(below, sizeof below, "%s/%s", path, e->d_name) < sizeof below)
			directories(c, below, depth - 1);
	}
	if (dir)
		closedir(dir);
}

static void loops(struct census *c)
{
	DIR *dir = opendir("/sys/block");
	char path[400], file[1024];

	for (struct dirent *e; dir && (e = readdir(dir));) {
		if (strncmp(e->d_name, "loop", 4) != 0)
			continue;
		snprintf(path, sizeof path, "/sys/block/%s/loop/backing_file", e->d_name);
		read_text(path, file, sizeof file);
		file[strcspn(file, "\n")] = 0;
		if (*file)
			line(c, "loop %s %s", e->d_name, file);
	}
	if (dir)
		closedir(dir);
}

/* ---- links ---- */

static void one_link(struct census *c, const char *netns, struct nlmsghdr *h)
{
	struct ifinfomsg *info = NLMSG_DATA(h);
	int left = (int)IFLA_PAYLOAD(h);

	for (struct rtattr *a = IFLA_RTA(info); RTA_OK(a, left); a = RTA_NEXT(a, left))
		if (a->rta_type == IFLA_IFNAME)
			line(c, "link %s %d %s%s", netns, info->ifi_index, (char *)RTA_DATA(a),
			    info->ifi_flags & IFF_UP ? " up" : "");
}

static void one_discipline(struct census *c, const char *netns, struct nlmsghdr *h)
{
	struct tcmsg *info = NLMSG_DATA(h);
	int left = (int)TCA_PAYLOAD(h);

	for (struct rtattr *a = TCA_RTA(info); RTA_OK(a, left); a = RTA_NEXT(a, left))
		if (a->rta_type == TCA_KIND &&
		    (strcmp(RTA_DATA(a), "ingress") == 0 || strcmp(RTA_DATA(a), "clsact") == 0))
			line(c, "discipline %s %d %s", netns, info->tcm_ifindex, (char *)RTA_DATA(a));
}

static void dump(struct census *c, size_t i, int type)
{
	static char bytes[1 << 16];
	struct {
		struct nlmsghdr head;
		union {
			struct ifinfomsg link;
			struct tcmsg tc;
		} u;
	} ask = { .head = { .nlmsg_type = (unsigned short)type, .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP } };

	ask.head.nlmsg_len = NLMSG_LENGTH(type == RTM_GETLINK ? sizeof ask.u.link : sizeof ask.u.tc);
	if (send(look.netlink[i], &ask, ask.head.nlmsg_len, 0) < 0)
		die("netlink: %s", strerror(errno));
	for (;;) {
		ssize_t n = recv(look.netlink[i], bytes, sizeof bytes, 0);
		size_t left = n > 0 ? (size_t)n : 0;

		if (n < 0)
			die("netlink: %s", strerror(errno));
		for (struct nlmsghdr *h = (void *)bytes; NLMSG_OK(h, left); h = NLMSG_NEXT(h, left)) {
			if (h->nlmsg_type == NLMSG_DONE || h->nlmsg_type == NLMSG_ERROR)
				return;
			if (h->nlmsg_type == RTM_NEWLINK)
				one_link(c, look.netns[i], h);
			else if (h->nlmsg_type == RTM_NEWQDISC)
				one_discipline(c, look.netns[i], h);
		}
	}
}

/* ---- all ---- */

static void open_netlink(const char *name)
{
	size_t i = look.n++;
	char path[300];
	int own = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC), other = -1;

	if (look.n > NAMESPACES_MAX)
		die("more than %d network namespaces", NAMESPACES_MAX);
	look.netns[i] = name ? name : "own";
	if (name) {
		snprintf(path, sizeof path, "/run/netns/%s", name);
		other = open(path, O_RDONLY | O_CLOEXEC);
		if (other < 0 || setns(other, CLONE_NEWNET) < 0)
			die("%s: %s", path, strerror(errno));
		close(other);
	}
	look.netlink[i] = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	if (look.netlink[i] < 0 || setns(own, CLONE_NEWNET) < 0)
		die("network namespace %s: %s", look.netns[i], strerror(errno));
	close(own);
}

static void find_hierarchies(const char *cgroup)
{
	FILE *f = fopen("/proc/self/mountinfo", "re");
	char text[4096], at[1024], kind[64];

	while (f && fgets(text, sizeof text, f)) {
		char *dash = strstr(text, " - ");

		if (!dash || sscanf(text, "%*s %*s %*s %*s %1023s", at) != 1 || sscanf(dash, " - %63s", kind) != 1)
			continue;
		if (strncmp(kind, "cgroup", 6) != 0 || look.cgroups_n == HIERARCHIES_MAX)
			continue;
		if (asprintf(&look.cgroups[look.cgroups_n++], "%s%s", at, cgroup) < 0)
			die("no memory");
	}
	if (f)
		fclose(f);
	if (!look.cgroups_n)
		die("there are no cgroups");
}

void census_begin(const char *const netns[], size_t n, const char *root, const char *cgroup)
{
	open_netlink(NULL);
	for (size_t i = 0; i < n; i++)
		open_netlink(netns[i]);
	look.root = root;
	find_hierarchies(cgroup);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void sort(struct census *c)
{
	char *copy = strdup(c->at), *lines[8192];
	size_t n = 0, used = 0;

	if (!copy)
		die("no memory");
	for (char *at = strtok(copy, "\n"); at; at = strtok(NULL, "\n")) {
		if (n == sizeof lines / sizeof *lines)
			die("the census has too many lines");
		lines[n++] = at;
	}
	qsort(lines, n, sizeof *lines, by_text);
	for (size_t i = 0; i < n; i++)
		used += (size_t)sprintf(c->at + used, "%s\n", lines[i]);
	free(copy);
}

void census_take(struct census *c)
{
	char undo[4096];

	reap();
	c->used = 0;
	processes(c);
	mounts(c);
	for (size_t i = 0; i < look.cgroups_n; i++)
		directories(c, look.cgroups[i], DEPTH_MAX);
	for (size_t i = 0; i < look.n; i++) {
		dump(c, i, RTM_GETLINK);
		dump(c, i, RTM_GETQDISC);
	}
	snprintf(undo, sizeof undo, "%s/.undo", look.root);
	entries(c, "record", look.root, 0);
	entries(c, "record", undo, 0);
	entries(c, "file", "/run", 1);
	entries(c, "file", "/dev/shm", 0);
	loops(c);
	sort(c);
}

bool census_same(const struct census *a, const struct census *b)
{
	return a->used == b->used && memcmp(a->at, b->at, a->used) == 0;
}

static bool has(const struct census *c, const char *text, size_t len)
{
	for (const char *at = c->at; *at; at = strchr(at, '\n') + 1)
		if (strncmp(at, text, len) == 0 && at[len] == '\n')
			return true;
	return false;
}

static void only_in(const struct census *a, const struct census *b, char sign, char *text, size_t room)
{
	for (const char *at = a->at, *end; (end = strchr(at, '\n')); at = end + 1) {
		size_t used = strlen(text);

		if (!has(b, at, (size_t)(end - at)))
			snprintf(text + used, room - used, "%s%c %.*s", used ? ", " : "", sign, (int)(end - at), at);
	}
}

void census_diff(const struct census *before, const struct census *later, char *text, size_t room)
{
	*text = 0;
	only_in(before, later, '-', text, room);
	only_in(later, before, '+', text, room);
}

void census_kill_new(const struct census *before)
{
	struct census c = { 0 };

	census_take(&c);
	for (const char *at = c.at, *end; (end = strchr(at, '\n')); at = end + 1)
		if (strncmp(at, "process ", 8) == 0 && !has(before, at, (size_t)(end - at)))
			kill(atoi(at + 8), SIGKILL);
	free(c.at);
}
