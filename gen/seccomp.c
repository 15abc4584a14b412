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
#include <ctype.h>
#include <errno.h>
#include <seccomp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <linux/filter.h>

enum { LINES = 4000, WORDS = 400, LISTS = 40, ROWS = 1500, TOKENS = 60, VALUES = 80, CONDS = 4, ARCHES = 2, ALL = 3 };

struct line {
	const char *file;
	int number;
	char *text;
};

struct word {
	const char *name;
	uint32_t value;
	const struct line *at;
	bool used;
};

struct cond {
	int arg;
	uint32_t mask, value; /* what must be so whatever the list says */
	uint32_t list[VALUES];
	int values; /* of the list; 0: no list */
	bool null; /* a pointer that must be NULL */
};

struct row {
	const struct line *at;
	const char *syscall, *why, *conditions;
	uint32_t action;
	unsigned on; /* bits of arches */
	struct cond cond[CONDS];
	int conds;
	const struct list *owner; /* where it is written; others include it */
};

struct list {
	const char *name, *text;
	const struct line *at;
	bool filter, used;
	int row[ROWS], rows;
	const struct list *include[LISTS];
	int includes;
};

static const struct {
	const char *name, *macro;
	uint32_t token;
} arches[ARCHES] = {
	{ "x86_64", "__x86_64__", SCMP_ARCH_X86_64 },
	{ "aarch64", "__aarch64__", SCMP_ARCH_AARCH64 },
};

static struct line lines[LINES];
static struct word words[WORDS];
static struct list lists[LISTS];
static struct row rows[ROWS];
static int line_count, word_count, list_count, row_count;
static const char *newest;

static _Noreturn void die(const struct line *at, const char *what, const char *name)
{
	fprintf(stderr, "%s:%d: %s%s%s\n", at->file, at->number, what, *name ? " " : "", name);
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
			die(line, "too many lines", "");
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
			die(at, "too many words on a line", "");
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
			die(at, "too many values, from", part);
		ret->list[ret->values++] = value;
	}
}

static struct cond *cond_of(struct row *row, int arg)
{
	for (int i = 0; i < row->conds; i++)
		if (row->cond[i].arg == arg)
			return &row->cond[i];
	if (row->conds == CONDS)
		die(row->at, "too many conditions", "");
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
		die(row->at, "nothing to look at, or twice the same:", value);
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
			die(row->at,
			    row->on == ALL ? "not a system call everywhere (say \"on x86_64\"):"
					   : "not a system call there:",
			    row->syscall);
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
		die(at, *t ? "cannot read this from" : "every row needs its reason, after \" : \"", *t ? *t : "");
	row->why = t[1];
	if (!row->why || !*row->why)
		die(at, "every row needs its reason, after \" : \"", "");
	check_syscall(row);
	check_once(list, row);
	list->row[list->rows++] = row_count++;
}

static void read_word(const struct line *at, char *token[TOKENS], int n)
{
	struct word *word = &words[word_count++];

	*word = (struct word){ .name = token[1], .at = at };
	for (int i = 0; i + 1 < word_count; i++)
		if (strcmp(words[i].name, word->name) == 0)
			die(at, "declared twice:", word->name);
	if (n != 3 || !number(token[2], &word->value))
		die(at, "a word has a name and a number:", at->text);
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
		if (n < 2 || word_count == WORDS)
			die(&lines[i], "a word has a name and a number:", lines[i].text);
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

/* ---------------------------------------------------------------- BPF */

static void add_rule(scmp_filter_ctx ctx, const struct row *row, int nr, int which)
{
	struct scmp_arg_cmp cmp[CONDS];

	for (int i = 0; i < row->conds; i++) {
		const struct cond *c = &row->cond[i];

		if (c->null)
			cmp[i] = SCMP_CMP64((unsigned)c->arg, SCMP_CMP_EQ, 0);
		else if (c->values)
			cmp[i] =
			    SCMP_CMP32((unsigned)c->arg, SCMP_CMP_MASKED_EQ, UINT32_MAX, c->list[which % c->values]);
		else
			cmp[i] = SCMP_CMP32((unsigned)c->arg, SCMP_CMP_MASKED_EQ, c->mask, c->value);
		which /= c->values ? c->values : 1;
	}
	errno = -seccomp_rule_add_exact_array(ctx, row->action, nr, (unsigned)row->conds, cmp);
	if (errno)
		die(row->at, "libseccomp does not take this:", strerror(errno));
}

static int alternatives(const struct row *row)
{
	int n = 1;

	for (int i = 0; i < row->conds; i++)
		n *= row->cond[i].values ? row->cond[i].values : 1;
	return n;
}

static scmp_filter_ctx filter_for(const struct list *list, int arch)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_KILL_PROCESS);

	if (!ctx || seccomp_attr_set(ctx, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) < 0 ||
	    seccomp_attr_set(ctx, SCMP_FLTATR_CTL_OPTIMIZE, 2) < 0)
		die(list->at, "libseccomp cannot begin", list->name);
	if (seccomp_arch_native() != arches[arch].token &&
	    (seccomp_arch_add(ctx, arches[arch].token) < 0 || seccomp_arch_remove(ctx, SCMP_ARCH_NATIVE) < 0))
		die(list->at, "libseccomp does not know the architecture", arches[arch].name);
	for (int i = 0; i < list->rows; i++) {
		const struct row *row = &rows[list->row[i]];
		/* Rules are added by the native number, or by what libseccomp makes of a name that is not native. */
		int nr = seccomp_syscall_resolve_name(row->syscall);

		for (int k = 0; row->on & 1U << arch && k < alternatives(row); k++)
			add_rule(ctx, row, nr, k);
	}
	return ctx;
}

