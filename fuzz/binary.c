/* binary.c: a guest's kernel file: ELF, notes of Solo5, Linux' boot header, Unikraft's list. */
#include "fuzz.h"

#include <string.h>
#include "read/guest_binary.h"

/* Each read of the file fails once: it is refused in a sentence, or read as one with less in it. */
static void broken_file(struct arena *a, const struct bytes *whole)
{
	for (unsigned i = 1, until = 0; i < 16 && until == 0; i++) {
		const struct bytes b = bytes_until(whole, &until);
		struct guest_binary g = { 0 };
		struct error err = { 0 };

		until = i;
		if (guest_binary_read(a, &b, &g, &err) < 0)
			must_explain(&err);
	}
}

void fuzz_one(struct arena *a, unsigned char *bytes, size_t len)
{
	const struct bytes b = bytes_of_memory("/kernel", bytes, len);
	struct guest_binary g = { 0 };
	struct error err = { 0 };

	broken_file(a, &b);
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
