/* load_settings.h: finds and reads the settings file. */
#ifndef CMD_LOAD_SETTINGS_H
#define CMD_LOAD_SETTINGS_H

#include "cmd/context.h"
#include "settings_table.h"

/* --config, else $URUNC_CONFIG_FILE, else /etc/urunc/config.toml.  *ret_must: it was asked for, so it must be there. */
const char *settings_file(const struct context *c, bool *ret_must);

/*
 * A file that is not there or cannot be read stops no container (a warning, none for the usual file that is not there);
 * only one that --config names is an error.  What is wrong in it is a warning too, and the defaults stand in.
 */
int load_settings(struct context *c, struct settings *ret, struct error *err);

#endif
