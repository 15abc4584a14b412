/* options.c: the command line, a word for each line of the input, as we read it and as another runtime is told it. */
#include "fuzz.h"

#include <string.h>
#include "read/handover.h"
#include "read/options.h"
#include "read/signal.h"

enum { WORDS_MAX = 64 };

static int split(char *text, char **argv)
{
	int argc = 0;

	argc++;
	for (char *word = text; word && argc < WORDS_MAX;) {
		char *end = strchr(word, '\n');

		argv[argc++] = word;
		if (end)
			*end++ = 0;
		word = end;
	}
	argv[argc] = NULL;
	return argc;
}

void fuzz_one(struct arena *a, unsigned char *bytes, size_t len)
{
	static char name[] = "urunc";
	char *argv[WORDS_MAX + 1], **over;
	struct handover_words words;
	struct options options = { 0 };
	struct error err = { 0 };
	int argc = split(take_text(a, (const char *)bytes, len), argv), n = 0, number;

	argv[0] = name;
	if (options_parse(argc, argv, &options, &err) < 0)
		must_explain(&err);
	else if (options.signal && signal_read(options.signal, &number, &err) == 0)
		must(number >= 0 && number <= 64);
	handover_scan(argc, argv, &words);
	must(words.candidates <= HANDOVER_CANDIDATES);
	if (!words.command)
		return;
	/* Every word that the other is told is one of ours, whole; but its name and the root. */
	over = handover_argv(a, argc, argv, -1, "other", "/run/urunc");
	must(!strcmp(over[0], "other"));
	for (n = 1; over[n]; n++) {
		bool ours = !strcmp(over[n], "--root") || !strcmp(over[n], "/run/urunc");

		for (int i = 1; i < argc && !ours; i++)
			ours = over[n] == argv[i];
		must(ours);
	}
	must(n <= argc + 2);
}
