/*
 * words.h: what the probe is told to do.  Its argv is a monitor's, so orders travel in the guest's command line, wherever
 * that stands: a word  probe:NAME  or  probe:NAME=VALUE  in any argument.  A word ends at a blank, a quote, a comma, a
 * backslash or a brace.
 */
#ifndef PROBE_WORDS_H
#define PROBE_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#define WORD_MAX 256

void words_from(char **argv);
/* The n-th word of that name (0 the first): its value, "" if it has none, NULL if there is none.  Valid until the next call. */
const char *word_nth(const char *name, size_t n);
const char *word(const char *name);
bool word_given(const char *name);
/* Decimal, fallback if the word is not there. */
long word_number(const char *name, long fallback);
/* What stands behind the first KEY in a text, else NULL. */
const char *after_key(const char *text, const char *key);

#endif