/*
 * A new C library tries new system calls and lives without them, if it is told ENOSYS; it must not die of what nobody here
 * has heard of.  libseccomp cannot say "above", so this comes before its program, which does not look back.
 */
static size_t put_newest(int arch, struct sock_filter *code)
{
	int nr = newest ? seccomp_syscall_resolve_name_arch(arches[arch].token, newest) : -1;
	const struct sock_filter prefix[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 4),
		BPF_JUMP(
		    BPF_JMP | BPF_JEQ | BPF_K, arches[arch].token, 0, 4), /* another architecture: libseccomp's turn */
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0),
		BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 2, 0), /* x32 */
		BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, (uint32_t)nr, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SCMP_ACT_ERRNO(ENOSYS)),
	};

	if (nr < 0)
		return 0;
	memcpy(code, prefix, sizeof prefix);
	return sizeof prefix / sizeof *prefix;
}

static size_t bpf_of(const struct list *list, int arch, struct sock_filter *code, size_t room)
{
	scmp_filter_ctx ctx = filter_for(list, arch);
	FILE *f = tmpfile();
	size_t n = put_newest(arch, code);

	if (!f || seccomp_export_bpf(ctx, fileno(f)) < 0)
		die(list->at, "libseccomp cannot compile", list->name);
	rewind(f);
	n += fread(code + n, sizeof *code, room - n, f);
	fclose(f);
	seccomp_release(ctx);
	if (!n || n == room)
		die(list->at, "too large for the kernel:", list->name);
	return n;
}

/* ---------------------------------------------------------------- output */

static const char *upper(const char *name)
{
	static char text[100];
	size_t n = 0;

	for (; name[n] && n + 1 < sizeof text; n++)
		text[n] = isalnum((unsigned char)name[n]) ? (char)toupper((unsigned char)name[n]) : '_';
	text[n] = 0;
	return text;
}

static void banner(const char *file)
{
	printf("/*\n * %s: generated from spec/seccomp/ by gen/seccomp.c and libseccomp.  Change those, not this.\n",
	    file);
	printf(
	    " * The filters are made at build time: compiling one at each start would cost more than loading it.\n */\n\n");
}

static void write_h(void)
{
	banner("seccomp_filters.h");
	printf(
	    "#ifndef SECCOMP_FILTERS_H\n#define SECCOMP_FILTERS_H\n\n#include <stddef.h>\n#include <linux/filter.h>\n\n");
	printf("enum seccomp_filter {\n\tSECCOMP_FILTER_NONE = -1,\n");
	for (int i = 0; i < list_count; i++)
		if (lists[i].filter)
			printf("\tSECCOMP_FILTER_%s, /* %s */\n", upper(lists[i].name), lists[i].text);
	printf("\tSECCOMP_FILTER_COUNT\n};\n\n");
	printf("/* The program of a filter for this architecture, in instructions. */\n");
	printf("const struct sock_filter *seccomp_filter_code(enum seccomp_filter filter, size_t *ret_n);\n\n");
	printf("/* The words of the specs.  by_name: SECCOMP_FILTER_NONE when there is no such name. */\n");
	printf("const char *seccomp_filter_name(enum seccomp_filter filter);\n");
	printf("enum seccomp_filter seccomp_filter_by_name(const char *name);\n\n#endif\n");
}

static const char *syscall_name(uint32_t nr, int arch)
{
	static char text[100];
	char *name = seccomp_syscall_resolve_num_arch(arches[arch].token, (int)nr);

	snprintf(text, sizeof text, "%s", name ? name : "");
	free(name);
	return text;
}

/* Says what an instruction does, as far as it is one of those that libseccomp makes. */
static void explain(const struct sock_filter *i, size_t at, bool *number_loaded, int arch)
{
	static const char *const field[] = { "number", "arch", "ip", "ip high" };

	switch (i->code) {
	case BPF_LD | BPF_W | BPF_ABS:
		*number_loaded = i->k == 0;
		if (i->k < 16)
			printf("load %s", field[i->k / 4]);
		else
			printf("load argument %u%s", (i->k - 16) / 8, i->k % 8 ? " high" : "");
		break;
	case BPF_JMP | BPF_JEQ | BPF_K:
		printf("%s 0x%x ? %zu : %zu", *number_loaded ? syscall_name(i->k, arch) : "is", i->k, at + 1 + i->jt,
		    at + 1 + i->jf);
		break;
	case BPF_JMP | BPF_JGT | BPF_K:
	case BPF_JMP | BPF_JGE | BPF_K:
		printf("%s 0x%x ? %zu : %zu", BPF_OP(i->code) == BPF_JGT ? "above" : "at least", i->k, at + 1 + i->jt,
		    at + 1 + i->jf);
		break;
	case BPF_ALU | BPF_AND | BPF_K:
		printf("and 0x%x", i->k);
		break;
	case BPF_RET | BPF_K:
		printf("%s", i->k == SCMP_ACT_ALLOW ? "allow" : i->k == SCMP_ACT_KILL_PROCESS ? "kill" : "refuse");
		break;
	default:
		printf("go to %zu", at + 1 + i->k);
	}
}

