/* resolv.conf, and the list of warnings that its reader fills. */
#include "unit.h"
#include "read/resolv.h"

static char memory[1 << 20];
static struct arena arena;
static struct warnings warnings;
static struct resolv r;

static void read_bytes(const char *text, size_t len)
{
	unit_arena(&arena, memory, sizeof memory);
	warnings_init(&warnings, &arena);
	memset(&r, 0x5a, sizeof r);
	resolv_read(&arena, text, len, "resolv.conf", &r, &warnings);
}

static void read_text(const char *text)
{
	read_bytes(text, strlen(text));
}

static void server(size_t i, const char *text, const char *scope, bool ip6, bool loopback)
{
	assert_true(i < r.servers_count);
	assert_string_equal(r.servers[i].text, text);
	if (scope)
		assert_string_equal(r.servers[i].scope, scope);
	else
		assert_null(r.servers[i].scope);
	assert_int_equal(r.servers[i].ip6, ip6);
	assert_int_equal(r.servers[i].loopback, loopback);
}

static void test_servers(void **state)
{
	(void)state;
	read_text("# made by docker\n; and more\nnameserver 127.0.0.11\nnameserver\t 10.0.0.1  \r\n"
		  "nameserver fe80::1%eth0\nnameserver 2001:db8::53 # later words are not looked at\nnameserver ::1\n"
		  "nameserver ::ffff:127.0.0.1\noptions ndots:0 edns0\nnameserver 192.0.2.255");
	assert_int_equal(warnings.n, 0);
	assert_int_equal(r.servers_count, 7);
	server(0, "127.0.0.11", NULL, false, true);
	server(1, "10.0.0.1", NULL, false, false);
	assert_memory_equal(r.servers[1].at, "\x0a\0\0\x01", 4);
	server(2, "fe80::1", "eth0", true, false);
	server(3, "2001:db8::53", NULL, true, false);
	assert_memory_equal(r.servers[3].at, "\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x53", 16);
	server(4, "::1", NULL, true, true);
	server(5, "::ffff:127.0.0.1", NULL, true, true);
	server(6, "192.0.2.255", NULL, false, false);
	assert_int_equal(r.domains_count, 0);
}

static void test_domains(void **state)
{
	(void)state;
	read_text("search a.example b.example\t_c.example .\n");
	assert_int_equal(warnings.n, 0);
	assert_int_equal(r.domains_count, 4);
	assert_string_equal(r.domains[0], "a.example");
	assert_string_equal(r.domains[2], "_c.example");
	assert_string_equal(r.domains[3], ".");
	read_text("domain one.example\nsearch two.example three.example\n");
	assert_int_equal(r.domains_count, 2);
	assert_string_equal(r.domains[0], "two.example");
	read_text("search two.example\ndomain one.example\n");
	assert_int_equal(r.domains_count, 1);
	assert_string_equal(r.domains[0], "one.example");
}

/* As in the C library: a keyword counts only at the start of a line, whole, in lower case. */
static void test_passed_over(void **state)
{
	(void)state;
	read_text(
	    " nameserver 10.0.0.1\nnameservers 10.0.0.1\nNAMESERVER 10.0.0.1\nnameserver\nnameserver \n#nameserver 10.0.0.1\n"
	    "searching x\nsortlist 130.155.160.0\nnameserver");
	assert_int_equal(warnings.n, 0);
	assert_int_equal(r.servers_count + r.domains_count, 0);
	read_text("");
	assert_int_equal(r.servers_count, 0);
	read_text("\n\n\n");
	assert_int_equal(r.servers_count, 0);
}

static void warns(const char *text, const char *message)
{
	read_text(text);
	assert_int_equal(warnings.n, 1);
	assert_string_equal(warnings.at[0], message);
	assert_int_equal(r.servers_count + r.domains_count, 1);
}

