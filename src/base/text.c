/* text.c: see text.h. */
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void text_init(struct text *t, struct arena *a)
{
	t->arena = a;
	t->used = 0;
	t->room = 64;
	t->at = take(a, t->room);
}

static void make_room(struct text *t, size_t more)
{
	size_t wanted = t->room;

	while (wanted - t->used <= more) /* one byte stays for the 0 */
		wanted *= 2;
	if (wanted == t->room)
		return;
	t->at = take_longer(t->arena, t->at, t->room, wanted);
	t->room = wanted;
}

void text_bytes(struct text *t, const char *bytes, size_t len)
{
	make_room(t, len);
	memcpy(t->at + t->used, bytes, len);
	t->used += len;
	t->at[t->used] = 0;
}

void text_byte(struct text *t, char c)
{
	make_room(t, 1);
	t->at[t->used++] = c;
	t->at[t->used] = 0;
}

void text_add(struct text *t, const char *text)
{
	text_bytes(t, text, strlen(text));
}

void text_number(struct text *t, long long n)
{
	char digits[24];
	int len = snprintf(digits, sizeof digits, "%lld", n);

	text_bytes(t, digits, (size_t)len);
}

void text_format(struct text *t, const char *format, ...)
{
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (len <= 0)
		return;
	make_room(t, (size_t)len);
	va_start(args, format);
	vsnprintf(t->at + t->used, (size_t)len + 1, format, args);
	va_end(args);
	t->used += (size_t)len;
}
