#include "deeds.h"
#include "out.h"
#include "sys.h"
#include "words.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static void say(const char *name, long number)
{
	out_open('{');
	out_pair(name, number);
	out_close('}');
	out_line();
}

static void sleep_seconds(long seconds)
{
	long time[2] = { seconds, 0 };
	sys4(__NR_clock_nanosleep, 1 /* CLOCK_MONOTONIC */, 0, time, time);
}

static void write_stderr(void)
{
	const char *text = word("stderr");
	long length = 0;
	if (!text)
		return;
	while (text[length])
		length++;
	sys3(__NR_write, 2, text, length);
	sys3(__NR_write, 2, "\n", 1);
}

static void fork_children(void)
{
	long count = word_given("fork") ? word_number("fork", 1) : 0;
	if (count == 0)
		return;
	out_open('{');
	out_key("children");
	out_open('[');
	while (count-- > 0) {
		long child = sys_fork();
		while (child == 0)
			sleep_seconds(3600);
		out_comma();
		out_number(child);
	}
	out_close(']');
	out_close('}');
	out_line();
}

static void eat(void)
{
	long mib = word_number("eat", 0);
	if (mib == 0)
		return;
	long at = sys6(__NR_mmap, 0, mib << 20, 3 /* read, write */, 0x22 /* private, anonymous */, -1, 0);
	if (at < 0 && at > -4096) {
		say("eat_failed", -at);
		return;
	}
	for (long page = 0; page < mib << 20; page += 4096)
		*(volatile char *)(at + page) = 1;
	say("eaten", mib);
}

static void read_stdin(void)
{
	static char text[65536];
	long length = 0, got;
	if (!word_given("read-stdin"))
		return;
	while (
	    length < (long)sizeof(text) && (got = sys3(__NR_read, 0, text + length, sizeof(text) - (size_t)length)) > 0)
		length += got;
	out_open('{');
	out_key("stdin");
	out_bytes(text, (size_t)length);
	out_close('}');
	out_line();
}

/* Whatever the other end does with a pipe, a write may take only a part. */
static bool write_all(const char *bytes, long length)
{
	while (length > 0) {
		long taken = sys3(__NR_write, 1, bytes, length);
		if (taken <= 0)
			return false;
		bytes += taken;
		length -= taken;
	}
	return true;
}

static void flood(void)
{
	enum { LINE = 64, LINES = 1024 };
	static char block[LINES * LINE];
	long lines = word_number("flood", 0) << 20 >> 6;
	for (long at = 0; at < lines; at += LINES) {
		for (long i = 0; i < LINES; i++) {
			char *line = block + i * LINE;
			long number = at + i;
			memset(line, '.', LINE - 1);
			line[LINE - 1] = '\n';
			for (int digit = 9; digit >= 0; digit--, number /= 10)
				line[digit] = (char)('0' + number % 10);
		}
		if (!write_all(block, sizeof(block)))
			leave(90);
	}
}

/* Every signal is blocked and waited for: no handler, no restorer, and pid 1 gets them all the same. */
static void hold(void)
{
	uint64_t all = ~(uint64_t)0;
	sys4(__NR_rt_sigprocmask, 0 /* block */, &all, 0, 8);
	say("holding", 1);
	long signal = sys4(__NR_rt_sigtimedwait, &all, 0, 0, 8);
	say("signal", signal);
	leave((int)word_number("exit", 128 + signal));
}

static void be_stubborn(void)
{
	uint64_t all = ~(uint64_t)0;
	sys4(__NR_rt_sigprocmask, 0 /* block */, &all, 0, 8);
	say("stubborn", 1);
	for (;;)
		sleep_seconds(3600);
}

static void crash(void)
{
	volatile uintptr_t nowhere = 8;
	*(volatile int *)nowhere = 1;
}

void deeds(void)
{
	write_stderr();
	fork_children();
	eat();
	read_stdin();
	flood();
	if (word_given("stubborn"))
		be_stubborn();
	sleep_seconds(word_number("sleep", 0));
	if (word_given("hold"))
		hold();
	while (word_given("pause"))
		sleep_seconds(3600);
	if (word_given("crash"))
		crash();
}
