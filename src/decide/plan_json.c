/* plan_json.c: the plan as one JSON object.  What start adds is filled as far as it is known: without links. */
#include <string.h>

#include "base/json_writer.h"
#include "config_table.h"
#include "decide/monitor.h"
#include "decide/plan.h"

static void words(struct json_writer *w, const char *key, const struct words *list)
{
	json_array(w, key);
	for (size_t i = 0; i < list->n; i++)
		json_string(w, NULL, list->at[i]);
	json_end(w, ']');
}

static void optional(struct json_writer *w, const char *key, const char *value)
{
	if (value)
		json_string(w, key, value);
	else
		json_null(w, key);
}

static void storage(struct json_writer *w, const struct plan *p)
{
	const struct machine *m = &p->machine;

	json_object(w, "storage");
	json_string(w, "kernel", m->kernel);
	optional(w, "initrd", m->initrd);
	optional(w, "share", m->share);
	json_array(w, "disks");
	for (size_t i = 0; i < m->disk_count; i++) {
		json_object(w, NULL);
		json_string(w, "id", m->disk[i].id);
		json_string(w, "path", m->disk[i].path);
		optional(w, "mount", m->disk[i].mount);
		json_bool(w, "root", m->disk[i].root);
		json_bool(w, "readonly", m->disk[i].ro);
		json_end(w, '}');
	}
	json_end(w, ']');
	json_end(w, '}');
}

static void link_row(struct json_writer *w, const struct machine_link *l)
{
	json_object(w, NULL);
	json_string(w, "tap", l->tap);
	json_string(w, "mac", l->mac);
	json_number(w, "mtu", (long long)l->mtu);
	optional(w, "ip4", l->ip4);
	json_number(w, "bits4", (long long)l->bits4);
	optional(w, "gw4", l->gw4);
	optional(w, "ip6", l->ip6);
	json_number(w, "bits6", (long long)l->bits6);
	optional(w, "gw6", l->gw6);
	json_end(w, '}');
}

static void network(struct json_writer *w, const struct plan *p)
{
	json_object(w, "network");
	optional(w, "namespace", p->netns);
	json_array(w, "links");
	for (size_t i = 0; i < p->machine.link_count; i++)
		link_row(w, &p->machine.link[i]);
	json_end(w, ']');
	if (p->net_names_count >= 0) {
		json_array(w, "wanted");
		for (int i = 0; i < p->net_names_count; i++)
			json_string(w, NULL, p->net_names[i]);
		json_end(w, ']');
	}
	json_array(w, "servers");
	for (size_t i = 0; i < p->machine.dns4_count; i++)
		json_string(w, NULL, p->machine.dns4[i].server);
	for (size_t i = 0; i < p->machine.dns6_count; i++)
		json_string(w, NULL, p->machine.dns6[i].server);
	json_end(w, ']');
	json_end(w, '}');
}

static void devices(struct json_writer *w, const struct plan *p)
{
	char type[2] = "";

	json_array(w, "devices");
	for (size_t i = 0; i < p->devices_count; i++) {
		const struct plan_device *d = &p->devices[i];

		type[0] = d->type;
		json_object(w, NULL);
		json_string(w, "path", d->path);
		json_string(w, "type", type);
		json_number(w, "major", d->major);
		json_number(w, "minor", d->minor);
		json_string(w, "why", d->why);
		json_end(w, '}');
	}
	json_end(w, ']');
}

static void mount_row(
    struct json_writer *w, const char *source, const char *target, bool image, bool writable, const char *why)
{
	json_object(w, NULL);
	json_string(w, "source", source);
	json_string(w, "target", target);
	json_string(w, "from", image ? "image" : "host");
	json_bool(w, "readonly", !writable);
	json_string(w, "why", why);
	json_end(w, '}');
}

static void mounts(struct json_writer *w, const struct plan *p)
{
	json_array(w, "mounts");
	for (size_t i = 0; i < p->binds_count; i++)
		mount_row(w, p->binds[i].source, p->binds[i].target, false, false, p->binds[i].why);
	for (size_t i = 0; i < p->images_count; i++)
		mount_row(w, p->images[i].path, p->images[i].target, true, p->images[i].writable, p->images[i].why);
	json_end(w, ']');
}

static const char *becomes(const struct plan_mount *m)
{
	if (m->way != WAY_NONE)
		return m->way == WAY_SHARE ? "in the share" : "in the initrd";
	return m->fate == MOUNT_GUEST ? "the guest's own" : "left out";
}

