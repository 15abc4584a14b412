/* mounts.c: see mounts.h. */
#include "decide/mounts.h"

#include <string.h>
#include "config_table.h"

/* runtime-spec: the type, or an option, of what is no file system of its own.  This one text: it can be told by its address. */
static const char BIND[] = "bind";

static const char *text_at(unsigned offset)
{
	return mounts_pool + offset;
}

/* Engines write "/run//secrets/" and "/etc/./hosts" as well.  ".." stays: it is followed where files are opened. */
static const char *clean(struct arena *a, const char *path)
{
	char *to = take(a, strlen(path) + 2), *end = to;

	while (*path) {
		size_t len = strcspn(path, "/");

		if (len && !(len == 1 && *path == '.')) {
			*end++ = '/';
			memcpy(end, path, len);
			end += len;
		}
		path += len + (path[len] == '/');
	}
	if (end == to)
		*end++ = '/';
	return to;
}

/* PATH; with / at its end: what lies below; "": all. */
static bool fits_path(const char *row, const char *path)
{
	size_t len = strlen(row);

	if (!len || strcmp(row, path) == 0)
		return true;
	return row[len - 1] == '/' && strncmp(row, path, len) == 0;
}

/* `types` has a comma around each; "": all. */
static bool fits_type(const char *types, const char *type)
{
	size_t len = strlen(type);

	if (!*types)
		return true;
	for (const char *at = strstr(types, type); len && at; at = strstr(at + 1, type))
		if (at[-1] == ',' && at[len] == ',')
			return true;
	return false;
}

static const struct mount_row *row_of(const struct plan_mount *m)
{
	const struct mount_row *row = mount_rows;

	while (row < mount_rows + MOUNT_ROWS - 1 &&
	       !(fits_path(text_at(row->at), m->destination) && fits_type(text_at(row->types), m->type)))
		row++;
	return row;
}

static void obey(struct plan_mount *m, enum mount_means means)
{
	switch (means) {
	case MOUNT_MEANS_RBIND:
		m->recursive = true;
		m->type = BIND;
		break;
	case MOUNT_MEANS_BIND:
		m->type = BIND;
		break;
	case MOUNT_MEANS_RO:
	case MOUNT_MEANS_RW:
		m->readonly = means == MOUNT_MEANS_RO;
		break;
	case MOUNT_MEANS_SLAVE:
		m->slave = true;
		break;
	case MOUNT_MEANS_IDMAP:
		m->idmap = true;
		break;
	}
}

static void read_options(struct plan_mount *m, const struct config_mount *said)
{
	for (size_t i = 0; i < said->options_count; i++)
		for (size_t k = 0; k < MOUNT_OPTIONS; k++)
			if (strcmp(said->options[i], text_at(mount_options[k].name)) == 0)
				obey(m, (enum mount_means)mount_options[k].means);
	m->idmap |= said->uidMappings_count || said->gidMappings_count;
}

static void read_one(struct arena *a, const struct config_mount *said, const char *bundle, struct plan_mount *m)
{
	const struct mount_row *row;

	m->destination = clean(a, said->destination);
	m->type = said->type ? said->type : "";
	if (strcmp(m->type, BIND) == 0)
		m->type = BIND;
	read_options(m, said);
	row = row_of(m);
	m->fate = (enum mount_fate)row->fate;
	m->why = text_at(row->why);
	if (said->source && mount_is_given(m) && said->source[0] != '/')
		m->source = take_format(a, "%s/%s", bundle, said->source);
	else
		m->source = said->source;
}

void mounts_read(
    struct arena *a, const struct config *config, const char *bundle, struct plan_mount **ret, size_t *ret_n)
{
	struct plan_mount *list = take_many(a, config->mounts_count + 1, sizeof *list);

	for (size_t i = 0; i < config->mounts_count; i++)
		read_one(a, &config->mounts[i], bundle, &list[i]);
	*ret = list;
	*ret_n = config->mounts_count;
}

bool mount_is_given(const struct plan_mount *m)
{
	return m->fate == MOUNT_OFFER || m->fate == MOUNT_SERVERS || m->fate == MOUNT_VOLUME;
}
