/* record.c: what an earlier command wrote: state.json, the undo file, the machine.  The first byte chooses. */
#include "fuzz.h"

#include <string.h>
#include "decide/machine_record.h"
#include "record/record.h"
#include "record/state.h"

static void state(struct arena *a, const char *bytes, size_t len)
{
	struct state_file s = { 0 };
	struct error err = { 0 };

	if (state_parse(a, bytes, len, &s, &err) < 0)
		must_explain(&err);
	else
		must(s.status < STATE_COUNT && s.pid >= 0 && s.id && s.bundle && s.boot);
}

static void undo(struct arena *a, char *bytes, size_t len)
{
	struct record_undo *list;
	struct error err = { 0 };
	size_t n;

	if (record_undo_parse(a, bytes, len, &list, &n, &err) < 0) {
		must_explain(&err);
		return;
	}
	for (size_t i = 0; i < n; i++)
		for (int k = 0; k < resource_args(list[i].resource); k++)
			must(list[i].args[k]);
}

/* What is read and written gives the same again. */
static void machine(struct arena *a, const char *bytes, size_t len)
{
	struct machine m = { 0 }, again = { 0 };
	struct text once, twice;
	struct error err = { 0 };

	if (machine_read(a, bytes, len, &m, &err) < 0) {
		must_explain(&err);
		return;
	}
	text_init(&once, a);
	machine_write(&once, &m);
	must(machine_read(a, once.at, once.used, &again, &err) == 0);
	text_init(&twice, a);
	machine_write(&twice, &again);
	must(once.used == twice.used && !memcmp(once.at, twice.at, once.used));
}

void fuzz_one(struct arena *a, unsigned char *bytes, size_t len)
{
	if (len && bytes[0] == 's')
		state(a, (const char *)bytes + 1, len - 1);
	if (len && bytes[0] == 'u')
		undo(a, (char *)bytes + 1, len - 1);
	if (len && bytes[0] == 'm')
		machine(a, (const char *)bytes + 1, len - 1);
}
