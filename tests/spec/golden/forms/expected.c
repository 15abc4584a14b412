/*
 * forms.c: generated from spec/machine.spec, spec/monitors/ and spec/guests/ by gen/forms.awk.  Change those, not this.
 * One table for the program, its tests, its documentation and the support matrix.
 */

#include "decide/form_table.h"

const char *fact_string(const struct machine *m, size_t item, int fact)
{
	switch (fact) {
	case FACT_BINARY:
		return m->binary;
	case FACT_ARCH:
		return m->arch;
	case FACT_ACCEL:
		return m->accel;
	case FACT_CMDLINE:
		return m->cmdline;
	case FACT_PROGRAM:
		return m->program;
	case FACT_LINK_TAP:
		return m->link[item].tap;
	case FACT_LINK_GUEST:
		return m->link[item].guest;
	case FACT_LINK_IP:
		return m->link[item].ip;
	case FACT_DISK_PATH:
		return m->disk[item].path;
	default:
		return NULL;
	}
}

unsigned long fact_number(const struct machine *m, size_t item, int fact)
{
	switch (fact) {
	case FACT_CPUS:
		return m->cpus;
	case FACT_CONFINE:
		return m->confine;
	case FACT_LINK_QUEUE:
		return m->link[item].queue;
	case FACT_LINK_BITS:
		return m->link[item].bits;
	case FACT_DISK_RO:
		return m->disk[item].ro;
	default:
		return 0;
	}
}

void fact_set_string(struct machine *m, size_t item, int fact, const char *value)
{
	switch (fact) {
	case FACT_BINARY:
		m->binary = value;
		break;
	case FACT_ARCH:
		m->arch = value;
		break;
	case FACT_ACCEL:
		m->accel = value;
		break;
	case FACT_CMDLINE:
		m->cmdline = value;
		break;
	case FACT_PROGRAM:
		m->program = value;
		break;
	case FACT_LINK_TAP:
		m->link[item].tap = value;
		break;
	case FACT_LINK_GUEST:
		m->link[item].guest = value;
		break;
	case FACT_LINK_IP:
		m->link[item].ip = value;
		break;
	case FACT_DISK_PATH:
		m->disk[item].path = value;
		break;
	default:
		break;
	}
}

void fact_set_number(struct machine *m, size_t item, int fact, unsigned long value)
{
	switch (fact) {
	case FACT_CPUS:
		m->cpus = value;
		break;
	case FACT_CONFINE:
		m->confine = value != 0;
		break;
	case FACT_LINK_QUEUE:
		m->link[item].queue = value;
		break;
	case FACT_LINK_BITS:
		m->link[item].bits = value;
		break;
	case FACT_DISK_RO:
		m->disk[item].ro = value != 0;
		break;
	default:
		break;
	}
}

size_t list_count(const struct machine *m, int list)
{
	switch (list) {
	case LIST_LINK:
		return m->link_count;
	case LIST_DISK:
		return m->disk_count;
	default:
		return 0;
	}
}

void list_take(struct arena *a, struct machine *m, int list, size_t count)
{
	switch (list) {
	case LIST_LINK:
		m->link = take_many(a, count, sizeof *m->link);
		m->link_count = count;
		break;
	case LIST_DISK:
		m->disk = take_many(a, count, sizeof *m->disk);
		m->disk_count = count;
		break;
	default:
		break;
	}
}

const struct form_fact form_facts[FACT_COUNT + 1] = {
	{ 0 },
	{ FACT_KIND_PATH, 0, 0, 0, 1 }, /* binary */
	{ FACT_KIND_WORD, 0, 0, 0, 8 }, /* arch */
	{ FACT_KIND_NUMBER, 0, 0, 0, 13 }, /* cpus */
	{ FACT_KIND_WORD, 0, 1, 0, 18 }, /* accel */
	{ FACT_KIND_FLAG, 0, 1, 0, 24 }, /* confine */
	{ FACT_KIND_TEXT, 0, 1, 0, 32 }, /* cmdline */
	{ FACT_KIND_TEXT, 0, 1, 0, 40 }, /* program */
	{ FACT_KIND_WORD, LIST_LINK, 0, 0, 48 }, /* link.tap */
	{ FACT_KIND_NUMBER, LIST_LINK, 0, 0, 57 }, /* link.queue */
	{ FACT_KIND_WORD, LIST_LINK, 0, 0, 68 }, /* link.guest */
	{ FACT_KIND_WORD, LIST_LINK, 1, 0, 79 }, /* link.ip */
	{ FACT_KIND_NUMBER, LIST_LINK, 1, FACT_LINK_IP, 87 }, /* link.bits */
	{ FACT_KIND_PATH, LIST_DISK, 0, 0, 97 }, /* disk.path */
	{ FACT_KIND_FLAG, LIST_DISK, 1, 0, 107 }, /* disk.ro */
};

