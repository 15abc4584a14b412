/* seccomp_write.c: the filters as C and as a page. */
#include "seccomp.h"

#include <ctype.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

void write_h(void)
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

	snprintf(text, sizeof text, "%s", name ? name : "is");
	free(name);
	return text;
}

/* Says what an instruction does, as far as it is one of those that libseccomp makes. */
static void explain(const struct sock_filter *i, size_t at, bool number_loaded, int arch)
{
	static const char *const field[] = { "number", "arch", "ip", "ip high" };

	switch (i->code) {
	case BPF_LD | BPF_W | BPF_ABS:
		if (i->k < 16)
			printf("load %s", field[i->k / 4]);
		else
			printf("load argument %u%s", (i->k - 16) / 8, i->k % 8 ? " high" : "");
		break;
	case BPF_JMP | BPF_JEQ | BPF_K:
		printf("%s 0x%x ? %zu : %zu", number_loaded ? syscall_name(i->k, arch) : "is", i->k, at + 1 + i->jt,
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

/* Which instructions find the call's number loaded: what comes before them in the program's flow, which is forwards only. */
static void follow(const struct sock_filter *code, size_t n, bool *number_loaded)
{
	memset(number_loaded, 0, n * sizeof *number_loaded);
	for (size_t i = 0; i + 1 < n; i++) {
		bool now = code[i].code == (BPF_LD | BPF_W | BPF_ABS) ? code[i].k == 0 : number_loaded[i];

		if (BPF_CLASS(code[i].code) == BPF_RET)
			continue;
		if (BPF_CLASS(code[i].code) != BPF_JMP)
			number_loaded[i + 1] |= now;
		else if (BPF_OP(code[i].code) == BPF_JA)
			number_loaded[i + 1 + code[i].k] |= now;
		else
			number_loaded[i + 1 + code[i].jt] |= now, number_loaded[i + 1 + code[i].jf] |= now;
	}
}

static size_t write_filter(const struct list *list, int arch, size_t first)
{
	static struct sock_filter code[BPF_MAXINSNS];
	size_t n = bpf_of(list, arch, code, BPF_MAXINSNS);
	static bool number_loaded[BPF_MAXINSNS];

	follow(code, n, number_loaded);
	printf("\t/*\n\t * %s, from %zu: %s\n", list->name, first, list->text);
	for (int i = 0; i < list->rows; i++)
		if (rows[list->row[i]].on & 1U << arch)
			printf("\t * %s\n", rows[list->row[i]].at->text);
	printf("\t */\n");
	for (size_t i = 0; i < n; i++) {
		printf("\t{ 0x%02x, %u, %u, 0x%08x }, /* %zu: ", code[i].code, code[i].jt, code[i].jf, code[i].k, i);
		explain(&code[i], i, number_loaded[i], arch);
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

void write_c(void)
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
	printf(" | %s%s", row->action == SCMP_ACT_ALLOW ? "" : "refused",
	    row->action == SCMP_ACT_ALLOW || !*row->conditions ? "" : " if ");
	for (const char *c = row->conditions; *c; c++)
		printf("%s%c%s", *c == '|' ? "\\" : "", *c, *c == ',' ? " " : "");
	printf(" | %s |\n", row->why);
}

void write_md(void)
{
	printf(
	    "<!-- generated from spec/seccomp/ by gen/seccomp.c: change those, and run `tests/spec/run --update seccomp` -->\n");
	printf("# What a monitor may ask of the kernel\n\n");
	printf(
	    "Each monitor gets its own seccomp filter just before it is executed: these system calls and no others.\n");
	printf(
	    "Any other ends it, with the status of SIGSYS (159) and a line in the kernel's log.  Arguments are counted\n");
	printf("from 0.  A filter has the calls of its own table and those of the parts that it names.\n");
	if (newest)
		printf(
		    "\nCalls that are newer than `%s` are refused with ENOSYS, so that a new C library takes another way.\n",
		    newest);
	for (int i = 0; i < list_count; i++) {
		printf("\n## %s\n\n%s: %s.\n", lists[i].name, lists[i].filter ? "Filter" : "Part", lists[i].text);
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
