/*
 * words.h: what our tiny guests share: numbers as text, and words of the command line.
 *
 *   exit=N     leaves with N (0 without it)
 *   hold       stays until it is ended from outside
 *   fault      crashes
 */
#ifndef TINY_WORDS_H
#define TINY_WORDS_H

#include <stddef.h>
#include <stdint.h>

void print(const char *text, size_t length); /* each guest's own way to its console */

static inline void print_text(const char *text)
{
	size_t length = 0;
	while (text[length])
		length++;
	print(text, length);
}

static inline void print_number(uint32_t number, uint32_t base, int digits)
{
	char text[12];
	int at = sizeof(text);
	while (at > 0 && (digits > 0 || number)) {
		text[--at] = "0123456789abcdef"[number % base];
		number /= base;
		digits--;
	}
	print(text + at, sizeof(text) - (size_t)at);
}

/* What follows "word" in the text, if it stands at the start or after a blank; else NULL. */
static inline const char *find_word(const char *text, const char *word)
{
	for (const char *at = text; *at; at++) {
		const char *a = at, *b = word;
		while (*b && *a == *b) {
			a++;
			b++;
		}
		if (!*b && (at == text || at[-1] == ' '))
			return a;
	}
	return NULL;
}

static inline uint32_t word_number(const char *text, const char *word, uint32_t fallback)
{
	const char *digits = find_word(text, word);
	uint32_t number = 0;
	if (!digits || *digits < '0' || *digits > '9')
		return fallback;
	while (*digits >= '0' && *digits <= '9')
		number = number * 10 + (uint32_t)(*digits++ - '0');
	return number;
}

#endif
