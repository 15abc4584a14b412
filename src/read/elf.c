/* elf.c: headers, segments, sections and notes of ELF files; see elf.h.  What a dynamic linker reads: elf_links.c. */
#include "read/elf.h"

#include <elf.h>
#include <errno.h>
#include <string.h>
#include "read/little.h"

enum { MAX_SEGMENTS = 1170 /* Linux takes 64 KiB of program headers */ };

bool elf_is(const struct bytes *b)
{
	unsigned char magic[SELFMAG];
	struct error err;

	return bytes_hold(b, 0, sizeof magic) && !bytes_read(b, 0, magic, sizeof magic, "its first bytes", &err) &&
	       !memcmp(magic, ELFMAG, SELFMAG);
}

static struct elf header64(const unsigned char *h)
{
	return (struct elf){
		.is64 = true,
		.type = little16(h + 16),
		.machine = little16(h + 18),
		.segments_at = little64(h + 32),
		.sections_at = little64(h + 40),
		.segment_size = little16(h + 54),
		.segments = little16(h + 56),
		.section_size = little16(h + 58),
		.sections = little16(h + 60),
		.names = little16(h + 62),
	};
}

static struct elf header32(const unsigned char *h)
{
	return (struct elf){
		.type = little16(h + 16),
		.machine = little16(h + 18),
		.segments_at = little32(h + 28),
		.sections_at = little32(h + 32),
		.segment_size = little16(h + 42),
		.segments = little16(h + 44),
		.section_size = little16(h + 46),
		.sections = little16(h + 48),
		.names = little16(h + 50),
	};
}

/* The table of segments is what every loader needs: it must be whole.  The table of sections is often stripped. */
static int check_tables(const struct bytes *b, struct elf *e, struct error *err)
{
	size_t segment = e->is64 ? sizeof(Elf64_Phdr) : sizeof(Elf32_Phdr);
	size_t section = e->is64 ? sizeof(Elf64_Shdr) : sizeof(Elf32_Shdr);

	if (e->segments && e->segment_size != segment)
		return fail(err, EINVAL,
		    "%s: its program headers are said to be %u bytes each, not %zu: the file is damaged", b->name,
		    e->segment_size, segment);
	if (e->segments > MAX_SEGMENTS)
		return fail(err, EINVAL,
		    "%s: it has %u program headers, more than any loader takes: the file is damaged", b->name,
		    e->segments);
	if (e->segments && !bytes_hold(b, e->segments_at, (uint64_t)e->segments * segment))
		return fail(err, EINVAL,
		    "%s: its program headers should stand at byte %llu, but the file has only %llu bytes: it is cut off or damaged",
		    b->name, (unsigned long long)e->segments_at, b->size);
	if (e->section_size != section || !bytes_hold(b, e->sections_at, (uint64_t)e->sections * section))
		e->sections = 0;
	return 0;
}

int elf_read(const struct bytes *b, struct elf *ret, struct error *err)
{
	unsigned char h[sizeof(Elf64_Ehdr)] = { 0 };
	struct elf e;

	if (bytes_read(b, 0, h, sizeof(Elf32_Ehdr), "its ELF header", err))
		return -1;
	if (memcmp(h, ELFMAG, SELFMAG))
		return fail(err, EINVAL, "%s: not an ELF file", b->name);
	if (h[EI_DATA] != ELFDATA2LSB || (h[EI_CLASS] != ELFCLASS32 && h[EI_CLASS] != ELFCLASS64))
		return fail(
		    err, EINVAL, "%s: an ELF file of a class or byte order that none of our machines has", b->name);
	if (h[EI_CLASS] == ELFCLASS64 && bytes_read(b, 0, h, sizeof h, "its ELF header", err))
		return -1;
	e = h[EI_CLASS] == ELFCLASS64 ? header64(h) : header32(h);
	if (check_tables(b, &e, err))
		return -1;
	*ret = e;
	return 0;
}

int elf_segment(const struct bytes *b, const struct elf *e, unsigned index, struct elf_segment *ret, struct error *err)
{
	unsigned char h[sizeof(Elf64_Phdr)] = { 0 };

	if (index >= e->segments)
		return fail(err, EINVAL, "%s: it has no program header %u", b->name, index);
	if (bytes_read(
		b, e->segments_at + (uint64_t)index * e->segment_size, h, e->segment_size, "a program header", err))
		return -1;
	*ret = e->is64 ? (struct elf_segment){ little32(h), little64(h + 8), little64(h + 16), little64(h + 32),
		little64(h + 40), little64(h + 48) }
		       : (struct elf_segment){ little32(h), little32(h + 4), little32(h + 8), little32(h + 16),
				 little32(h + 20), little32(h + 28) };
	return 0;
}

int elf_section(const struct bytes *b, const struct elf *e, unsigned index, struct elf_section *ret, struct error *err)
{
	unsigned char h[sizeof(Elf64_Shdr)] = { 0 };

	if (index >= e->sections)
		return fail(err, EINVAL, "%s: it has no section %u", b->name, index);
	if (bytes_read(
		b, e->sections_at + (uint64_t)index * e->section_size, h, e->section_size, "a section header", err))
		return -1;
	*ret = e->is64 ? (struct elf_section){ little32(h), little32(h + 4), little64(h + 24), little64(h + 32) }
		       : (struct elf_section){ little32(h), little32(h + 4), little32(h + 16), little32(h + 20) };
	return 0;
}

/* Up to the next multiple of 4 or 8; the caller has checked that LEN is far from the end of size_t. */
static uint64_t padded(uint64_t len, uint64_t align)
{
	return (len + align - 1) / align * align;
}

bool elf_note_next(const unsigned char *notes, size_t len, uint64_t align, size_t *at, struct elf_note *ret)
{
	const unsigned char *n = notes + *at;
	uint64_t left = len - *at, unit = align == 8 ? 8 : 4, owner, body, body_at;

	if (left < sizeof(Elf64_Nhdr))
		return false;
	owner = little32(n);
	body = little32(n + 4);
	body_at = padded(
	    sizeof(Elf64_Nhdr) + owner, 4); /* Solo5's are aligned to 8, but not behind the name; for GNU's no matter */
	if (body_at > left || body > left - body_at)
		return false;
	*ret = (struct elf_note){ .owner = (const char *)n + sizeof(Elf64_Nhdr),
		.owner_len = owner,
		.type = little32(n + 8),
		.body = n + body_at,
		.body_len = body };
	if (owner && !ret->owner[owner - 1])
		ret->owner_len--;
	body_at += padded(body, unit);
	*at += body_at < left ? body_at : left; /* the last one is not always padded */
	return true;
}
