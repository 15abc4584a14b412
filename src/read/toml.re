/* toml.re: words of TOML; see toml.h.  Which words there are depends on the place: 123 is a key or a number. */
#include "read/toml.h"

static enum toml_word word(struct toml_text *t, const unsigned char *start, const unsigned char *p, enum toml_word kind)
{
	t->word = (const char *)start;
	t->len = (size_t)(p - start);
	t->at = (const char *)p;
	t->word_line = t->line;
	if (kind == TOML_LINE)
		t->line++;
	return kind;
}

/* The 0 at the end ends the text; a 0 before it is a byte that begins nothing. */
static enum toml_word zero(struct toml_text *t, const unsigned char *start)
{
	return (const char *)start == t->end ? word(t, start, start, TOML_END) : word(t, start, start + 1, TOML_BAD);
}

/*!re2c
	re2c:define:YYCTYPE = "unsigned char";
	re2c:define:YYCURSOR = p;
	re2c:define:YYMARKER = marker;
	re2c:yyfill:enable = 0;

	blank   = [ \t]+;
	comment = "#" [^\n\x00]*;
	line    = "\r"? "\n";
	plain   = [^"\\\x00-\x08\x0a-\x1f\x7f];
	escape  = "\\" [^\x00-\x1f\x7f];
	basic   = ["] (plain | escape)* ["];
	literal = ['] [^'\x00-\x08\x0a-\x1f\x7f]* ['];
	bare    = [A-Za-z0-9_-]+;
	whole   = [+-]? ("0" | [1-9] ("_"? [0-9])*);
	other   = [A-Za-z0-9_+.:-]+;
*/

enum toml_word toml_key_word(struct toml_text *t)
{
	const unsigned char *p = (const unsigned char *)t->at, *start, *marker;

again:
	start = p;
	/*!re2c
		blank | comment    { goto again; }
		line               { return word(t, start, p, TOML_LINE); }
		"["                { return word(t, start, p, TOML_OPEN); }
		"[["               { return word(t, start, p, TOML_OPEN_TWO); }
		"]"                { return word(t, start, p, TOML_CLOSE); }
		"="                { return word(t, start, p, TOML_EQUALS); }
		"."                { return word(t, start, p, TOML_DOT); }
		bare               { return word(t, start, p, TOML_BARE); }
		basic              { return word(t, start, p, TOML_BASIC); }
		literal            { return word(t, start, p, TOML_LITERAL); }
		"\x00"             { return zero(t, start); }
		*                  { return word(t, start, p, TOML_BAD); }
	*/
}

enum toml_word toml_value_word(struct toml_text *t)
{
	const unsigned char *p = (const unsigned char *)t->at, *start, *marker;

again:
	start = p;
	/*!re2c
		blank | comment    { goto again; }
		line               { return word(t, start, p, TOML_LINE); }
		"["                { return word(t, start, p, TOML_OPEN); }
		"]"                { return word(t, start, p, TOML_CLOSE); }
		","                { return word(t, start, p, TOML_COMMA); }
		"{"                { return word(t, start, p, TOML_BRACE); }
		"\"\"\"" | "'''"   { return word(t, start, p, TOML_MANY_LINES); }
		basic              { return word(t, start, p, TOML_BASIC); }
		literal            { return word(t, start, p, TOML_LITERAL); }
		"true"             { return word(t, start, p, TOML_TRUE); }
		"false"            { return word(t, start, p, TOML_FALSE); }
		whole              { return word(t, start, p, TOML_WHOLE); }
		other              { return word(t, start, p, TOML_OTHER); }
		"\x00"             { return zero(t, start); }
		*                  { return word(t, start, p, TOML_BAD); }
	*/
}
