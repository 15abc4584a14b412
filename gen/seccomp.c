/*
 * seccomp.c -- compiles spec/seccomp/ to BPF with libseccomp, at build time: the program itself only loads what is here.
 *
 * seccomp h|c|md FILE...   the files may come in any order
 *
 *   word NAME VALUE                                      a constant of the kernel's interface
 *   newest SYSCALL                                       what has a higher number is unknown here: refused with ENOSYS
 *   part NAME TEXT | filter NAME TEXT                    rows follow; a filter begins with what it includes
 *   include PART
 *   allow SYSCALL [on ARCH] [if COND [and COND]...] : WHY
 *   errno ERRNO SYSCALL [on ARCH] : WHY                  refused, but the monitor lives on
 *
 * COND: ARG is VALUE[,VALUE...] | ARG has VALUE | ARG lacks VALUE | ARG is NULL.  ARG: 0 to 5.  VALUE: words and numbers,
 * joined by |.  Arguments are compared by their low 32 bits: all that are judged here are int or unsigned int to the
 * kernel, and a C library may sign-extend them (musl does with ioctl's requests).  Only NULL is about all 64.
 */
#include "seccomp.h"

#include <ctype.h>
#include <errno.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct arch arches[ARCHES] = {
	{ "x86_64", "__x86_64__", SCMP_ARCH_X86_64 },
	{ "aarch64", "__aarch64__", SCMP_ARCH_AARCH64 },
};

struct list lists[LISTS];
struct row rows[ROWS];
int list_count;
const char *newest;

static struct line lines[LINES];
static struct word words[WORDS];
static int line_count, word_count, row_count;

static _Noreturn void die(const struct line *at, const char *what, const char *name)
{
	fprintf(stderr, "%s:%d: %s%s%s\n", at->file, at->number, what, *name ? " " : "", name);
	exit(1);
}

/* What is not the spec's fault. */
_Noreturn void stop(const char *what, const char *name)
{
	fprintf(stderr, "seccomp: %s: %s\n", name, what);
	exit(1);
}

/* ---------------------------------------------------------------- lines and their words */

static const char *trimmed(const char *from, const char *to)
{
	while (from < to && isspace((unsigned char)*from))
		from++;
	while (from < to && isspace((unsigned char)to[-1]))
		to--;
	return strndup(from, (size_t)(to - from));
}

static void cut_comment(char *text)
{
	for (char *at = text; *at; at++)
		if (*at == '#' && (at == text || isspace((unsigned char)at[-1])))
			*at = 0;
	for (size_t n = strlen(text); n && isspace((unsigned char)text[n - 1]); n--)
		text[n - 1] = 0;
}

static void read_file(const char *path)
{
	FILE *f = fopen(path, "r");
	char *text = NULL;
	size_t room = 0;

	if (!f) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		exit(1);
	}
	for (int number = 1; getline(&text, &room, f) >= 0; number++) {
		struct line *line = &lines[line_count];

		cut_comment(text);
		*line = (struct line){ path, number, strdup(text) };
		if (line_count + 1 == LINES)
			stop("too many lines", path);
		line_count += text[strspn(text, " \t")] != 0;
	}
	free(text);
	fclose(f);
}

/* Cuts at blanks; what follows a lone ":" is one token with its blanks. */
static int split(const struct line *at, char *token[TOKENS])
{
	char *rest = strdup(at->text);
	int n = 0;

	for (char *word = strtok_r(rest, " \t", &rest); word; word = strtok_r(NULL, " \t", &rest)) {
		if (n + 2 >= TOKENS)
			stop("too many words on a line", at->text);
		token[n++] = word;
		if (strcmp(word, ":") == 0)
			break;
	}
	if (n && strcmp(token[n - 1], ":") == 0)
		token[n++] = rest ? rest + strspn(rest, " \t") : rest;
	token[n] = NULL;
	return n;
}

static const char *after(const struct line *at, int n) /* the text from the nth word on */
{
	const char *text = at->text;

	for (; n > 0; n--) {
		text += strspn(text, " \t");
		text += strcspn(text, " \t");
	}
	return text + strspn(text, " \t");
}

/* ---------------------------------------------------------------- values and conditions */

static bool number(const char *text, uint32_t *ret)
{
	char *end;
	unsigned long value = strtoul(text, &end, 0);

	if (!isdigit((unsigned char)*text) || *end || value > UINT32_MAX)
		return false;
	*ret = (uint32_t)value;
	return true;
}

static uint32_t one_value(const struct line *at, const char *text)
{
	uint32_t value;

	if (number(text, &value))
		return value;
	for (int i = 0; i < word_count; i++)
		if (strcmp(words[i].name, text) == 0) {
			words[i].used = true;
			return words[i].value;
		}
	die(at, "unknown word", text);
}

static uint32_t value_of(const struct line *at, char *text)
{
	uint32_t value = 0;

	for (char *part = strtok_r(text, "|", &text); part; part = strtok_r(NULL, "|", &text))
		value |= one_value(at, part);
	return value;
}

