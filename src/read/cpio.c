/* cpio.c: see cpio.h. */
#include "read/cpio.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define TRAILER "TRAILER!!!"

enum { FIELD = 8, MODE_AT = 14, SIZE_AT = 54, NAME_SIZE_AT = 94, MAGIC = 6 };

static bool is_magic(const char *at)
{
	return memcmp(at, "070701", MAGIC) == 0 || memcmp(at, "070702", MAGIC) == 0;
}

bool cpio_begins(const struct bytes *bytes)
{
	char magic[MAGIC];

	return bytes->size >= CPIO_HEADER && bytes->fetch(bytes, 0, magic, sizeof magic) == 0 && is_magic(magic);
}

/* Eight digits; -1: some are none. */
static long long number_at(const char *header, size_t at)
{
	long long n = 0;

	for (size_t i = at; i < at + FIELD; i++) {
		char c = header[i];
		int digit = c >= '0' && c <= '9'   ? c - '0'
			    : c >= 'a' && c <= 'f' ? c - 'a' + 10
			    : c >= 'A' && c <= 'F' ? c - 'A' + 10
						   : -1;

		if (digit < 0)
			return -1;
		n = n << 4 | digit;
	}
	return n;
}

static unsigned long long aligned(unsigned long long n)
{
	return (n + 3) & ~3ULL;
}

/* In place: "./etc//x/" becomes "etc/x". */
static void clean(char *name)
{
	char *to = name;

	for (const char *from = name; *from;) {
		size_t len = strcspn(from, "/");

		if (len && !(len == 1 && *from == '.')) {
			if (to > name)
				*to++ = '/';
			memmove(to, from, len);
			to += len;
		}
		from += len + (from[len] == '/');
	}
	*to = 0;
}

struct reading {
	struct arena *a;
	const struct bytes *bytes;
	struct cpio cpio;
	size_t room;
};

static int fail_at(const struct reading *r, unsigned long long at, const char *what, struct error *err)
{
	return fail(err, EINVAL, "%s: its cpio archive is damaged: %s at byte %llu", r->bytes->name, what, at);
}

static struct cpio_entry *add(struct reading *r)
{
	if (r->cpio.n == r->room) {
		size_t room = r->room ? 2 * r->room : 64;

		r->cpio.entries = take_longer(
		    r->a, r->cpio.entries, r->room * sizeof *r->cpio.entries, room * sizeof *r->cpio.entries);
		r->room = room;
	}
	return &r->cpio.entries[r->cpio.n++];
}

static int read_text(struct reading *r, unsigned long long at, unsigned long long len, char **ret, struct error *err)
{
	if (!bytes_hold(r->bytes, at, len))
		return fail_at(r, at, "it is cut short", err);
	*ret = take(r->a, (size_t)len + 1);
	return bytes_read(r->bytes, at, *ret, (size_t)len, "its cpio archive", err);
}

/* *ret_next: where the next header is; 0: that was the trailer. */
static int read_entry(struct reading *r, unsigned long long at, unsigned long long *ret_next, struct error *err)
{
	struct cpio_entry e = { .at = at };
	long long mode, size, name_size;
	unsigned long long data;
	char header[CPIO_HEADER], *name, *link = NULL;

	if (!bytes_hold(r->bytes, at, sizeof header))
		return fail_at(r, at, "it is cut short", err);
	if (bytes_read(r->bytes, at, header, sizeof header, "its cpio archive", err) < 0)
		return -1;
	mode = number_at(header, MODE_AT);
	size = number_at(header, SIZE_AT);
	name_size = number_at(header, NAME_SIZE_AT);
	if (!is_magic(header) || mode < 0 || size < 0 || name_size < 1 || name_size > CPIO_NAME_MAX)
		return fail_at(r, at, "there is no header", err);
	if (read_text(r, at + CPIO_HEADER, (unsigned long long)name_size, &name, err) < 0)
		return -1;
	if (strcmp(name, TRAILER) == 0) {
		*ret_next = 0;
		return 0;
	}
	data = aligned(at + CPIO_HEADER + (unsigned long long)name_size);
	if (!bytes_hold(r->bytes, data, (unsigned long long)size))
		return fail_at(r, at, "it is cut short", err);
	if (S_ISLNK((mode_t)mode) && size <= CPIO_NAME_MAX &&
	    read_text(r, data, (unsigned long long)size, &link, err) < 0)
		return -1;
	clean(name);
	e.end = aligned(data + (unsigned long long)size);
	e.mode = (unsigned)mode;
	e.name = name;
	e.link = link;
	*add(r) = e;
	*ret_next = e.end;
	return 0;
}

static int compare(const void *a, const void *b)
{
	const struct cpio_entry *const *x = a, *const *y = b;
	int c = strcmp((*x)->name, (*y)->name);

	return c ? c : ((*x)->at > (*y)->at) - ((*x)->at < (*y)->at);
}

/*
 * Sorted: one link of an archive can ask for thousands of names.  Rejected: hashes, which the image's author can have all the
 * same.
 */
static void sort(struct arena *a, struct cpio *cpio)
{
	cpio->by_name = take_many(a, cpio->n + 1, sizeof *cpio->by_name);
	for (size_t i = 0; i < cpio->n; i++)
		cpio->by_name[i] = &cpio->entries[i];
	qsort(cpio->by_name, cpio->n, sizeof *cpio->by_name, compare);
}

int cpio_read(struct arena *a, const struct bytes *bytes, struct cpio *ret, struct error *err)
{
	struct reading r = { .a = a, .bytes = bytes };
	unsigned long long at = 0, next = 0;

	/* Some archives end without a trailer, or without the last padding. */
	for (; at < bytes->size; at = next) {
		if (read_entry(&r, at, &next, err) < 0)
			return -1;
		if (!next)
			break;
		if (r.cpio.n > CPIO_ENTRIES_MAX)
			return fail(
			    err, EFBIG, "%s: its cpio archive has more than %d files", bytes->name, CPIO_ENTRIES_MAX);
	}
	r.cpio.end = at < bytes->size ? at : bytes->size;
	sort(a, &r.cpio);
	*ret = r.cpio;
	return 0;
}

const struct cpio_entry *cpio_find(const struct cpio *cpio, const char *name)
{
	size_t from = 0, to = cpio->n; /* those before `from` are not above the name, those from `to` on are */

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (strcmp(cpio->by_name[middle]->name, name) <= 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from && strcmp(cpio->by_name[from - 1]->name, name) == 0 ? cpio->by_name[from - 1] : NULL;
}
