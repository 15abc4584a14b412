/* relay.c: see relay.h. */
#include "act/relay.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#ifndef P_PIDFD
#define P_PIDFD 3 /* waitid(2), Linux 5.4; not in musl's headers of Debian 12 */
#endif

static const int passed[] = { SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGWINCH };

static sigset_t passed_set(void)
{
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof passed / sizeof *passed; i++)
		sigaddset(&set, passed[i]);
	return set;
}

void relay_block(void)
{
	sigset_t set = passed_set();

	sigprocmask(SIG_BLOCK, &set, NULL);
	signal(
	    SIGPIPE, SIG_IGN); /* who read our output has gone: write(2) says so, and there is a container to remove */
}

static void copy_size(int master)
{
	struct winsize size;

	if (ioctl(STDIN_FILENO, TIOCGWINSZ, &size) == 0)
		ioctl(master, TIOCSWINSZ, &size);
}

static void pass_signal(const struct relay *r, int signals)
{
	struct signalfd_siginfo info;

	if (read(signals, &info, sizeof info) != sizeof info)
		return;
	if (info.ssi_signo == SIGWINCH && r->master >= 0)
		copy_size(r->master);
	else
		r->signal(r->with, (int)info.ssi_signo);
}

enum copied { COPIED, NOTHING_COMES, NOBODY_TAKES };

static enum copied copy(int from, int to)
{
	char bytes[4096];
	ssize_t n = read(from, bytes, sizeof bytes), done = 0;

	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return COPIED;
	while (done < n) {
		ssize_t w = write(to, bytes + done, (size_t)(n - done));

		if (w < 0 && errno != EINTR)
			return NOBODY_TAKES;
		done += w < 0 ? 0 : w;
	}
	return n > 0 ? COPIED : NOTHING_COMES;
}

/* What the monitor wrote last is still in the terminal when it has ended. */
static void drain(int master)
{
	struct pollfd p = { .fd = master, .events = POLLIN };

	while (poll(&p, 1, 0) > 0 && (p.revents & POLLIN) && copy(master, STDOUT_FILENO) == COPIED)
		;
}

/* Nobody sees the terminal any more: the guest hears of it as of one that was closed.  false: nothing more is to be shown. */
static bool show(const struct relay *r)
{
	enum copied copied = copy(r->master, STDOUT_FILENO);

	if (copied == NOBODY_TAKES)
		r->signal(r->with, SIGHUP);
	return copied == COPIED;
}

static void loop(const struct relay *r, int signals)
{
	struct pollfd p[] = { { .fd = r->pidfd, .events = POLLIN }, { .fd = signals, .events = POLLIN },
		{ .fd = r->master, .events = POLLIN }, { .fd = r->master < 0 ? -1 : STDIN_FILENO, .events = POLLIN } };

	while (!p[0].revents) {
		if (poll(p, 4, -1) < 0)
			continue;
		if (p[1].revents)
			pass_signal(r, signals);
		if (p[2].revents && !show(r))
			p[2].fd = -1;
		if (p[3].revents && copy(STDIN_FILENO, r->master) != COPIED)
			p[3].fd = -1;
	}
	if (r->master >= 0)
		drain(r->master);
}

static int exit_code(const siginfo_t *info)
{
	return info->si_code == CLD_EXITED ? info->si_status : 128 + info->si_status;
}

int relay_wait(const struct relay *r, int *ret_code, struct error *err)
{
	sigset_t set = passed_set();
	int signals = signalfd(-1, &set, SFD_CLOEXEC);
	bool raw = false;
	struct termios before, now;
	siginfo_t info = { 0 };

	if (signals < 0)
		return fail_errno(err, "cannot wait for signals");
	if (r->master >= 0 && tcgetattr(STDIN_FILENO, &before) == 0) {
		copy_size(r->master);
		now = before;
		cfmakeraw(&now);
		raw = tcsetattr(STDIN_FILENO, TCSANOW, &now) == 0;
	}
	loop(r, signals);
	if (raw)
		tcsetattr(STDIN_FILENO, TCSANOW, &before);
	close(signals);
	if (waitid((idtype_t)P_PIDFD, (id_t)r->pidfd, &info, WEXITED) < 0)
		return fail_errno(err, "waiting for the monitor");
	*ret_code = exit_code(&info);
	return 0;
}
