/*
 * Command lines, files, refusals and warnings that were written by hand: every case of tests/forms/expected/ (its README
 * says how they are written), and the table of the interpreter itself.
 */
#include "unit.h"
#include <dirent.h>
#include "decide/form.h"
#include "decide/form_table.h"
#include "decide/machine_record.h"
#include "decide/monitor.h"

static const char folder[] = "tests/forms/expected";
static int cases, wrong;

/* One case: the facts of a record, and what is expected, each section a text of lines. */
static char memory[8 << 20];
static struct arena arena;

enum { ARGV, CMDLINE, LINES, REFUSED, WARNS, SECTIONS };
static const char *const sections[SECTIONS] = { "argv", "cmdline", "lines", "refused", "warns" };
struct test_case {
	const char *file, *title;
	struct text given, facts, expected[SECTIONS];
	bool asked[SECTIONS];
	int section;
};

/* The name of the fact at the start of a line: what is given holds unless the case says something else. */
static bool same_name(const char *a, const char *b)
{
	size_t len = strcspn(a, " \n");

	return len == strcspn(b, " \n") && !strncmp(a, b, len);
}

static bool is_said(const char *facts, const char *line)
{
	for (const char *at = facts; *at; at += strcspn(at, "\n") + 1)
		if (same_name(at, line))
			return true;
	return false;
}

static const char *record_of(const struct test_case *c)
{
	struct text t;

	text_init(&t, &arena);
	text_add(&t, "machine 1\n");
	for (const char *at = c->given.at; *at; at += strcspn(at, "\n") + 1)
		if (!is_said(c->facts.at, at))
			text_bytes(&t, at, strcspn(at, "\n") + 1);
	text_add(&t, c->facts.at);
	text_add(&t, "end\n");
	return t.at;
}

static void add_line(struct text *out, const char *line)
{
	for (; *line; line++)
		if (*line == '\n' || *line == '\r' || *line == '%')
			text_format(out, "%%%02x", (unsigned)*line);
		else
			text_byte(out, *line);
	text_byte(out, '\n');
}

static void compare(struct test_case *c, int section, const char *got)
{
	if (!c->asked[section] || !strcmp(got, c->expected[section].at))
		return;
	wrong++;
	printf("# %s: %s: %s\n# expected:\n%s# got:\n%s", c->file, c->title, sections[section], c->expected[section].at,
	    got);
}

static void got_texts(struct test_case *c, const struct machine *m, const struct form_content *file)
{
	struct warnings warnings;
	struct text got;

	text_init(&got, &arena);
	if (m->cmdline)
		add_line(&got, m->cmdline);
	compare(c, CMDLINE, got.at);
	compare(c, LINES, file->name ? file->bytes : "");
	warnings_init(&warnings, &arena);
	form_warn(m, &warnings);
	text_init(&got, &arena);
	for (size_t i = 0; i < warnings.n; i++)
		add_line(&got, warnings.at[i]);
	compare(c, WARNS, got.at);
}

static void run_case(struct test_case *c)
{
	const char *record = record_of(c);
	struct error err = { 0 };
	struct machine m;
	struct form_content file;
	struct words argv;
	struct text got;

	cases++;
	if (machine_read(&arena, record, strlen(record), &m, &err))
		fail_msg("%s: %s: %s\n%s", c->file, c->title, err.text, record);
	text_init(&got, &arena);
	if (form_settle(&arena, &m, &err) || form_check(&m, &err) || form_argv(&arena, &m, &argv, &err) ||
	    form_guest_file(&arena, &m, &file, &err)) {
		add_line(&got, err.text);
		assert_int_equal(err.num, EINVAL);
		assert_true(c->asked[REFUSED] || (printf("# %s: %s: %s\n", c->file, c->title, err.text) && false));
		compare(c, REFUSED, got.at);
		return;
	}
	compare(c, REFUSED, "");
	for (size_t i = 0; i < argv.n; i++)
		add_line(&got, argv.at[i]);
	assert_null(argv.at[argv.n]);
	compare(c, ARGV, got.at);
	got_texts(c, &m, &file);
}

static int section_of(const char *line)
{
	for (int i = 0; i < SECTIONS; i++)
		if (!strcmp(line, sections[i]))
			return i;
	return -1;
}

static void begin_case(struct test_case *c, const char *title)
{
	if (c->title)
		run_case(c);
	c->title = title ? take_copy(&arena, title) : NULL;
	c->section = -1;
	text_init(&c->facts, &arena);
	for (int i = 0; i < SECTIONS; i++) {
		text_init(&c->expected[i], &arena);
		c->asked[i] = false;
	}
}

static void read_line(struct test_case *c, const char *line)
{
	int section = section_of(line);

	if (!strncmp(line, "case ", 5)) {
		begin_case(c, line + 5);
	} else if (!strcmp(line, "given")) {
		begin_case(c, NULL);
		text_init(&c->given, &arena);
	} else if (*line == '\t') {
		assert_true(c->section >= 0);
		text_format(&c->expected[c->section], "%s\n", line + 1);
	} else if (section >= 0) {
		c->section = section;
		c->asked[section] = true;
	} else if (*line && *line != '#') {
		text_format(c->title ? &c->facts : &c->given, "%s\n", line);
	}
}

static void run_file(const char *name)
{
	struct test_case c = { .file = name };
	char path[512], line[8192];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	f = fopen(path, "r");
	assert_non_null(f);
	text_init(&c.given, &arena);
	begin_case(&c, NULL);
	while (fgets(line, sizeof line, f)) {
		line[strcspn(line, "\n")] = 0;
		read_line(&c, line);
	}
	begin_case(&c, NULL);
	fclose(f);
}

static void test_expected(void **state)
{
	struct dirent *entry;
	DIR *dir = opendir(folder);

	(void)state;
	assert_non_null(dir);
	unit_arena(&arena, memory, sizeof memory);
	while ((entry = readdir(dir)))
		if (strstr(entry->d_name, ".txt"))
			run_file(entry->d_name);
	closedir(dir);
	print_message("# %d cases written by hand\n", cases);
	assert_true(cases >= 60);
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_expected) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
