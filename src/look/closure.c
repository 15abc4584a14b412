/* closure.c: see closure.h. */
#include "look/closure.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/text.h"
#include "look/file.h"
#include "look/host.h"
#include "look/library_dirs.h"
#include "read/elf.h"
#include "read/guest_binary.h"
#include "read/ld_cache.h"

enum { MAX_OBJECTS = 1024 };

static const char cache_file[] = "/etc/ld.so.cache";

/* A program, library or module that was found. */
struct object {
	const char *path, *name; /* name: by which it was asked for */
	uint32_t name_hash, own_hash;
	struct elf_links links;
	const struct object *loader; /* who asked for it first */
	struct object *next; /* in the order of loading, which is the order of searching */
};

struct search {
	struct arena *a;
	struct closure c;
	size_t room;
	struct object *program, *last;
	size_t objects;
	unsigned machine;
	bool is64, musl;
	struct ld_cache cache;
	bool has_cache, used_cache;
	const char *default_dirs;
	const char *program_dir; /* for $ORIGIN, found when it is needed */
	struct text library_path;
	struct window window;
};

static uint32_t hash(const char *word)
{
	uint32_t h = 2166136261u;

	for (; *word; word++)
		h = (h ^ (unsigned char)*word) * 16777619u;
	return h;
}

static void add_path(struct search *s, const char *path)
{
	for (size_t i = 0; i < s->c.count; i++)
		if (!strcmp(s->c.paths[i], path))
			return;
	if (!s->room)
		s->c.paths = take_many(s->a, s->room = 64, sizeof *s->c.paths);
	if (s->c.count == s->room) {
		size_t old = s->room * sizeof *s->c.paths;

		s->c.paths = take_longer(s->a, s->c.paths, old, old * 2);
		s->room *= 2;
	}
	s->c.paths[s->c.count++] = path;
}

/* ------------------------------------------------------------------ one file */
/* 1: this is it, 0: another kind of file, which linkers pass over; -1: damaged.  The first object settles the kind. */
static int read_object(struct search *s, int fd, const char *path, struct elf_links *ret, struct error *err)
{
	struct stat st;
	struct bytes b;
	struct elf e;

	if (fstat(fd, &st) || !S_ISREG(st.st_mode))
		return 0;
	b = bytes_of_fd(path, fd, (unsigned long long)st.st_size, &s->window);
	if (!elf_is(&b) && s->program)
		return 0;
	if (elf_read(&b, &e, err))
		return -1;
	if (s->program && (e.machine != s->machine || e.is64 != s->is64))
		return 0;
	s->machine = e.machine;
	s->is64 = e.is64;
	return elf_links(s->a, &b, &e, ret, err) ? -1 : 1;
}

static int add_object(struct search *s, const char *path, const char *name, uint32_t name_hash,
    const struct object *loader, struct error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY), r;
	struct elf_links links = { .interpreter = NULL };
	struct object *o;

	if (fd < 0)
		return 0;
	r = read_object(s, fd, path, &links, err);
	close(fd);
	if (r <= 0)
		return r;
	if (s->objects++ == MAX_OBJECTS)
		return fail(err, E2BIG, "%s needs more than %d libraries", s->program->path, MAX_OBJECTS);
	o = take(s->a, sizeof *o);
	*o = (struct object){ path, name, name_hash, links.own_name ? hash(links.own_name) : 0, links, loader, NULL };
	if (s->last)
		s->last->next = o;
	s->last = o;
	return 1;
}

/* ------------------------------------------------------------------ one name */
/* Linkers know a library by the name it was asked for and by the name it gives itself. */
static bool is_loaded(const struct search *s, const char *name, uint32_t h)
{
	for (const struct object *o = s->program; o; o = o->next)
		if ((o->name_hash == h && !strcmp(o->name, name)) ||
		    (o->own_hash == h && o->links.own_name && !strcmp(o->links.own_name, name)))
			return true;
	return false;
}

/* The linker itself; of musl's, everything that it stands for ("libc.so", "libm.so.6", ...: ldso/dynlink.c). */
static bool is_interpreter(const struct search *s, const char *name)
{
	static const char parts[] = "c.pthread.rt.m.dl.util.xnet.";
	const char *slash = strrchr(s->c.interpreter, '/');
	size_t len = strncmp(name, "lib", 3) ? 0 : strcspn(name + 3, ".") + 1;

	if (!strcmp(name, slash ? slash + 1 : s->c.interpreter))
		return true;
	if (!s->musl || len < 2 || !name[3 + len - 1])
		return false;
	for (const char *p = parts; *p; p += strcspn(p, ".") + 1)
		if (!strncmp(p, name + 3, len))
			return true;
	return false;
}