static void list_of(const struct line *at, char *text, struct cond *ret)
{
	for (char *part = strtok_r(text, ",", &text); part; part = strtok_r(NULL, ",", &text)) {
		uint32_t value = value_of(at, part);

		for (int i = 0; i < ret->values; i++)
			if (ret->list[i] == value)
				die(at, "twice in one list:", part);
		if (ret->values == VALUES)
			stop("too many values", at->text);
		ret->list[ret->values++] = value;
	}
}

static struct cond *cond_of(struct row *row, int arg)
{
	for (int i = 0; i < row->conds; i++)
		if (row->cond[i].arg == arg)
			return &row->cond[i];
	if (row->conds == CONDS)
		stop("too many conditions", row->at->text);
	row->cond[row->conds] = (struct cond){ .arg = arg };
	return &row->cond[row->conds++];
}

static void add_condition(struct row *row, char *arg, const char *verb, char *value)
{
	struct cond *cond;
	uint32_t bits;

	if (strlen(arg) != 1 || *arg < '0' || *arg > '5')
		die(row->at, "not an argument from 0 to 5:", arg);
	cond = cond_of(row, *arg - '0');
	if (strcmp(verb, "is") == 0) {
		if (cond->values || cond->mask || cond->null)
			die(row->at, "\"is\" says all there is to say about argument", arg);
		cond->null = strcmp(value, "NULL") == 0;
		if (!cond->null)
			list_of(row->at, value, cond);
		return;
	}
	if (strcmp(verb, "has") != 0 && strcmp(verb, "lacks") != 0)
		die(row->at, "a condition is is, has or lacks, not", verb);
	if (cond->values || cond->null)
		die(row->at, "\"is\" says all there is to say about argument", arg);
	bits = value_of(row->at, value);
	if (!bits || cond->mask & bits)
		die(row->at, "no bit to look at, or one twice, in argument", arg);
	cond->mask |= bits;
	cond->value |= *verb == 'h' ? bits : 0;
}

/* ---------------------------------------------------------------- rows */

static unsigned arches_of(const struct line *at, char *text)
{
	unsigned on = 0;

	for (char *part = strtok_r(text, ",", &text); part; part = strtok_r(NULL, ",", &text)) {
		int i = 0;

		while (i < ARCHES && strcmp(part, arches[i].name) != 0)
			i++;
		if (i == ARCHES)
			die(at, "unknown architecture", part);
		on |= 1U << i;
	}
	return on;
}

static void check_syscall(const struct row *row)
{
	for (int i = 0; i < ARCHES; i++) {
		int nr = seccomp_syscall_resolve_name_arch(arches[i].token, row->syscall);
		int last = newest ? seccomp_syscall_resolve_name_arch(arches[i].token, newest) : nr;

		if (nr == __NR_SCMP_ERROR)
			die(row->at, "unknown system call", row->syscall);
		if (nr < 0 && row->on & 1U << i)
			die(row->at, "not a system call everywhere (\"on ARCH\" says where):", row->syscall);
		if (nr > last && row->on & 1U << i)
			die(row->at, "newer than the newest system call that is not unknown here:", row->syscall);
	}
}

static void check_once(const struct list *list, const struct row *row)
{
	for (int i = 0; i < list->rows; i++) {
		const struct row *other = &rows[list->row[i]];

		if (strcmp(other->syscall, row->syscall) != 0 || !(other->on & row->on))
			continue;
		if (!other->conds || !row->conds || strcmp(other->conditions, row->conditions) == 0)
			die(row->at, "a row before says the same or more of", row->syscall);
	}
}

static void include_into(struct list *list, const struct line *at, const char *name)
{
	for (int i = 0; i < list_count; i++) {
		if (strcmp(lists[i].name, name) != 0 || lists[i].filter)
			continue;
		for (int r = 0; r < lists[i].rows; r++) {
			check_once(list, &rows[lists[i].row[r]]);
			list->row[list->rows++] = lists[i].row[r];
		}
		lists[i].used = true;
		list->include[list->includes++] = &lists[i];
		return;
	}
	die(at, "unknown part", name);
}

static _Noreturn void read_no_further(const struct line *at, const char *token)
{
	if (token)
		die(at, "cannot read this from", token);
	die(at, "every row needs its reason, after \" : \"", "");
}

