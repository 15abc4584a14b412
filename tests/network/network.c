/*
 * network.c: calls the network half of `start` and its undo from shell tests, with a record of its own.
 *
 *   network set-up NETNS RECORD [own] [uid=N] [owner=TEXT] [links=N] [mtu=N] [crash=N] [race=N:COMMAND]
 *           prints a line of KEY=VALUE words for each link; crash=N: killed as it calls for the Nth record;
 *           race: somebody else does COMMAND in the namespace just before the Nth thing is made
 *   network undo RECORD         backwards, and may be repeated
 *   network look NETNS          prints what is there
 *   network time NETNS ROUNDS   set up, redirect undone, tap undone: microseconds
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <arpa/inet.h>
#include <sys/stat.h>
#include "act/redirect.h"
#include "act/tap.h"
#include "cmd/network.h"

enum { ARGS = 4, LINES = 64, LINE = 512, ROUNDS_MAX = 10000 };

struct test_record {
	int fd, calls, crash;
	const char *race; /* "N:COMMAND": done as the Nth thing is recorded, in the namespace */
};

static void stop(const struct error *err)
{
	fprintf(stderr, "network: %s\n", err->text);
	exit(1);
}

static int open_netns(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0) {
		perror(path);
		exit(2);
	}
	return fd;
}

static int record(void *data, enum resource what, const char *const args[], struct error *err)
{
	struct test_record *r = data;

	if (resource_args(what) != ARGS)
		return fail(err, EINVAL, "%s has %d arguments", resource_name(what), resource_args(what));
	if (++r->calls == r->crash)
		kill(getpid(), SIGKILL);
	if (r->race && atoi(r->race) == r->calls && system(strchr(r->race, ':') + 1))
		return fail(err, EINVAL, "the race was not run");
	if (dprintf(r->fd, "%s\t%s\t%s\t%s\t%s\n", resource_name(what), args[0], args[1], args[2], args[3]) < 0)
		return fail_errno(err, "cannot write the record");
	return 0;
}

static void print_network(const struct network *network)
{
	for (size_t i = 0; i < network->n; i++) {
		const struct network_link *l = &network->at[i];

		printf("link=%s tap=%s mac=%s mtu=%u txqlen=%u", l->link.name, l->tap, l->mac, l->link.mtu, l->txqlen);
		printf(
		    " ip4=%s/%u mask4=%s gw4=%s%s", l->ip4, l->prefix4, l->mask4, l->gw4, l->onlink4 ? " onlink4" : "");
		printf(" ip6=%s/%u gw6=%s%s%s\n", l->ip6, l->prefix6, l->gw6, l->onlink6 ? " onlink6" : "",
		    i == network->main ? " main" : "");
	}
	for (size_t i = 0; i < network->routes_n; i++)
		printf("route=%s/%u gw=%s link=%s\n", network->routes[i].to, network->routes[i].prefix,
		    network->routes[i].gw, network->at[network->routes[i].link].link.name);
}

static unsigned number(const char *word, const char *key, unsigned before)
{
	size_t len = strlen(key);

	return strncmp(word, key, len) == 0 ? (unsigned)strtoul(word + len, NULL, 10) : before;
}

static void read_words(char **words, struct network_request *request, struct test_record *r)
{
	for (; *words; words++) {
		const char *word = *words;

		if (strcmp(word, "own") == 0)
			request->netns_path = NULL;
		if (strncmp(word, "owner=", 6) == 0)
			request->owner = word + 6;
		if (strncmp(word, "race=", 5) == 0)
			r->race = word + 5;
		request->uid = request->gid = number(word, "uid=", request->uid);
		request->limits.links_max = number(word, "links=", request->limits.links_max);
		request->limits.mtu_max = number(word, "mtu=", request->limits.mtu_max);
		r->crash = (int)number(word, "crash=", (unsigned)r->crash);
	}
}

static struct network_request request_new(const char *path, struct test_record *r)
{
	return (struct network_request){ .netns = open_netns(path),
		.netns_path = path,
		.owner = "test",
		.uid = 65534,
		.gid = 65534,
		.limits = { .links_max = LINKS_MAX, .links_why = "this test says so", .mtu_why = "this test says so" },
		.record = record,
		.data = r };
}

/* The command itself must be where it was. */
static void check_own_namespace(void)
{
	static ino_t inode;
	struct stat st;

	if (stat("/proc/self/ns/net", &st) || (inode && st.st_ino != inode)) {
		fprintf(stderr, "network: left its own network namespace\n");
		exit(3);
	}
	inode = st.st_ino;
}

static int set_up(char **argv)
{
	struct test_record r = { .fd = open(argv[3], O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) };
	struct network_request request = request_new(argv[2], &r);
	struct network network;
	struct error err;

	read_words(argv + 4, &request, &r);
	check_own_namespace();
	if (network_set_up(&request, &network, &err))
		stop(&err);
	check_own_namespace();
	print_network(&network);
	return 0;
}

