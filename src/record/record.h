/*
 * record.h: the state directory of a container, the only truth about it.
 *
 *   <root>/<id>/state.json   what engines and later commands read; replaced atomically
 *   <root>/<id>/undo         one line for each thing that was made, written before it is made
 *   <root>/<id>/machine      the facts of the plan that start needs
 *   <root>/<id>/lock         who changes the container holds it (an open-file-description lock, fcntl(2))
 *   <root>/<id>/poststop     a mark: the poststop hooks have begun
 *   <root>/<id>/sock         where the parked process listens
 *   <root>/.undo/            records of deleted containers whose last pieces take long to go away
 *
 * Nothing is synced to disk: the root is on /run, which does not outlive the kernel, and a record of another boot is stale.
 */
#ifndef RECORD_RECORD_H
#define RECORD_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"
#include "lifecycle_table.h"

enum { RECORD_ID_MAX = 200 };

struct record {
	int root; /* descriptor of <root> */
	int dir; /* of <root>/<id>; -1: there is none */
	int lock; /* -1: not locked */
	int undo; /* the undo file, for appending; -1: not open */
	const char *id;
};

/* Is this a name that can be a directory of its own?  Letters, digits and + - . _ as runc allows; not "." or "..". */
int record_check_id(const char *id, struct error *err);

/*
 * Opens the root; with `make` its missing directories are made, 0711.  ENOENT: there is none.  EPERM, here and in
 * record_open: it is not the caller's or root's, or others may write to it.
 */
int record_open_root(const char *root, bool make, int *ret_fd, struct error *err);

/*
 * Makes the directory of a new container, exclusively, and opens it.  EEXIST: there is one already.  It is the caller's only
 * when it is locked and not begun: a delete and another create may have come in between.
 */
int record_reserve(struct record *r, struct error *err);

/* What create says when its directory is gone before it has the lock: a delete was as quick. */
int record_fail_deleted(const struct record *r, struct error *err);

/* Sets a mark of that name in the record; true: it stood there already.  On a full disk there is none, and false. */
bool record_mark(const struct record *r, const char *name);

/* Has the directory that is open been taken from its id?  Between opening it and a look into it, its container may have been
   deleted.  -1: it cannot be found out, and nothing may be done to it. */
int record_is_buried(const struct record *r, bool *ret, struct error *err);

/* Has a create written its state here already? */
bool record_is_begun(const struct record *r);
int record_fail_exists(struct error *err);

/*
 * Whose is the directory of an id?  Ours has a lock, or nothing in it yet.  Others' have one of the files of handover.spec, or
 * are being made.  Reads only.
 */
enum { OWNER_NOBODY = -3, OWNER_OURS = -2, OWNER_UNKNOWN = -1 }; /* else a row of handover_runtimes */
int record_owner(int root, const char *id);

/* Opens the directory of a container; r->dir is -1 when there is none, which is no error. */
int record_open(struct record *r, struct error *err);

/*
 * Takes the lock, waiting at most `seconds`; then EBUSY and the holder's name.  `who` is what others are told.
 * The lock belongs to the open file description: a forked child must close r->lock first of all.
 */
int record_lock(struct record *r, const char *who, int seconds, struct error *err);

/* Writes a file of the directory through a temporary one and rename(2). */
int record_write(const struct record *r, const char *name, const char *bytes, size_t len, struct error *err);

/* Reads a file of the directory into the arena; ENOENT when it is not there. */
int record_read(
    const struct record *r, const char *name, struct arena *a, char **ret, size_t *ret_len, struct error *err);

/*
 * A line of the undo file: the resource and resource_args() arguments, which may hold anything but new lines and tabs.  It
 * must be written before the thing is made; several that are made one after the other may be written at once.
 */
int record_undo_line(struct text *to, enum resource what, const char *const args[], struct error *err);
int record_undo_write(struct record *r, const struct text *lines, struct error *err);

/* One line, written.  The arena is for the time being. */
int record_undo_add(struct record *r, struct arena *a, enum resource what, const char *const args[], struct error *err);

struct record_undo {
	enum resource resource;
	const char *args[RESOURCE_ARGS_MAX + 1]; /* NULL at the end */
};

/*
 * The lines of the undo file in the order in which they were written.  A last line without its end is left out: what it
 * names was not made.  EPROTO: a line that is none of ours.
 */
int record_undo_read(
    const struct record *r, struct arena *a, struct record_undo **ret, size_t *ret_n, struct error *err);

/* The same from bytes, which are used up: pure, for tests and fuzzing. */
int record_undo_parse(
    struct arena *a, char *bytes, size_t len, struct record_undo **ret, size_t *ret_n, struct error *err);

/* Frees the id: moves the directory to <root>/.undo/<id>.<unique>, where its last pieces are undone.  r->dir stays open. */
int record_bury(struct record *r, char *ret_name, size_t room, struct error *err);

/* Removes a directory of records (relative to `at`) with the files in it. */
int record_remove(int at, const char *name, struct error *err);

/* The ids below a root, sorted.  A root that is not there has none. */
int record_list(const char *root, struct arena *a, const char ***ret, size_t *ret_n, struct error *err);

/* The kernel's boot id (random(4)): 36 bytes and a 0. */
int record_boot_id(char ret[37], struct error *err);

#endif
