/* floor.h: what the two halves of the floor share. */
#ifndef BENCH_FLOOR_H
#define BENCH_FLOOR_H

/* Ends the program with one line on stderr unless `ok`. */
void must(int ok, const char *what);

/* Moves the caller into the network namespace at `path`. */
void net_enter(const char *path);

/* In the caller's network namespace: a persistent tap, up, and redirects between it and the link, both ways. */
void net_make(void);

/* Takes the redirect from the link; a child that nobody waits for deletes the tap (that takes the kernel 16 ms). */
void net_undo(void);

#endif
