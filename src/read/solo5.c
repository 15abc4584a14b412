/* solo5.c: see solo5.h. */
#include "read/solo5.h"

#include <errno.h>
#include <string.h>
#include "binaries.h"
#include "read/little.h"

enum {
	NOTE_MANIFEST = 0x3154464d, /* "MFT1" */
	NOTE_ABI = 0x31494241, /* "ABI1" */
	MANIFEST_VERSION = 1,
	MANIFEST_AT = 4, /* the struct is aligned to 8 from the start of the note, whose head has 20 bytes */
	ENTRIES_AT = MANIFEST_AT + 8,
	ENTRY_SIZE = 104,
	NAME_SIZE = 68, /* with the 0 at its end; the type follows */
	TYPE_BLOCK = 1,
	TYPE_NETWORK = 2,
	TYPE_RESERVED = 1 << 30, /* this and above: no device */
};

static const char owner[] = "Solo5";

bool solo5_note_is(const struct elf_note *n)
{
	return n->owner_len == strlen(owner) && !memcmp(n->owner, owner, strlen(owner)) &&
	       (n->type == NOTE_MANIFEST || n->type == NOTE_ABI);
}

static int read_abi(const char *name, const struct elf_note *n, struct guest_binary *g, struct error *err)
{
	if (n->body_len < 8)
		return fail(
		    err, EINVAL, "%s: its Solo5 ABI note has %zu bytes, at least 8 are needed", name, n->body_len);
	if (g->abi)
		return fail(err, EINVAL, "%s: it has two Solo5 ABI notes; one is right", name);
	g->abi = little32(n->body);
	if (!g->abi)
		return fail(err, EINVAL, "%s: its Solo5 ABI note names no target", name);
	g->abi_version = little32(n->body + 4);
	g->abi_name = binary_abi_name(g->abi);
	return 0;
}

/* It becomes part of a tender's command line, --net:NAME=...: only what Solo5 itself lets a manifest say. */
static bool device_name_is_good(const unsigned char *name)
{
	size_t len = 0;

	for (; len < NAME_SIZE && name[len]; len++) {
		unsigned char c = name[len], lower = c | 0x20;

		if (!(c >= '0' && c <= '9') && !(lower >= 'a' && lower <= 'z'))
			return false;
	}
	return len > 0 && len < NAME_SIZE;
}

static int read_device(struct arena *a, const char *name, const unsigned char *entry, unsigned index,
    struct guest_device *list, size_t *count, struct error *err)
{
	uint32_t type = little32(entry + NAME_SIZE);

	if (type >= TYPE_RESERVED)
		return 0;
	if (!device_name_is_good(entry))
		return fail(err, EINVAL,
		    "%s: device %u of its Solo5 manifest has a name that is not 1 to %d letters and digits", name,
		    index, NAME_SIZE - 1);
	if (type != TYPE_BLOCK && type != TYPE_NETWORK)
		return fail(err, EINVAL,
		    "%s: device %s of its Solo5 manifest is of the unknown type %u; known are %d, block, and %d, network",
		    name, (const char *)entry, type, TYPE_BLOCK, TYPE_NETWORK);
	for (size_t i = 0; i < *count; i++)
		if (!strcmp(list[i].name, (const char *)entry))
			return fail(err, EINVAL, "%s: its Solo5 manifest declares the device %s twice", name,
			    (const char *)entry);
	list[*count] = (struct guest_device){ type == TYPE_BLOCK, take_copy(a, (const char *)entry) };
	++*count;
	return 0;
}

static int read_manifest(
    struct arena *a, const char *name, const struct elf_note *n, struct guest_binary *g, struct error *err)
{
	struct guest_device *list;
	uint32_t entries;

	if (g->manifest)
		return fail(err, EINVAL, "%s: it has two Solo5 manifests; one is right", name);
	if (n->body_len < ENTRIES_AT)
		return fail(err, EINVAL, "%s: its Solo5 manifest has %zu bytes, at least %d are needed", name,
		    n->body_len, ENTRIES_AT);
	if (little32(n->body + MANIFEST_AT) != MANIFEST_VERSION)
		return fail(err, EINVAL, "%s: its Solo5 manifest is of version %u; tenders read version %d", name,
		    little32(n->body + MANIFEST_AT), MANIFEST_VERSION);
	entries = little32(n->body + MANIFEST_AT + 4);
	if (entries > BINARY_DEVICES || n->body_len != ENTRIES_AT + (size_t)entries * ENTRY_SIZE)
		return fail(err, EINVAL, "%s: its Solo5 manifest says %u entries but has %zu bytes: it is damaged",
		    name, entries, n->body_len);
	list = take_many(a, entries, sizeof *list);
	for (uint32_t i = 0; i < entries; i++)
		if (read_device(a, name, n->body + ENTRIES_AT + (size_t)i * ENTRY_SIZE, i, list, &g->device_count, err))
			return -1;
	g->devices = list;
	g->manifest = true;
	return 0;
}

int solo5_note_read(
    struct arena *a, const char *name, const struct elf_note *n, struct guest_binary *g, struct error *err)
{
	return n->type == NOTE_ABI ? read_abi(name, n, g, err) : read_manifest(a, name, n, g, err);
}
