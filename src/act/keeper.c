/* keeper.c: see keeper.h. */
#include "act/keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "act/message.h"
#include "act/process.h"
#include "act/seccomp.h"
#include "read/exit_code.h"
#include "read/qmp.h"

/* A press that comes before the guest listens is lost, so the button is pressed again and again. */
enum { PRESS_MS = 1000, LAST_READS = 64, DESCRIPTORS = 16 /* the parked process has no higher ones */ };

struct keeper {
	struct keep keep;
	pid_t monitor;
	int signals, control, code; /* -1: closed, or never there */
	long long killed_at, pressed_at; /* milliseconds; 0: nobody has asked for an end */
	bool presses; /* the end was asked for by the button */
	struct qmp_reader qmp;
	struct exit_code_reader said;
	char word[KEEP_WORD];
	struct keep_end end;
	bool ended;
};

static const char hello[] = "{\"execute\":\"qmp_capabilities\"}\n", press[] = "{\"execute\":\"system_powerdown\"}\n";

static long long now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

/* ---- what the monitor says ---- */

/* Half a command would garble the next one: who does not take all of it takes none any more. */
static bool say(struct keeper *k, const char *words, size_t len)
{
	if (k->control < 0)
		return false;
	if (write(k->control, words, len) == (ssize_t)len)
		return true;
	close(k->control);
	k->control = -1;
	return false;
}

/* One piece of what there is.  False: there is no more of it now. */
static bool hear(int *fd, char *bytes, size_t room, size_t *ret_len)
{
	ssize_t len = read(*fd, bytes, room);

	if (len == 0 || (len < 0 && errno != EAGAIN && errno != EINTR)) {
		close(*fd);
		*fd = -1;
	}
	*ret_len = len > 0 ? (size_t)len : 0;
	return len > 0;
}

static bool hear_control(struct keeper *k)
{
	char bytes[1024];
	size_t len;

	if (k->control < 0 || !hear(&k->control, bytes, sizeof bytes, &len))
		return false;
	qmp_read(&k->qmp, bytes, len, k->word, sizeof k->word);
	return true;
}

static bool hear_code(struct keeper *k)
{
	char bytes[64];
	size_t len;

	if (k->code < 0 || !hear(&k->code, bytes, sizeof bytes, &len))
		return false;
	exit_code_read(&k->said, bytes, len);
	return true;
}

/* ---- signals ---- */

/* Others may have become children, too: a monitor's own, when the keeper is pid 1. */
static void reap(struct keeper *k)
{
	siginfo_t info = { 0 };
	int rc;

	/* Nothing tells a second time that the monitor has ended. */
	while ((rc = waitid(P_ALL, 0, &info, WEXITED | WNOHANG)) == 0 ? info.si_pid : errno == EINTR) {
		if (rc < 0)
			continue;
		if (info.si_pid == k->monitor) {
			k->ended = true;
			k->end.signaled = info.si_code != CLD_EXITED;
			k->end.status = info.si_status;
		}
		info.si_pid = 0;
	}
}

/* The first one begins the grace; another one changes nothing. */
static void begin_grace(struct keeper *k)
{
	k->pressed_at = now();
	k->killed_at = k->pressed_at + k->keep.grace * 1000LL;
}

static void power_down(struct keeper *k, int number)
{
	if (k->killed_at)
		return;
	k->presses = k->keep.grace && say(k, press, sizeof press - 1);
	if (k->keep.grace && !k->presses)
		kill(k->monitor, k->keep.plain[number]);
	begin_grace(k);
}

/* A monitor that catches TERM has its time to end, too, and no more. */
static void pass_on(struct keeper *k, int number)
{
	kill(k->monitor, number);
	if (number == SIGTERM && !k->killed_at && k->keep.grace)
		begin_grace(k);
}

static void take_signal(struct keeper *k)
{
	struct signalfd_siginfo info;
	int number;

	if (read(k->signals, &info, sizeof info) != sizeof info)
		return;
	number = (int)info.ssi_signo;
	if (number == SIGCHLD)
		reap(k);
	if (number >= KEEP_SIGNALS || !k->keep.deed[number])
		return;
	k->end.asked = number;
	if (k->keep.deed[number] == KEEP_POWERDOWN)
		power_down(k, number);
	else
		pass_on(k, k->keep.deed[number]);
}

/* ---- time ---- */
static int milliseconds_left(const struct keeper *k)
{
	long long at = k->killed_at, left;

	if (!at)
		return -1;
	if (k->pressed_at + PRESS_MS < at)
		at = k->pressed_at + PRESS_MS;
	left = at - now();
	return left > 0 ? (int)left : 0;
}

