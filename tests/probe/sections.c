#include "sections.h"
#include "out.h"
#include "sys.h"

static void write_section(void (*report)(void))
{
	out_open('{');
	report();
	out_close('}');
	out_line();
}

static void write_killed(const char *name, int status)
{
	out_open('{');
	out_key(name);
	out_open('{');
	out_pair("killed", status & 127);
	out_close('}');
	out_close('}');
	out_line();
}

void section(const char *name, void (*report)(void))
{
	int status = 0;
	long child = sys_fork();
	if (child <= 0) {
		write_section(report);
		if (child == 0)
			leave(0);
		return;
	}
	sys4(__NR_wait4, child, &status, 0x40000000 /* __WALL */, 0);
	if (status & 127)
		write_killed(name, status);
}

static void write_strings(char **strings)
{
	out_open('[');
	for (; *strings; strings++) {
		out_comma();
		out_string(*strings);
	}
	out_close(']');
}

void report_words(char **argv, char **envp)
{
	out_open('{');
	out_key("argv");
	write_strings(argv);
	out_key("env");
	write_strings(envp);
	out_close('}');
	out_line();
}
