/*
 * The scanner of /proc/PID/cgroup: one line of any text up to 7 bytes; what follows is again such a text.
 *
 * sources: gen/read/cgroup_file_re.c src/base/error.c
 * options: -eva-precision 0 -eva-ilevel 256 -eva-slevel 3000 -eva-split-return-function cgroup_file_next:1:0:-1
 * quick
 */
#include "prove.h"
#include "read/cgroup_file.h"

enum { MOST = 7 };

static char object[MOST + 1];

int main(void)
{
	size_t n = any(0, MOST);
	struct cgroup_file f = { 0 };
	struct cgroup_line line = { 0 };
	struct error err = { 0 };
	char *text, *end = object + MOST;
	int rc;

	//@ split n;
	f.at = text = any_text(object, sizeof object, n);
	rc = cgroup_file_next(&f, &line, &err);
	//@ assert it_finds_ends_or_fails: rc == 1 || rc == 0 || rc == -1;
	if (rc == 1) {
		//@ assert it_goes_on_inside: text < f.at && f.at <= end;
		//@ assert the_path_lies_inside: text < line.path && line.path <= end;
		//@ assert the_controllers_lie_inside: text < line.controllers && line.controllers <= end;
	}
	return 0;
}