static void take_time(struct keeper *k)
{
	if (!k->killed_at || k->ended) /* its pid may be another's by now */
		return;
	if (now() >= k->killed_at) {
		kill(k->monitor, SIGKILL);
		k->killed_at += PRESS_MS; /* it is dying: no need to ask whether it is, at once */
	} else if (now() >= k->pressed_at + PRESS_MS) {
		k->pressed_at = now();
		k->presses = k->presses && say(k, press, sizeof press - 1);
	}
}

/* What it said last is still in the sockets.  A child of its own may hold them open and write for ever: not for us. */
_Noreturn static void leave(struct keeper *k)
{
	for (int i = 0; i < LAST_READS && (hear_control(k) || hear_code(k)); i++)
		;
	k->end.word = k->word;
	k->end.code = exit_code_said(&k->said);
	/* Not _exit(2): sanitizers do more there than the keeper's filter allows. */
	for (;;)
		syscall(SYS_exit_group, keep_status(&k->keep, &k->end));
}

_Noreturn static void keep_it(struct keeper *k, const struct lean_memory *memory)
{
	say(k, hello, sizeof hello - 1);
	while (!k->ended) {
		struct pollfd p[] = { { .fd = k->signals, .events = POLLIN }, { .fd = k->control, .events = POLLIN },
			{ .fd = k->code, .events = POLLIN } };

		lean_poll(p, 3, milliseconds_left(k), memory);
		if (p[0].revents)
			take_signal(k);
		if (p[1].revents)
			hear_control(k);
		if (p[2].revents)
			hear_code(k);
		take_time(k);
	}
	leave(k);
}

/* ---- the beginning ---- */

/* A pair of which the keeper's end does not block: it waits for nobody. */
static int make_pair(bool wanted, int ret[2], struct error *err)
{
	ret[0] = ret[1] = -1;
	if (!wanted)
		return 0;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ret) < 0 || fcntl(ret[0], F_SETFL, O_NONBLOCK) < 0)
		return fail_errno(err, "cannot make the monitor's control socket");
	return 0;
}

/* Only these two are not closed by exec.  By way of numbers above both: one may lie where the other is to be. */
static int hand_over(int fd, int number, struct error *err)
{
	if (fd >= 0 && dup2(fd, number) < 0)
		return fail_errno(err, "cannot arrange descriptors");
	return 0;
}

static int out_of_the_way(int *fd, struct error *err)
{
	if (*fd >= 0 && (*fd = fcntl(*fd, F_DUPFD_CLOEXEC, KEEP_CODE + 1)) < 0)
		return fail_errno(err, "cannot arrange descriptors");
	return 0;
}

static int become_child(pid_t keeper, int control, int code, struct error *err)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != keeper)
		_exit(1); /* it ended before that: with a pid namespace of its own, so did this one */
	if (out_of_the_way(&control, err) < 0 || out_of_the_way(&code, err) < 0 ||
	    hand_over(control, KEEP_CONTROL, err) < 0 || hand_over(code, KEEP_CODE, err) < 0)
		return -1;
	process_signals_as_new(); /* what came meanwhile is the keeper's */
	return 0;
}

/* All that start waits for is done by then: it reads the end of file of `channel` as success, if the child has executed. */
_Noreturn static void become_keeper(struct keeper *k, int channel, const struct lean_memory *memory)
{
	const int kept[] = { k->signals, k->control, k->code, channel };
	struct error err = { 0 };

	if (seccomp_load(SECCOMP_FILTER_KEEPER, &err) < 0) {
		message_report(channel, &err);
		_exit(1);
	}
	for (int fd = 0; fd < DESCRIPTORS; fd++) {
		bool keep = false;

		for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
			keep = keep || kept[i] == fd;
		if (!keep)
			close(fd);
	}
	close(channel);
	keep_it(k, memory);
}

int keeper_begin(const struct keep *keep, int channel, const struct lean_memory *memory, struct error *err)
{
	struct keeper k = { .keep = *keep };
	int control[2], code[2];
	pid_t self = getpid();
	sigset_t all;

	sigfillset(&all);
	sigprocmask(
	    SIG_SETMASK, &all, NULL); /* from now on the keeper reads them, also those that come before it does */
	k.signals = signalfd(-1, &all, SFD_CLOEXEC | SFD_NONBLOCK);
	if (k.signals < 0)
		return fail_errno(err, "cannot wait for signals");
	if (make_pair(keep->control, control, err) < 0 || make_pair(keep->code, code, err) < 0)
		return -1;
	k.control = control[0];
	k.code = code[0];
	k.monitor = fork();
	if (k.monitor < 0)
		return fail_errno(err, "cannot make the monitor's process");
	if (k.monitor == 0)
		return become_child(self, control[1], code[1], err);
	become_keeper(&k, channel, memory);
}