/* One line of the record; more fields than a resource has are ignored. */
static int undo_line(char *line, struct error *err)
{
	const char *args[ARGS + 1] = { 0 };
	const char *name = strtok(line, "\t\n");

	for (int i = 0; i < ARGS; i++)
		args[i] = strtok(NULL, "\t\n");
	if (!name || !args[ARGS - 1])
		return fail(err, EINVAL, "a broken line in the record");
	return resource_by_name(name) == RESOURCE_TAP ? undo_tap(NULL, args, err) : undo_redirect(NULL, args, err);
}

static int undo(const char *path)
{
	static char lines[LINES][LINE];
	FILE *f = fopen(path, "re");
	struct error err;
	int n = 0;

	while (f && n < LINES && fgets(lines[n], LINE, f))
		n++;
	if (f)
		fclose(f);
	while (n-- > 0)
		if (undo_line(lines[n], &err))
			stop(&err);
	return 0;
}

static void print_ip(const char *key, int family, const struct ip_fact *ip)
{
	char at[INET6_ADDRSTRLEN], gw[INET6_ADDRSTRLEN];

	if (!ip->there)
		return;
	inet_ntop(family, ip->at, at, sizeof at);
	inet_ntop(family, ip->gw, gw, sizeof gw);
	printf(" %s=%s/%u+%u gw=%s metric=%u%s", key, at, ip->prefix, ip->others, ip->has_gw ? gw : "none", ip->metric,
	    ip->onlink ? " onlink" : "");
}

static int look(const char *path)
{
	struct links links;
	struct error err;

	if (network_look(open_netns(path), &links, &err))
		stop(&err);
	for (size_t i = 0; i < links.n; i++) {
		const struct link_fact *l = &links.at[i];

		printf(
		    "link=%s kind=%s mtu=%u txqlen=%u %s", l->name, l->kind, l->mtu, l->txqlen, l->up ? "up" : "down");
		print_ip("ip4", AF_INET, &l->ip4);
		print_ip("ip6", AF_INET6, &l->ip6);
		printf("%s holder=%s alias=%s\n", l->taken ? " taken" : "", l->holder, l->holder_alias);
	}
	printf("routes=%zu not_ethernet=%s\n", links.routes_n, links.not_ethernet);
	return 0;
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int by_size(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void print_times(const char *what, double *times, int n)
{
	qsort(times, (size_t)n, sizeof *times, by_size);
	printf("%s: median %.0f us, p95 %.0f us\n", what, times[n / 2], times[n * 95 / 100]);
}

struct kept {
	struct test_record unused;
	enum resource what[8];
	char args[8][ARGS][128];
	int n;
};

static int keep(void *data, enum resource what, const char *const args[], struct error *err)
{
	struct kept *k = data;

	if (k->n == 8)
		return fail(err, E2BIG, "too many records");
	k->what[k->n] = what;
	for (int i = 0; i < ARGS; i++)
		snprintf(k->args[k->n][i], sizeof k->args[0][0], "%s", args[i]);
	k->n++;
	return 0;
}

static void undo_kept(struct kept *k, enum resource what)
{
	struct error err;

	for (int i = k->n; i-- > 0;) {
		const char *const args[] = { k->args[i][0], k->args[i][1], k->args[i][2], k->args[i][3], NULL };

		if (k->what[i] == what &&
		    (what == RESOURCE_TAP ? undo_tap(NULL, args, &err) : undo_redirect(NULL, args, &err)))
			stop(&err);
	}
}

static int time_rounds(const char *path, int rounds)
{
	static double times[4][ROUNDS_MAX];
	struct kept k;
	struct network_request request = request_new(path, &k.unused);
	struct network network;
	struct links links;
	struct error err;

	request.record = keep;
	for (int i = 0; i < rounds && i < ROUNDS_MAX; i++) {
		double begin = now();

		if (network_look(request.netns, &links, &err))
			stop(&err);
		times[0][i] = now() - begin;
		k.n = 0;
		begin = now();
		if (network_set_up(&request, &network, &err))
			stop(&err);
		times[1][i] = now() - begin;
		begin = now();
		undo_kept(&k, RESOURCE_REDIRECT);
		times[2][i] = now() - begin;
		begin = now();
		undo_kept(&k, RESOURCE_TAP);
		times[3][i] = now() - begin;
	}
	print_times("look", times[0], rounds);
	print_times("set up", times[1], rounds);
	print_times("redirect undone", times[2], rounds);
	print_times("tap undone", times[3], rounds);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc >= 4 && strcmp(argv[1], "set-up") == 0)
		return set_up(argv);
	if (argc == 3 && strcmp(argv[1], "undo") == 0)
		return undo(argv[2]);
	if (argc == 3 && strcmp(argv[1], "look") == 0)
		return look(argv[2]);
	if (argc == 4 && strcmp(argv[1], "time") == 0)
		return time_rounds(argv[2], atoi(argv[3]));
	fprintf(stderr, "usage: network set-up|undo|look|time ... (see network.c)\n");
	return 2;
}
