/* needs.h: finds on the host what the monitor's spec lists: its program, libraries, modules, firmware and devices. */
#ifndef CMD_NEEDS_H
#define CMD_NEEDS_H

#include "cmd/context.h"
#include "decide/plan.h"
#include "settings_table.h"

/* Completes the plan; errors name what is missing and who needs it. */
int needs_find(struct context *c, const struct settings *settings, struct plan *plan, struct error *err);

/* The program of a monitor, by the settings or in PATH. */
int needs_program(struct context *c, const struct settings *settings, int monitor, const char *arch, const char **ret,
    struct error *err);

#endif
