/* test_closure.c: which libraries a program needs, found in files that the test writes, and in the test itself. */
#include "unit.h"
#include "make_elf.h"
#include "make_tree.h"
#include "look/closure.h"
#include "look/host.h"
#include "look/library_dirs.h"
#include "read/elf.h"
#include "read/ld_cache.h"

static char memory[1 << 20];
static struct arena arena;
static struct made made;
static struct error err;
static struct closure c;

static int begin(void **state)
{
	unit_arena(&arena, memory, sizeof memory);
	if (tree_begin(state))
		return -1;
	tree_text("ld.so", "an interpreter");
	tree_dir("a");
	tree_dir("b");
	return 0;
}

/* ------------------------------------------------------------------ dynamic files */
static unsigned char entries[64 * 16];
static char strings[4096];
static size_t entries_len, strings_len;

static void entry(uint64_t tag, uint64_t value)
{
	put_word(&made, entries + entries_len, tag);
	put_word(&made, entries + entries_len + (made.is64 ? 8 : 4), value);
	entries_len += made.is64 ? 16 : 8;
}

static uint64_t word(const char *text)
{
	uint64_t at = strings_len;

	memcpy(strings + at, text, strlen(text) + 1);
	strings_len += strlen(text) + 1;
	return at;
}

/* Then entries; then end_file. */
static void begin_file(unsigned machine)
{
	made_begin(&made, true, ET_DYN, machine);
	entries_len = 0;
	strings_len = 1;
	memset(strings, 0, sizeof strings);
}

/* Loaded at 1 MiB, so that addresses are no offsets. */
static void end_file(void)
{
	size_t at = made_add(&made, strings, strings_len), dynamic;

	entry(DT_STRTAB, 0x100000 + at);
	entry(DT_NULL, 0);
	dynamic = made_add(&made, entries, entries_len);
	made_segment(&made, PT_DYNAMIC, dynamic, 0x100000 + dynamic, entries_len, 8);
	made_segment(&made, PT_LOAD, 0, 0x100000, made.len, 4096);
}

/* NEEDED: words with blanks between. */
static void needs(const char *needed)
{
	char list[256], *rest = list, *one;

	snprintf(list, sizeof list, "%s", needed);
	while ((one = strsep(&rest, " ")))
		if (*one)
			entry(DT_NEEDED, word(one));
}

static void write_library(const char *name, const char *needed)
{
	begin_file(host_machine());
	needs(needed);
	end_file();
	tree_file(name, made.at, made.len, 0644);
}

static void interpreted_by(const char *interpreter)
{
	made_segment(
	    &made, PT_INTERP, made_add(&made, interpreter, strlen(interpreter) + 1), 0, strlen(interpreter) + 1, 1);
}

/* TAG: DT_RPATH, DT_RUNPATH or 0; "@" in PATH becomes the tree. */
static void write_program(const char *name, const char *needed, unsigned tag, const char *path)
{
	char full[512] = "";

	for (; *path; path++)
		if (*path == '@')
			strcat(full, tree);
		else
			strncat(full, path, 1);
	begin_file(host_machine());
	interpreted_by(in_tree("ld.so"));
	needs(needed);
	if (tag)
		entry(tag, word(full));
	end_file();
	tree_file(name, made.at, made.len, 0755);
}

static int look(const char *name)
{
	memset(&c, 0xee, sizeof c);
	err = (struct error){ 0 };
	return closure_of(&arena, in_tree(name), NULL, 0, &c, &err);
}

/* The paths, in order; names in the tree are said without it. */
static void assert_paths(const char *wanted)
{
	char got[2048] = "";

	for (size_t i = 0; i < c.count; i++) {
		bool ours = !strncmp(c.paths[i], tree, strlen(tree));

		strcat(got, i ? " " : "");
		strcat(got, c.paths[i] + (ours ? strlen(tree) + 1 : 0));
	}
	assert_string_equal(got, wanted);
}

