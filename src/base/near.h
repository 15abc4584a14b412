/* near.h: how far apart two names are, to say "did you mean". */
#ifndef BASE_NEAR_H
#define BASE_NEAR_H

#include <stdbool.h>

/* Characters to put in, take out, change or swap with their neighbour; names over 31 bytes are far from everything. */
int near_distance(const char *a, const char *b);

/* Near enough for a slip: one for short names, two from five letters on. */
bool near_is_slip(const char *said, const char *meant);

#endif
