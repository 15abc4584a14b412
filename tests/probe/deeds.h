/*
 * deeds.h: what the probe does after its report, as the words of its command line say.  In this order:
 *
 *   probe:stderr=TEXT    writes TEXT to standard error
 *   probe:fork[=N]       N children (1) that sleep for ever; {"children":[pid...]}
 *   probe:eat=MIB        touches so much memory; {"eaten":MIB}
 *   probe:read-stdin     reads standard input to its end; {"stdin":"..."}
 *   probe:flood=MIB      writes so much to standard output: lines of 64 bytes that are numbered from 0
 *   probe:answer         attaches to the first tap that argv names and is a guest there: answers ARP and pings; {"tap":...}
 *   probe:sleep=SECONDS  sleeps
 *   probe:hold           waits for a signal, as a monitor that handles them; {"signal":N}; then leaves with 128+N
 *   probe:pause          waits for ever with no handler, as solo5-spt does
 *   probe:crash          faults (SIGSEGV)
 *   probe:exit=N         leaves with N (0 without it; with hold, in place of 128+N)
 */
#ifndef PROBE_DEEDS_H
#define PROBE_DEEDS_H

void deeds(void);

/* probe:answer; argv names tap and MAC in the monitor's own way. */
void answer(char **argv);

#endif
