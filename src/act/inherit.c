/* inherit.c: see inherit.h. */
#include "act/inherit.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

/* Not on stderr, which may be what is closed: a caller without any of the three and without /dev gets the exit code. */
static int open_standard(struct error *err)
{
	for (int fd = 0; fd < 3; fd++)
		/* The lowest free number is the one that open(2) gives.  No O_CLOEXEC: the monitor has it, too. */
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR) < 0)
			return fail_errno(err, "descriptor %d is closed, and /dev/null cannot be opened for it", fd);
	return 0;
}

/* SIGCHLD that is ignored makes wait(2) fail, and stays ignored over exec; so do blocked signals stay blocked. */
static void mend_signals(void)
{
	sigset_t alarm;

	signal(SIGCHLD, SIG_DFL);
	sigemptyset(&alarm);
	sigaddset(&alarm, SIGALRM);
	sigprocmask(SIG_UNBLOCK, &alarm, NULL);
}

int inherit_mend(struct error *err)
{
	/* Of 0, everybody could connect to the parked process; of 077, no monitor could enter the directories of its jail. */
	umask(022);
	mend_signals();
	return open_standard(err);
}
