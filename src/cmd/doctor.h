/* doctor.h: the check-up of a host, in parts; each adds what it found to the report. */
#ifndef CMD_DOCTOR_H
#define CMD_DOCTOR_H

#include "cmd/context.h"
#include "cmd/report.h"
#include "forms.h"
#include "look/host.h"
#include "settings_table.h"

struct doctor {
	struct context *context;
	struct report report;
	struct settings settings;
	struct host_kvm kvm;
	bool tun; /* can be used */
	bool cannot_start; /* something is missing without which nothing starts */

	/* Which guests run here, and on which monitors. */
	bool works[GUEST_COUNT][MONITOR_COUNT];
	bool monitor_works[MONITOR_COUNT];
};

void doctor_kernel(struct doctor *d);
void doctor_namespaces(struct doctor *d);
void doctor_rights(struct doctor *d);
void doctor_records(struct doctor *d); /* the directory of the containers' records */
void doctor_cgroups(struct doctor *d);
void doctor_devices(struct doctor *d); /* before doctor_monitors */
void doctor_confinement(struct doctor *d);
void doctor_network(struct doctor *d);
void doctor_monitors(struct doctor *d);

#endif
