/* elf_links.c: what an ELF file tells the dynamic linker; see elf.h. */
#include "read/elf.h"

#include <elf.h>
#include <errno.h>
#include <string.h>
#include "read/little.h"

enum { MAX_ENTRIES = 4096, MAX_NEEDED = 512, MAX_WORD = 4096, PIECE = 256 };

/* Where a place in memory stands in the file: linkers write addresses, not offsets, into the dynamic section. */
struct loaded {
	struct elf_segment at[16]; /* PT_LOAD: four or five in practice */
	size_t n;
};

static int file_offset(
    const struct bytes *b, const struct loaded *l, uint64_t address, uint64_t *ret, struct error *err)
{
	for (size_t i = 0; i < l->n; i++) {
		const struct elf_segment *s = &l->at[i];

		if (address < s->vaddr || address - s->vaddr >= s->size)
			continue;
		*ret = s->offset + (address - s->vaddr);
		return 0;
	}
	return fail(err, EINVAL, "%s: its dynamic section points outside of the file: the file is damaged", b->name);
}

/* A 0-terminated word at an offset.  Most are short: fetched in pieces. */
static int read_word(
    struct arena *a, const struct bytes *b, uint64_t offset, const char *what, const char **ret, struct error *err)
{
	char word[MAX_WORD];
	size_t used = 0;

	while (used < sizeof word) {
		uint64_t left = offset + used < b->size ? b->size - offset - used : 0;
		size_t piece = left < PIECE ? (size_t)left : PIECE;

		if (!piece)
			return fail(err, EINVAL,
			    "%s: the word for %s does not end within the file: the file is damaged", b->name, what);
		if (bytes_read(b, offset + used, word + used, piece, what, err))
			return -1;
		used += piece;
		if (memchr(word + used - piece, 0, piece)) {
			*ret = take_copy(a, word);
			return 0;
		}
	}
	return fail(
	    err, EINVAL, "%s: the word for %s has more than %d bytes: the file is damaged", b->name, what, MAX_WORD);
}

/* A word of the string table; an offset beyond the file would wrap around. */
static int string_at(struct arena *a, const struct bytes *b, uint64_t strings, uint64_t at, const char *what,
    const char **ret, struct error *err)
{
	if (at > b->size)
		return fail(
		    err, EINVAL, "%s: the word for %s stands outside of the file: the file is damaged", b->name, what);
	return read_word(a, b, strings + at, what, ret, err);
}

/* The entries that matter, as numbers; strings are looked up when the place of the string table is known. */
struct dynamic {
	uint64_t strings, own_name, rpath, runpath, flags;
	bool has_strings, has_own_name, has_rpath, has_runpath;
	uint64_t needed[MAX_NEEDED];
	size_t needed_count;
};

/* An entry of the table; -1: more libraries than anybody has. */
static int take_entry(struct dynamic *d, uint64_t tag, uint64_t value)
{
	if (tag == DT_NEEDED && d->needed_count == MAX_NEEDED)
		return -1;
	if (tag == DT_NEEDED)
		d->needed[d->needed_count++] = value;
	else if (tag == DT_STRTAB)
		d->has_strings = true, d->strings = value;
	else if (tag == DT_SONAME)
		d->has_own_name = true, d->own_name = value;
	else if (tag == DT_RPATH)
		d->has_rpath = true, d->rpath = value;
	else if (tag == DT_RUNPATH)
		d->has_runpath = true, d->runpath = value;
	else if (tag == DT_FLAGS_1)
		d->flags = value;
	return 0;
}