static void finds(const char *program, const char *wanted)
{
	if (look(program))
		fail_msg("%s\n", err.text);
	assert_paths(wanted);
	assert_string_equal(c.interpreter, in_tree("ld.so"));
}

static void refuses(const char *program, int num, const char *says)
{
	assert_int_equal(look(program), -1);
	assert_int_equal(err.num, num);
	if (!strstr(err.text, says))
		fail_msg("\"%s\" does not say \"%s\"\n", err.text, says);
	assert_int_equal(c.count, (size_t)0xeeeeeeeeeeeeeeee);
}

/* ------------------------------------------------------------------ order of search */
static void runpath_is_its_own(void **state)
{
	(void)state;
	write_library("a/libone.so", "");
	write_program("p", "libone.so", DT_RUNPATH, "/nowhere:@/b:@/a");
	finds("p", "ld.so a/libone.so");
	assert_null(c.library_path);
	write_library("b/libone.so", ""); /* the first directory wins */
	finds("p", "ld.so b/libone.so");
	write_library("a/libtwo.so", "libthree-of-nobody.so");
	write_library("a/libthree-of-nobody.so", "");
	write_program("p", "libtwo.so", DT_RUNPATH, "@/a");
	refuses("p", ENOENT, "a/libtwo.so needs the library libthree-of-nobody.so, which is nowhere to be found");
}

static void rpath_is_for_all(void **state)
{
	(void)state;
	write_library("a/libtwo.so", "libthree-of-nobody.so");
	write_library("a/libthree-of-nobody.so", "");
	write_program("p", "libtwo.so", DT_RPATH, "@/a");
	finds("p", "ld.so a/libtwo.so a/libthree-of-nobody.so");
}

/* A library with a RUNPATH forgets the RPATHs of those who loaded it. */
static void runpath_over_rpath(void **state)
{
	char path[128];

	(void)state;
	write_library("a/libdeep-of-nobody.so", "");
	snprintf(path, sizeof path, "%s/b", tree);
	begin_file(host_machine());
	needs("libdeep-of-nobody.so");
	entry(DT_RUNPATH, word(path));
	end_file();
	tree_file("a/libtwo.so", made.at, made.len, 0644);
	write_program("p", "libtwo.so", DT_RPATH, "@/a");
	refuses("p", ENOENT, "libdeep-of-nobody.so");
	write_library("b/libdeep-of-nobody.so", "");
	finds("p", "ld.so a/libtwo.so b/libdeep-of-nobody.so");
}

static void each_once(void **state)
{
	(void)state;
	write_library("a/libx.so", "liby.so libx.so");
	write_library("a/liby.so", "libx.so libz.so ld.so");
	write_library("a/libz.so", "liby.so");
	write_program("p", "libx.so liby.so libx.so", DT_RPATH, "@/a");
	finds("p", "ld.so a/libx.so a/liby.so a/libz.so");
}

/* What a library calls itself counts as loaded too. */
static void own_names(void **state)
{
	(void)state;
	begin_file(host_machine());
	entry(DT_SONAME, word("libreal.so.1"));
	end_file();
	tree_file("a/libalias.so", made.at, made.len, 0644);
	write_program("p", "libalias.so libreal.so.1", DT_RPATH, "@/a");
	finds("p", "ld.so a/libalias.so");
}

static void absolute_names(void **state)
{
	char needed[256];

	(void)state;
	write_library("b/plugin", "");
	snprintf(needed, sizeof needed, "%s/b/plugin", tree);
	write_program("p", needed, 0, "");
	finds("p", "ld.so b/plugin");
	write_program("p", "b/plugin", DT_RPATH, "@");
	refuses("p", ENOENT, "b/plugin"); /* from the current directory: not in a jail */
}

