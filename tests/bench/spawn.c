/*
 * spawn.c: starts a command, takes its time from before vfork to after wait, and its memory.
 *
 * ru_maxrss is not enough for a small program: the kernel counts pages per cpu and in steps of 32, so that it is off by
 * up to 128 kB for each kind, and is 0 for a program of 40 kB.  /proc/PID/status sums exactly, and shows the peak until
 * the very end; so in rounds of their own the command is traced, and stopped once, as it exits.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "tests/bench/bench.h"

double now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static double us_of(struct timeval t)
{
	return (double)t.tv_sec * 1e6 + (double)t.tv_usec;
}

double spent_us(void)
{
	struct rusage used;

	getrusage(RUSAGE_CHILDREN, &used);
	return us_of(used.ru_utime) + us_of(used.ru_stime);
}

static pid_t launch(char **argv, int errors, bool traced)
{
	pid_t pid = vfork();

	if (pid)
		return pid;
	if (traced)
		ptrace(PTRACE_TRACEME, 0, NULL, NULL);
	dup2(errors, STDERR_FILENO);
	execv(argv[0], argv);
	_exit(127);
}

static long peak_of(pid_t pid)
{
	char path[64], line[128];
	long peak = 0;
	FILE *f;

	snprintf(path, sizeof path, "/proc/%d/status", pid);
	f = fopen(path, "re");
	while (f && fgets(line, sizeof line, f))
		if (sscanf(line, "VmHWM: %ld", &peak) == 1)
			break;
	if (f)
		fclose(f);
	return peak;
}

/* Lets a traced command run to its exit; returns its peak.  Signals are handed on. */
static long look_on_until_exit(pid_t pid)
{
	const long options = PTRACE_O_TRACEEXIT | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL;
	int status, hand_on;
	long peak = 0;

	if (waitpid(pid, &status, WUNTRACED) != pid || !WIFSTOPPED(status))
		return 0;
	ptrace(PTRACE_SETOPTIONS, pid, NULL, options);
	for (hand_on = 0;;) {
		siginfo_t end = { 0 };

		ptrace(PTRACE_CONT, pid, NULL, (long)hand_on);
		if (waitid(P_PID, (id_t)pid, &end, WEXITED | WSTOPPED | WNOWAIT) || end.si_code != CLD_TRAPPED)
			return peak;
		if (waitpid(pid, &status, 0) != pid || !WIFSTOPPED(status))
			return peak;
		if (status >> 8 == (SIGTRAP | PTRACE_EVENT_EXIT << 8))
			peak = peak_of(pid);
		hand_on = status >> 16 ? 0 : WSTOPSIG(status);
	}
}

struct outcome spawn(char **argv, int errors, bool look_on)
{
	struct outcome o = { .status = -1 };
	double begin = now_us();
	struct rusage used;
	pid_t pid = launch(argv, errors, look_on);

	if (pid < 0)
		return o;
	if (look_on)
		o.memory.peak = look_on_until_exit(pid);
	if (wait4(pid, &o.status, 0, &used) != pid)
		o.status = -1;
	o.us = now_us() - begin;
	o.memory.maxrss = used.ru_maxrss;
	if (o.memory.peak < used.ru_maxrss && used.ru_maxrss > 4096)
		o.memory.peak = used.ru_maxrss; /* of a program with threads the first one may not be the last to go */
	return o;
}

bool settle(double *ret_us)
{
	double begin = now_us();
	pid_t pid;

	do {
		alarm(20); /* its handler does nothing but end the wait */
		pid = wait(NULL);
		alarm(0);
	} while (pid > 0);
	*ret_us = now_us() - begin;
	return errno == ECHILD;
}
