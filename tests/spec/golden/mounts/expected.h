/*
 * mounts_table.h: generated from spec/mounts.spec by gen/mounts.awk.  Change those, not this.
 * What becomes of each mount of config.json.
 */

#ifndef MOUNTS_TABLE_H
#define MOUNTS_TABLE_H

enum mount_fate {
	MOUNT_GUEST,
	MOUNT_DROP,
	MOUNT_OFFER,
	MOUNT_SERVERS,
	MOUNT_VOLUME,
	MOUNT_REFUSE,
};

enum mount_means {
	MOUNT_MEANS_BIND,
	MOUNT_MEANS_RBIND,
	MOUNT_MEANS_RO,
	MOUNT_MEANS_RW,
	MOUNT_MEANS_SLAVE,
	MOUNT_MEANS_IDMAP,
};

/* The first that fits decides; the last fits everything.  Texts are offsets into mounts_pool. */
struct mount_row {
	unsigned short at; /* a path; with / at its end: all below it; "": any */
	unsigned short types; /* "": any, else with commas around each */
	unsigned short why;
	unsigned char fate;
};
struct mount_option {
	unsigned short name;
	unsigned char means;
};

enum { MOUNT_ROWS = 6, MOUNT_OPTIONS = 6 };
enum { MOUNT_MOST_FILES = 7 }; /* moles count to seven */
enum { MOUNT_MOST_BYTES = 300 }; /* a small burrow */

extern const struct mount_row mount_rows[MOUNT_ROWS];
extern const struct mount_option mount_options[MOUNT_OPTIONS];
extern const char mounts_pool[];

#endif