static void origin(void **state)
{
	char path[PATH_MAX];

	(void)state;
	tree_dir("bin");
	write_library("a/libone.so", "libnear-of-nobody.so");
	write_library("a/libnear-of-nobody.so", "");
	write_program("bin/p", "libone.so", DT_RUNPATH, "$ORIGIN/../a");
	refuses("bin/p", ENOENT, "a/libone.so needs the library libnear-of-nobody.so");
	begin_file(host_machine());
	needs("libnear-of-nobody.so");
	entry(DT_RUNPATH, word("${ORIGIN}"));
	end_file();
	tree_file("a/libone.so", made.at, made.len, 0644);
	finds("bin/p", "ld.so a/libone.so a/libnear-of-nobody.so");
	assert_string_equal(c.library_path, in_tree("a")); /* once, and without the steps ".." */

	tree_link("link", "bin/p"); /* the place of the file, not of the link to it */
	finds("link", "ld.so a/libone.so a/libnear-of-nobody.so");
	write_program("bin/p", "libone.so", DT_RUNPATH, "$ORIGIN:$LIB/x:@/${PLATFORM}:$ORIGINX:$ORIG:relative::@/a:");
	finds("bin/p", "ld.so a/libone.so a/libnear-of-nobody.so");
	assert_null(c.library_path);
	write_library("b/libone.so", "");
	assert_int_equal(chdir(tree), 0); /* where we happen to be does not matter */
	write_program("bin/p", "libone.so", DT_RUNPATH, "b:./b::@/a");
	finds("bin/p", "ld.so a/libone.so a/libnear-of-nobody.so");
	snprintf(path, sizeof path, "%s/a/../b/../a", tree);
	write_program("bin/p", "libone.so", DT_RPATH, path);
	finds("bin/p", "ld.so a/libone.so a/libnear-of-nobody.so");
	assert_string_equal(c.library_path, in_tree("a"));
}

/* What is of another machine or no ELF file is passed over; what is damaged is not. */
static void passed_over(void **state)
{
	(void)state;
	begin_file(host_machine() == EM_X86_64 ? EM_AARCH64 : EM_X86_64);
	end_file();
	tree_file("a/libone.so", made.at, made.len, 0644);
	write_library("b/libone.so", "");
	write_program("p", "libone.so", DT_RUNPATH, "@/a:@/b");
	finds("p", "ld.so b/libone.so");
	tree_text("a/libone.so", "/* GNU ld script */ INPUT(libone.so.1)");
	finds("p", "ld.so b/libone.so");
	tree_text("a/libone.so", "");
	finds("p", "ld.so b/libone.so");
	unlink(in_tree("a/libone.so"));
	tree_dir("a/libone.so");
	finds("p", "ld.so b/libone.so");
	assert_int_equal(rmdir(in_tree("a/libone.so")), 0);
	assert_int_equal(mkfifo(in_tree("a/libone.so"), 0644), 0);
	finds("p", "ld.so b/libone.so");
	unlink(in_tree("a/libone.so"));
	tree_text("a/libone.so", ELFMAG "\2\1\1 cut off");
	refuses("p", EINVAL, "a/libone.so: ");
}

static void host_libraries(void **state)
{
	(void)state;
	write_program("p", "libc.so.6", 0, "");
	if (look("p"))
		fail_msg("%s\n", err.text);
	assert_int_equal(access(c.paths[1], R_OK), 0);
	assert_non_null(strstr(c.paths[1], "/libc.so.6"));
	if (!access("/etc/ld.so.cache", R_OK))
		assert_string_equal(c.paths[c.count - 1], "/etc/ld.so.cache");
	begin_file(host_machine());
	interpreted_by(in_tree("ld.so"));
	needs("libc.so.6");
	entry(DT_FLAGS_1, DF_1_NODEFLIB);
	end_file();
	tree_file("p", made.at, made.len, 0755);
	refuses("p", ENOENT, "libc.so.6");
}

