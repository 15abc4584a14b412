/* spec.c: writes a config.json to begin with: deploy/example/config.json, byte for byte. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "cmd/context.h"
#include "command_functions.h"

/* The file itself is in the program, so that there is no second one. */
__asm__(".pushsection .rodata\n"
	"example_begins:\n"
	"\t.incbin \"deploy/example/config.json\"\n"
	"example_ends:\n"
	"\t.byte 0\n"
	".popsection\n");
extern const char example_begins[] __attribute__((visibility("hidden")));
extern const char example_ends[] __attribute__((visibility("hidden")));

static int write_all(int fd, const char *at, const char *end)
{
	while (at < end) {
		ssize_t n = write(fd, at, (size_t)(end - at));

		if (n < 0 && errno != EINTR)
			return -1;
		at += n < 0 ? 0 : n;
	}
	return 0;
}

int cmd_spec(struct context *context)
{
	const char *dir = context->options.bundle ? context->options.bundle : ".";
	const char *path = take_format(&context->arena, "%s/config.json", dir);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644), rc;

	if (fd < 0 && errno == EEXIST)
		return fail(&context->err, EEXIST, "%s is there already: remove it first", path), EXIT_ERROR;
	if (fd < 0)
		return fail_errno(&context->err, "cannot make %s", path), EXIT_ERROR;
	rc = write_all(fd, example_begins, example_ends);
	if (rc < 0) {
		fail_errno(&context->err, "cannot write %s", path);
		unlink(path); /* half of one would be in the way of the next */
	}
	close(fd);
	return rc < 0 ? EXIT_ERROR : EXIT_OK;
}