static int read_dynamic(
    const struct bytes *b, const struct elf *e, const struct elf_segment *s, struct dynamic *d, struct error *err)
{
	size_t half = e->is64 ? 8 : 4, size = 2 * half, in_piece = 0;
	unsigned char piece[1024];
	uint64_t entries = s->size / size;

	if (!bytes_hold(b, s->offset, s->size))
		return fail(err, EINVAL,
		    "%s: its dynamic section reaches beyond the end of the file: it is cut off or damaged", b->name);
	for (uint64_t i = 0; i < entries; i++, in_piece -= size) {
		const unsigned char *p;
		uint64_t tag;

		if (i == MAX_ENTRIES)
			return fail(
			    err, EINVAL, "%s: its dynamic section has more than %d entries", b->name, MAX_ENTRIES);
		if (!in_piece) {
			uint64_t left = (entries - i) * size;

			in_piece = left < sizeof piece ? (size_t)left : sizeof piece;
			if (bytes_read(b, s->offset + i * size, piece, in_piece, "its dynamic section", err))
				return -1;
		}
		p = piece + ((i * size) % sizeof piece);
		tag = half == 8 ? little64(p) : little32(p);
		if (tag == DT_NULL)
			return 0;
		if (take_entry(d, tag, half == 8 ? little64(p + 8) : little32(p + 4)))
			return fail(err, EINVAL, "%s: it needs more than %d libraries", b->name, MAX_NEEDED);
	}
	return 0;
}

static int read_words(struct arena *a, const struct bytes *b, const struct loaded *l, const struct dynamic *d,
    struct elf_links *ret, struct error *err)
{
	uint64_t strings = 0;

	if (!d->needed_count && !d->has_own_name && !d->has_rpath && !d->has_runpath)
		return 0;
	if (!d->has_strings)
		return fail(err, EINVAL, "%s: its dynamic section has no string table: the file is damaged", b->name);
	if (file_offset(b, l, d->strings, &strings, err))
		return -1;
	if ((d->has_own_name && string_at(a, b, strings, d->own_name, "its own name", &ret->own_name, err)) ||
	    (d->has_rpath && string_at(a, b, strings, d->rpath, "its RPATH", &ret->rpath, err)) ||
	    (d->has_runpath && string_at(a, b, strings, d->runpath, "its RUNPATH", &ret->runpath, err)))
		return -1;
	ret->needed = take_many(a, d->needed_count, sizeof *ret->needed);
	for (size_t *n = &ret->needed_count; *n < d->needed_count; ++*n)
		if (string_at(a, b, strings, d->needed[*n], "a library", &ret->needed[*n], err))
			return -1;
	return 0;
}

/* One look at all program headers: where things are loaded, the dynamic section, the interpreter. */
static int look_at_segments(struct arena *a, const struct bytes *b, const struct elf *e, struct loaded *l,
    struct elf_segment *dynamic, struct elf_links *ret, struct error *err)
{
	for (unsigned i = 0; i < e->segments; i++) {
		struct elf_segment s;

		if (elf_segment(b, e, i, &s, err))
			return -1;
		if (s.type == PT_DYNAMIC)
			*dynamic = s;
		if (s.type == PT_INTERP && read_word(a, b, s.offset, "its interpreter", &ret->interpreter, err))
			return -1;
		if (s.type == PT_LOAD && l->n < sizeof l->at / sizeof *l->at)
			l->at[l->n++] = s;
	}
	return 0;
}

int elf_links(struct arena *a, const struct bytes *b, const struct elf *e, struct elf_links *ret, struct error *err)
{
	struct loaded loaded = { .n = 0 };
	struct elf_segment segment = { .type = PT_NULL };
	struct elf_links links = { .interpreter = NULL };
	struct dynamic dynamic = { .needed_count = 0 };

	if (look_at_segments(a, b, e, &loaded, &segment, &links, err))
		return -1;
	if (segment.type == PT_DYNAMIC &&
	    (read_dynamic(b, e, &segment, &dynamic, err) || read_words(a, b, &loaded, &dynamic, &links, err)))
		return -1;
	links.no_default_dirs = dynamic.flags & DF_1_NODEFLIB;
	*ret = links;
	return 0;
}
