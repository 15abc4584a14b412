/* handover.h: which runtime an ordinary container goes to, by the rows of handover.spec.  Pure. */
#ifndef DECIDE_HANDOVER_H
#define DECIDE_HANDOVER_H

#include <stdbool.h>
#include "read/glance.h"

/* The row of the annotation that makes it an ordinary container whatever else its bundle says; -1: there is none. */
int handover_mark_of(const struct glance *g);

/* Must the program's version be known before a bundle of this ociVersion (NULL: it has none) is given to it? */
bool handover_asks(int runtime, const char *oci_version);

/*
 * Does it take that bundle?  SAID is the line that `PROGRAM --version` begins with; one without a version is tried, as is one
 * that is new enough.  Only after handover_asks().
 */
bool handover_takes(int runtime, const char *said);

#endif
