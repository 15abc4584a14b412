/*
 * make_elf.h: writes ELF files byte by byte, right or wrong as a test wants it.  The head and room for 8 program headers
 * come first; contents follow; sections and their headers last.
 */
#ifndef MAKE_ELF_H
#define MAKE_ELF_H

#include <elf.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

struct made {
	unsigned char at[1 << 16];
	size_t len;
	bool is64;
	unsigned segments;
};

enum { MADE_SEGMENTS = 8 };

static inline void put16(unsigned char *p, unsigned v)
{
	p[0] = (unsigned char)v;
	p[1] = (unsigned char)(v >> 8);
}

static inline void put32(unsigned char *p, uint32_t v)
{
	put16(p, v & 0xffff);
	put16(p + 2, v >> 16);
}

static inline void put64(unsigned char *p, uint64_t v)
{
	put32(p, (uint32_t)v);
	put32(p + 4, (uint32_t)(v >> 32));
}

/* A number that has the size of the file's class. */
static inline void put_word(const struct made *m, unsigned char *p, uint64_t v)
{
	if (m->is64)
		put64(p, v);
	else
		put32(p, (uint32_t)v);
}

static inline void made_begin(struct made *m, bool is64, unsigned type, unsigned machine)
{
	unsigned char *h = m->at;

	memset(m, 0, sizeof *m);
	m->is64 = is64;
	memcpy(h, ELFMAG, SELFMAG);
	h[EI_CLASS] = is64 ? ELFCLASS64 : ELFCLASS32;
	h[EI_DATA] = ELFDATA2LSB;
	h[EI_VERSION] = EV_CURRENT;
	put16(h + 16, type);
	put16(h + 18, machine);
	put32(h + 20, EV_CURRENT);
	put_word(m, h + (is64 ? 32 : 28), is64 ? sizeof(Elf64_Ehdr) : sizeof(Elf32_Ehdr)); /* e_phoff */
	put16(h + (is64 ? 52 : 40), is64 ? sizeof(Elf64_Ehdr) : sizeof(Elf32_Ehdr));
	put16(h + (is64 ? 54 : 42), is64 ? sizeof(Elf64_Phdr) : sizeof(Elf32_Phdr));
	put16(h + (is64 ? 58 : 46), is64 ? sizeof(Elf64_Shdr) : sizeof(Elf32_Shdr));
	m->len = is64 ? sizeof(Elf64_Ehdr) + MADE_SEGMENTS * sizeof(Elf64_Phdr)
		      : sizeof(Elf32_Ehdr) + MADE_SEGMENTS * sizeof(Elf32_Phdr);
}

static inline size_t made_add(struct made *m, const void *bytes, size_t len)
{
	size_t at = (m->len + 7) / 8 * 8;

	memcpy(m->at + at, bytes, len);
	m->len = at + len;
	return at;
}

/* Where the header stands, so that a test can spoil it. */
static inline unsigned char *made_segment(
    struct made *m, uint32_t type, uint64_t offset, uint64_t address, uint64_t size, uint64_t align)
{
	size_t one = m->is64 ? sizeof(Elf64_Phdr) : sizeof(Elf32_Phdr);
	unsigned char *p = m->at + (m->is64 ? sizeof(Elf64_Ehdr) : sizeof(Elf32_Ehdr)) + m->segments * one;

	put32(p, type);
	put_word(m, p + (m->is64 ? 8 : 4), offset);
	put_word(m, p + (m->is64 ? 16 : 8), address);
	put_word(m, p + (m->is64 ? 32 : 16), size);
	put_word(m, p + (m->is64 ? 40 : 20), size);
	put_word(m, p + (m->is64 ? 48 : 28), align);
	put16(m->at + (m->is64 ? 56 : 44), ++m->segments);
	return p;
}

static inline size_t made_note(unsigned char *to, const char *owner, uint32_t type, const void *body, size_t len)
{
	size_t owner_len = strlen(owner) + 1, at = 12 + (owner_len + 3) / 4 * 4;

	put32(to, (uint32_t)owner_len);
	put32(to + 4, (uint32_t)len);
	put32(to + 8, type);
	memcpy(to + 12, owner, owner_len);
	if (len)
		memcpy(to + at, body, len);
	return at + (len + 3) / 4 * 4;
}

static inline unsigned char *made_note_segment(
    struct made *m, const char *owner, uint32_t type, const void *body, size_t len)
{
	unsigned char note[16384] = { 0 };
	size_t size = made_note(note, owner, type, body, len), at = made_add(m, note, size);

	return made_segment(m, PT_NOTE, at, 0, size, 4);
}

/* Sections of these names (ended by NULL), empty but for the last, which has the contents given. */
static inline void made_sections(struct made *m, const char *const *list, const void *body, size_t body_len)
{
	size_t one = m->is64 ? sizeof(Elf64_Shdr) : sizeof(Elf32_Shdr), at[16] = { 1 }, n = 0, len = 1;
	unsigned char table[16 * sizeof(Elf64_Shdr)] = { 0 };
	char names[512] = "";
	size_t body_at = made_add(m, body_len ? body : "", body_len), names_at;

	for (; list[n]; n++) {
		at[n] = len;
		memcpy(names + len, list[n], strlen(list[n]) + 1);
		len += strlen(list[n]) + 1;
	}
	names_at = made_add(m, names, len);
	for (size_t i = 0; i <= n; i++) { /* section 0 is none; the names' own comes after the others */
		unsigned char *h = table + (i + 1) * one;

		put32(h, i < n ? (uint32_t)at[i] : 0);
		put32(h + 4, i < n ? SHT_PROGBITS : SHT_STRTAB);
		put_word(m, h + (m->is64 ? 24 : 16), i < n ? body_at : names_at);
		put_word(m, h + (m->is64 ? 32 : 20), i == n ? len : i + 1 == n ? body_len : 0);
	}
	put_word(m, m->at + (m->is64 ? 40 : 32), made_add(m, table, (n + 2) * one));
	put16(m->at + (m->is64 ? 60 : 48), (unsigned)n + 2);
	put16(m->at + (m->is64 ? 62 : 50), (unsigned)n + 1);
}

/* Numbers for mutations: the same in every run. */
static inline uint32_t made_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return (uint32_t)(*state >> 32);
}

/* Changes one to eight places in ways that break parsers: other bytes, edges of numbers, a cut. */
static inline size_t made_mutate(unsigned char *at, size_t len, uint64_t *state)
{
	static const uint32_t edges[] = { 0, 1, 3, 0x7f, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff };
	unsigned times = 1 + made_random(state) % 8;

	while (times-- && len > 8) {
		/* half of the changes hit the head and program headers, where everything is decided */
		size_t where = made_random(state) % (made_random(state) % 2 && len > 512 ? 512 : len - 4);

		switch (made_random(state) % 4) {
		case 0:
			at[where] = (unsigned char)made_random(state);
			break;
		case 1:
			put32(at + where / 4 * 4, edges[made_random(state) % (sizeof edges / sizeof *edges)]);
			break;
		case 2:
			at[where] ^= (unsigned char)(1 << made_random(state) % 8);
			break;
		default:
			if (made_random(state) % 16 == 0)
				len = where;
		}
	}
	return len;
}

#endif
