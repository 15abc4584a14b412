/*
 * deeds.h: what the probe does after its report, as the words of its command line say.  In this order:
 *
 *   probe:stderr=TEXT    writes TEXT to standard error
 *   probe:fork[=N]       N children (1) that sleep for ever; {"children":[pid...]}
 *   probe:eat=MIB        touches so much memory; {"eaten":MIB}
 *   probe:read-stdin     reads standard input to its end; {"stdin":"..."}
 *   probe:flood=MIB      writes so much to standard output: lines of 64 bytes that are numbered from 0
 *   probe:answer         attaches to the first tap that argv names and is a guest there: answers ARP and pings; {"tap":...}
 *   probe:code=N         writes N where a guest says its exit code (control.c)
 *   probe:reason=WORD    says on its control socket that the machine ended, for that reason
 *   probe:control-serve  shows the commands that come by its control socket, and ends at system_powerdown
 *   probe:control-deaf   the same, but the guest does not hear the button
 *   probe:control-close  closes both sockets
 *   probe:control-flood  writes junk to its control socket for ever
 *   probe:stubborn       keeps every signal from itself and sleeps for ever
 *   probe:sleep=SECONDS  sleeps
 *   probe:hold           waits for a signal, as a monitor that handles them; {"signal":N}; then leaves with 128+N
 *   probe:pause          waits for ever with no handler, as solo5-spt does
 *   probe:crash          faults (SIGSEGV)
 *   probe:exit=N         leaves with N (0 without it; with hold, in place of 128+N)
 */
#ifndef PROBE_DEEDS_H
#define PROBE_DEEDS_H

void deeds(void);

/* The words about sockets that argv names. */
void control(char **argv);

/* probe:answer; argv names tap and MAC in the monitor's own way. */
void answer(char **argv);

#endif