/* ------------------------------------------------------------------ programs */
static void static_programs(void **state)
{
	const char *module = take_copy(&arena, in_tree("a/module.so"));

	(void)state;
	made_begin(&made, true, ET_EXEC, host_machine());
	made_segment(&made, PT_LOAD, 0, 0x1000, 64, 4096);
	tree_file("p", made.at, made.len, 0755);
	assert_int_equal(look("p"), 0);
	assert_null(c.interpreter);
	assert_int_equal(c.count, 0);
	begin_file(host_machine()); /* static-pie: a dynamic section that needs nothing */
	end_file();
	tree_file("p", made.at, made.len, 0755);
	assert_int_equal(look("p"), 0);
	assert_int_equal(c.count, 0);
	write_library("a/module.so", "");
	assert_int_equal(closure_of(&arena, in_tree("p"), &module, 1, &c, &err), 0);
	assert_paths("a/module.so");
}

static void modules(void **state)
{
	const char *list[2] = { take_copy(&arena, in_tree("b/module.so")), take_copy(&arena, in_tree("b/none.so")) };
	const char *p = take_copy(&arena, in_tree("p"));

	(void)state;
	write_library("b/module.so", "libone.so libtwo.so");
	write_library("a/libone.so", "");
	write_library("a/libtwo.so", "");
	write_program("p", "libone.so", DT_RPATH, "@/a");
	assert_int_equal(closure_of(&arena, p, list, 1, &c, &err), 0);
	assert_paths("ld.so b/module.so a/libone.so a/libtwo.so");
	assert_int_equal(closure_of(&arena, p, list, 2, &c, &err), -1);
	assert_int_equal(err.num, ENOENT);
	assert_non_null(strstr(err.text, "b/none.so is not there"));
}

static void musl_programs(void **state)
{
	(void)state;
	tree_dir("lib");
	tree_dir("etc");
	tree_text("lib/ld-musl-any.so.1", "");
	write_library("b/libone.so", "libc.so libm.so.6 libpthread.so.0");
	write_library("b/libcx.so", "");
	begin_file(host_machine());
	interpreted_by(in_tree("lib/ld-musl-any.so.1"));
	needs("libone.so libcx.so libc.musl-any.so.1");
	end_file();
	tree_file("p", made.at, made.len, 0755);
	refuses("p", ENOENT, "libone.so");
	tree_text("etc/ld-musl-any.path", "/nowhere\n");
	refuses("p", ENOENT, "libone.so");
	tree_text("etc/ld-musl-any.path", take_format(&arena, "/nowhere\n%s/a:%s/b\n", tree, tree));
	if (look("p"))
		fail_msg("%s\n", err.text);
	assert_paths("lib/ld-musl-any.so.1 b/libone.so b/libcx.so etc/ld-musl-any.path");
	assert_string_equal(musl_path_file(&arena, "/lib/ld-musl-x86_64.so.1"), "/etc/ld-musl-x86_64.path");
	assert_string_equal(musl_path_file(&arena, "/opt/m/lib/ld-musl-armhf.so.1"), "/opt/m/etc/ld-musl-armhf.path");
	assert_null(musl_path_file(&arena, "/lib64/ld-linux-x86-64.so.2"));
}

static void no_programs(void **state)
{
	(void)state;
	tree_text("script", "#!/bin/sh\n");
	refuses("script", ENOEXEC, "not an ELF program");
	refuses("a", ENOEXEC, "not an ELF program");
	refuses("none", ENOENT, "none: cannot be opened");
	assert_int_equal(closure_of(&arena, "p", NULL, 0, &c, &err), -1);
	assert_string_equal(err.text, "p: not an absolute path");
	begin_file(host_machine() == EM_X86_64 ? EM_AARCH64 : EM_X86_64);
	end_file();
	tree_file("other", made.at, made.len, 0755);
	refuses("other", ENOEXEC, "but this machine is");
	begin_file(host_machine());
	interpreted_by("/nowhere/ld.so");
	end_file();
	tree_file("p", made.at, made.len, 0755);
	refuses("p", ENOENT, "asks for the interpreter /nowhere/ld.so, which is not there");
	begin_file(host_machine());
	interpreted_by("ld.so");
	end_file();
	tree_file("p", made.at, made.len, 0755);
	assert_int_equal(chdir(tree), 0); /* where there is one */
	refuses("p", ENOENT, "asks for the interpreter ld.so");
}

