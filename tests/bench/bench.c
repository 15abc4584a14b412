/*
 * bench.c: what a container with a no-op monitor costs, contender by contender, in one shuffled run.
 *
 *   bench WORLD ROUNDS SEED JSON SVG
 *
 * WORLD was made by tests/bench/bench.sh.  Every round does `run` once and create, state, start, delete once for each
 * contender, in an order of its own, so that a slow moment of the machine falls on all alike.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>
#include "tests/bench/bench.h"

enum { WARM_UP = 5, MEMORY_ROUNDS = 5 };
static const size_t ARENA_SIZE = (size_t)64 << 20;

struct job {
	struct contender *contender;
	bool cycle;
};

_Noreturn void give_up(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fputs("bench: ", stderr);
	vfprintf(stderr, format, args);
	fputs("\n", stderr);
	va_end(args);
	exit(1);
}

void write_file(const char *path, const char *text, size_t len)
{
	FILE *f = fopen(path, "we");

	if (!f || fwrite(text, 1, len, f) != len || fclose(f))
		give_up("%s: cannot be written", path);
}

static void no_room(struct arena *a)
{
	(void)a;
	give_up("out of memory: fewer rounds will do");
}

static void wake(int signal)
{
	(void)signal;
}

/* xorshift64*: the same order for the same seed everywhere. */
static unsigned long long next(unsigned long long *state)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return *state * 0x2545f4914f6cdd1dULL;
}

static void shuffle(struct job *jobs, size_t n, unsigned long long *state)
{
	for (size_t i = n; i > 1; i--) {
		size_t k = (size_t)(next(state) >> 33) % i;
		struct job kept = jobs[i - 1];

		jobs[i - 1] = jobs[k];
		jobs[k] = kept;
	}
}

static void one_round(struct bench *b, struct job *jobs, size_t n, bool keep)
{
	for (size_t i = 0; i < n; i++)
		(jobs[i].cycle ? measure_cycle : measure_run)(b, jobs[i].contender, keep);
}

static void progress(const struct bench *b, unsigned done)
{
	if (isatty(STDERR_FILENO))
		fprintf(stderr, "\r%u of %u rounds%s", done, b->rounds, done == b->rounds ? "\n" : "");
}

static void measure_all(struct bench *b)
{
	struct job *jobs = take_many(b->arena, b->count * 2, sizeof *jobs);
	unsigned long long state = b->seed * 2 + 1;
	size_t n = 0;

	for (size_t i = 0; i < b->count; i++) {
		jobs[n++] = (struct job){ &b->contenders[i], false };
		jobs[n++] = (struct job){ &b->contenders[i], true };
	}
	for (unsigned i = 0; i < WARM_UP; i++)
		one_round(b, jobs, n, false);
	for (unsigned i = 0; i < b->rounds; i++) {
		shuffle(jobs, n, &state);
		one_round(b, jobs, n, true);
		progress(b, i + 1);
	}
	for (unsigned i = 0; i < MEMORY_ROUNDS; i++)
		for (size_t k = 0; k < b->count; k++)
			measure_memory(b, &b->contenders[k]);
	for (size_t i = 0; i < b->count; i++)
		for (enum measure m = RUN; m < MEASURES; m++)
			series_sort(&b->contenders[i].series[m]);
}

/* What commands print goes nowhere; returns our own stdout, a descriptor that they do not inherit. */
static int redirect_output(struct bench *b)
{
	int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC), kept = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 10);

	b->errors =
	    open(take_format(b->arena, "%s/errors", b->world), O_RDWR | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
	if (nowhere < 0 || kept < 0 || b->errors < 0)
		give_up("%s: cannot be used", b->world);
	dup2(nowhere, STDIN_FILENO);
	dup2(nowhere, STDOUT_FILENO);
	return kept;
}

static bool all_well(const struct bench *b)
{
	for (size_t i = 0; i < b->count; i++)
		if (b->contenders[i].failure)
			return false;
	return true;
}

int main(int argc, char **argv)
{
	struct arena arena;
	struct bench b = { .arena = &arena };
	int out;

	if (argc != 6)
		give_up("usage: bench WORLD ROUNDS SEED JSON SVG");
	arena_init(&arena, mmap(NULL, ARENA_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
	    ARENA_SIZE, no_room);
	b.world = argv[1];
	b.rounds = (unsigned)atoi(argv[2]);
	b.seed = strtoull(argv[3], NULL, 10);
	contenders_read(&b);
	sigaction(SIGALRM, &(struct sigaction){ .sa_handler = wake }, NULL);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	out = redirect_output(&b);
	measure_all(&b);
	dup2(out, STDOUT_FILENO);
	report_print(&b);
	report_json(&b, argv[4]);
	picture_write(&b, argv[5]);
	report_last_line(&b);
	return !all_well(&b);
}
