/* signal.c: see signal.h. */
#include "read/signal.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

static const struct {
	char name[8];
	int number;
} names[] = {
	{ "ABRT", SIGABRT },
	{ "ALRM", SIGALRM },
	{ "BUS", SIGBUS },
	{ "CHLD", SIGCHLD },
	{ "CLD", SIGCHLD },
	{ "CONT", SIGCONT },
	{ "FPE", SIGFPE },
	{ "HUP", SIGHUP },
	{ "ILL", SIGILL },
	{ "INT", SIGINT },
	{ "IO", SIGIO },
	{ "IOT", SIGABRT },
	{ "KILL", SIGKILL },
	{ "PIPE", SIGPIPE },
	{ "POLL", SIGIO },
	{ "PROF", SIGPROF },
	{ "PWR", SIGPWR },
	{ "QUIT", SIGQUIT },
	{ "SEGV", SIGSEGV },
	{ "STKFLT", SIGSTKFLT },
	{ "STOP", SIGSTOP },
	{ "SYS", SIGSYS },
	{ "TERM", SIGTERM },
	{ "TRAP", SIGTRAP },
	{ "TSTP", SIGTSTP },
	{ "TTIN", SIGTTIN },
	{ "TTOU", SIGTTOU },
	{ "URG", SIGURG },
	{ "USR1", SIGUSR1 },
	{ "USR2", SIGUSR2 },
	{ "VTALRM", SIGVTALRM },
	{ "WINCH", SIGWINCH },
	{ "XCPU", SIGXCPU },
	{ "XFSZ", SIGXFSZ },
};

enum { SIGNAL_MAX = 64 };

static int read_number(const char *text, int *ret, struct error *err)
{
	int n = 0;

	for (const char *c = text; *c; c++) {
		if (*c < '0' || *c > '9')
			return fail(err, EINVAL, "unknown signal \"%.40s\"", text);
		n = n > SIGNAL_MAX ? n : 10 * n + (*c - '0');
	}
	if (n > SIGNAL_MAX)
		return fail(err, EINVAL, "invalid signal number %.40s: must be from 0 to %d", text, SIGNAL_MAX);
	*ret = n;
	return 0;
}

int signal_read(const char *text, int *ret, struct error *err)
{
	const char *name = strncasecmp(text, "SIG", 3) == 0 ? text + 3 : text;

	if ((*text >= '0' && *text <= '9') || *text == '-')
		return *text == '-'
			   ? fail(err, EINVAL, "invalid signal number %.40s: must be from 0 to %d", text, SIGNAL_MAX)
			   : read_number(text, ret, err);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcasecmp(names[i].name, name) == 0)
			return *ret = names[i].number, 0;
	return fail(err, EINVAL, "unknown signal \"%.40s\"", text);
}