static size_t write_filter(const struct list *list, int arch, size_t first)
{
	static struct sock_filter code[BPF_MAXINSNS];
	size_t n = bpf_of(list, arch, code, BPF_MAXINSNS);
	bool number_loaded = false;

	printf("\t/*\n\t * %s, from %zu: %s\n", list->name, first, list->text);
	for (int i = 0; i < list->rows; i++)
		if (rows[list->row[i]].on & 1U << arch)
			printf("\t * %s\n", rows[list->row[i]].at->text);
	printf("\t */\n");
	for (size_t i = 0; i < n; i++) {
		printf("\t{ 0x%02x, %u, %u, 0x%08x }, /* %zu: ", code[i].code, code[i].jt, code[i].jf, code[i].k, i);
		explain(&code[i], i, &number_loaded, arch);
		printf(" */\n");
	}
	return n;
}

static void write_code(int arch)
{
	size_t first[LISTS] = { 0 }, all = 0, n[LISTS] = { 0 };

	printf("#%s defined(%s)\n\nstatic const struct sock_filter code[] = {\n", arch ? "elif" : "if",
	    arches[arch].macro);
	for (int i = 0; i < list_count; i++) {
		if (!lists[i].filter)
			continue;
		first[i] = all;
		n[i] = write_filter(&lists[i], arch, all);
		all += n[i];
	}
	printf("};\n\nstatic const struct {\n\tunsigned short first, n;\n} programs[SECCOMP_FILTER_COUNT] = {\n");
	for (int i = 0; i < list_count; i++)
		if (lists[i].filter)
			printf("\t{ %zu, %zu }, /* %s */\n", first[i], n[i], lists[i].name);
	printf("};\n\n");
}

static void write_names(void)
{
	size_t longest = 1;

	for (int i = 0; i < list_count; i++)
		if (lists[i].filter && strlen(lists[i].name) >= longest)
			longest = strlen(lists[i].name) + 1;
	printf("static const char names[SECCOMP_FILTER_COUNT][%zu] = {\n", longest);
	for (int i = 0; i < list_count; i++)
		if (lists[i].filter)
			printf("\t\"%s\",\n", lists[i].name);
	printf("};\n\n");
}

static void write_c(void)
{
	banner("seccomp_filters.c");
	printf("#include \"seccomp_filters.h\"\n\n#include <string.h>\n\n");
	for (int arch = 0; arch < ARCHES; arch++)
		write_code(arch);
	printf("#endif\n\n");
	write_names();
	printf("const struct sock_filter *seccomp_filter_code(enum seccomp_filter filter, size_t *ret_n)\n{\n");
	printf("\t*ret_n = programs[filter].n;\n\treturn code + programs[filter].first;\n}\n\n");
	printf("const char *seccomp_filter_name(enum seccomp_filter filter)\n{\n\treturn names[filter];\n}\n\n");
	printf("enum seccomp_filter seccomp_filter_by_name(const char *name)\n{\n");
	printf("\tfor (int i = 0; i < SECCOMP_FILTER_COUNT; i++)\n\t\tif (strcmp(names[i], name) == 0)\n");
	printf("\t\t\treturn (enum seccomp_filter)i;\n\treturn SECCOMP_FILTER_NONE;\n}\n");
}

static void write_md_row(const struct row *row)
{
	printf("| `%s`", row->syscall);
	for (int i = 0; i < ARCHES; i++)
		if (row->on == 1U << i)
			printf(" (%s)", arches[i].name);
	printf(" | %s", row->action == SCMP_ACT_ALLOW ? "" : "refused ");
	for (const char *c = row->conditions; *c; c++)
		printf("%s%c%s", *c == '|' ? "\\" : "", *c, *c == ',' ? " " : "");
	printf(" | %s |\n", row->why);
}

static void write_md(void)
{
	printf("<!-- generated from spec/seccomp/ by gen/seccomp.c -->\n");
	for (int i = 0; i < list_count; i++) {
		printf("\n### %s\n%s\n", lists[i].name, lists[i].text);
		for (int k = 0; k < lists[i].includes; k++)
			printf("%s%s%s", k ? ", " : "\nWith all of: ", lists[i].include[k]->name,
			    k + 1 == lists[i].includes ? ".\n" : "");
		printf("\n| system call | only if argument | why |\n|---|---|---|\n");
		for (int r = 0; r < lists[i].rows; r++) {
			const struct row *row = &rows[lists[i].row[r]];

			if (row->owner == &lists[i])
				write_md_row(row);
		}
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
