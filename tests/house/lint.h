/* lint.h: what make lint reads before each file.  Who looks at one file alone shall know what these return. */
#include "base/error.h"

#define fail(...)	((fail)(__VA_ARGS__), -1)
#define fail_errno(...) ((fail_errno)(__VA_ARGS__), -1)
#define fail_in(...)	((fail_in)(__VA_ARGS__), -1)
