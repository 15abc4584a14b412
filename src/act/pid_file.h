/* pid_file.h: the file that tells an engine the pid. */
#ifndef ACT_PID_FILE_H
#define ACT_PID_FILE_H

#include <sys/types.h>
#include "base/error.h"

/* Digits only, no new line (go-runc converts the whole file), complete before anybody sees it: a temporary file, renamed. */
int write_pid_file(const char *path, pid_t pid, struct error *err);

#endif