/* The directory of an object.  Of the program it is the real one, which the kernel tells through /proc/self/exe. */
static const char *origin_of(struct search *s, const struct object *o)
{
	const char *slash = strrchr(o->path, '/');

	if (o != s->program)
		return take_text(s->a, o->path, (size_t)(slash - o->path));
	if (!s->program_dir) {
		char real[PATH_MAX];

		s->program_dir = realpath(o->path, real) ? take_copy(s->a, real) : o->path;
		s->program_dir =
		    take_text(s->a, s->program_dir, (size_t)(strrchr(s->program_dir, '/') - s->program_dir));
	}
	return s->program_dir;
}

static void add_library_path(struct search *s, const char *dir)
{
	size_t len = strlen(dir);

	if (!s->library_path.arena)
		text_init(&s->library_path, s->a);
	for (const char *p = s->library_path.at; *p; p += strcspn(p, ":") + (p[strcspn(p, ":")] == ':'))
		if (strcspn(p, ":") == len && !strncmp(p, dir, len))
			return;
	text_add(&s->library_path, s->library_path.used ? ":" : "");
	text_add(&s->library_path, dir);
}

/* The real name of a directory that the linker will not find in a jail by the name it has: it asks /proc for the program's
 * place, and a step ".." needs all directories before it.  NULL: it is not there. */
static const char *real_dir(struct search *s, const char *dir)
{
	char real[PATH_MAX];

	return realpath(dir, real) ? take_copy(s->a, real) : NULL;
}

/* Looks in the directories of LIST, the RPATH or RUNPATH of OF (NULL: defaults).  As all below: 1 found, 0 not, -1 error. */
static int look_in(struct search *s, const char *list, const struct object *of, const char *name, uint32_t h,
    const struct object *loader, struct error *err)
{
	const char *at = list, *origin = of && strchr(list, '$') ? origin_of(s, of) : NULL, *dir;
	bool by_origin = false;

	while ((dir = library_dir_next(s->a, &at, origin, &by_origin))) {
		bool must_be_told = (by_origin && of == s->program) || strstr(dir, "/..");
		const char *path;
		int r;

		if (must_be_told && !(dir = real_dir(s, dir)))
			continue;
		path = take_format(s->a, "%s/%s", dir, name);
		r = add_object(s, path, name, h, loader, err);
		if (r > 0)
			add_path(s, path);
		if (r > 0 && must_be_told)
			add_library_path(s, dir);
		if (r)
			return r;
	}
	return 0;
}

/* All variants for other CPUs too: the linker takes the best that the CPU can run. */
static int look_in_cache(struct search *s, const char *name, uint32_t h, const struct object *loader, struct error *err)
{
	uint32_t flags = ld_cache_flags(s->machine, s->is64);
	const char *path;
	size_t index = 0;
	int found = 0;

	while (s->has_cache && (path = ld_cache_next(&s->cache, name, flags, &index))) {
		int r = add_object(s, path = take_copy(s->a, path), name, h, loader, err);

		if (r < 0)
			return -1;
		if (r)
			add_path(s, path);
		found |= r;
	}
	s->used_cache |= found;
	return found;
}

/* glibc: RPATHs of the whole chain unless there is a RUNPATH, then the RUNPATH.  musl: both alike, of the whole chain. */
static int look_in_rpaths(
    struct search *s, const char *name, uint32_t h, const struct object *loader, struct error *err)
{
	int r = 0;

	for (const struct object *o = loader; o && !r && (s->musl || !loader->links.runpath); o = o->loader) {
		const char *list = o->links.runpath && s->musl ? o->links.runpath : o->links.rpath;

		if (list && (s->musl || !o->links.runpath))
			r = look_in(s, list, o, name, h, loader, err);
	}
	if (!r && !s->musl && loader->links.runpath)
		r = look_in(s, loader->links.runpath, loader, name, h, loader, err);
	return r;
}

static int resolve(struct search *s, const char *name, const struct object *loader, struct error *err)
{
	uint32_t h = hash(name);
	int r;

	if (is_loaded(s, name, h) || is_interpreter(s, name))
		return 0;
	if (strchr(name, '/')) {
		r = *name == '/' ? add_object(s, name, name, h, loader, err) : 0;
		if (r > 0)
			add_path(s, name);
	} else {
		r = look_in_rpaths(s, name, h, loader, err);
		if (!r && !loader->links.no_default_dirs)
			r = look_in_cache(s, name, h, loader, err);
		if (!r && !loader->links.no_default_dirs)
			r = look_in(s, s->default_dirs, NULL, name, h, loader, err);
	}
	if (!r)
		return fail(err, ENOENT,
		    "%s needs the library %s, which is nowhere to be found: install the package that has it",
		    loader->path, name);
	return r > 0 ? 0 : -1;
}

