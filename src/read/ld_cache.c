/* ld_cache.c: see ld_cache.h. */
#include "read/ld_cache.h"

#include <elf.h>
#include <string.h>
#include "read/little.h"

static const char old_magic[] = "ld.so-1.7.0", new_magic[] = "glibc-ld.so.cache1.1";

enum {
	OLD_HEAD = 16, /* magic, number of entries at 12 */
	OLD_ENTRY = 12,
	HEAD = 48, /* magic, number of entries at 20 */
	ENTRY = 24, /* flags, name, path, unused: 4 bytes each; hardware: 8 */
	/* glibc's sysdeps/generic/ldconfig.h */
	LIBC6 = 3,
	X86_64_LIB64 = 0x300,
	AARCH64_LIB64 = 0xa00,
};

/* Where the newer table begins; LEN when there is none. */
static size_t newer_table(const unsigned char *at, size_t len)
{
	size_t behind;

	if (len < OLD_HEAD || memcmp(at, old_magic, sizeof old_magic))
		return 0;
	behind = (size_t)little32(at + 12);
	if (behind > (len - OLD_HEAD) / OLD_ENTRY)
		return len;
	behind = (OLD_HEAD + behind * OLD_ENTRY + 7) / 8 * 8;
	return behind < len ? behind : len;
}

bool ld_cache_open(const void *at, size_t len, struct ld_cache *ret)
{
	size_t start = newer_table(at, len);
	struct ld_cache c = { .at = (const unsigned char *)at + start, .len = len - start };

	if (c.len < HEAD || memcmp(c.at, new_magic, sizeof new_magic - 1))
		return false;
	c.entries = little32(c.at + 20);
	if (c.entries > (c.len - HEAD) / ENTRY)
		return false;
	*ret = c;
	return true;
}

uint32_t ld_cache_flags(unsigned machine, bool is64)
{
	if (machine == EM_X86_64 && is64)
		return LIBC6 | X86_64_LIB64;
	if (machine == EM_AARCH64)
		return LIBC6 | AARCH64_LIB64;
	return machine == EM_386 ? LIBC6 : 0;
}

/* "" if it does not end within the file. */
static const char *word_at(const struct ld_cache *c, uint32_t offset)
{
	if (offset >= c->len || !memchr(c->at + offset, 0, c->len - offset))
		return "";
	return (const char *)c->at + offset;
}

static const unsigned char *entry_at(const struct ld_cache *c, size_t index)
{
	return c->at + HEAD + index * ENTRY;
}

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Reads a number; as long as two of them are compared, wrapping around does not matter. */
static uint32_t number(const char **p)
{
	uint32_t n = 0;

	for (; digit(**p); ++*p)
		n = n * 10 + (uint32_t)(**p - '0');
	return n;
}

/* The order of the cache: as strcmp, but runs of digits count as numbers, and a digit is above any other byte. */
static int compare(const char *a, const char *b)
{
	while (*a) {
		if (digit(*a) && digit(*b)) {
			uint32_t m = number(&a), n = number(&b);

			if (m != n)
				return m < n ? -1 : 1;
		} else if (digit(*a) || digit(*b)) {
			return digit(*a) ? 1 : -1;
		} else if (*a != *b) {
			return (unsigned char)*a < (unsigned char)*b ? -1 : 1;
		} else {
			a++, b++;
		}
	}
	return *b ? -1 : 0;
}

/* The first entry of this name, or the place where it would stand: names go down. */
static size_t first_of(const struct ld_cache *c, const char *name)
{
	size_t low = 0, high = c->entries;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare(word_at(c, little32(entry_at(c, middle) + 4)), name) > 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const char *ld_cache_next(const struct ld_cache *c, const char *name, uint32_t flags, size_t *index)
{
	size_t i = *index ? *index : first_of(c, name);

	for (; i < c->entries; i++) {
		const unsigned char *e = entry_at(c, i);

		if (compare(word_at(c, little32(e + 4)), name))
			break;
		if (little32(e) != flags || *word_at(c, little32(e + 8)) != '/')
			continue;
		*index = i + 1;
		return word_at(c, little32(e + 8));
	}
	*index = c->entries;
	return NULL;
}
