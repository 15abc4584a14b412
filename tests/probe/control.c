/*
 * control.c: QEMU's end of a control socket, well-behaved and not; and the serial port on which a guest says its exit code.  The
 * descriptors are those that argv names: id=control,fd=N and id=code,fd=N.
 */
#include "deeds.h"
#include "out.h"
#include "sys.h"
#include "words.h"

static const char greeting[] = "{\"QMP\": {\"version\": {}, \"capabilities\": []}}\r\n",
		  done[] = "{\"return\": {}}\r\n";

static long descriptor(char **argv, const char *key)
{
	for (; *argv; argv++) {
		const char *digits = after_key(*argv, key);
		long number = 0;
		for (; digits && *digits >= '0' && *digits <= '9'; digits++)
			number = number * 10 + (*digits - '0');
		if (digits)
			return number;
	}
	return -1;
}

static long length(const char *text)
{
	long n = 0;
	while (text[n])
		n++;
	return n;
}

static void say(long fd, const char *text)
{
	sys3(__NR_write, fd, text, length(text));
}

static void report(const char *line, size_t count)
{
	out_open('{');
	out_key("command");
	out_bytes(line, count);
	out_close('}');
	out_line();
}

/* SHUTDOWN for the reason that probe:reason=WORD gives, and whatever else a machine says at its end. */
static void say_end(long fd, const char *reason)
{
	say(fd, "{\"timestamp\": {\"seconds\": 1, \"microseconds\": 2}, \"event\": \"POWERDOWN\"}\r\n");
	say(fd,
	    "{\"timestamp\": {\"seconds\": 1, \"microseconds\": 2}, \"event\": \"SHUTDOWN\", \"data\": {\"guest\": true, \"reason\": \"");
	say(fd, reason);
	say(fd, "\"}}\r\n");
}

/* Answers and shows each command; until the button is pressed, if that counts. */
static void serve(long fd, int ends)
{
	static char line[512];
	size_t used = 0;
	say(fd, greeting);
	while (used < sizeof(line) && sys3(__NR_read, fd, line + used, 1) == 1) {
		if (line[used++] != '\n')
			continue;
		report(line, used - 1);
		line[used - 1] = '\0';
		say(fd, done);
		if (ends && after_key(line, "system_powerdown")) {
			say_end(fd, "guest-shutdown");
			leave((int)word_number("exit", 0));
		}
		used = 0;
	}
}

static void flood(long fd)
{
	static char junk[4096];
	for (size_t i = 0; i < sizeof(junk); i++)
		junk[i] = "{\"event\":\"SHUTDOWN\n\\\x80"[i % 21];
	for (;;)
		sys3(__NR_write, fd, junk, sizeof(junk));
}

void control(char **argv)
{
	long fd = descriptor(argv, "id=control,fd="), code = descriptor(argv, "id=code,fd=");
	const char *reason, *number;
	if ((number = word("code"))) {
		say(code, number);
		say(code, "\r\n");
	}
	if ((reason = word("reason")))
		say_end(fd, reason);
	if (word_given("control-serve"))
		serve(fd, 1);
	if (word_given("control-deaf"))
		serve(fd, 0);
	if (word_given("control-close")) {
		sys1(__NR_close, fd);
		sys1(__NR_close, code);
	}
	if (word_given("control-flood"))
		flood(fd);
}
