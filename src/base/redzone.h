/*
 * redzone.h: tells a sanitizer which bytes of an arena nobody has taken.  An arena is one block to it: without this, a read
 * one byte beyond a text would meet the next text in peace.  In a build without the sanitizer there is nothing of it.
 */
#ifndef BASE_REDZONE_H
#define BASE_REDZONE_H

#include <stdbool.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) && !defined(__SANITIZE_ADDRESS__)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
/* Between two pieces lie so many bytes at least. */
enum { REDZONE_GAP = 16 };
#define redzone_set(at, len)   ASAN_POISON_MEMORY_REGION(at, len)
#define redzone_clear(at, len) ASAN_UNPOISON_MEMORY_REGION(at, len)
#define redzone_is_at(at)      (__asan_address_is_poisoned(at) != 0)
#else
enum { REDZONE_GAP = 0 };
#define redzone_set(at, len)   ((void)(at), (void)(len))
#define redzone_clear(at, len) ((void)(at), (void)(len))
#define redzone_is_at(at)      ((void)(at), false)
#endif

#endif