/* ------------------------------------------------------------------ all */
static int begin_with_program(struct search *s, const char *path, struct error *err)
{
	int fd = *path == '/' ? open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) : -1;
	struct bytes b;
	struct stat st;
	bool elf;

	if (*path != '/')
		return fail(err, EINVAL, "%s: not an absolute path", path);
	if (fd < 0)
		return fail_errno(err, "%s: cannot be opened", path);
	elf = !fstat(fd, &st) && S_ISREG(st.st_mode) &&
	      (b = bytes_of_fd(path, fd, (unsigned long long)st.st_size, &s->window), elf_is(&b));
	close(fd);
	if (!elf)
		return fail(err, ENOEXEC,
		    "%s: not an ELF program; if it is a script that starts one, let the settings name the program itself",
		    path);
	if (add_object(s, path, path, 0, NULL, err) < 0)
		return -1;
	s->program = s->last;
	if (s->machine != host_machine())
		return fail(err, ENOEXEC, "%s: a program for %s, but this machine is %s", path,
		    machine_name(s->machine), machine_name(host_machine()));
	return 0;
}

static int add_interpreter(struct search *s, const char *interpreter, struct error *err)
{
	if (*interpreter != '/' || access(interpreter, R_OK))
		return fail(
		    err, ENOENT, "%s asks for the interpreter %s, which is not there", s->program->path, interpreter);
	s->c.interpreter = interpreter;
	s->musl = interpreter_is_musl(interpreter);
	s->default_dirs = library_dirs(s->a, interpreter, s->machine);
	add_path(s, interpreter);
	return 0;
}

static int add_modules(struct search *s, const char *const *modules, size_t n, struct error *err)
{
	for (size_t i = 0; i < n; i++) {
		int r = add_object(s, modules[i], modules[i], hash(modules[i]), s->program, err);

		if (!r)
			return fail(err, ENOENT, "%s: the module %s is not there, or is not for this machine",
			    s->program->path, modules[i]);
		if (r < 0)
			return -1;
		add_path(s, modules[i]);
	}
	return 0;
}

/* What the linker itself reads. */
static void add_linker_files(struct search *s)
{
	const char *musl = musl_path_file(s->a, s->c.interpreter);

	if (s->used_cache)
		add_path(s, cache_file);
	if (musl && !access(musl, R_OK))
		add_path(s, musl);
	if (s->library_path.arena)
		s->c.library_path = s->library_path.at;
}

static int walk(struct search *s, const char *const *modules, size_t n, struct error *err)
{
	if (s->program->links.interpreter && add_interpreter(s, s->program->links.interpreter, err))
		return -1;
	if (add_modules(s, modules, n, err))
		return -1;
	if (!s->c.interpreter)
		return 0;
	for (const struct object *o = s->program; o; o = o->next)
		for (size_t i = 0; i < o->links.needed_count; i++)
			if (resolve(s, o->links.needed[i], o, err))
				return -1;
	add_linker_files(s);
	return 0;
}

/* Mapped, as only a few of its pages are needed; without it the linker goes on, and so do we. */
static void *map_cache(struct search *s, size_t *len)
{
	int fd = open(cache_file, O_RDONLY | O_CLOEXEC);
	struct stat st;
	void *at = MAP_FAILED;

	if (fd >= 0 && !fstat(fd, &st) && st.st_size > 0) {
		*len = (size_t)st.st_size;
		at = mmap(NULL, *len, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
	}
	if (fd >= 0)
		close(fd);
	s->has_cache = at != MAP_FAILED && ld_cache_open(at, *len, &s->cache);
	return at;
}

int closure_of(
    struct arena *a, const char *program, const char *const *modules, size_t n, struct closure *ret, struct error *err)
{
	struct search s = { .a = a };
	void *cache = MAP_FAILED;
	size_t len = 0;
	int r = begin_with_program(&s, program, err);

	if (!r && s.program->links.interpreter)
		cache = map_cache(&s, &len);
	if (!r)
		r = walk(&s, modules, n, err);
	if (cache != MAP_FAILED)
		munmap(cache, len);
	if (!r)
		*ret = s.c;
	return r;
}
