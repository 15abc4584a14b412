/* world.h: the commands that are broken off, what is there before them, and whether all is well after them. */
#ifndef TESTS_CRASH_WORLD_H
#define TESTS_CRASH_WORLD_H

#include "tests/crash/crash.h"
#include "tests/crash/trace.h"

enum step { NOTHING, CREATE, RUN, STOP, PAUSE };
enum outcome { ABSENT, CREATED, RUNNING, PAUSED, STOPPED };

enum { STEPS_MAX = 3, WORDS_MAX = 8 };

struct scenario {
	const char *name;
	const char *bundle; /* directory below $T/bundles */
	enum step before[STEPS_MAX];
	const char *command[WORDS_MAX]; /* "@": the bundle's directory.  None: the monitor is killed by others */
	const char
	    *attached; /* what the container's process is by then, if it is the runtime's and has calls to make */
	enum outcome after; /* when all went well */
	bool guests_status; /* the command ends with the guest's exit status */
	const char *says; /* what stands on stdout after a success without a warning; NULL: anything */
};

extern const struct scenario scenarios[];
extern const int scenarios_n;

struct world {
	const char *urunc, *root, *dir; /* program; state root; where bundles/ is */
	struct census before;
};

/* One run of a scenario with a point; what is wrong afterwards is added to `wrong`, and nothing if nothing is. */
void world_try(
    struct world *w, const struct scenario *s, struct point *p, struct calls *calls, char *wrong, size_t room);

#endif
