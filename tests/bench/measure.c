/* measure.c: one container, by `run` or step by step as an engine does. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "tests/bench/bench.h"

static const char id[] = "bench";

/* What a command is called with behind the global options, before the id. */
static const struct {
	const char *word;
	bool bundle, pid_file;
} commands[] = {
	[RUN] = { "run", true, false },
	[CREATE] = { "create", true, true },
	[STATE] = { "state", false, false },
	[START] = { "start", false, false },
	[DELETE] = { "delete", false, false },
};

static char **command_line(struct bench *b, const struct contender *c, enum measure m)
{
	char **argv = take_many(b->arena, c->nwords + 8, sizeof *argv), **at = argv;

	for (size_t i = 0; i < c->nwords; i++)
		*at++ = c->words[i];
	*at++ = take_copy(b->arena, commands[m].word);
	if (commands[m].bundle) {
		*at++ = take_copy(b->arena, "--bundle");
		*at++ = c->bundle;
	}
	if (commands[m].pid_file) {
		*at++ = take_copy(b->arena, "--pid-file");
		*at++ = take_format(b->arena, "%s/pid", b->world);
	}
	*at = take_copy(b->arena, id);
	return argv;
}

static void failed(struct bench *b, struct contender *c, const char *what)
{
	char said[512];
	ssize_t n = pread(b->errors, said, sizeof said - 1, 0);

	said[n > 0 ? n : 0] = 0;
	said[strcspn(said, "\n")] = 0;
	c->failure = take_format(b->arena, "%s: %s", what, *said ? said : "no message");
}

/* One command; a failure is kept in the contender. */
static double command(struct bench *b, struct contender *c, enum measure m, bool keep, bool look_on)
{
	size_t used = b->arena->used;
	struct outcome o;

	if (ftruncate(b->errors, 0) || lseek(b->errors, 0, SEEK_SET))
		give_up("the file for messages cannot be emptied");
	o = spawn(command_line(b, c, m), b->errors, look_on);
	arena_release(b->arena, used);
	if (o.status) {
		failed(b, c, commands[m].word);
		return 0;
	}
	if (keep)
		c->series[m].us[c->series[m].count++] = o.us;
	if (look_on && o.memory.peak > c->memory[m].peak)
		c->memory[m].peak = o.memory.peak;
	if (look_on && o.memory.maxrss > c->memory[m].maxrss)
		c->memory[m].maxrss = o.memory.maxrss;
	return o.us;
}

static pid_t waiting_pid(const struct bench *b)
{
	char path[512], text[32] = "";
	int fd;
	ssize_t n;

	snprintf(path, sizeof path, "%s/pid", b->world);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	n = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
	close(fd);
	return n > 0 ? atoi(text) : -1;
}

/* Adopted from the command that made it: only such a process is waited for and, after a failure, killed. */
static bool is_ours(pid_t pid)
{
	siginfo_t unused;

	return pid > 1 && !waitid(P_PID, (id_t)pid, &unused, WEXITED | WNOHANG | WNOWAIT);
}

/* A moment later, so that it waits indeed: what it does after create has left counts for nothing. */
static void note_pss(struct contender *c, pid_t pid)
{
	const struct timespec moment = { .tv_nsec = 30000000 };
	char path[64], line[256];
	long pss;
	FILE *f;

	nanosleep(&moment, NULL);
	snprintf(path, sizeof path, "/proc/%d/smaps_rollup", pid);
	f = fopen(path, "re");
	while (f && fgets(line, sizeof line, f))
		if (sscanf(line, "Pss: %ld", &pss) == 1 && pss > c->waiting_pss)
			c->waiting_pss = pss;
	if (f)
		fclose(f);
}

/* Nothing of this container may be at work when the next one is measured. */
static void settled(struct contender *c, bool keep)
{
	double us;

	if (!settle(&us))
		give_up("%s: a process is still there 20 s after the last command; its container cannot be trusted",
		    c->name);
	if (keep && !c->failure)
		c->series[AFTER].us[c->series[AFTER].count++] = us;
}

void measure_run(struct bench *b, struct contender *c, bool keep)
{
	if (!c->failure)
		command(b, c, RUN, keep, false);
	settled(c, false);
}

static void cycle(struct bench *b, struct contender *c, bool keep, bool look_on)
{
	double create, start, delete;
	pid_t pid;

	create = command(b, c, CREATE, keep, look_on);
	if (c->failure)
		return;
	pid = waiting_pid(b);
	if (!is_ours(pid)) {
		failed(b, c, "the pid file names no process that became ours");
		return;
	}
	if (look_on)
		note_pss(c, pid);
	command(b, c, STATE, keep, look_on);
	start = command(b, c, START, keep, look_on);
	if (c->failure)
		kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	if (c->failure)
		return;
	delete = command(b, c, DELETE, keep, look_on);
	if (keep && !c->failure)
		c->series[SUM].us[c->series[SUM].count++] = create + start + delete;
}

void measure_cycle(struct bench *b, struct contender *c, bool keep)
{
	double before = spent_us();

	if (!c->failure)
		cycle(b, c, keep, false);
	settled(c, keep);
	if (keep && !c->failure)
		c->series[PROCESSOR].us[c->series[PROCESSOR].count++] = spent_us() - before;
}

void measure_memory(struct bench *b, struct contender *c)
{
	if (!c->failure)
		command(b, c, RUN, false, true);
	settled(c, false);
	if (!c->failure)
		cycle(b, c, false, true);
	settled(c, false);
}
