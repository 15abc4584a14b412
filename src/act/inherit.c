/* inherit.c: see inherit.h. */
#include "act/inherit.h"

#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

/* As the caller gave them. */
static struct {
	mode_t mask;
	sigset_t signals;
	bool child_ignored;
	bool closed[3];
} caller;

/* Not on stderr, which may be what is closed: a caller without any of the three and without /dev gets the exit code. */
static int open_standard(struct error *err)
{
	for (int fd = 0; fd < 3; fd++) {
		if (fcntl(fd, F_GETFD) >= 0)
			continue;
		/* The lowest free number is the one that open(2) gives.  No O_CLOEXEC: the monitor has it, too. */
		if (open("/dev/null", O_RDWR) < 0)
			return fail_errno(err, "descriptor %d is closed, and /dev/null cannot be opened for it", fd);
		caller.closed[fd] = true;
	}
	return 0;
}

/* SIGCHLD that is ignored makes wait(2) fail, and stays ignored over exec; so do blocked signals stay blocked. */
static void mend_signals(void)
{
	sigset_t alarm;

	caller.child_ignored = signal(SIGCHLD, SIG_DFL) == SIG_IGN;
	sigemptyset(&alarm);
	sigaddset(&alarm, SIGALRM);
	sigprocmask(SIG_UNBLOCK, &alarm, &caller.signals);
}

int inherit_mend(struct error *err)
{
	/* Of 0, everybody could connect to the parked process; of 077, no monitor could enter the directories of its jail. */
	caller.mask = umask(022);
	mend_signals();
	return open_standard(err);
}

void inherit_restore(void)
{
	for (int fd = 0; fd < 3; fd++)
		if (caller.closed[fd])
			close(fd);
	if (caller.child_ignored)
		signal(SIGCHLD, SIG_IGN);
	sigprocmask(SIG_SETMASK, &caller.signals, NULL);
	umask(caller.mask);
}
