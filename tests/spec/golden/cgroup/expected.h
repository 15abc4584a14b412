/*
 * cgroup_table.h: generated from spec/cgroup.spec by gen/cgroup.awk.  Change those, not this.
 * Which file of a cgroup each limit of config.json is.
 */

#ifndef CGROUP_TABLE_H
#define CGROUP_TABLE_H

enum cgroup_limit {
	LIMIT_MEMORY_LIMIT, /* line 2: linux.resources.memory.limit */
	LIMIT_CPU_SHARES, /* line 3: linux.resources.cpu.shares */
	LIMIT_PIDS_LIMIT, /* line 4: linux.resources.pids.limit */
	LIMIT_CPU_CPUS, /* line 5: linux.resources.cpu.cpus */
	LIMIT_MEMORY_OOM, /* line 6: linux.resources.memory.oom */
	LIMIT_BLOCKIO_RATE, /* line 7: linux.resources.blockIO.rate */
	LIMIT_BLOCKIO_WEIGHT, /* line 8: linux.resources.blockIO.weight */
	LIMIT_PAGES, /* line 9: linux.resources.pages */
	LIMIT_UNIFIED, /* line 10: linux.resources.unified */
	LIMIT_COUNT
};

enum cgroup_how {
	HOW_NUMBER,
	HOW_MAX,
	HOW_TEXT,
	HOW_FLAG,
	HOW_SHARES,
	HOW_QUOTA,
	HOW_PERIOD,
	HOW_SWAP,
	HOW_WEIGHT,
	HOW_DEVICE,
	HOW_DEVICE_WEIGHT,
	HOW_KEY,
	HOW_FILE,
};

/* Names are offsets into cgroup_words; 0 is "". */
struct cgroup_file_rule {
	unsigned short controller; /* "": this version has no such limit */
	unsigned short file, other; /* other: "", or what is taken where the kernel has no such file */
	unsigned short key; /* of HOW_KEY */
	unsigned char how, other_how;
};

struct cgroup_rule {
	unsigned short field; /* below linux.resources */
	long long empty; /* as no field; LLONG_MIN: none is */
	struct cgroup_file_rule version[2]; /* v1, v2 */
};

extern const struct cgroup_rule cgroup_rules[LIMIT_COUNT];
extern const char cgroup_words[];

/* What an option of the command line says of a limit. */
enum cgroup_unit { CGROUP_NUMBER, CGROUP_BYTES, CGROUP_TEXT };
struct cgroup_said {
	enum cgroup_limit limit;
	enum cgroup_unit unit;
	const char *option, *value;
	long long least; /* of a number */
};
enum { CGROUP_SAID_MAX = 3 };

#endif