/* This test itself: the files that its own linker has mapped are the ones that were found. */
static void this_program(void **state)
{
	char self[PATH_MAX], line[PATH_MAX + 100], path[PATH_MAX];
	unsigned mapped = 0;
	struct stat st;
	FILE *maps;

	(void)state;
	assert_non_null(realpath("/proc/self/exe", self));
	assert_int_equal(closure_of(&arena, self, NULL, 0, &c, &err), 0);
	assert_non_null(maps = fopen("/proc/self/maps", "re"));
	while (fgets(line, sizeof line, maps)) {
		bool found = false;

		if (sscanf(line, "%*s r-xp %*s %*s %*s %s", path) != 1 || *path != '/' || !strcmp(path, self))
			continue;
		for (size_t i = 0; i < c.count; i++) {
			struct stat other;

			found |= !stat(path, &st) && !stat(c.paths[i], &other) && st.st_dev == other.st_dev &&
				 st.st_ino == other.st_ino;
		}
		if (!found)
			fail_msg("%s was not found\n", path);
		mapped++;
	}
	fclose(maps);
	if (!c.interpreter)
		skip(); /* linked statically */
	assert_int_equal(mapped + !strcmp(c.paths[c.count - 1], "/etc/ld.so.cache"), c.count);
}

/* ------------------------------------------------------------------ damage */
static int links_of(const unsigned char *at, size_t len, struct elf_links *ret)
{
	unsigned char *exact = calloc(1, len ? len : 1);
	struct bytes b = bytes_of_memory("lib.so", exact, len);
	struct elf e;
	int r;

	assert_non_null(exact);
	memcpy(exact, at, len);
	unit_arena(&arena, memory, sizeof memory);
	r = elf_read(&b, &e, &err) || elf_links(&arena, &b, &e, ret, &err) ? -1 : 0;
	free(exact);
	if (r)
		assert_memory_equal(err.text, "lib.so: ", 8);
	return r;
}

static void make_links(void)
{
	begin_file(EM_X86_64);
	interpreted_by("/lib/ld.so");
	needs("libone.so libtwo.so");
	entry(DT_SONAME, word("libself.so"));
	entry(DT_RPATH, word("/r"));
	entry(DT_RUNPATH, word("/u"));
	end_file();
}

static void damaged_links(void **state)
{
	struct elf_links l;

	(void)state;
	make_links();
	assert_int_equal(links_of(made.at, made.len, &l), 0);
	assert_int_equal(l.needed_count, 2);
	assert_string_equal(l.needed[1], "libtwo.so");
	assert_string_equal(l.own_name, "libself.so");
	assert_string_equal(l.rpath, "/r");
	assert_string_equal(l.runpath, "/u");
	for (size_t len = 0; len < made.len; len++)
		assert_int_equal(links_of(made.at, len, &l), -1);

	begin_file(EM_X86_64);
	entry(DT_NEEDED, 1 << 30);
	end_file();
	assert_int_equal(links_of(made.at, made.len, &l), -1);
	assert_non_null(strstr(err.text, "outside of the file"));
	begin_file(EM_X86_64);
	entry(DT_NEEDED, ~0ull);
	end_file();
	assert_int_equal(links_of(made.at, made.len, &l), -1);
	begin_file(EM_X86_64);
	entry(DT_NEEDED, 1);
	end_file(); /* its string table, the entry before the last, is made to point below what is loaded, then above */
	put64(made.at + made.len - 2 * 16 + 8, 0xffff);
	assert_int_equal(links_of(made.at, made.len, &l), -1);
	assert_non_null(strstr(err.text, "points outside of the file"));
	put64(made.at + made.len - 2 * 16 + 8, 0x100000 + made.len);
	assert_int_equal(links_of(made.at, made.len, &l), -1);
	assert_non_null(strstr(err.text, "points outside of the file"));
	begin_file(EM_X86_64);
	for (int i = 0; i < 40; i++)
		entry(DT_NEEDED, 0); /* the empty name, over and over */
	end_file();
	assert_int_equal(links_of(made.at, made.len, &l), 0);
	assert_int_equal(l.needed_count, 40);

	made_begin(&made, true, ET_DYN, EM_X86_64);
	entries_len = 0;
	entry(DT_NEEDED, 1);
	entry(DT_NULL, 0);
	made_segment(&made, PT_DYNAMIC, made_add(&made, entries, entries_len), 0, entries_len, 8);
	assert_int_equal(links_of(made.at, made.len, &l), -1);
	assert_non_null(strstr(err.text, "no string table"));
}

