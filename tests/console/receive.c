/*
 * receive: what an engine does at the other end of --console-socket.
 *
 *   receive SOCKET [TEXT]
 *
 * Listens on SOCKET (a path of any length), takes one connection with one message, says what came in it as one JSON object,
 * and then prints what comes out of the terminal until nobody has it open any more.  TEXT is typed into it first.
 */
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { DESCRIPTORS_MAX = 8 };

static void die(const char *what)
{
	perror(what);
	exit(1);
}

/* sun_path is short: the socket is made from its directory. */
static int listen_at(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	char *directory = strdup(path), *name = strdup(path);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (!directory || !name || chdir(dirname(directory)) < 0)
		die(path);
	snprintf(address.sun_path, sizeof address.sun_path, "%s", basename(name));
	if (fd < 0 || bind(fd, (const struct sockaddr *)&address, sizeof address) < 0 || listen(fd, 1) < 0)
		die(path);
	free(directory);
	free(name);
	return fd;
}

/* Returns how many descriptors there were, the first of them in ret_fd. */
static int receive(int from, char *text, size_t room, int *ret_fd)
{
	union {
		char bytes[CMSG_SPACE(DESCRIPTORS_MAX * sizeof(int))];
		struct cmsghdr align;
	} control;
	struct iovec data = { text, room - 1 };
	struct msghdr message = {
		.msg_iov = &data, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes
	};
	ssize_t len = recvmsg(from, &message, MSG_CMSG_CLOEXEC);
	const struct cmsghdr *header = CMSG_FIRSTHDR(&message);

	if (len < 0)
		die("recvmsg");
	text[len] = 0;
	if (!header || header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS)
		return 0;
	memcpy(ret_fd, CMSG_DATA(header), sizeof *ret_fd);
	return (int)((header->cmsg_len - CMSG_LEN(0)) / sizeof(int));
}

static void say(int terminal, const char *text, int descriptors, ssize_t more)
{
	struct winsize size = { 0 };
	struct stat st = { 0 };

	ioctl(terminal, TIOCGWINSZ, &size);
	fstat(terminal, &st);
	printf("{\"text\":\"%s\",\"descriptors\":%d,\"more\":%zd,\"rows\":%d,\"columns\":%d,\"master\":%s}\n", text,
	    descriptors, more, size.ws_row, size.ws_col, st.st_rdev == 0x502 ? "true" : "false");
	fflush(stdout);
}

int main(int argc, char **argv)
{
	char text[4096], out[4096];
	int terminal = -1, listener, from, descriptors;
	ssize_t len;

	if (argc < 2)
		return 2;
	listener = listen_at(argv[1]);
	from = accept(listener, NULL, NULL);
	if (from < 0)
		die("accept");
	descriptors = receive(from, text, sizeof text, &terminal);
	say(terminal, text, descriptors, read(from, out, sizeof out));
	if (argc > 2 && write(terminal, argv[2], strlen(argv[2])) < 0)
		die("write");
	while ((len = read(terminal, out, sizeof out)) > 0) /* EIO: the last one who had it open is gone */
		if (write(STDOUT_FILENO, out, (size_t)len) < 0)
			die("write");
	return 0;
}
