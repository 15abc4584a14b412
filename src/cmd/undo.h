/* undo.h: takes back what the record says was made, backwards; may be repeated. */
#ifndef CMD_UNDO_H
#define CMD_UNDO_H

#include "cmd/container.h"

/* All but what takes long: see resource_later(). */
int undo_now(struct container *c, struct error *err);

/* Frees the id; what takes long is left to a detached process, which keeps the record until it is done. */
int undo_forget(struct container *c, struct error *err);

#endif