/* The tokens from t on: [on ARCH] [if COND [and COND]...] : WHY */
static void read_row(struct list *list, const struct line *at, uint32_t action, char **t)
{
	struct row *row = &rows[row_count];
	const char *from = strstr(at->text, " if "), *to = strstr(at->text, " : ");

	*row = (struct row){ .at = at, .action = action, .on = ALL, .syscall = *t, .conditions = "", .owner = list };
	if (!*t++)
		die(at, "a system call is missing", "");
	if (*t && strcmp(*t, "on") == 0 && t[1]) {
		row->on = arches_of(at, t[1]);
		t += 2;
	}
	if (from && to && from < to)
		row->conditions = trimmed(from + 4, to);
	for (const char *joint = "if"; *t && strcmp(*t, joint) == 0 && t[1] && t[2] && t[3]; t += 4, joint = "and")
		add_condition(row, t[1], t[2], t[3]);
	if (!*t || strcmp(*t, ":") != 0)
		read_no_further(at, *t);
	row->why = t[1];
	if (!row->why || !*row->why)
		read_no_further(at, NULL);
	check_syscall(row);
	check_once(list, row);
	list->row[list->rows++] = row_count++;
}

static void read_word(const struct line *at, char *token[TOKENS], int n)
{
	struct word *word = &words[word_count];

	*word = (struct word){ .name = token[1], .at = at };
	if (n != 3 || !number(token[2], &word->value))
		die(at, "a word has a name and a number:", at->text);
	for (int i = 0; i < word_count; i++)
		if (strcmp(words[i].name, word->name) == 0)
			die(at, "declared twice:", word->name);
	word_count++;
}

static void read_newest(const struct line *at, char *token[TOKENS], int n)
{
	if (newest)
		die(at, "declared twice:", "newest");
	if (n != 2 || seccomp_syscall_resolve_name_arch(arches[0].token, token[1]) < 0)
		die(at, "unknown system call", n > 1 ? token[1] : "");
	newest = token[1];
}

static void read_list(const struct line *at, char *token[TOKENS], bool filter)
{
	struct list *list = &lists[list_count++];

	*list = (struct list){ .name = token[1], .text = after(at, 2), .at = at, .filter = filter };
	for (int i = 0; i + 1 < list_count; i++)
		if (strcmp(lists[i].name, list->name) == 0)
			die(at, "declared twice:", list->name);
	if (!*list->text)
		die(at, "a line of text is missing for", list->name);
}

static void read_line(struct list *list, const struct line *at, char *token[TOKENS], int n)
{
	if (!list)
		die(at, "no part or filter has begun:", at->text);
	if (strcmp(token[0], "include") == 0 && n == 2)
		include_into(list, at, token[1]);
	else if (strcmp(token[0], "allow") == 0)
		read_row(list, at, SCMP_ACT_ALLOW, token + 1);
	else if (strcmp(token[0], "errno") == 0 && n > 2)
		read_row(list, at, SCMP_ACT_ERRNO(one_value(at, token[1])), token + 2);
	else
		die(at, "cannot read this line:", at->text);
}

/* Words first, then parts, then filters, so that files and lines may stand in any order. */
static void read_lines(bool filters)
{
	struct list *list = NULL;
	const char *file = "";

	for (int i = 0; i < line_count; i++) {
		const struct line *at = &lines[i];
		char *token[TOKENS];
		int n = split(at, token);
		bool begins = strcmp(token[0], "part") == 0 || strcmp(token[0], "filter") == 0;

		if (strcmp(at->file, file) != 0)
			list = NULL;
		file = at->file;
		if (strcmp(token[0], "word") == 0 || strcmp(token[0], "newest") == 0)
			continue;
		if (begins && n < 2)
			die(at, "a name is missing:", at->text);
		if (begins && (*token[0] == 'f') == filters)
			read_list(at, token, filters), list = &lists[list_count - 1];
		else if (begins)
			list = &lists[LISTS - 1]; /* the other kind's turn: skipped */
		else if (list != &lists[LISTS - 1])
			read_line(list, at, token, n);
	}
}

static void read_words(void)
{
	for (int i = 0; i < line_count; i++) {
		char *token[TOKENS];
		int n = split(&lines[i], token);

		if (strcmp(token[0], "newest") == 0)
			read_newest(&lines[i], token, n);
		if (strcmp(token[0], "word") != 0)
			continue;
		if (word_count == WORDS)
			stop("too many words", lines[i].text);
		read_word(&lines[i], token, n);
	}
}

static void check_used(void)
{
	for (int i = 0; i < word_count; i++)
		if (!words[i].used)
			die(words[i].at, "never used:", words[i].name);
	for (int i = 0; i < list_count; i++) {
		if (!lists[i].filter && !lists[i].used)
			die(lists[i].at, "never included:", lists[i].name);
		if (!lists[i].rows)
			die(lists[i].at, "allows nothing:", lists[i].name);
	}
}

int main(int argc, char **argv)
{
	for (int i = 2; i < argc; i++)
		read_file(argv[i]);
	read_words();
	read_lines(false);
	read_lines(true);
	check_used();
	if (argc > 1 && strcmp(argv[1], "h") == 0)
		write_h();
	else if (argc > 1 && strcmp(argv[1], "c") == 0)
		write_c();
	else if (argc > 1 && strcmp(argv[1], "md") == 0)
		write_md();
	else
		return fprintf(stderr, "usage: seccomp h|c|md FILE...\n"), 2;
	return fflush(stdout) != 0;
}
