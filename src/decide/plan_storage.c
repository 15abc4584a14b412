/*
 * plan_storage.c: the guest's files.  Each is a file of the image that gets a fixed name in the jail: no path of an image
 * reaches a command line.
 */
#include <errno.h>
#include <string.h>

#include "config_table.h"
#include "decide/monitor.h"
#include "decide/plan.h"
#include "read/annotations.h"
#include "read/guest_binary.h"

static const char *add_image(struct plan *plan, const char *path, const char *target, bool writable, const char *why)
{
	plan->images[plan->images_count++] = (struct plan_image){ path, target, false, writable, why };
	return target;
}

static int refused(const struct plan *plan, const char *why, enum annotation which, struct error *err)
{
	return fail(err, ENOTSUP, "%s: %s cannot take it under %s: %s", annotation_key(which),
	    guest_word(plan->machine.guest), monitor_name(plan->machine.monitor), why);
}

static int add_initrd(const struct plan_input *in, struct plan *plan, struct error *err)
{
	const char *why = pair_refuses(plan->machine.guest, plan->machine.monitor, FACT_INITRD);

	if (why)
		return refused(plan, why, ANNOTATION_INITRD, err);
	plan->machine.initrd =
	    add_image(plan, in->annotations->initrd, "/guest/initrd", false, "first files of the guest");
	plan_add_origin(plan, "initrd", annotation_source_name(in->annotations->from[ANNOTATION_INITRD]));
	return 0;
}

/* The name of the first block device that the guest's own manifest declares; NULL: the spec's name. */
static const char *disk_name(const struct plan_input *in)
{
	if (in->annotations->solo5_blk_dev)
		return in->annotations->solo5_blk_dev;
	for (size_t i = 0; i < in->binary->device_count; i++)
		if (in->binary->devices[i].block)
			return in->binary->devices[i].name;
	return NULL;
}

static int add_block(const struct plan_input *in, struct plan *plan, struct error *err)
{
	const char *why = pair_refuses_list(plan->machine.guest, plan->machine.monitor, LIST_DISK);
	struct machine_disk *disk;

	if (why)
		return refused(plan, why, ANNOTATION_BLOCK, err);
	why = in->config->root_readonly ? pair_refuses(plan->machine.guest, plan->machine.monitor, FACT_DISK_RO) : NULL;
	if (why)
		return fail(err, ENOTSUP, "config.json: root.readonly: a disk (%s) cannot be read-only under %s: %s",
		    annotation_key(ANNOTATION_BLOCK), monitor_name(plan->machine.monitor), why);
	disk = take_many(in->arena, 1, sizeof *disk);
	disk->mount = in->annotations->blk_mnt_point;
	disk->root = disk->mount && strcmp(disk->mount, "/") == 0;
	disk->id = disk->root ? "rootfs" : "annot_vol";
	disk->ro = in->config->root_readonly;
	disk->guest = disk_name(in);
	disk->path = add_image(plan, in->annotations->block, "/guest/disk0", !disk->ro, "the guest's disk");
	plan->machine.disk = disk;
	plan->machine.disk_count = 1;
	plan_add_origin(plan, "disk", annotation_source_name(in->annotations->from[ANNOTATION_BLOCK]));
	return 0;
}

static int add_share(const struct plan_input *in, struct plan *plan, struct error *err)
{
	const char *why = pair_refuses(plan->machine.guest, plan->machine.monitor, FACT_SHARE);

	if (why)
		return refused(plan, why, ANNOTATION_MOUNT_ROOTFS, err);
	plan->machine.share = "/guest/share";
	plan->machine.share_ro = in->config->root_readonly;
	plan->images[plan->images_count++] = (struct plan_image){ ".", "/guest/share", true, !in->config->root_readonly,
		"the container's rootfs, which the guest has as its root" };
	plan_add_origin(plan, "share", annotation_source_name(in->annotations->from[ANNOTATION_MOUNT_ROOTFS]));
	return 0;
}

/* A Solo5 tender ends when a device of the manifest is missing: say which, before it runs. */
static int check_manifest(const struct plan_input *in, const struct plan *plan, struct error *err)
{
	size_t blocks = 0;

	for (size_t i = 0; i < in->binary->device_count; i++)
		if (in->binary->devices[i].block && blocks++ >= plan->machine.disk_count)
			return fail(err, EINVAL, "%s: the guest wants the block device `%s`: name an image with %s",
			    in->binary_path, in->binary->devices[i].name, annotation_key(ANNOTATION_BLOCK));
	if (in->binary->manifest && plan->machine.disk_count > blocks)
		return fail(err, EINVAL, "%s: the guest's manifest declares no block device to attach it to",
		    annotation_key(ANNOTATION_BLOCK));
	return 0;
}

/* Order of urunc: initrd, a block image as root, the container's rootfs. */
int plan_storage(const struct plan_input *in, struct plan *plan, struct error *err)
{
	const struct annotations *a = in->annotations;
	bool root = false;

	plan->machine.kernel = add_image(plan, in->binary_path, "/guest/kernel", false, "the guest's kernel");
	if (a->initrd && add_initrd(in, plan, err) < 0)
		return -1;
	if (a->block) {
		if (add_block(in, plan, err) < 0)
			return -1;
		root = plan->machine.disk[0].root;
	}
	if (annotation_yes(a->mount_rootfs) && !a->initrd && !root && add_share(in, plan, err) < 0)
		return -1;
	return check_manifest(in, plan, err);
}