static void mutated_links(void **state)
{
	static struct made good, bad;
	uint64_t seed = 0x2545f4914f6cdd1du;

	(void)state;
	make_links();
	good = made;
	for (int i = 0; i < 40000; i++) {
		struct elf_links l = { .needed_count = 0 };

		memcpy(bad.at, good.at, good.len);
		if (links_of(bad.at, made_mutate(bad.at, good.len, &seed), &l))
			continue;
		for (size_t n = 0; n < l.needed_count; n++)
			assert_true(strlen(l.needed[n]) < 4096);
	}
}

/* ------------------------------------------------------------------ the linker's cache */
static unsigned char table[2048];
static size_t table_len;

/* Entries in the order of the cache: names go down, numbers count as numbers. */
static void make_cache(bool behind_older)
{
	static const struct {
		uint32_t flags;
		const char *name, *path;
	} rows[] = { { 0x303, "libz.so.10", "/l/z10" }, { 0x303, "libz.so.9", "/l/z9" }, { 0x303, "libx.so", "/v3/x" },
		{ 0x303, "libx.so", "/l/x" }, { 0x003, "libx.so", "/32/x" }, { 0xa03, "libx.so", "/arm/x" },
		{ 0x303, "liba.so", "no/slash" }, { 0x303, "lib.so", "/l/lib" } };
	size_t n = sizeof rows / sizeof *rows, start = behind_older ? 16 + 2 * 12 : 0;
	unsigned char *at = table + start;
	size_t text = 48 + n * 24;

	memset(table, 0, sizeof table);
	if (behind_older) {
		memcpy(table, "ld.so-1.7.0", 12);
		put32(table + 12, 2);
	}
	memcpy(at, "glibc-ld.so.cache1.1", 20);
	put32(at + 20, (uint32_t)n);
	for (size_t i = 0; i < n; i++) {
		unsigned char *e = at + 48 + i * 24;

		put32(e, rows[i].flags);
		put32(e + 4, (uint32_t)text);
		strcpy((char *)at + text, rows[i].name);
		text += strlen(rows[i].name) + 1;
		put32(e + 8, (uint32_t)text);
		strcpy((char *)at + text, rows[i].path);
		text += strlen(rows[i].path) + 1;
	}
	table_len = start + text;
}

static void cache_has(const struct ld_cache *cache, uint32_t flags, const char *name, const char *wanted)
{
	char got[256] = "";
	const char *path;
	size_t index = 0;

	while ((path = ld_cache_next(cache, name, flags, &index))) {
		strcat(got, path);
		strcat(got, " ");
	}
	assert_string_equal(got, wanted);
}

