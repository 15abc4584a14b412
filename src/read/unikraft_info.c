/* unikraft_info.c: see unikraft_info.h. */
#include "read/unikraft_info.h"

#include <stdbool.h>
#include <string.h>
#include "read/little.h"

enum {
	HEAD = 6, /* length with this head: 4 bytes; layout version: 2 */
	RECORD = 6, /* type: 2; length with this head: 4 */
	LAYOUT = 1,
	TYPE_VERSION = 6, /* UKLI_REC_UKVERSION: in the one entry that is of no library */
	MOST_VERSION = 32,
	MOST_STEPS = 4096, /* an image has some hundred libraries with some ten records each */
};

/* A 0-terminated word of a version's letters. */
static const char *version_of(struct arena *a, const struct bytes *b, uint64_t at, uint32_t len)
{
	char word[MOST_VERSION];
	struct error err;

	if (len < 2 || len > sizeof word || bytes_read(b, at, word, len, "its version", &err) || word[len - 1])
		return "";
	if (strspn(word, "0123456789.abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ~+-_") != len - 1)
		return "";
	return take_text(a, word, len - 1);
}

/* The records of one library, from AT to END. */
static const char *look_at_records(struct arena *a, const struct bytes *b, uint64_t at, uint64_t end, int *steps)
{
	unsigned char head[RECORD];
	struct error err;

	while (end - at >= sizeof head && --*steps > 0) {
		uint32_t len;

		if (bytes_read(b, at, head, sizeof head, "a record", &err))
			return "";
		len = little32(head + 2);
		if (len < RECORD || len > end - at)
			return "";
		if (little16(head) == TYPE_VERSION)
			return version_of(a, b, at + RECORD, len - RECORD);
		at += len;
	}
	return "";
}

const char *unikraft_version(struct arena *a, const struct bytes *b, uint64_t offset, uint64_t size)
{
	unsigned char head[HEAD];
	int steps = MOST_STEPS;
	struct error err;

	if (!bytes_hold(b, offset, size))
		return "";
	for (uint64_t end = offset + size; end - offset >= sizeof head && --steps > 0;) {
		const char *version;
		uint32_t len;

		if (bytes_read(b, offset, head, sizeof head, "a library", &err))
			return "";
		len = little32(head);
		if (len < HEAD || len > end - offset || little16(head + 4) != LAYOUT)
			return "";
		version = look_at_records(a, b, offset + HEAD, offset + len, &steps);
		if (*version)
			return version;
		offset += len;
	}
	return "";
}