static void container_mounts(struct json_writer *w, const struct plan *p)
{
	json_array(w, "container_mounts");
	for (size_t i = 0; i < p->mounts_count; i++) {
		const struct plan_mount *m = &p->mounts[i];

		json_object(w, NULL);
		json_string(w, "destination", m->destination);
		json_string(w, "type", m->type);
		optional(w, "source", m->source);
		json_string(w, "becomes", becomes(m));
		json_bool(w, "readonly", m->readonly);
		json_string(w, "why", m->why);
		json_end(w, '}');
	}
	json_end(w, ']');
}

static void namespaces(struct json_writer *w, const struct plan *p)
{
	json_array(w, "namespaces");
	for (size_t i = 0; i < p->namespaces_count; i++) {
		json_object(w, NULL);
		json_string(w, "type", p->namespaces[i].word);
		optional(w, "path", p->namespaces[i].path);
		json_end(w, '}');
	}
	json_end(w, ']');
}

static void user(struct json_writer *w, const struct plan *p)
{
	json_object(w, "user");
	json_number(w, "uid", p->user.uid);
	json_number(w, "gid", p->user.gid);
	json_array(w, "groups");
	for (size_t i = 0; i < p->user.groups_count; i++)
		json_number(w, NULL, p->user.groups[i]);
	json_end(w, ']');
	json_array(w, "capabilities");
	json_end(w, ']');
	json_bool(w, "no_new_privileges", true);
	json_array(w, "rlimits");
	for (size_t i = 0; i < p->rlimits_count; i++)
		json_string(w, NULL, p->rlimits[i].word);
	json_end(w, ']');
	json_end(w, '}');
}

static void files(struct json_writer *w, const struct form_content *list, size_t n)
{
	json_array(w, "files");
	for (size_t i = 0; i < n; i++) {
		if (!list[i].name)
			continue;
		json_object(w, NULL);
		json_string(w, "name", list[i].name);
		json_string(w, "content", list[i].bytes);
		json_end(w, '}');
	}
	json_end(w, ']');
}

static void origins(struct json_writer *w, const struct plan *p)
{
	json_object(w, "origins");
	for (size_t i = 0; i < p->origins_count; i++)
		json_string(w, p->origins[i].what, p->origins[i].from);
	json_end(w, '}');
	json_array(w, "unknown");
	for (size_t i = 0; i < p->unknown_count; i++)
		json_string(w, NULL, p->unknown[i]);
	json_end(w, ']');
	json_array(w, "warnings");
	for (size_t i = 0; i < p->warnings->n; i++)
		json_string(w, NULL, p->warnings->at[i]);
	json_end(w, ']');
}

static void head(struct json_writer *w, const struct plan *p, const struct words *argv)
{
	const struct words none = { NULL, 0 };

	json_string(w, "id", p->id);
	json_string(w, "bundle", p->bundle);
	json_string(w, "rootfs", p->rootfs);
	json_string(w, "guest", guest_word(p->machine.guest));
	json_string(w, "monitor", monitor_name(p->machine.monitor));
	words(w, "argv", argv);
	words(w, "env", &none); /* a monitor gets no environment */
	optional(w, "cmdline", p->machine.cmdline);
	json_number(w, "memory_mib", (long long)p->machine.mem_mib);
	json_number(w, "cpus", (long long)p->machine.cpus);
}

int plan_json(struct arena *a, struct plan *p, struct text *out, struct error *err)
{
	struct form_content content[2];
	struct json_writer w;
	struct words argv;

	if (form_settle(a, &p->machine, err) < 0 || form_argv(a, &p->machine, &argv, err) < 0 ||
	    form_monitor_file(a, &p->machine, &content[0], err) < 0 ||
	    form_guest_file(a, &p->machine, &content[1], err) < 0)
		return -1;
	form_warn(&p->machine, p->warnings);
	if (!p->machine.config)
		content[1].name = NULL;
	json_begin(&w, out, true);
	json_object(&w, NULL);
	head(&w, p, &argv);
	files(&w, content, 2);
	network(&w, p);
	storage(&w, p);
	devices(&w, p);
	mounts(&w, p);
	container_mounts(&w, p);
	namespaces(&w, p);
	cgroup_json(&p->cgroup, &w, "cgroup");
	user(&w, p);
	scheduling_json(&p->scheduling, &w);
	optional(&w, "seccomp", p->seccomp_name);
	json_bool(&w, "terminal", p->terminal);
	json_bool(&w, "keeper", p->machine.keeper);
	origins(&w, p);
	json_end(&w, '}');
	text_byte(out, '\n');
	return 0;
}
