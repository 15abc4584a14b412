/*
 * forms.h: generated from spec/machine.spec, spec/monitors/ and spec/guests/ by gen/forms.awk.  Change those, not this.
 * One table for the program, its tests, its documentation and the support matrix.
 */

#ifndef FORMS_H
#define FORMS_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"

enum monitor {
	MONITOR_BOX,
	MONITOR_CAR,
	MONITOR_KENNEL,
	MONITOR_COUNT
};

enum guest {
	GUEST_CAT,
	GUEST_DOG,
	GUEST_FISH,
	GUEST_COUNT
};

/* Facts and lists count from 1: 0 is none. */
enum fact {
	FACT_NONE,
	FACT_BINARY,
	FACT_ARCH,
	FACT_CPUS,
	FACT_ACCEL,
	FACT_CONFINE,
	FACT_CMDLINE,
	FACT_PROGRAM,
	FACT_LINK_TAP,
	FACT_LINK_QUEUE,
	FACT_LINK_GUEST,
	FACT_LINK_IP,
	FACT_LINK_BITS,
	FACT_DISK_PATH,
	FACT_DISK_RO,
	FACT_COUNT = FACT_DISK_RO
};

enum list {
	LIST_NONE,
	LIST_LINK,
	LIST_DISK,
	LIST_COUNT = LIST_DISK
};

enum filter {
	FILTER_NONE,
	FILTER_COMMA,
	FILTER_SOLID,
	FILTER_SHELL,
	FILTER_QUOTED,
	FILTER_NAME,
	FILTER_COUNT = FILTER_NAME
};

enum { FORM_COUNT = 7 };

/* a link */
struct machine_link {
	const char *tap; /* the tap */
	unsigned long queue; /* frames */
	const char *guest; /* the guest's name */
	const char *ip; /* an address (may be absent) */
	unsigned long bits; /* of its network (with link.ip) */
};

/* a disk */
struct machine_disk {
	const char *path; /* where */
	bool ro; /* nobody writes (may be absent) */
};

/*
 * What is known of the machine that will run.  Strings are 0-terminated; what may be absent is NULL, "" or 0 then.
 * monitor and guest are of the enums above; form is what guest_form chose for the guest's version.
 */
struct machine {
	int monitor, guest, form;
	const char *binary; /* the program */
	const char *arch; /* the machine */
	unsigned long cpus; /* CPUs */
	const char *accel; /* who makes them (may be absent) */
	bool confine; /* a flag (may be absent) */
	const char *cmdline; /* what the guest is told (may be absent) */
	const char *program; /* first word (may be absent) */
	struct machine_link *link; /* a link */
	size_t link_count;
	struct machine_disk *disk; /* a disk */
	size_t disk_count;
};

#endif
