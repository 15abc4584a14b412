/* adapt.c: config.json of a container whose environment is changed before another runtime has it. */
#include "fuzz.h"

#include <string.h>
#include "read/adapt.h"
#include "read/glance.h"

enum { MOST = 1 << 24 };

void fuzz_one(struct arena *a, unsigned char *bytes, size_t len)
{
	const struct json_source source = { (const char *)bytes, len, "config.json", MOST };
	const struct adapt how = { "SERVING_READINESS_PROBE", "172.16.1.2", "REDIRECT_IP" };
	struct glance before = { 0 }, after = { 0 };
	struct error err = { 0 };
	struct text once, twice;

	text_init(&once, a);
	if (adapt_config(a, &source, &how, &once, &err) < 0) {
		must_explain(&err);
		return;
	}
	/* What comes out is understood, says the same of all else, and is changed no further. */
	must(glance_read(a, (const char *)bytes, len, MOST, "before", &before, &err) == 0);
	must(glance_read(a, once.at, once.used, MOST, "after", &after, &err) == 0);
	must(before.annotations_count == after.annotations_count);
	must(!before.program == !after.program && (!before.program || !strcmp(before.program, after.program)));
	const struct json_source again = { once.at, once.used, "again", MOST };

	text_init(&twice, a);
	must(adapt_config(a, &again, &how, &twice, &err) == 0);
	must(once.used == twice.used && !memcmp(once.at, twice.at, once.used));
}
