/* world.c: see world.h. */
#include "tests/crash/world.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* What must come true has a little time: a process that was killed ends, a helper does its work. */
enum { COMMAND_SECONDS = 30, TRUE_SECONDS = 5, AGAIN_MS = 100 };

static const char *const outcomes[] = { "absent", "created", "running", "paused", "stopped" };

struct found {
	enum outcome is;
	pid_t pid;
	char text[512]; /* what was said, if it is none of them */
	bool known;
};

static void add(char *wrong, size_t room, const char *format, ...) __attribute__((format(printf, 3, 4)));
static void add(char *wrong, size_t room, const char *format, ...)
{
	size_t used = strlen(wrong);
	va_list args;

	if (used && used + 3 < room)
		used += (size_t)snprintf(wrong + used, room - used, "; ");
	va_start(args, format);
	vsnprintf(wrong + used, room - used, format, args);
	va_end(args);
	for (char *at = wrong; *at; at++)
		if (*at == '\n')
			*at = '|';
}

/* ---- commands ---- */

struct words {
	char *at[WORDS_MAX + 4];
	char bundle[4096];
};

static void words_of(const struct world *w, const struct scenario *s, const char *const command[], struct words *ret)
{
	int n = 0;

	snprintf(ret->bundle, sizeof ret->bundle, "%s/bundles/%s", w->dir, s->bundle);
	ret->at[n++] = (char *)(size_t)w->urunc;
	ret->at[n++] = (char *)(size_t) "--root";
	ret->at[n++] = (char *)(size_t)w->root;
	for (int i = 0; i < WORDS_MAX && command[i]; i++)
		ret->at[n++] = strcmp(command[i], "@") == 0 ? ret->bundle : (char *)(size_t)command[i];
	ret->at[n] = NULL;
}

static void order(const struct world *w, const struct scenario *s, struct said *ret, const char *const words[])
{
	struct words all;

	words_of(w, s, words, &all);
	run(all.at, slower() * COMMAND_SECONDS, ret);
}
#define COMMAND(w, s, said, ...) order(w, s, said, (const char *const[WORDS_MAX]){ __VA_ARGS__ })

static bool succeeded(int status)
{
	return status >= 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static const char *how(int status)
{
	static char text[40];

	if (status < 0)
		return "did not end";
	if (WIFEXITED(status))
		snprintf(text, sizeof text, "exit %d", WEXITSTATUS(status));
	else
		snprintf(text, sizeof text, "signal %d", WTERMSIG(status));
	return text;
}

/* ---- the truth ---- */

static bool member(const char *json, const char *key, char *ret, size_t room)
{
	const char *at = strstr(json, key);
	size_t n;

	if (!at)
		return false;
	at += strlen(key);
	at += strspn(at, "\": ");
	n = strcspn(at, "\",}\n");
	snprintf(ret, room, "%.*s", (int)n, at);
	return true;
}

static struct found state(const struct world *w, const struct scenario *s)
{
	struct found f = { .is = ABSENT };
	struct said said;
	char word[32], pid[32];

	COMMAND(w, s, &said, "state", "k");
	if (!succeeded(said.status)) {
		f.known = strstr(said.err, "`k` does not exist\n") != NULL;
		snprintf(f.text, sizeof f.text, "%s: %.400s", how(said.status), said.err);
		return f;
	}
	if (!member(said.out, "\"status\"", word, sizeof word) || !member(said.out, "\"pid\"", pid, sizeof pid))
		return f;
	snprintf(f.text, sizeof f.text, "%s", word);
	f.pid = atoi(pid);
	for (int i = CREATED; i <= STOPPED; i++)
		if (strcmp(word, outcomes[i]) == 0) {
			f.is = (enum outcome)i;
			f.known = true;
		}
	return f;
}

static void program_of(pid_t pid, char *ret, size_t room)
{
	char path[64], target[4096];
	ssize_t n;

	snprintf(path, sizeof path, "/proc/%d/exe", (int)pid);
	n = readlink(path, target, sizeof target - 1);
	target[n > 0 ? n : 0] = 0;
	snprintf(ret, room, "%s", strrchr(target, '/') ? strrchr(target, '/') + 1 : target);
}

static pid_t child_of(pid_t pid)
{
	char path[64];
	int child = 0;
	FILE *f;

	snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)pid, (int)pid);
	f = fopen(path, "re");
	if (f && fscanf(f, "%d", &child) != 1)
		child = 0;
	if (f)
		fclose(f);
	return child;
}

