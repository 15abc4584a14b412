/* image.c: urunc.json: pairs, their encoding, what they say. */
#include "fuzz.h"

#include <string.h>
#include "read/annotations.h"
#include "read/json.h"

void fuzz_one(struct arena *a, unsigned char *bytes, size_t len)
{
	const struct json_source source = { (const char *)bytes, len, "urunc.json", 1 << 20 };
	const struct annotation_file bundle = { "config.json", NULL, 0 };
	struct annotation_file image = { "urunc.json", NULL, 0 };
	struct annotations annotations = { 0 };
	enum annotation_source from;
	struct warnings warnings;
	struct pair *pairs = NULL;
	struct error err = { 0 };

	warnings_init(&warnings, a);
	if (json_pairs(a, &source, ANNOTATION_PREFIX, &pairs, &image.n, &err) < 0) {
		must_explain(&err);
		return;
	}
	image.pairs = pairs;
	if (annotations_choose(a, &bundle, &image, &annotations, &from, &warnings, &err) < 0) {
		must_explain(&err);
		return;
	}
	if (from == FROM_NOWHERE)
		return;
	/* A path of an image is clean.  It may begin with a dash: no path of an image reaches a command line. */
	must(annotations.unikernel_type && annotations.hypervisor && annotations.binary);
	must(annotations.binary[0] && !strstr(annotations.binary, "//"));
	must(strncmp(annotations.binary, "..", 2) && !strstr(annotations.binary, "/../"));
}
