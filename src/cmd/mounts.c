/* mounts.c: see mounts.h. */
#include "cmd/mounts.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "look/file.h"

static enum source_kind kind_of(mode_t mode)
{
	if (S_ISREG(mode))
		return SOURCE_FILE;
	if (S_ISDIR(mode))
		return SOURCE_DIRECTORY;
	if (S_ISBLK(mode))
		return SOURCE_BLOCK;
	return S_ISSOCK(mode) ? SOURCE_SOCKET : SOURCE_OTHER;
}

static void look(struct plan_mount *m)
{
	struct stat st;

	if (!m->source)
		m->missing = "it has no source";
	else if (stat(m->source, &st) < 0)
		m->missing = errno == EACCES && geteuid() != 0 ? NULL : strerror(errno); /* a plan needs no root */
	else {
		m->kind = kind_of(st.st_mode);
		m->size = (unsigned long long)st.st_size;
	}
}

static void read_servers(struct context *c, const struct plan_mount *m, struct resolv *ret)
{
	struct error why;
	size_t len;
	char *bytes;

	if (!m->source)
		return;
	/* Not even opened: a device would do things, and its node may be a user's. */
	if (m->kind != SOURCE_FILE && m->kind != SOURCE_UNKNOWN)
		warn_add(&c->warnings, "%s: %s: not a regular file: the guest gets no name servers", m->destination,
		    m->source);
	else if (look_read_file(&c->arena, m->source, RESOLV_BYTES, &bytes, &len, &why) < 0)
		warn_add(&c->warnings, "%s: %s: the guest gets no name servers", m->destination, why.text);
	else
		resolv_read(&c->arena, bytes, len, m->source, ret, &c->warnings);
}

void mounts_look(struct context *c, struct plan_input *in, struct resolv *ret)
{
	mounts_read(&c->arena, in->config, in->bundle, &in->mounts, &in->mounts_count);
	for (size_t i = 0; i < in->mounts_count; i++) {
		if (mount_is_given(&in->mounts[i]))
			look(&in->mounts[i]);
		if (in->mounts[i].fate == MOUNT_SERVERS)
			read_servers(c, &in->mounts[i], ret);
	}
}
