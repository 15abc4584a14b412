/*
 * binaries.c: generated from tiny.spec by gen/binaries.awk.  Change those, not this.
 * What is seen in a kernel file, and which guest that means, as rows: a new guest needs no C.
 */

#include "binaries.h"
#include "read/guest_binary.h"

const struct binary_sight binary_sights[BINARY_SIGHTS] = {
	/* 0: wide */ { SIGHT_FILE, BINARY_BZIMAGE, 0 },
	/* 1: tall */ { SIGHT_FILE, BINARY_ARM64_IMAGE, 0 },
	/* 2: bark */ { SIGHT_NOTE, 0, 1 },
	/* 3: ring */ { SIGHT_SECTION, 0, 6 },
	/* 4: light */ { SIGHT_ABI, ABI_SUN, 0 },
	/* 5: dark */ { SIGHT_ABI, ABI_SHADE, 0 },
};

const struct binary_row binary_rows[BINARY_ROWS] = {
	/* oak forest,garden: tiny.spec:12 */
	{ 1ULL << 0 | 1ULL << 3, 27, { 13, 20 }, 31 },
	/* fern -: tiny.spec:13 */
	{ 1ULL << 5, 56, { 0 }, 61 },
	/* pine forest: tiny.spec:14 */
	{ 1ULL << 2 | 1ULL << 4, 83, { 13 }, 88 },
	/* oak garden: tiny.spec:15 */
	{ 1ULL << 1, 27, { 20 }, 117 },
};

const char *binary_abi_name(unsigned abi)
{
	switch (abi) {
	case ABI_SUN:
		return binary_pool + 128; /* sun */
	case ABI_SHADE:
		return binary_pool + 132; /* shade */
	default:
		return binary_pool;
	}
}

const char binary_pool[] =
	"\0"
	/* 1 */ "Bark" "\0"
	/* 6 */ ".rings" "\0"
	/* 13 */ "forest" "\0"
	/* 20 */ "garden" "\0"
	/* 27 */ "oak" "\0"
	/* 31 */ "it is wide and has rings" "\0"
	/* 56 */ "fern" "\0"
	/* 61 */ "it grows in the shade" "\0"
	/* 83 */ "pine" "\0"
	/* 88 */ "it has bark that says \"pine\"" "\0"
	/* 117 */ "it is tall" "\0"
	/* 128 */ "sun" "\0"
	/* 132 */ "shade" "\0";

