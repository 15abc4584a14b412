/* trace_picture.h: a trace as a picture: a lane for each process, a bar for what it did, time from left to right. */
#ifndef DECIDE_TRACE_PICTURE_H
#define DECIDE_TRACE_PICTURE_H

#include "base/text.h"
#include "read/trace_file.h"

/* SVG, for a light and a dark background, without script.  Sorts the spans of the file. */
void trace_picture(struct arena *a, struct trace_file *file, struct text *out);

/* The distance of ticks for so many nanoseconds: 1, 2 or 5 and zeros, and not more than `most` of them. */
unsigned long long trace_tick(unsigned long long all, unsigned most);

#endif
