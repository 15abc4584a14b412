/* inherit.h: what a process gets from its caller unasked (execve(2), "Effect on process attributes"), put right. */
#ifndef ACT_INHERIT_H
#define ACT_INHERIT_H

#include "base/error.h"

/*
 * Before anything is opened or made: descriptors 0, 1 and 2 are open (/dev/null stands in, or the next file to be opened
 * would be what errors are written to, and what the monitor has as its standard streams), the umask is 022, children can be
 * waited for and an alarm is heard.
 */
int inherit_mend(struct error *err);

/* All of it as the caller gave it: for the program that takes the place of this one. */
void inherit_restore(void);

#endif
