/*
 * binaries.h: generated from tiny.spec by gen/binaries.awk.  Change those, not this.
 * What is seen in a kernel file, and which guest that means, as rows: a new guest needs no C.
 */

#ifndef BINARIES_H
#define BINARIES_H

/* Solo5's targets, as numbered in its ABI1 note. */
enum binary_abi {
	ABI_SUN = 1,
	ABI_SHADE = 20,
};

/* The words of the spec; "" for a number that it does not have. */
const char *binary_abi_name(unsigned abi);

enum sight_kind { SIGHT_FILE, SIGHT_NOTE, SIGHT_SECTION, SIGHT_ABI };

struct binary_sight {
	unsigned char kind;
	unsigned char number; /* of the file's kind or the abi */
	unsigned short word; /* of a note's owner or a section's name: offset into binary_pool */
};

struct binary_row {
	unsigned long long needs; /* bits: the numbers of the sights that it asks for */
	unsigned short guest, monitors[4], why; /* offsets into binary_pool; 0: none */
};

enum { BINARY_SIGHTS = 6, BINARY_ROWS = 4 };

extern const struct binary_sight binary_sights[BINARY_SIGHTS];
extern const struct binary_row binary_rows[BINARY_ROWS];
extern const char binary_pool[];

#endif
