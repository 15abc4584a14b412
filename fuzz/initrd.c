/* initrd.c: an initrd, and a copy of it with more in it: what is copied lies in it, and what was added is there afterwards. */
#include "fuzz.h"

#include <stdbool.h>
#include <sys/stat.h>
#include "decide/initrd.h"

static bool leads_up(const char *name)
{
	for (; *name; name += strcspn(name, "/"), name += *name == '/')
		if (!strncmp(name, "..", 2) && (!name[2] || name[2] == '/'))
			return true;
	return false;
}

static void must_hold(struct arena *a, const unsigned char *bytes, size_t len, const struct initrd_copy *copy)
{
	char *whole = take(a, copy->size + 1);
	struct error err = { 0 };
	struct cpio cpio;
	size_t to = 0;

	for (size_t i = 0; i < copy->n; i++) {
		const struct initrd_piece *p = &copy->piece[i];

		must(p->bytes || (p->at <= len && p->len <= len - p->at));
		memcpy(whole + to, p->bytes ? p->bytes : (const char *)bytes + p->at, p->len);
		to += p->len;
	}
	must(to == copy->size);
	const struct bytes b = bytes_of_memory("/copy", whole, to);
	must(cpio_read(a, &b, &cpio, &err) == 0);
	must(cpio.n >= 4 && cpio.end < to);
	/* The last one was asked for by a name that leads up: what is written is where that ends, below the root. */
	must(!leads_up(cpio.entries[cpio.n - 1].name));
}

static void broken_file(struct arena *a, const struct bytes *whole)
{
	for (unsigned i = 1, until = 0; i < 16 && until == 0; i++) {
		const struct bytes b = bytes_until(whole, &until);
		struct cpio cpio = { 0 };
		struct error err = { 0 };

		until = i;
		if (cpio_begins(&b) && cpio_read(a, &b, &cpio, &err) < 0)
			must_explain(&err);
	}
}

void fuzz_one(struct arena *a, unsigned char *bytes, size_t len)
{
	const struct bytes b = bytes_of_memory("/initrd", bytes, len);
	struct initrd_files files = { .a = a };
	struct initrd_copy copy;
	struct error err = { 0 };
	struct cpio cpio = { 0 };

	if (!cpio_begins(&b))
		return;
	broken_file(a, &b);
	if (cpio_read(a, &b, &cpio, &err) < 0) {
		must_explain(&err);
		return;
	}
	initrd_add(&files, &(struct initrd_file){ "/etc/hosts", S_IFREG | 0644, 0, 0, "1", 1 });
	initrd_add(&files, &(struct initrd_file){ "/var/run/a/b", S_IFREG | 0600, 0, 0, "22", 2 });
	initrd_add(&files, &(struct initrd_file){ "/etc", S_IFDIR | 0700, 0, 0, NULL, 0 });
	initrd_add(&files, &(struct initrd_file){ "/usr/../../../etc/./x", S_IFREG | 0600, 0, 0, "3", 1 });
	const struct initrd_image image = { len, &cpio, true };
	if (initrd_compose(a, &image, &files, &copy, &err) < 0)
		must_explain(&err);
	else
		must_hold(a, bytes, len, &copy);
}
