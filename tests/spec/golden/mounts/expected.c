/*
 * mounts_table.c: generated from spec/mounts.spec by gen/mounts.awk.  Change those, not this.
 * What becomes of each mount of config.json.
 */

#include "mounts_table.h"

const struct mount_row mount_rows[MOUNT_ROWS] = {
	/* line 3: /nest leaf,moss */
	{ 1, 7, 19, MOUNT_GUEST },
	/* line 4: /nest/ any */
	{ 44, 0, 51, MOUNT_DROP },
	/* line 5: /etc/roots bind */
	{ 60, 71, 78, MOUNT_SERVERS },
	/* line 6: /etc/stones bind */
	{ 94, 71, 106, MOUNT_OFFER },
	/* line 7: any bind */
	{ 0, 71, 119, MOUNT_VOLUME },
	/* line 8: any any */
	{ 0, 0, 126, MOUNT_REFUSE },
};

const struct mount_option mount_options[MOUNT_OPTIONS] = {
	{ 142, MOUNT_MEANS_BIND }, /* bind */
	{ 147, MOUNT_MEANS_RBIND }, /* rbind */
	{ 153, MOUNT_MEANS_RO }, /* ro */
	{ 156, MOUNT_MEANS_RW }, /* rw */
	{ 159, MOUNT_MEANS_SLAVE }, /* slave */
	{ 165, MOUNT_MEANS_IDMAP }, /* idmap */
};

const char mounts_pool[] =
	"\0"
	/* 1 */ "/nest" "\0"
	/* 7 */ ",leaf,moss," "\0"
	/* 19 */ "moles make their own bed" "\0"
	/* 44 */ "/nest/" "\0"
	/* 51 */ "too deep" "\0"
	/* 60 */ "/etc/roots" "\0"
	/* 71 */ ",bind," "\0"
	/* 78 */ "where worms are" "\0"
	/* 94 */ "/etc/stones" "\0"
	/* 106 */ "nice to have" "\0"
	/* 119 */ "stores" "\0"
	/* 126 */ "it does not fit" "\0"
	/* 142 */ "bind" "\0"
	/* 147 */ "rbind" "\0"
	/* 153 */ "ro" "\0"
	/* 156 */ "rw" "\0"
	/* 159 */ "slave" "\0"
	/* 165 */ "idmap" "\0";

