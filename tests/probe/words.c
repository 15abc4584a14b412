#include "words.h"

static char **arguments;

void words_from(char **argv)
{
	arguments = argv;
}

/* The rest of text after prefix, or NULL. */
static const char *after(const char *text, const char *prefix)
{
	while (*prefix)
		if (*text++ != *prefix++)
			return NULL;
	return text;
}

static bool ends_word(char c)
{
	return c == '\0' || c == ' ' || c == '\n' || c == '"' || c == '\'' || c == ',' || c == '\\' || c == '}' ||
	       c == ']';
}

static const char *copy_value(const char *from)
{
	static char value[WORD_MAX];
	size_t length = 0;
	while (!ends_word(from[length]) && length < sizeof(value) - 1) {
		value[length] = from[length];
		length++;
	}
	value[length] = '\0';
	return value;
}

/* "probe:NAME" at text: the value, else NULL. */
static const char *match(const char *text, const char *name)
{
	const char *rest = after(text, "probe:");
	if (rest)
		rest = after(rest, name);
	if (!rest)
		return NULL;
	if (*rest == '=')
		return copy_value(rest + 1);
	return ends_word(*rest) ? "" : NULL;
}

const char *word_nth(const char *name, size_t n)
{
	for (char **argument = arguments; *argument; argument++) {
		for (const char *at = *argument; *at; at++) {
			const char *value = match(at, name);
			if (value && n-- == 0)
				return value;
		}
	}
	return NULL;
}

const char *word(const char *name)
{
	return word_nth(name, 0);
}

bool word_given(const char *name)
{
	return word(name) != NULL;
}

long word_number(const char *name, long fallback)
{
	const char *value = word(name);
	long number = 0;
	if (!value || *value < '0' || *value > '9')
		return fallback;
	while (*value >= '0' && *value <= '9')
		number = number * 10 + (*value++ - '0');
	return number;
}

const char *after_key(const char *text, const char *key)
{
	for (; *text; text++) {
		const char *a = text, *b = key;
		while (*b && *a == *b) {
			a++;
			b++;
		}
		if (!*b)
			return a;
	}
	return NULL;
}
