/*
 * error.h: errors are values.  A function that can fail returns 0 or -1 and fills `err`, its last parameter; results are
 * untouched when it fails.  The text says what, which file or key, and what would work: a person reads it.
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

struct error {
	int num; /* an errno that says the kind; 0: no error */
	char text[1024];
};

/* Sets the error; always returns -1, so that "return fail(...)" reads well. */
int fail(struct error *err, int num, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The same with ": " and the text of the current errno at the end, which also becomes num. */
int fail_errno(struct error *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Puts "format: " in front of an error that is there already; always returns -1. */
int fail_in(struct error *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
