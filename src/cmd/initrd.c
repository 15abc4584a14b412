/* initrd.c: see initrd.h. */
#include "cmd/initrd.h"

#include <errno.h>
#include <unistd.h>

#include "decide/monitor.h"
#include "look/file.h"
#include "look/image.h"
#include "look/tree.h"

/* What an engine adds unasked and cannot be copied is left out: not more of it than was there before. */
static int leave_out(struct context *c, const struct plan_mount *m, struct error *err)
{
	if (m->fate == MOUNT_VOLUME)
		return fail_in(err, "config.json: mounts: %s", m->destination);
	warn_add(&c->warnings, "config.json: mounts: the guest does not get %s: %s", m->destination, err->text);
	*err = (struct error){ 0 };
	return 0;
}

static int read_volumes(struct context *c, const struct plan *plan, struct initrd_files *files, struct error *err)
{
	struct tree_budget budget = { MOUNT_MOST_FILES, MOUNT_MOST_BYTES };

	for (size_t i = 0; i < plan->mounts_count; i++) {
		const struct plan_mount *m = &plan->mounts[i];
		const struct tree_budget before = budget;
		size_t n = files->n;

		if (m->way != WAY_INITRD || look_tree(m->source, m->destination, &budget, files, err) == 0)
			continue;
		if (leave_out(c, m, err) < 0)
			return -1;
		budget = before;
		files->n = n;
	}
	return 0;
}

/* What is known of the archive; of a compressed one that is nothing. */
static int read_archive(struct context *c, const struct plan *plan, const char *path, int fd, unsigned long long size,
    struct initrd_image *ret, struct error *err)
{
	static struct window window;
	const struct bytes bytes = bytes_of_fd(path, fd, size, &window);
	struct cpio *cpio = take(&c->arena, sizeof *cpio);

	*ret = (struct initrd_image){ .size = size };
	guest_adds(plan->machine.guest, &ret->one_archive);
	if (cpio_begins(&bytes)) {
		ret->cpio = cpio;
		return cpio_read(&c->arena, &bytes, cpio, err);
	}
	if (!ret->one_archive)
		return 0;
	return fail(err, EINVAL,
	    "%s: %s reads initrds that are a cpio archive (newc), and this is none: nothing can be added", path,
	    guest_word(plan->machine.guest));
}

static int open_initrd(
    struct context *c, const struct plan *plan, int *ret_fd, struct initrd_image *ret, struct error *err)
{
	const char *path = plan_image_at(plan, plan->machine.initrd)->path;
	struct stat st;
	int rootfs, rc;

	if (image_open_root(plan->rootfs, &rootfs, err) < 0)
		return -1;
	rc = image_open(rootfs, path, ret_fd, &st, err);
	close(rootfs);
	if (rc == 0)
		rc = read_archive(c, plan, path, *ret_fd, (unsigned long long)st.st_size, ret, err);
	return rc;
}

static int read_config(struct context *c, const struct plan *plan, struct form_content *ret, struct error *err)
{
	if (plan->machine.config)
		return form_guest_file(&c->arena, &plan->machine, ret, err);
	*ret = (struct form_content){ NULL, NULL, 0 };
	return 0;
}

static int compose(struct context *c, const struct plan *plan, const struct form_content *config, struct written *ret,
    struct error *err)
{
	struct initrd_files files = { .a = &c->arena };
	struct initrd_image image;

	if (read_volumes(c, plan, &files, err) < 0)
		return -1;
	if (config->name)
		initrd_add(&files, &(struct initrd_file){ take_format(&c->arena, "/%s", config->name), S_IFREG | 0400,
				       0, 0, config->bytes, config->len });
	if (open_initrd(c, plan, &ret->image, &image, err) < 0)
		return -1;
	return initrd_compose(&c->arena, &image, &files, &ret->copy, err);
}

int initrd_read(struct context *c, const struct plan *plan, struct written *ret, struct error *err)
{
	struct written w = { .target = plan->written, .image = -1 };
	struct form_content config;
	int rc = 0;

	*ret = w;
	if (!w.target)
		return 0;
	if (read_config(c, plan, &config, err) < 0)
		return -1;
	if (plan->machine.initrd) {
		rc = compose(c, plan, &config, &w, err);
	} else {
		w.copy.piece = take(&c->arena, sizeof *w.copy.piece);
		w.copy.piece[0] = (struct initrd_piece){ config.bytes, 0, config.len };
		w.copy.n = 1;
		w.copy.size = config.len;
	}
	if (rc < 0)
		written_close(&w);
	else
		*ret = w;
	return rc;
}