static void cache_file(void **state)
{
	struct ld_cache cache;

	(void)state;
	for (int older = 0; older < 2; older++) {
		make_cache(older);
		assert_true(ld_cache_open(table, table_len, &cache));
		cache_has(&cache, 0x303, "libz.so.10", "/l/z10 ");
		cache_has(&cache, 0x303, "libz.so.9", "/l/z9 ");
		cache_has(&cache, 0x303, "libx.so", "/v3/x /l/x ");
		cache_has(&cache, 0x003, "libx.so", "/32/x ");
		cache_has(&cache, 0xa03, "libx.so", "/arm/x ");
		cache_has(&cache, 0x303, "lib.so", "/l/lib ");
		cache_has(&cache, 0x303, "liba.so", "");
		cache_has(&cache, 0x303, "libz.so.11", "");
		cache_has(&cache, 0x303, "libz.so", "");
		cache_has(&cache, 0x303, "", "");
		cache_has(&cache, 0x303, "a", "");
		cache_has(&cache, 0x303, "zzz", "");
	}
	assert_int_equal(ld_cache_flags(EM_X86_64, true), 0x303);
	assert_int_equal(ld_cache_flags(EM_AARCH64, true), 0xa03);
	assert_int_equal(ld_cache_flags(EM_386, false), 3);
	assert_int_equal(ld_cache_flags(EM_RISCV, true), 0);
}

static void ask_cache(const unsigned char *at, size_t len)
{
	static const char *const names[] = { "libx.so", "libz.so.10", "lib.so", "none" };
	unsigned char *exact = calloc(1, len ? len : 1);
	struct ld_cache cache;

	assert_non_null(exact);
	memcpy(exact, at, len);
	if (ld_cache_open(exact, len, &cache))
		for (size_t i = 0; i < 4; i++) {
			const char *path;
			size_t index = 0;

			while ((path = ld_cache_next(&cache, names[i], 0x303, &index)))
				assert_true(*path == '/' && path + strlen(path) < (char *)exact + len);
		}
	free(exact);
}

static void damaged_cache(void **state)
{
	static unsigned char bad[sizeof table];
	uint64_t seed = 0x853c49e6748fea9bu;
	struct ld_cache cache;

	(void)state;
	assert_false(ld_cache_open("", 0, &cache));
	assert_false(ld_cache_open("ld.so-1.7.0\0\0\0\0\0\0\0", 17, &cache));
	for (int i = 0; i < 20000; i++) {
		if (i % 10000 == 0)
			make_cache(i > 0);
		memcpy(bad, table, table_len);
		ask_cache(bad, made_mutate(bad, table_len, &seed));
	}
	for (size_t len = 0; len <= table_len; len++)
		ask_cache(table, len);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(runpath_is_its_own, begin, tree_end),
		cmocka_unit_test_setup_teardown(rpath_is_for_all, begin, tree_end),
		cmocka_unit_test_setup_teardown(runpath_over_rpath, begin, tree_end),
		cmocka_unit_test_setup_teardown(each_once, begin, tree_end),
		cmocka_unit_test_setup_teardown(own_names, begin, tree_end),
		cmocka_unit_test_setup_teardown(absolute_names, begin, tree_end),
		cmocka_unit_test_setup_teardown(origin, begin, tree_end),
		cmocka_unit_test_setup_teardown(passed_over, begin, tree_end),
		cmocka_unit_test_setup_teardown(host_libraries, begin, tree_end),
		cmocka_unit_test_setup_teardown(static_programs, begin, tree_end),
		cmocka_unit_test_setup_teardown(modules, begin, tree_end),
		cmocka_unit_test_setup_teardown(musl_programs, begin, tree_end),
		cmocka_unit_test_setup_teardown(no_programs, begin, tree_end),
		cmocka_unit_test_setup_teardown(this_program, begin, tree_end),
		cmocka_unit_test(damaged_links),
		cmocka_unit_test(mutated_links),
		cmocka_unit_test(cache_file),
		cmocka_unit_test(damaged_cache),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