static void test_wrong(void **state)
{
	static const char *const addresses[] = { "10.0.0", "10.0.0.256", "10.0.0.1.1", "10.0.0.1%eth0", "localhost",
		"fe80:::1", "fe80::1%", "fe80::1%sixteen-letters-x", "::g", "10.0.0.1,10.0.0.2", "%", ":", "010.0.0.1.",
		"\xff\xfe" };
	static const char *const shown[] = { "10.0.0", "10.0.0.256", "10.0.0.1.1", "10.0.0.1%eth0", "localhost",
		"fe80:::1", "fe80::1%", "fe80::1%sixteen-letters-x", "::g", "10.0.0.1,10.0.0.2", "%", ":", "010.0.0.1.",
		"\\xff\\xfe" };
	char text[128], message[128];

	(void)state;
	for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
		snprintf(text, sizeof text, "nameserver 10.0.0.1\nnameserver %s\n", addresses[i]);
		snprintf(message, sizeof message, "resolv.conf:2: \"%s\" is no address of a name server", shown[i]);
		warns(text, message);
	}
	warns("search a,b ok.example", "resolv.conf:1: \"a,b\" is no domain");
	warns("search -x ok.example", "resolv.conf:1: \"-x\" is no domain");
	warns("\nsearch ok.example b\033[2J", "resolv.conf:2: \"b\\x1b[2J\" is no domain");
	warns("search ok.example caf\xc3\xa9", "resolv.conf:1: \"café\" is no domain");
}

static void test_bytes(void **state)
{
	static const char nul[] =
	    "nameserver 10.0.0.1\0 x\nnameserver 10.0.0.2\nnames\0erver 10.0.0.3\nsearch a\0b c\n";

	(void)state;
	read_bytes(nul, sizeof nul - 1);
	assert_int_equal(r.servers_count, 2);
	server(1, "10.0.0.2", NULL, false, false);
	assert_int_equal(r.domains_count, 1);
	assert_string_equal(r.domains[0], "a");
}

static void test_many(void **state)
{
	static char text[RESOLV_BYTES + 1];
	char *end = text;

	(void)state;
	for (int i = 0; i < 100; i++)
		end += sprintf(end, "nameserver 10.0.0.%d\n", i);
	end += sprintf(end, "search");
	for (int i = 0; i < 100; i++)
		end += sprintf(end, " d%d", i);
	read_text(text);
	assert_int_equal(r.servers_count, RESOLV_SERVERS);
	server(15, "10.0.0.15", NULL, false, false);
	assert_int_equal(r.domains_count, RESOLV_DOMAINS);
	assert_string_equal(r.domains[31], "d31");
	memset(text, '\n', sizeof text);
	read_bytes(text, sizeof text);
	assert_int_equal(warnings.n, 1);
	assert_string_equal(warnings.at[0], "resolv.conf: 65537 bytes are too many: it is taken for empty");
}

static void test_warnings(void **state)
{
	static char text[3000];

	(void)state;
	unit_arena(&arena, memory, sizeof memory);
	warnings_init(&warnings, &arena);
	assert_int_equal(warnings.n, 0);
	warn_add(&warnings, "%s and %d", "text", 7);
	warn_add(&warnings, "%s and %d", "text", 8);
	warn_add(&warnings, "text and %d", 7);
	assert_int_equal(warnings.n, 2);
	assert_string_equal(warnings.at[0], "text and 7");
	assert_string_equal(warnings.at[1], "text and 8");
	memset(text, 'x', sizeof text - 1);
	warn_add(&warnings, "%s", text);
	assert_int_equal(strlen(warnings.at[2]), 1023);
	for (int i = 0; i < 500; i++)
		warn_add(&warnings, "number %d", i);
	assert_int_equal(warnings.n, 101);
	assert_string_equal(warnings.at[99], "number 96");
	assert_string_equal(warnings.at[100], "more warnings are not shown");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_servers),
		cmocka_unit_test(test_domains),
		cmocka_unit_test(test_passed_over),
		cmocka_unit_test(test_wrong),
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_warnings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
