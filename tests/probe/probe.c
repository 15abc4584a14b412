/*
 * probe: stands in for a monitor and says, as JSON on standard output, what it really has.
 *
 * Orders come as words in the guest's command line (words.h).  About the report:
 *   probe:quiet      no report
 *   probe:minimal    argv and environment only: needs nothing but write and exit, for the strictest filters
 *   probe:try=NAME   after that, makes system call NAME in this very process (several are tried in turn); a filter that
 *                    kills for it ends the probe with SIGSYS
 *   probe:syscalls   with the report: tries a long list of system calls, each in a child
 *   probe:tree       with the report: the file tree
 * What it does then: deeds.h.  The report is a few lines, each one object: "jq -s add" makes one of them.
 */
#include "deeds.h"
#include "out.h"
#include "sections.h"
#include "sys.h"
#include "words.h"

static void report_all(void)
{
	out_open('{');
	report_self();
	out_close('}');
	out_line();
	section("identity", report_identity);
	section("limits", report_limits);
	section("signals", report_signals);
	section("names", report_names);
	section("descriptors", report_descriptors);
	section("links", report_links);
	section("devices", report_devices);
	if (word_given("tree"))
		section("files", report_files);
	if (word_given("syscalls"))
		section("syscalls", report_syscalls);
}

static void report(char **argv, char **envp)
{
	const char *name;
	if (word_given("quiet"))
		return;
	report_words(argv, envp);
	if (!word_given("minimal") && !word_given("try"))
		report_all();
	for (size_t n = 0; (name = word_nth("try", n)); n++)
		try_here(name);
}

void probe_main(long *stack);

void probe_main(long *stack)
{
	char **argv = (char **)(stack + 1);
	char **envp = argv + *stack + 1;
	words_from(argv);
	report(argv, envp);
	if (word_given("answer"))
		answer(argv);
	control(argv);
	if (!word_given("minimal"))
		deeds();
	leave((int)word_number("exit", 0));
}

/* gcc calls these even where there is no library. */
void *memcpy(void *to, const void *from, size_t count);
void *memset(void *at, int byte, size_t count);

void *memcpy(void *to, const void *from, size_t count)
{
	char *a = to;
	const char *b = from;
	while (count--)
		*a++ = *b++;
	return to;
}

void *memset(void *at, int byte, size_t count)
{
	char *a = at;
	while (count--)
		*a++ = (char)byte;
	return at;
}

#if defined(__x86_64__)
__asm__(".globl _start\n_start:\n\txor %ebp, %ebp\n\tmov %rsp, %rdi\n\tand $-16, %rsp\n\tcall probe_main\n\thlt\n");
#else
__asm__(".globl _start\n_start:\n\tmov x29, #0\n\tmov x0, sp\n\tbl probe_main\n");
#endif