static bool is_monitor(const char *program)
{
	return strncmp(program, "solo5-", 6) == 0 || strncmp(program, "qemu-", 5) == 0;
}

/* The process is the parked one, or the monitor, or the keeper with the monitor below it. */
static bool is_true(const struct found *f)
{
	char program[256];

	if (!f->known || f->is == ABSENT)
		return f->known;
	if (f->is == STOPPED)
		return f->pid == 0;
	program_of(f->pid, program, sizeof program);
	if (f->is == CREATED)
		return strcmp(program, "urunc") == 0 && child_of(f->pid) == 0;
	if (is_monitor(program))
		return true;
	if (strcmp(program, "urunc") != 0 || !child_of(f->pid))
		return false;
	program_of(child_of(f->pid), program, sizeof program);
	return is_monitor(program);
}

/* Patience for what is on its way; with `wanted`, until it is that, or the end of it if that will do. */
static struct found settle(const struct world *w, const struct scenario *s, const enum outcome *wanted, bool or_stopped)
{
	double end = now() + slower() * TRUE_SECONDS;
	struct found f;

	for (double wait = 1;; wait *= 2) {
		f = state(w, s);
		if ((is_true(&f) && (!wanted || f.is == *wanted || (or_stopped && f.is == STOPPED))) || now() > end)
			return f;
		pause_ms(wait);
	}
}

/* A stopped or absent container has no process: only helpers, which end. */
static void check_state(const struct world *w, const struct scenario *s, char *wrong, size_t room)
{
	struct found f = settle(w, s, NULL, false);
	char program[256] = "";

	if (is_true(&f))
		return;
	if (f.pid)
		program_of(f.pid, program, sizeof program);
	add(wrong, room, "state says %s, pid %d is \"%s\"", f.text, (int)f.pid, program);
}

/* ---- before ---- */

static void must(const struct said *said, const struct scenario *s, const char *what)
{
	if (!succeeded(said->status))
		die("before %s: %s: %s: %s", s->name, what, how(said->status), said->err);
}

static void prepare(const struct world *w, const struct scenario *s)
{
	const enum outcome stopped = STOPPED;
	struct said said;

	for (int i = 0; i < STEPS_MAX && s->before[i] != NOTHING; i++) {
		switch (s->before[i]) {
		case CREATE:
			COMMAND(w, s, &said, "create", "--bundle", "@", "k");
			must(&said, s, "create");
			break;
		case RUN:
			COMMAND(w, s, &said, "run", "--detach", "--bundle", "@", "k");
			must(&said, s, "run");
			break;
		case PAUSE:
			COMMAND(w, s, &said, "pause", "k");
			must(&said, s, "pause");
			break;
		default:
			COMMAND(w, s, &said, "kill", "k", "KILL");
			must(&said, s, "kill");
			settle(w, s, &stopped, false);
		}
	}
}

/* ---- after ---- */

static bool is_one_line(const char *text)
{
	const char *end = strchr(text, '\n');

	return end && end != text && !end[1];
}

/* The command itself was killed, or ended as it should: in silence, or with one line. */
static void check_end(
    const struct scenario *s, const struct point *p, int status, const char *err, char *wrong, size_t room)
{
	bool killed = p->reached && p->what == KILL && strcmp(p->process, "command") == 0;

	if (status < 0)
		add(wrong, room, "it did not end within %d seconds", slower() * COMMAND_SECONDS);
	else if (killed || !s->command[0])
		return;
	else if (WIFSIGNALED(status))
		add(wrong, room, "it was ended by signal %d: %s", WTERMSIG(status), err);
	else if (succeeded(status) && *err && !(is_one_line(err) && strncmp(err, "urunc: warning: ", 16) == 0))
		add(wrong, room, "it succeeded and said: %s", err);
	else if (!succeeded(status) && !is_one_line(err) && !(s->guests_status && !*err))
		add(wrong, room, "it failed with exit %d and said: \"%s\"", WEXITSTATUS(status), err);
}

