/* pair.h: a key and its value, both 0-terminated, owned by the arena that the reader was given. */
#ifndef BASE_PAIR_H
#define BASE_PAIR_H

struct pair {
	const char *key, *value;
};

#endif
