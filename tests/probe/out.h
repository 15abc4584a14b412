/*
 * out.h: JSON on standard output, one object a line.  A line is written whole, so that a filter that kills the probe
 * never leaves half of one; lines are joined again with "jq -s add".
 */
#ifndef PROBE_OUT_H
#define PROBE_OUT_H

#include <stddef.h>

void out_text(const char *text); /* as it is */
void out_string(const char *text); /* quoted and escaped; NULL is null */
void out_bytes(const char *bytes, size_t length);
void out_number(long number);
void out_octal(unsigned long number); /* as a string: "0755" */
void out_hex(unsigned long long number); /* as a string: "0x1f" */

void out_open(char bracket); /* '{' or '[' */
void out_close(char bracket);
void out_key(const char *name); /* the comma before it, and the colon */
void out_comma(void); /* before an element of an array */
void out_pair(const char *name, long number);
void out_pair_string(const char *name, const char *text);
void out_pair_error(const char *name, long result); /* true, or the errno as a positive number */

void out_line(void); /* writes what is there, and a new line */
size_t out_room(void); /* bytes left: a long list stops before it overflows */

#endif
