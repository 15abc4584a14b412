/* binary.c: a guest's kernel file: ELF, notes of Solo5, Linux' boot header, Unikraft's list. */
#include "fuzz.h"

#include <string.h>
#include "read/guest_binary.h"

void fuzz_one(struct arena *a, unsigned char *bytes, size_t len)
{
	const struct bytes b = bytes_of_memory("/kernel", bytes, len);
	struct guest_binary g = { 0 };
	struct error err = { 0 };

	if (guest_binary_read(a, &b, &g, &err) < 0) {
		must_explain(&err);
		return;
	}
	must(g.device_count <= BINARY_DEVICES && g.monitor_count <= BINARY_MONITORS);
	for (size_t i = 0; i < g.device_count; i++)
		must(strlen(g.devices[i].name) >= 1 && strlen(g.devices[i].name) <= 67);
	if (guest_binary_check(&g, "/kernel", 62, &err) < 0)
		must_explain(&err);
}
