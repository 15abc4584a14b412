/*
 * elf.h: what urunc needs of ELF files (System V ABI, chapters 4 and 5): headers, segments, sections, notes, and what a
 * dynamic linker reads.  Little-endian files of both classes.  Input is hostile: every number is checked against the
 * file's size, and every count has a limit.
 */
#ifndef READ_ELF_H
#define READ_ELF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "read/bytes.h"

struct elf {
	bool is64;
	unsigned type; /* ET_EXEC, ET_DYN, ... */
	unsigned machine; /* EM_X86_64, ... */
	uint64_t segments_at, sections_at;
	unsigned segments, segment_size;
	unsigned sections, section_size, names; /* names: the index of the section with the names of sections */
};

struct elf_segment {
	uint32_t type;
	uint64_t offset, vaddr, size, memory_size, align;
};

struct elf_section {
	uint32_t name; /* offset in the section of names */
	uint32_t type;
	uint64_t offset, size;
};

struct elf_note {
	const char *owner; /* not always 0-terminated: use owner_len */
	size_t owner_len; /* without the 0 at its end */
	uint32_t type;
	const unsigned char *body;
	size_t body_len;
};

/* Does the file begin like an ELF file?  Never an error. */
bool elf_is(const struct bytes *b);

/* Reads and checks the header.  Errors: not ELF, another byte order, damaged, truncated. */
int elf_read(const struct bytes *b, struct elf *ret, struct error *err);

/* INDEX below the counts in struct elf.  A segment or section that reaches beyond the file is not an error here. */
int elf_segment(const struct bytes *b, const struct elf *e, unsigned index, struct elf_segment *ret, struct error *err);
int elf_section(const struct bytes *b, const struct elf *e, unsigned index, struct elf_section *ret, struct error *err);

/*
 * Walks the notes of a segment that was read to memory: *at begins with 0.  False at the end, and at the first note that
 * does not fit, which is told by *at != len.  ALIGN as the segment has it (only 8 makes a difference).
 */
bool elf_note_next(const unsigned char *notes, size_t len, uint64_t align, size_t *at, struct elf_note *ret);

/* What the dynamic linker is told.  Absent words are NULL; nothing dynamic at all leaves everything empty. */
struct elf_links {
	const char *interpreter; /* PT_INTERP */
	const char *own_name; /* DT_SONAME */
	const char *rpath, *runpath;
	bool no_default_dirs; /* DF_1_NODEFLIB */
	const char **needed; /* DT_NEEDED, in order */
	size_t needed_count;
};

/* The words live in the arena.  Limits: 512 libraries, words of 4,096 bytes, 4,096 dynamic entries. */
int elf_links(struct arena *a, const struct bytes *b, const struct elf *e, struct elf_links *ret, struct error *err);

#endif
