/* cgroup_file.re: see cgroup_file.h. */
#include "read/cgroup_file.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>

static int wrong(const struct cgroup_file *f, struct error *err)
{
	return fail(err, EPROTO, "/proc/self/cgroup:%u: not a line of this file", f->line);
}

int cgroup_file_next(struct cgroup_file *f, struct cgroup_line *ret, struct error *err)
{
	char *YYCURSOR = f->at, *YYMARKER = f->at, *controllers, *path, *end;
	unsigned long hierarchy;
	/*!stags:re2c format = "char *@@ = f->at;\n"; */

	if (!*f->at)
		return 0;
	f->line++;
	/*!re2c
	re2c:yyfill:enable = 0;
	re2c:define:YYCTYPE = "unsigned char";
	re2c:flags:tags = 1;

	[0-9]{1,9} ":" @controllers [^:\n\x00]* ":" @path "/" [^\n\x00]* @end "\n"? { goto found; }
	* { return wrong(f, err); }
	*/
found:
	hierarchy = strtoul(f->at, NULL, 10); /* at most 9 digits */
	path[-1] = 0;
	*end = 0;
	*ret = (struct cgroup_line){ (unsigned)hierarchy, controllers, path };
	f->at = YYCURSOR;
	return 1;
}
