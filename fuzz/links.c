/* links.c: what a monitor's program or a library asks of the dynamic linker. */
#include "fuzz.h"

#include "read/elf.h"

enum { LIBRARIES = 512, WORD = 4096 };

static void must_be_short(const char *word)
{
	must(!word || strlen(word) <= WORD);
}

static void broken_file(struct arena *a, const struct bytes *whole)
{
	for (unsigned i = 1, until = 0; i < 16 && until == 0; i++) {
		const struct bytes b = bytes_until(whole, &until);
		struct elf_links links = { 0 };
		struct error err = { 0 };
		struct elf elf;

		until = i;
		if (elf_read(&b, &elf, &err) < 0 || elf_links(a, &b, &elf, &links, &err) < 0)
			must_explain(&err);
	}
}

void fuzz_one(struct arena *a, unsigned char *bytes, size_t len)
{
	const struct bytes b = bytes_of_memory("/lib/x.so", bytes, len);
	struct elf_links links = { 0 };
	struct elf_segment segment;
	struct error err = { 0 };
	struct elf elf;

	broken_file(a, &b);
	if (elf_read(&b, &elf, &err) < 0 || elf_links(a, &b, &elf, &links, &err) < 0) {
		must_explain(&err);
		return;
	}
	must(links.needed_count <= LIBRARIES);
	must_be_short(links.interpreter);
	must_be_short(links.own_name);
	must_be_short(links.rpath);
	must_be_short(links.runpath);
	for (size_t i = 0; i < links.needed_count; i++) {
		must(links.needed[i]);
		must_be_short(links.needed[i]);
	}
	for (unsigned i = 0; i < 3; i++)
		if (elf_segment(&b, &elf, i, &segment, &err) < 0)
			must_explain(&err);
}
