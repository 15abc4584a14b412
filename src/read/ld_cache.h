/*
 * ld_cache.h: /etc/ld.so.cache, in which glibc's dynamic linker looks libraries up by name.  The format has no document
 * but glibc's own sysdeps/generic/dl-cache.h; "glibc-ld.so.cache1.1" is read, also behind the older table that some
 * systems still put in front of it.
 */
#ifndef READ_LD_CACHE_H
#define READ_LD_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ld_cache {
	const unsigned char *at; /* of the newer table, on which offsets count */
	size_t len, entries;
};

/* False for anything that is no cache: the linker goes on without one, and so do we. */
bool ld_cache_open(const void *at, size_t len, struct ld_cache *ret);

/* The kind of library that a program of this machine loads, as the cache's flags say it; 0: not known. */
uint32_t ld_cache_flags(unsigned machine, bool is64);

/*
 * The libraries of a name, one call after another; *index is 0 at first.  More than one where there are variants for
 * certain CPUs, of which the linker takes the best.  NULL: no (more).  The result points into the cache.
 */
const char *ld_cache_next(const struct ld_cache *c, const char *name, uint32_t flags, size_t *index);

#endif
