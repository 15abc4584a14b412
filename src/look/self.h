/* self.h: is a program this one? */
#ifndef LOOK_SELF_H
#define LOOK_SELF_H

#include <stdbool.h>

/* The same file as the one that runs, by whatever name, or a copy of it. */
bool is_self(const char *program);

#endif
