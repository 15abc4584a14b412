/* proc.c: what is read line by line: files of the kernel, a monitor's and a guest's words to the keeper; and the cache of the
   dynamic linker.  The first byte chooses. */
#include "fuzz.h"

#include <string.h>
#include "read/cgroup_file.h"
#include "read/exit_code.h"
#include "read/ld_cache.h"
#include "read/mountinfo.h"
#include "read/process_status.h"
#include "read/qmp.h"
#include "read/resolv.h"

static void mountinfo(char *text)
{
	struct mountinfo m = { .at = text };
	struct mount_line line;
	struct error err = { 0 };
	int rc;

	while ((rc = mountinfo_next(&m, &line, &err)) > 0)
		must(line.point && line.root && line.type && line.source);
	if (rc < 0)
		must_explain(&err);
}

static void cgroup_file(char *text)
{
	struct cgroup_file f = { .at = text };
	struct cgroup_line line;
	struct error err = { 0 };
	int rc;

	while ((rc = cgroup_file_next(&f, &line, &err)) > 0)
		must(line.path[0] == '/' && line.controllers);
	if (rc < 0)
		must_explain(&err);
}

static void resolv(struct arena *a, const char *text, size_t len)
{
	struct resolv r = { 0 };
	struct warnings warnings;

	warnings_init(&warnings, a);
	resolv_read(a, text, len, "/etc/resolv.conf", &r, &warnings);
	must(r.servers_count <= RESOLV_SERVERS && r.domains_count <= RESOLV_DOMAINS);
}

static void ld_cache(const unsigned char *bytes, size_t len)
{
	struct ld_cache c;
	size_t index = 0, found = 0;

	if (!ld_cache_open(bytes, len, &c))
		return;
	while (ld_cache_next(&c, "libc.so.6", ld_cache_flags(62, true), &index))
		must(++found <= c.entries);
}

static void status(struct arena *a, const char *text)
{
	struct process_status s;
	const char *stat = strchr(text, '\n');

	if (process_status_read(a, text, stat ? stat + 1 : "", &s) == 0)
		must(s.name && strlen(s.name) < 64);
}

/* In pieces, as they come. */
static void keeper(const char *text, size_t len)
{
	struct exit_code_reader code = { 0 };
	struct qmp_reader qmp = { 0 };
	char word[24] = "";

	for (size_t at = 0, piece = 1; at < len; at += piece, piece = piece % 61 + 7) {
		size_t n = len - at < piece ? len - at : piece;

		if (qmp_read(&qmp, text + at, n, word, sizeof word))
			must(word[0] && strlen(word) < sizeof word);
		exit_code_read(&code, text + at, n);
		must(exit_code_said(&code) >= -1 && exit_code_said(&code) <= 255);
	}
}

void fuzz_one(struct arena *a, unsigned char *bytes, size_t len)
{
	char *text;

	if (!len)
		return;
	text = take_text(a, (const char *)bytes + 1, len - 1);
	switch (bytes[0]) {
	case 'm':
		mountinfo(text);
		break;
	case 'c':
		cgroup_file(text);
		break;
	case 'r':
		resolv(a, text, len - 1);
		break;
	case 'l':
		ld_cache(bytes + 1, len - 1);
		break;
	case 'k':
		keeper(text, len - 1);
		break;
	case 's':
		status(a, text);
		break;
	default:
		break;
	}
}
