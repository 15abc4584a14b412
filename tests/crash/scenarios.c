/* scenarios.c: a row for each command that is broken off; tests/scenario/faults.sh makes the bundles. */
#include "tests/crash/world.h"

const struct scenario scenarios[] = {
	{ "create", "plain", { 0 }, { "create", "--bundle", "@", "k" }, NULL, CREATED, false },
	{ "create_joined", "tap", { 0 }, { "create", "--bundle", "@", "k" }, NULL, CREATED, false },
	{ "create_hooks", "hooks", { 0 }, { "create", "--bundle", "@", "k" }, NULL, CREATED, false },
	{ "create_share", "share", { 0 }, { "create", "--bundle", "@", "k" }, NULL, CREATED, false },
	{ "create_initrd", "initrd", { 0 }, { "create", "--bundle", "@", "k" }, NULL, CREATED, false },
	{ "start", "tap", { CREATE }, { "start", "k" }, "parked", RUNNING, false },
	{ "start_own", "plain", { CREATE }, { "start", "k" }, "parked", RUNNING, false },
	{ "start_keeper", "keeper", { CREATE }, { "start", "k" }, "parked", RUNNING, false },
	{ "start_hooks", "hooks", { CREATE }, { "start", "k" }, NULL, RUNNING, false },
	{ "state_created", "plain", { CREATE }, { "state", "k" }, NULL, CREATED, false, "\"status\": \"created\"" },
	{ "state", "plain", { RUN }, { "state", "k" }, NULL, RUNNING, false, "\"status\": \"running\"" },
	{ "state_paused", "plain", { RUN, PAUSE }, { "state", "k" }, NULL, PAUSED, false, "\"status\": \"paused\"" },
	{ "list", "plain", { RUN }, { "list", "--quiet" }, NULL, RUNNING, false, "k\n" },
	{ "kill_created", "plain", { CREATE }, { "kill", "k", "TERM" }, "parked", STOPPED, false },
	{ "kill", "tap", { RUN }, { "kill", "k", "KILL" }, NULL, STOPPED, false },
	{ "kill_all", "plain", { RUN }, { "kill", "--all", "k", "KILL" }, NULL, STOPPED, false },
	{ "kill_keeper", "keeper", { RUN }, { "kill", "k", "TERM" }, "keeper", STOPPED, false },
	{ "end_keeper", "keeper", { RUN }, { NULL }, "keeper", STOPPED, false },
	{ "pause", "plain", { RUN }, { "pause", "k" }, NULL, PAUSED, false },
	{ "resume", "plain", { RUN, PAUSE }, { "resume", "k" }, NULL, RUNNING, false },
	{ "delete", "tap", { RUN, STOP }, { "delete", "k" }, NULL, ABSENT, false },
	{ "delete_created", "plain", { CREATE }, { "delete", "k" }, NULL, ABSENT, false },
	{ "delete_force", "tap", { RUN }, { "delete", "--force", "k" }, NULL, ABSENT, false },
	{ "delete_paused", "plain", { RUN, PAUSE }, { "delete", "--force", "k" }, NULL, ABSENT, false },
	{ "delete_hooks", "hooks", { RUN, STOP }, { "delete", "k" }, NULL, ABSENT, false },
	{ "run", "tap", { 0 }, { "run", "--detach", "--bundle", "@", "k" }, NULL, RUNNING, false },
	{ "run_keeper", "keeper", { 0 }, { "run", "--detach", "--bundle", "@", "k" }, NULL, RUNNING, false },
	{ "run_wait", "ends", { 0 }, { "run", "--bundle", "@", "k" }, NULL, ABSENT, true },
	{ "run_terminal", "terminal", { 0 }, { "run", "--bundle", "@", "k" }, NULL, ABSENT, true },
};

const int scenarios_n = sizeof scenarios / sizeof *scenarios;
