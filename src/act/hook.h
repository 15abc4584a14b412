/* hook.h: one program of config.json's hooks (runtime.md, "Lifecycle"; config.md, "POSIX-platform Hooks"). */
#ifndef ACT_HOOK_H
#define ACT_HOOK_H

#include <stddef.h>
#include "base/error.h"
#include "config_table.h"

/*
 * Runs it with the state on its stdin, exactly its own environment, nothing of ours but stderr, in a session of its own;
 * waits for its end, at most its timeout, and leaves none of its session's first group running after that.
 * `what` names the hook in errors, such as hooks.prestart[0].
 */
int hook_run(const struct config_hook *hook, const char *what, const char *state, size_t len, struct error *err);

#endif
