/* mountinfo.re: see mountinfo.h.  One line is one match; tags mark where its fields begin and end. */
#include "read/mountinfo.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* Cuts the text off at its end, which is a blank, the end of the line or the end of all. */
static char *cut(char *from, char *to)
{
	*to = 0;
	return from;
}

static int number(const char *digits, unsigned *ret)
{
	unsigned long n = strtoul(digits, NULL, 10); /* at most 10 digits: no overflow where long has 64 bits */

	*ret = (unsigned)n;
	return n > UINT_MAX ? -1 : 0;
}

/*
 * Decodes in place.  A backslash that begins no escape stays: the kernel escapes its own, but file systems write their
 * options as they like.  -1: an escape makes a 0 byte.
 */
static int decode(char *text)
{
	char *at = strchr(text, '\\'), *out = at, *YYMARKER;

	while (at && *at) {
		/*!re2c
		re2c:yyfill:enable = 0;
		re2c:define:YYCTYPE = "unsigned char";
		re2c:define:YYCURSOR = at;

		"\\000"            { return -1; }
		"\\" [0-3][0-7]{2} { *out++ = (char)((at[-3] - '0') * 64 + (at[-2] - '0') * 8 + at[-1] - '0'); continue; }
		*                  { *out++ = at[-1]; continue; }
		*/
	}
	if (out)
		*out = 0;
	return 0;
}

static int wrong(const struct mountinfo *m, struct error *err)
{
	return fail(err, EPROTO, "/proc/self/mountinfo:%u: not a line of this file", m->line);
}

static int decode_all(const struct mountinfo *m, struct mount_line *line, struct error *err)
{
	char *const texts[] = { line->root, line->point, line->type, line->source, line->super };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (decode(texts[i]) < 0)
			return wrong(m, err);
	return 0;
}

int mountinfo_next(struct mountinfo *m, struct mount_line *ret, struct error *err)
{
	struct mount_line line;
	char *at = m->at, *YYMARKER = m->at;
	char *id, *parent, *major, *minor, *root, *point, *options, *optional, *optional_end, *type, *source, *super, *end;
	/*!stags:re2c format = "char *@@ = m->at;\n"; */

	if (!*m->at)
		return 0;
	m->line++;
	/*!re2c
	re2c:flags:tags = 1;

	number = [0-9]{1,10};
	field  = [^ \t\n\x00]+;
	extra  = [^\- \t\n\x00] [^ \t\n\x00]* | "-" field;

	@id number " " @parent number " " @major number ":" @minor number
	    " " @root field " " @point field " " @options field " " @optional (extra " ")* @optional_end "- "
	    @type field " " @source [^ \t\n\x00]* " " @super [^ \t\n\x00]* @end [^\n\x00]* "\n"? { goto found; }
	* { return wrong(m, err); }
	*/
found:
	if (number(id, &line.id) < 0 || number(parent, &line.parent) < 0 || number(major, &line.major) < 0 ||
	    number(minor, &line.minor) < 0)
		return wrong(m, err);
	line.optional = optional_end > optional ? cut(optional, optional_end - 1) : cut(optional_end, optional_end);
	line.root = cut(root, point - 1);
	line.point = cut(point, options - 1);
	line.options = cut(options, optional - 1);
	line.type = cut(type, source - 1);
	line.source = cut(source, super - 1);
	line.super = cut(super, end);
	m->at = at;
	if (decode_all(m, &line, err) < 0)
		return -1;
	*ret = line;
	return 1;
}

int comma_list_has(const char *list, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = list; at; at = strchr(at, ',')) {
		at += *at == ',';
		if (strncmp(at, word, len) == 0 && (at[len] == ',' || !at[len]))
			return 1;
	}
	return 0;
}
