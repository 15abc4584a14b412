/*
 * sections.h: the parts of the report.  Each fills the line of out.h with one JSON object; sections.c runs them in children,
 * so that a call that the monitor's filter kills loses one section and not the report.
 */
#ifndef PROBE_SECTIONS_H
#define PROBE_SECTIONS_H

void report_words(char **argv, char **envp); /* argv, env: needs write(2) only */
void report_self(void); /* pid, ppid, session, death signal: not the same in a child */
void report_identity(void);
void report_limits(void);
void report_signals(void);
void report_names(void); /* hostname, cwd, what /proc tells */
void report_descriptors(void);
void report_files(void);
void report_links(void);
void report_devices(void);
void report_syscalls(void);

/* Runs one section in a child and writes its line; {"NAME":{"killed":SIGNAL}} if the child was killed. */
void section(const char *name, void (*report)(void));

/* What "probe:try=NAME" asks for, done in this very process: returns if the call is let through. */
void try_here(const char *name);

#endif
