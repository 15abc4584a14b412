/* initrd.c: see initrd.h. */
#include "decide/initrd.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"

enum { LINKS_MAX = 40, FIRST_INODE = 0x40000000 };

static const char zeros[4];

void initrd_add(struct initrd_files *files, const struct initrd_file *file)
{
	if (files->n == files->room) {
		size_t room = files->room ? 2 * files->room : 32;

		files->at = take_longer(files->a, files->at, files->room * sizeof *files->at, room * sizeof *files->at);
		files->room = room;
	}
	files->at[files->n++] = *file;
}

struct composing {
	struct arena *a;
	const struct initrd_image *image;
	struct initrd_files made; /* names without / in front, directories before what is in them */
	struct initrd_copy copy;
	size_t room;
};

/* ---- where a path leads ---- */

static const struct cpio_entry *entry_of(const struct composing *c, const char *name)
{
	return c->image->cpio ? cpio_find(c->image->cpio, name) : NULL;
}

static void drop_step(char *path)
{
	char *slash = strrchr(path, '/');

	*(slash ? slash : path) = 0;
}

/* Follows links of the archive; the last step only with `whole`.  The result has no / in front. */
static int resolve(const struct composing *c, const char *path, bool whole, const char **ret, struct error *err)
{
	const char *rest = path, *done = "";
	int links = 0;

	for (rest += strspn(rest, "/"); *rest; rest += strspn(rest, "/")) {
		size_t len = strcspn(rest, "/");
		char *to = take_format(c->a, "%s%s%.*s", done, *done ? "/" : "", (int)len, rest);
		const struct cpio_entry *e = entry_of(c, to);
		bool last = !rest[len + strspn(rest + len, "/")];

		if (len == 2 && memcmp(rest, "..", 2) == 0) {
			drop_step(to);
			drop_step(to);
		} else if (len == 1 && *rest == '.') {
			drop_step(to);
		} else if (e && e->link && (!last || whole)) {
			if (++links > LINKS_MAX)
				return fail(err, ELOOP, "%s: links of the initrd go in circles", path);
			rest = take_format(c->a, "%s%s", e->link, rest + len);
			done = rest[0] == '/' ? "" : (drop_step(to), to);
			continue;
		}
		done = to;
		rest += len;
	}
	*ret = done;
	return 0;
}

static struct initrd_file *made(const struct composing *c, const char *name)
{
	for (size_t i = 0; i < c->made.n; i++)
		if (strcmp(c->made.at[i].path, name) == 0)
			return &c->made.at[i];
	return NULL;
}

/* Directories on the way to NAME that neither the archive nor we have. */
static int make_parents(struct composing *c, const char *name, struct error *err)
{
	for (const char *slash = strchr(name, '/'); slash; slash = strchr(slash + 1, '/')) {
		const char *parent = take_text(c->a, name, (size_t)(slash - name));
		const struct cpio_entry *e = entry_of(c, parent);
		const struct initrd_file *f = made(c, parent);

		if ((f && !S_ISDIR(f->mode)) || (!f && e && !S_ISDIR(e->mode)))
			return fail(err, ENOTDIR, "/%s: in the initrd, /%s is no directory", name, parent);
		if (!f && !e)
			initrd_add(&c->made, &(struct initrd_file){ parent, S_IFDIR | 0755, 0, 0, NULL, 0 });
	}
	return 0;
}

static int make_file(struct composing *c, const struct initrd_file *file, struct error *err)
{
	struct initrd_file f = *file;
	struct initrd_file *before;
	const struct cpio_entry *e;
	bool directory = S_ISDIR(f.mode), there, is_directory;

	if (resolve(c, file->path, directory, &f.path, err) < 0 || make_parents(c, f.path, err) < 0)
		return -1;
	e = entry_of(c, f.path);
	before = made(c, f.path);
	there = before || e || !*f.path;
	is_directory = before ? S_ISDIR(before->mode) : e ? S_ISDIR(e->mode) : true;
	if (there && directory != is_directory)
		return fail(err, directory ? ENOTDIR : EISDIR, "%s: in the initrd that is %s directory", file->path,
		    directory ? "no" : "a");
	if (before)
		*before = f; /* as a later mount hides an earlier one */
	else if (*f.path)
		initrd_add(&c->made, &f);
	return 0;
}

/* ---- pieces ---- */

static void put(struct composing *c, const char *bytes, unsigned long long at, unsigned long long len)
{
	struct initrd_copy *copy = &c->copy;

	if (!len)
		return;
	if (copy->n == c->room) {
		size_t room = c->room ? 2 * c->room : 64;

		copy->piece = take_longer(c->a, copy->piece, c->room * sizeof *copy->piece, room * sizeof *copy->piece);
		c->room = room;
	}
	copy->piece[copy->n++] = (struct initrd_piece){ bytes, at, len };
	copy->size += len;
}

static void put_padding(struct composing *c)
{
	put(c, zeros, 0, -c->copy.size & 3);
}

/* One entry; the kernel's buffer-format.rst has the order of the fields. */
static void put_entry(struct composing *c, const struct initrd_file *f, size_t inode)
{
	struct text head;

	text_init(&head, c->a);
	text_format(&head, "070701%08zX%08X%08X%08X%08X%08X%08zX%08X%08X%08X%08X%08zX%08X%s", inode, f->mode, f->uid,
	    f->gid, 1U, 0U, f->len, 0U, 0U, 0U, 0U, strlen(f->path) + 1, 0U, f->path);
	text_byte(&head, 0);
	put(c, head.at, 0, head.used);
	put_padding(c);
	put(c, f->bytes, 0, f->len);
	put_padding(c);
}

static bool replaced(const struct composing *c, const struct cpio_entry *e)
{
	const struct initrd_file *f = made(c, e->name);

	return f && !S_ISDIR(f->mode);
}

/* The archive without its trailer and what is replaced: ranges that follow each other are one piece. */
static void put_kept(struct composing *c)
{
	const struct cpio *cpio = c->image->cpio;
	unsigned long long from = 0;

	for (size_t i = 0; i < cpio->n; i++) {
		const struct cpio_entry *e = &cpio->entries[i];

		if (!replaced(c, e))
			continue;
		put(c, NULL, from, e->at - from);
		from = e->end;
	}
	if (from < cpio->end)
		put(c, NULL, from, cpio->end - from);
}

int initrd_compose(struct arena *a, const struct initrd_image *image, const struct initrd_files *files,
    struct initrd_copy *ret, struct error *err)
{
	struct composing c = { .a = a, .image = image, .made.a = a };
	static const struct initrd_file trailer = { .path = "TRAILER!!!" };

	for (size_t i = 0; i < files->n; i++)
		if (make_file(&c, &files->at[i], err) < 0)
			return -1;
	if (image->one_archive)
		put_kept(&c);
	else
		put(&c, NULL, 0, image->size);
	put_padding(&c);
	for (size_t i = 0; i < c.made.n; i++)
		put_entry(&c, &c.made.at[i], FIRST_INODE + i);
	put_entry(&c, &trailer, 0);
	*ret = c.copy;
	return 0;
}