const unsigned short form_list_names[LIST_COUNT + 1] = {
	0,
	115, /* link */
	120, /* disk */
};

const struct form_filter_step form_filter_steps[] = {
	/* filter comma replace , ,, two commas are one */
	{ FILTER_OP_REPLACE, ',', { 0, 0, 4096, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, 125, 128 },
	/* filter solid refuse \s\c\e\x7f\n no blank */
	{ FILTER_OP_REFUSE, 0, { 65535, 65535, 1, 0, 0, 0, 0, 32768, 0, 0, 0, 0, 0, 0, 0, 0 }, 0, 147 },
	/* filter shell enclose ' \s blanks */
	{ FILTER_OP_ENCLOSE, '\'', { 15872, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, 0, 156 },
	/* filter shell replace \x5c \x5c\x5c backslashes */
	{ FILTER_OP_REPLACE, '\\', { 0, 0, 0, 0, 0, 4096, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, 163, 166 },
	/* filter quoted wrap " always in quotes */
	{ FILTER_OP_WRAP, '"', { 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, 0, 178 },
	/* filter name only \a_ a name */
	{ FILTER_OP_ONLY, 0, { 0, 0, 0, 1023, 65534, 34815, 65534, 2047, 0, 0, 0, 0, 0, 0, 0, 0 }, 0, 195 },
};

const struct form_filter form_filters[] = {
	{ 0 },
	{ 0, 1 }, /* comma */
	{ 1, 1 }, /* solid */
	{ 2, 2 }, /* shell */
	{ 4, 1 }, /* quoted */
	{ 5, 1 }, /* name */
};

const struct form_piece form_pieces[] = {
	{ 202, FACT_ARCH, 0, 1 }, /* 0: box-{arch} */
	{ 207, 0, 0, 1 }, /* 1: box */
	{ 211, 0, 0, 1 }, /* 2: /dev/tap */
	{ 220, FACT_ARCH, 0, 0 }, /* 3: /lib/{arch} */
	{ 226, 0, 0, 1 }, /* 4: /box */
	{ 231, 0, 0, 1 }, /* 5: /lib/box */
	{ 202, FACT_ARCH, 0, 0 }, /* 6: box-{arch} */
	{ 240, 0, 0, 1 }, /* 7: .so */
	{ 244, 0, 0, 1 }, /* 8: /share/box */
	{ 255, 0, 0, 1 }, /* 9: /share/more */
	{ 0, FACT_BINARY, 0, 1 }, /* 10: {binary} */
	{ 267, 0, 0, 1 }, /* 11: -c */
	{ 0, FACT_CPUS, 0, 1 }, /* 12: {cpus} */
	{ 270, 0, 0, 1 }, /* 13: --confine */
	{ 280, FACT_ACCEL, 0, 1 }, /* 14: --accel={accel} */
	{ 289, FACT_LINK_GUEST, FILTER_NAME, 0 }, /* 15: --net={link.guest} */
	{ 296, FACT_LINK_TAP, 0, 0 }, /* 16: ,tap={link.tap} */
	{ 302, WHAT_INDEX, 0, 1 }, /* 17: ,n={index} */
	{ 306, FACT_DISK_PATH, FILTER_COMMA, 0 }, /* 18: --disk={disk.path} */
	{ 314, WHAT_LETTER, 0, 1 }, /* 19: ,id={letter} */
	{ 0, FACT_DISK_PATH, 0, 1 }, /* 20: {disk.path} */
	{ 0, FACT_DISK_RO, 0, 1 }, /* 21: {disk.ro} */
	{ 319, WHAT_INDEX, 0, 0 }, /* 22: "x{index} */
	{ 322, FACT_DISK_RO, 0, 0 }, /* 23: y{disk.ro} */
	{ 324, 0, 0, 1 }, /* 24: " */
	{ 0, FACT_CPUS, 0, 1 }, /* 25: {cpus} */
	{ 0, FACT_CMDLINE, 0, 1 }, /* 26: {cmdline} */
	{ 326, 0, 0, 1 }, /* 27: kennel */
	{ 0, FACT_BINARY, 0, 1 }, /* 28: {binary} */
	{ 333, 0, 0, 1 }, /* 29: /proc/self */
	{ 344, WHAT_INDEX, 0, 1 }, /* 30: eth{index} */
	{ 348, 0, 0, 1 }, /* 31: -machine */
	{ 0, FACT_ARCH, 0, 1 }, /* 32: {arch} */
	{ 357, 0, 0, 1 }, /* 33: fur.bin */
	{ 365, 0, 0, 1 }, /* 34: cat */
	{ 369, FACT_LINK_IP, 0, 0 }, /* 35: ip={link.ip} */
	{ 373, FACT_LINK_BITS, 0, 1 }, /* 36: /{link.bits} */
	{ 375, FACT_LINK_TAP, 0, 1 }, /* 37: first={link.tap} */
	{ 382, WHAT_INDEX, 0, 1 }, /* 38: later={index} */
	{ 0, FACT_PROGRAM, FILTER_SHELL, 1 }, /* 39: {program} */
	{ 389, FACT_LINK_TAP, 0, 1 }, /* 40: any={link.tap} */
	{ 394, FACT_PROGRAM, FILTER_SOLID, 1 }, /* 41: P:{program} */
	{ 397, 0, 0, 1 }, /* 42: old */
	{ 401, FACT_PROGRAM, FILTER_QUOTED, 0 }, /* 43: p={program} */
	{ 404, 0, 0, 1 }, /* 44: ! */
	{ 406, 0, 0, 1 }, /* 45: end */
	{ 0, FACT_LINK_GUEST, 0, 1 }, /* 46: {link.guest} */
	{ 410, 0, 0, 1 }, /* 47: x */
	{ 0, FACT_PROGRAM, FILTER_SHELL, 1 }, /* 48: {program} */
};

const struct form_row form_rows[] = {
	/* monitors.spec:2: program box-{arch} box */
	{ .kind = ROW_PROGRAM, .piece = 0, .pieces = 2, .file = 412, .line = 2 },
	/* monitors.spec:3: arch x86 arm */
	{ .kind = ROW_ARCH, .key = 426, .file = 412, .line = 3 },
	/* monitors.spec:4: seccomp box some calls */
	{ .kind = ROW_SECCOMP, .key = 207, .why = 434, .file = 412, .line = 4 },
	/* monitors.spec:5: overhead if accel=fast 7 memory */
	{ .kind = ROW_OVERHEAD, .when = { { FACT_ACCEL, 0, 445 } }, .why = 450, .number = 7, .file = 412, .line = 5 },
	/* monitors.spec:6: device if link /dev/tap its links */
	{ .kind = ROW_DEVICE, .when = { { FIRST_LIST + LIST_LINK, 0, 0 } }, .piece = 2, .pieces = 1, .why = 457, .file = 412, .line = 6 },
	/* monitors.spec:7: search module /lib/{arch},/lib box */
	{ .kind = ROW_SEARCH, .piece = 3, .pieces = 3, .key = 467, .number = 1, .file = 412, .line = 7 },
	/* monitors.spec:8: module if accel box-{arch}.so fast */
	{ .kind = ROW_MODULE, .when = { { FACT_ACCEL, 0, 0 } }, .piece = 6, .pieces = 2, .why = 445, .file = 412, .line = 8 },
	/* monitors.spec:9: search data /share box,more */
	{ .kind = ROW_SEARCH, .piece = 8, .pieces = 2, .key = 474, .number = 2, .file = 412, .line = 9 },
	/* monitors.spec:10: signal TERM,INT TERM caught */
	{ .kind = ROW_SIGNAL, .object = 479, .key = 484, .why = 493, .file = 412, .line = 10 },
	/* monitors.spec:11: signal HUP,QUIT KILL not caught */
	{ .kind = ROW_SIGNAL, .object = 500, .key = 505, .why = 514, .file = 412, .line = 11 },
	/* monitors.spec:12: argv {binary} -c {cpus} */
	{ .kind = ROW_ARGV, .piece = 10, .pieces = 3, .file = 412, .line = 12 },
	/* monitors.spec:13: insert guest */
	{ .kind = ROW_INSERT, .file = 412, .line = 13 },
	/* monitors.spec:14: argv if confine --confine */
	{ .kind = ROW_ARGV, .when = { { FACT_CONFINE, 0, 0 } }, .piece = 13, .pieces = 1, .file = 412, .line = 14 },
	/* monitors.spec:15: argv if accel unless accel=slow --accel={accel} */
	{ .kind = ROW_ARGV, .when = { { FACT_ACCEL, 0, 0 }, { FACT_ACCEL, 1, 525 } }, .piece = 14, .pieces = 1, .file = 412, .line = 15 },
	/* monitors.spec:16: argv each link --net={link.guest|name},tap={link.tap},n={index} */
	{ .kind = ROW_ARGV, .pick = PICK_EACH, .list = LIST_LINK, .piece = 15, .pieces = 3, .file = 412, .line = 16 },
	/* monitors.spec:17: argv each disk unless disk.ro --disk={disk.path|comma},id={letter} */
	{ .kind = ROW_ARGV, .pick = PICK_EACH, .list = LIST_DISK, .when = { { FACT_DISK_RO, 1, 0 } }, .piece = 18, .pieces = 2, .file = 412, .line = 17 },
	/* monitors.spec:18: json each disk disks[].path {disk.path} */
	{ .kind = ROW_JSON, .pick = PICK_EACH, .list = LIST_DISK, .piece = 20, .pieces = 1, .object = 530, .key = 538, .file = 412, .line = 18 },
	/* monitors.spec:19: json each disk disks[].ro {disk.ro} */
	{ .kind = ROW_JSON, .pick = PICK_EACH, .list = LIST_DISK, .piece = 21, .pieces = 1, .object = 530, .key = 543, .file = 412, .line = 19 },
	/* monitors.spec:20: json each disk disks[].tag "x{index}y{disk.ro}" */
	{ .kind = ROW_JSON, .pick = PICK_EACH, .list = LIST_DISK, .piece = 22, .pieces = 3, .object = 530, .key = 546, .file = 412, .line = 20 },
	/* monitors.spec:21: json args[] */
	{ .kind = ROW_JSON, .object = 550, .file = 412, .line = 21 },
	/* monitors.spec:22: json cpus {cpus} */
	{ .kind = ROW_JSON, .piece = 25, .pieces = 1, .key = 13, .file = 412, .line = 22 },
	/* monitors.spec:23: argv if cmdline {cmdline} */
	{ .kind = ROW_ARGV, .when = { { FACT_CMDLINE, 0, 0 } }, .piece = 26, .pieces = 1, .file = 412, .line = 23 },
	/* monitors.spec:24: file json box.json its file */
	{ .kind = ROW_FILE, .object = 557, .key = 566, .why = 571, .file = 412, .line = 24 },
	/* monitors.spec:25: most cpus 4 it has four */
	{ .kind = ROW_MOST, .what = FACT_CPUS, .why = 580, .number = 4, .file = 412, .line = 25 },
	/* monitors.spec:26: least cpus 1 it wants one */
	{ .kind = ROW_LEAST, .what = FACT_CPUS, .why = 592, .number = 1, .file = 412, .line = 26 },
	/* monitors.spec:27: on cat most link 2 two for a cat */
	{ .kind = ROW_MOST, .on = GUEST_CAT + 1, .what = FIRST_LIST + LIST_LINK, .why = 605, .number = 2, .file = 412, .line = 27 },
	/* monitors.spec:28: drop if accel=slow disk.ro too slow to see */
	{ .kind = ROW_DROP, .when = { { FACT_ACCEL, 0, 525 } }, .what = FACT_DISK_RO, .why = 619, .file = 412, .line = 28 },
	/* monitors.spec:32: planned one day */
	{ .kind = ROW_PLANNED, .why = 635, .file = 412, .line = 32 },
	/* monitors.spec:35: program kennel */
	{ .kind = ROW_PROGRAM, .piece = 27, .pieces = 1, .file = 412, .line = 35 },
	/* monitors.spec:36: arch x86 */
	{ .kind = ROW_ARCH, .key = 643, .file = 412, .line = 36 },
	/* monitors.spec:37: overhead 1 memory */
	{ .kind = ROW_OVERHEAD, .why = 450, .number = 1, .file = 412, .line = 37 },
	/* monitors.spec:38: signal TERM,INT,HUP,QUIT none it sleeps */
	{ .kind = ROW_SIGNAL, .object = 647, .key = 652, .why = 670, .file = 412, .line = 38 },
	/* monitors.spec:39: argv {binary} */
	{ .kind = ROW_ARGV, .piece = 28, .pieces = 1, .file = 412, .line = 39 },
	/* monitors.spec:41: ignore cpus one */
	{ .kind = ROW_IGNORE, .what = FACT_CPUS, .why = 680, .file = 412, .line = 41 },
	/* monitors.spec:42: ignore accel none */
	{ .kind = ROW_IGNORE, .what = FACT_ACCEL, .why = 647, .file = 412, .line = 42 },
	/* monitors.spec:43: ignore confine none */
	{ .kind = ROW_IGNORE, .what = FACT_CONFINE, .why = 647, .file = 412, .line = 43 },
	/* monitors.spec:44: ignore cmdline none */
	{ .kind = ROW_IGNORE, .what = FACT_CMDLINE, .why = 647, .file = 412, .line = 44 },
	/* monitors.spec:45: refuse link no wire */
	{ .kind = ROW_REFUSE, .what = FIRST_LIST + LIST_LINK, .why = 684, .file = 412, .line = 45 },
	/* monitors.spec:46: refuse disk no shelf */
	{ .kind = ROW_REFUSE, .what = FIRST_LIST + LIST_DISK, .why = 692, .file = 412, .line = 46 },
	/* monitors.spec:47: folder /proc/self itself */
	{ .kind = ROW_FOLDER, .piece = 29, .pieces = 1, .why = 701, .file = 412, .line = 47 },
	/* monitors.spec:48: control qmp it hears the bell */
	{ .kind = ROW_CONTROL, .key = 708, .why = 712, .file = 412, .line = 48 },
	/* monitors.spec:49: ended bitten 134 as it is */
	{ .kind = ROW_ENDED, .key = 730, .why = 737, .number = 134, .file = 412, .line = 49 },
	/* monitors.spec:50: ended rung signal by the bell */
	{ .kind = ROW_ENDED, .key = 746, .why = 751, .number = 256, .file = 412, .line = 50 },
	/* guests.spec:3: names link.guest eth{index} */
	{ .kind = ROW_NAMES, .piece = 30, .pieces = 1, .what = FACT_LINK_GUEST, .file = 763, .line = 3 },
	/* guests.spec:4: filesystems milk */
	{ .kind = ROW_FILESYSTEMS, .key = 775, .file = 763, .line = 4 },
	/* guests.spec:5: on box argv if accel -machine {arch} */
	{ .kind = ROW_ARGV, .on = MONITOR_BOX + 1, .when = { { FACT_ACCEL, 0, 0 } }, .piece = 31, .pieces = 2, .file = 763, .line = 5 },
	/* guests.spec:6: on box data fur.bin it is cold */
	{ .kind = ROW_DATA, .on = MONITOR_BOX + 1, .piece = 33, .pieces = 1, .why = 780, .file = 763, .line = 6 },
	/* guests.spec:7: on box exit 83 0 it is well */
	{ .kind = ROW_EXIT, .on = MONITOR_BOX + 1, .why = 791, .number = 83, .file = 763, .line = 7 },
	/* guests.spec:8: text cat */
	{ .kind = ROW_TEXT, .piece = 34, .pieces = 1, .file = 763, .line = 8 },
	/* guests.spec:9: text each link if link.ip ip={link.ip}/{link.bits} */
	{ .kind = ROW_TEXT, .pick = PICK_EACH, .list = LIST_LINK, .when = { { FACT_LINK_IP, 0, 0 } }, .piece = 35, .pieces = 2, .file = 763, .line = 9 },
	/* guests.spec:10: text first link first={link.tap} */
	{ .kind = ROW_TEXT, .pick = PICK_FIRST, .list = LIST_LINK, .piece = 37, .pieces = 1, .file = 763, .line = 10 },
	/* guests.spec:11: text later link later={index} */
	{ .kind = ROW_TEXT, .pick = PICK_LATER, .list = LIST_LINK, .piece = 38, .pieces = 1, .file = 763, .line = 11 },
	/* guests.spec:12: text if program {program|shell} */
	{ .kind = ROW_TEXT, .when = { { FACT_PROGRAM, 0, 0 } }, .piece = 39, .pieces = 1, .file = 763, .line = 12 },
	/* guests.spec:13: text if link any={link.tap} */
	{ .kind = ROW_TEXT, .when = { { FIRST_LIST + LIST_LINK, 0, 0 } }, .piece = 40, .pieces = 1, .file = 763, .line = 13 },
	/* guests.spec:14: drop disk it lies on them */
	{ .kind = ROW_DROP, .what = FIRST_LIST + LIST_DISK, .why = 802, .file = 763, .line = 14 },
	/* guests.spec:15: most link 3 it has more than one */
	{ .kind = ROW_MOST, .what = FIRST_LIST + LIST_LINK, .why = 818, .number = 3, .file = 763, .line = 15 },
	/* guests.spec:16: lines if program P:{program|solid} */
	{ .kind = ROW_LINES, .when = { { FACT_PROGRAM, 0, 0 } }, .piece = 41, .pieces = 1, .file = 763, .line = 16 },
	/* guests.spec:17: file if program lines cat.conf what it reads */
	{ .kind = ROW_FILE, .when = { { FACT_PROGRAM, 0, 0 } }, .object = 839, .key = 848, .why = 854, .file = 763, .line = 17 },
	/* guests.spec:20: text old */
	{ .kind = ROW_TEXT, .piece = 42, .pieces = 1, .file = 763, .line = 20 },
	/* guests.spec:21: join if program line p={program|quoted}! end */
	{ .kind = ROW_JOIN, .when = { { FACT_PROGRAM, 0, 0 } }, .piece = 43, .pieces = 3, .key = 868, .file = 763, .line = 21 },
	/* guests.spec:22: join each link line {link.guest} */
	{ .kind = ROW_JOIN, .pick = PICK_EACH, .list = LIST_LINK, .piece = 46, .pieces = 1, .key = 868, .file = 763, .line = 22 },
	/* guests.spec:23: join if program more x */
	{ .kind = ROW_JOIN, .when = { { FACT_PROGRAM, 0, 0 } }, .piece = 47, .pieces = 1, .key = 873, .file = 763, .line = 23 },
	/* guests.spec:24: refuse link.ip no address */
	{ .kind = ROW_REFUSE, .what = FACT_LINK_IP, .why = 878, .file = 763, .line = 24 },
	/* guests.spec:25: ignore disk none */
	{ .kind = ROW_IGNORE, .what = FIRST_LIST + LIST_DISK, .why = 647, .file = 763, .line = 25 },
	/* guests.spec:29: init bone stick */
	{ .kind = ROW_INIT, .key = 889, .file = 763, .line = 29 },
	/* guests.spec:30: adds within it digs */
	{ .kind = ROW_ADDS, .key = 900, .why = 907, .number = 1, .file = 763, .line = 30 },
	/* guests.spec:31: text if program {program|shell} */
	{ .kind = ROW_TEXT, .when = { { FACT_PROGRAM, 0, 0 } }, .piece = 48, .pieces = 1, .file = 763, .line = 31 },
	/* guests.spec:32: on kennel signal TERM,INT powerdown it wakes */
	{ .kind = ROW_SIGNAL, .on = MONITOR_KENNEL + 1, .object = 915, .key = 484, .why = 925, .file = 763, .line = 32 },
	/* guests.spec:33: on kennel code if arch=x86 it barks as often */
	{ .kind = ROW_CODE, .on = MONITOR_KENNEL + 1, .when = { { FACT_ARCH, 0, 643 } }, .why = 934, .file = 763, .line = 33 },
	/* guests.spec:34: on kennel ended if program bitten 0 it was at play */
	{ .kind = ROW_ENDED, .on = MONITOR_KENNEL + 1, .when = { { FACT_PROGRAM, 0, 0 } }, .key = 730, .why = 952, .file = 763, .line = 34 },
	/* guests.spec:37: planned needs water */
	{ .kind = ROW_PLANNED, .why = 967, .file = 763, .line = 37 },
};

const struct form forms[FORM_COUNT] = {
	{ 0, 0, 207, 979, 0, 0, 27 }, /* monitor box */
	{ 0, 1, 981, 981, 0, 27, 1 }, /* monitor car */
	{ 0, 2, 326, 326, 0, 28, 15 }, /* monitor kennel */
	{ 1, 0, 365, 365, 0, 43, 15 }, /* guest cat */
	{ 1, 0, 365, 365, 985, 58, 6 }, /* guest cat before 2.0 */
	{ 1, 1, 989, 989, 0, 64, 6 }, /* guest dog */
	{ 1, 2, 993, 993, 0, 70, 1 }, /* guest fish */
};

const unsigned char monitor_forms[MONITOR_COUNT] = { 0, 1, 2 };
const unsigned char guest_forms[GUEST_COUNT] = { 3, 5, 6 };

const struct form_pair form_pairs[GUEST_COUNT][MONITOR_COUNT] = {
	{ /* cat */
		{ PAIR_RUNS, 0 }, /* box */
		{ PAIR_UNKNOWN, 0 }, /* car */
		{ PAIR_CANNOT, 998 }, /* kennel */
	},
	{ /* dog */
		{ PAIR_CANNOT, 1011 }, /* box */
		{ PAIR_UNKNOWN, 0 }, /* car */
		{ PAIR_RUNS, 0 }, /* kennel */
	},
	{ /* fish */
		{ PAIR_UNKNOWN, 0 }, /* box */
		{ PAIR_UNKNOWN, 0 }, /* car */
		{ PAIR_UNKNOWN, 0 }, /* kennel */
	},
};

const signed char guest_prefers[GUEST_COUNT][MONITOR_COUNT] = {
	{ /* cat */ MONITOR_BOX, -1 },
	{ /* dog */ MONITOR_KENNEL, -1 },
	{ /* fish */ -1 },
};

#pragma GCC diagnostic ignored "-Woverlength-strings"
const char forms_pool[] =
	"\0"
	/* 1 */ "binary" "\0"
	/* 8 */ "arch" "\0"
	/* 13 */ "cpus" "\0"
	/* 18 */ "accel" "\0"
	/* 24 */ "confine" "\0"
	/* 32 */ "cmdline" "\0"
	/* 40 */ "program" "\0"
	/* 48 */ "link.tap" "\0"
	/* 57 */ "link.queue" "\0"
	/* 68 */ "link.guest" "\0"
	/* 79 */ "link.ip" "\0"
	/* 87 */ "link.bits" "\0"
	/* 97 */ "disk.path" "\0"
	/* 107 */ "disk.ro" "\0"
	/* 115 */ "link" "\0"
	/* 120 */ "disk" "\0"
	/* 125 */ ",," "\0"
	/* 128 */ "two commas are one" "\0"
	/* 147 */ "no blank" "\0"
	/* 156 */ "blanks" "\0"
	/* 163 */ "\\\\" "\0"
	/* 166 */ "backslashes" "\0"
	/* 178 */ "always in quotes" "\0"
	/* 195 */ "a name" "\0"
	/* 202 */ "box-" "\0"
	/* 207 */ "box" "\0"
	/* 211 */ "/dev/tap" "\0"
	/* 220 */ "/lib/" "\0"
	/* 226 */ "/box" "\0"
	/* 231 */ "/lib/box" "\0"
	/* 240 */ ".so" "\0"
	/* 244 */ "/share/box" "\0"
	/* 255 */ "/share/more" "\0"
	/* 267 */ "-c" "\0"
	/* 270 */ "--confine" "\0"
	/* 280 */ "--accel=" "\0"
	/* 289 */ "--net=" "\0"
	/* 296 */ ",tap=" "\0"
	/* 302 */ ",n=" "\0"
	/* 306 */ "--disk=" "\0"
	/* 314 */ ",id=" "\0"
	/* 319 */ "\"x" "\0"
	/* 322 */ "y" "\0"
	/* 324 */ "\"" "\0"
	/* 326 */ "kennel" "\0"
	/* 333 */ "/proc/self" "\0"
	/* 344 */ "eth" "\0"
	/* 348 */ "-machine" "\0"
	/* 357 */ "fur.bin" "\0"
	/* 365 */ "cat" "\0"
	/* 369 */ "ip=" "\0"
	/* 373 */ "/" "\0"
	/* 375 */ "first=" "\0"
	/* 382 */ "later=" "\0"
	/* 389 */ "any=" "\0"
	/* 394 */ "P:" "\0"
	/* 397 */ "old" "\0"
	/* 401 */ "p=" "\0"
	/* 404 */ "!" "\0"
	/* 406 */ "end" "\0"
	/* 410 */ "x" "\0"
	/* 412 */ "monitors.spec" "\0"
	/* 426 */ "x86 arm" "\0"
	/* 434 */ "some calls" "\0"
	/* 445 */ "fast" "\0"
	/* 450 */ "memory" "\0"
	/* 457 */ "its links" "\0"
	/* 467 */ "module" "\0"
	/* 474 */ "data" "\0"
	/* 479 */ "TERM" "\0"
	/* 484 */ "TERM,INT" "\0"
	/* 493 */ "caught" "\0"
	/* 500 */ "KILL" "\0"
	/* 505 */ "HUP,QUIT" "\0"
	/* 514 */ "not caught" "\0"
	/* 525 */ "slow" "\0"
	/* 530 */ "disks[]" "\0"
	/* 538 */ "path" "\0"
	/* 543 */ "ro" "\0"
	/* 546 */ "tag" "\0"
	/* 550 */ "args[]" "\0"
	/* 557 */ "box.json" "\0"
	/* 566 */ "json" "\0"
	/* 571 */ "its file" "\0"
	/* 580 */ "it has four" "\0"
	/* 592 */ "it wants one" "\0"
	/* 605 */ "two for a cat" "\0"
	/* 619 */ "too slow to see" "\0"
	/* 635 */ "one day" "\0"
	/* 643 */ "x86" "\0"
	/* 647 */ "none" "\0"
	/* 652 */ "TERM,INT,HUP,QUIT" "\0"
	/* 670 */ "it sleeps" "\0"
	/* 680 */ "one" "\0"
	/* 684 */ "no wire" "\0"
	/* 692 */ "no shelf" "\0"
	/* 701 */ "itself" "\0"
	/* 708 */ "qmp" "\0"
	/* 712 */ "it hears the bell" "\0"
	/* 730 */ "bitten" "\0"
	/* 737 */ "as it is" "\0"
	/* 746 */ "rung" "\0"
	/* 751 */ "by the bell" "\0"
	/* 763 */ "guests.spec" "\0"
	/* 775 */ "milk" "\0"
	/* 780 */ "it is cold" "\0"
	/* 791 */ "it is well" "\0"
	/* 802 */ "it lies on them" "\0"
	/* 818 */ "it has more than one" "\0"
	/* 839 */ "cat.conf" "\0"
	/* 848 */ "lines" "\0"
	/* 854 */ "what it reads" "\0"
	/* 868 */ "line" "\0"
	/* 873 */ "more" "\0"
	/* 878 */ "no address" "\0"
	/* 889 */ "bone stick" "\0"
	/* 900 */ "within" "\0"
	/* 907 */ "it digs" "\0"
	/* 915 */ "powerdown" "\0"
	/* 925 */ "it wakes" "\0"
	/* 934 */ "it barks as often" "\0"
	/* 952 */ "it was at play" "\0"
	/* 967 */ "needs water" "\0"
	/* 979 */ "b" "\0"
	/* 981 */ "car" "\0"
	/* 985 */ "2.0" "\0"
	/* 989 */ "dog" "\0"
	/* 993 */ "fish" "\0"
	/* 998 */ "it scratches" "\0"
	/* 1011 */ "it barks" "\0";

