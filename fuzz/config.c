/* config.c: config.json, and the glance at it that says whose container it is. */
#include "fuzz.h"

#include <string.h>
#include "config_table.h"
#include "read/config.h"
#include "read/glance.h"

void fuzz_one(struct arena *a, unsigned char *bytes, size_t len)
{
	struct config config = { 0 };
	struct glance glance = { 0 };
	struct warnings warnings;
	struct error err = { 0 };
	bool whole, seen;

	warnings_init(&warnings, a);
	whole = config_read(a, (const char *)bytes, len, "config.json", &config, &warnings, &err) == 0;
	if (!whole)
		must_explain(&err);
	seen = glance_read(a, (const char *)bytes, len, CONFIG_BYTES, "config.json", &glance, &err) == 0;
	if (!seen)
		must_explain(&err);
	/* What is a guest's is read twice: both must see the same. */
	must(!whole || seen);
	if (!whole)
		return;
	must(!glance.program == !config.process_args_count);
	must(!glance.program || !strcmp(glance.program, config.process_args[0]));
	must(glance.annotations_count == config.annotations_count);
	for (size_t i = 0; i < glance.annotations_count; i++)
		must(!strcmp(glance.annotations[i].value, config.annotations[i].value));
}
