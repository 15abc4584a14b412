#include "out.h"
#include "sys.h"

static char buffer[256 * 1024];
static size_t used;

static void put(char c)
{
	if (used < sizeof(buffer) - 1)
		buffer[used++] = c;
}

void out_text(const char *text)
{
	while (*text)
		put(*text++);
}

static void put_escaped(unsigned char c)
{
	static const char digits[] = "0123456789abcdef";
	if (c == '"' || c == '\\') {
		put('\\');
		put((char)c);
	} else if (c < 0x20 || c == 0x7f) {
		out_text("\\u00");
		put(digits[c >> 4]);
		put(digits[c & 15]);
	} else {
		put((char)c);
	}
}

void out_bytes(const char *bytes, size_t length)
{
	put('"');
	for (size_t i = 0; i < length; i++)
		put_escaped((unsigned char)bytes[i]);
	put('"');
}

void out_string(const char *text)
{
	size_t length = 0;
	if (!text) {
		out_text("null");
		return;
	}
	while (text[length])
		length++;
	out_bytes(text, length);
}

static void out_based(unsigned long long number, unsigned base)
{
	char digits[32];
	size_t count = 0;
	do {
		digits[count++] = "0123456789abcdef"[number % base];
		number /= base;
	} while (number);
	while (count)
		put(digits[--count]);
}

void out_number(long number)
{
	if (number < 0)
		put('-');
	out_based(number < 0 ? 0ULL - (unsigned long long)number : (unsigned long long)number, 10);
}

void out_octal(unsigned long number)
{
	out_text("\"0");
	out_based(number, 8);
	put('"');
}

void out_hex(unsigned long long number)
{
	out_text("\"0x");
	out_based(number, 16);
	put('"');
}

/* Trailing commas are avoided by looking back: whatever follows an opening bracket needs none. */
void out_comma(void)
{
	if (used && buffer[used - 1] != '{' && buffer[used - 1] != '[' && buffer[used - 1] != ':')
		put(',');
}

void out_open(char bracket)
{
	put(bracket);
}

void out_close(char bracket)
{
	put(bracket);
}

void out_key(const char *name)
{
	out_comma();
	out_string(name);
	put(':');
}

void out_pair(const char *name, long number)
{
	out_key(name);
	out_number(number);
}

void out_pair_string(const char *name, const char *text)
{
	out_key(name);
	out_string(text);
}

void out_pair_error(const char *name, long result)
{
	out_key(name);
	if (result >= 0)
		out_text("true");
	else
		out_number(-result);
}

void out_line(void)
{
	buffer[used++] = '\n';
	for (size_t done = 0; done < used;) {
		long written = sys3(__NR_write, 1, buffer + done, used - done);
		if (written <= 0)
			break;
		done += (size_t)written;
	}
	used = 0;
}

size_t out_room(void)
{
	return sizeof(buffer) - used;
}
