// init CMD...: pid 1 of a test's namespaces, or a subreaper where there are none.
//
// It does for a test what an engine's shim does: orphans become its children, and it keeps how each of them ended, in
// $TEST_STATUS/PID ("exit 7" or "signal 9").  Without it nobody could tell a container's exit status, since the runtime
// leaves as soon as the container stands.  Ends with CMD's own status; in a pid namespace all others end with it.
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

// Atomic, since a test polls for the file: the name appears when the content is whole.
static void keep_status(const char *dir, pid_t pid, int status)
{
	char name[512], temporary[512];
	snprintf(name, sizeof(name), "%s/%d", dir, pid);
	snprintf(temporary, sizeof(temporary), "%s/.%d", dir, pid);
	FILE *file = fopen(temporary, "we");
	if (!file)
		return;
	if (WIFEXITED(status))
		fprintf(file, "exit %d\n", WEXITSTATUS(status));
	else
		fprintf(file, "signal %d\n", WTERMSIG(status));
	fclose(file);
	rename(temporary, name);
}

static int exit_code(int status)
{
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int reap_until(pid_t main_child)
{
	const char *dir = getenv("TEST_STATUS");
	int status;
	for (;;) {
		pid_t pid = waitpid(-1, &status, 0);
		if (pid == main_child)
			return exit_code(status);
		if (pid < 0 && errno != EINTR)
			return 1;
		if (pid > 0 && dir)
			keep_status(dir, pid, status);
	}
}

int main(int argc, char **argv)
{
	if (argc < 2) {
		fprintf(stderr, "usage: init CMD...\n");
		return 2;
	}
	prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
	pid_t child = fork();
	if (child == 0) {
		execvp(argv[1], argv + 1);
		perror(argv[1]);
		_exit(127);
	}
	return child < 0 ? 1 : reap_until(child);
}
