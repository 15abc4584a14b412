/* hook.h: one program of config.json's hooks (runtime.md, "Lifecycle"; config.md, "POSIX-platform Hooks"). */
#ifndef ACT_HOOK_H
#define ACT_HOOK_H

#include <stddef.h>
#include "base/error.h"
#include "config_table.h"

/*
 * Runs it with the state on its stdin and exactly its own environment, in a session that is not ours and with none of our
 * descriptors; waits for its end, at most its timeout.  What it writes is read and thrown away, but for the last line, which
 * an error shows.  When this returns, or its caller was killed, nothing that the hook started is left running, not even in a
 * session of its own.  `what` names the hook in errors, such as hooks.prestart[0].
 */
int hook_run(const struct config_hook *hook, const char *what, const char *state, size_t len, struct error *err);

#endif