/* Success is success: things are as if no call had failed.  Of other processes than the command it may be the end. */
static void check_success(
    const struct world *w, const struct scenario *s, const struct point *p, char *wrong, size_t room)
{
	bool command = !p->reached || strcmp(p->process, "command") == 0;
	const enum outcome running = RUNNING;
	struct found f = settle(w, s, &s->after, !command);
	struct said said;

	if (f.is == STOPPED && !command)
		return;
	if (f.is != s->after)
		add(wrong, room, "it succeeded, and state says %s", f.text);
	if (f.is != CREATED)
		return;
	COMMAND(w, s, &said, "start", "k");
	if (!succeeded(said.status) && command)
		add(wrong, room, "it succeeded, and start says: %s", said.err);
	if (!succeeded(said.status))
		return;
	f = settle(w, s, &running, false);
	if (f.is != RUNNING)
		add(wrong, room, "it was started then, and state says %s", f.text);
}

/*
 * A helper of the command may have failed while delete was at it: then the next delete finishes its work.  So one is made now
 * and then, and in silence.
 */
static bool same_soon(struct world *w, const struct scenario *s, struct census *later)
{
	double end = now() + slower() * TRUE_SECONDS;
	struct said said;

	for (double wait = 0.5;; wait *= 1.5) {
		census_take(later);
		if (census_same(&w->before, later))
			return true;
		if (now() > end)
			return false;
		pause_ms(wait);
		if (wait > AGAIN_MS)
			COMMAND(w, s, &said, "delete", "--force", "k");
	}
}

/* Of what one point leaves the next ones shall not tell: $T/bin/mend takes it away. */
static void mend(struct world *w, const struct scenario *s)
{
	char mender[4096];
	char *const argv[] = { mender, NULL };
	struct census later = { 0 };
	struct said said;

	census_kill_new(&w->before);
	snprintf(mender, sizeof mender, "%s/bin/mend", w->dir);
	run(argv, slower() * COMMAND_SECONDS, &said);
	if (!same_soon(w, s, &later)) {
		free(w->before.at);
		w->before = later;
		return;
	}
	free(later.at);
}

static void check_removal(struct world *w, const struct scenario *s, char *wrong, size_t room)
{
	struct census later = { 0 };
	struct said said;
	struct found f;
	char text[4096];
	size_t good = strlen(wrong);

	COMMAND(w, s, &said, "delete", "--force", "k");
	if (!succeeded(said.status) || *said.out || *said.err)
		add(wrong, room, "delete --force: %s: %s%s", how(said.status), said.out, said.err);
	f = state(w, s);
	if (!f.known || f.is != ABSENT)
		add(wrong, room, "after delete --force state says %s", f.text);
	if (!same_soon(w, s, &later)) {
		census_diff(&w->before, &later, text, sizeof text);
		add(wrong, room, "left: %s", text);
	}
	free(later.at);
	if (strlen(wrong) > good)
		mend(w, s);
}

void world_try(
    struct world *w, const struct scenario *s, struct point *p, struct calls *calls, char *wrong, size_t room)
{
	int out = text_file(), err = text_file(), status;
	struct traced traced = {
		.out = out, .err = err, .attached_name = s->attached, .seconds = slower() * COMMAND_SECONDS
	};
	struct words words;
	char said[4096], told[4096];

	*wrong = 0;
	prepare(w, s);
	words_of(w, s, s->command, &words);
	if (s->command[0])
		traced.argv = words.at;
	if (s->attached)
		traced.attach = state(w, s).pid;
	if (!s->command[0])
		traced.victim = child_of(traced.attach);
	status = trace_run(&traced, p, calls);
	read_back(err, said, sizeof said);
	read_back(out, told, sizeof told);
	close(out);
	close(err);
	check_end(s, p, status, said, wrong, room);
	check_state(w, s, wrong, room);
	if (succeeded(status) && s->says && !*said && !strstr(told, s->says))
		add(wrong, room, "it succeeded and said: %s", told);
	if (succeeded(status))
		check_success(w, s, p, wrong, room);
	check_removal(w, s, wrong, room);
}
