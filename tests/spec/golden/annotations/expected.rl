/*
 * annotations.rl: generated from tiny.spec by gen/annotations.awk.  Change those, not this.
 * What an image may ask for is a table, not code that has to match one.
 */

#include "annotations_table.h"

/* line 9: a word */
%%{
	machine is_word;
	alphtype unsigned char;
	variable p i;
	variable pe n;
	getkey (i < n ? v[i] : 0);
	letter = [a-z];
	letters = letter+;
	main := letters;
	write data noerror noentry;
}%%
static bool is_word(const unsigned char *v, size_t n)
{
	size_t i = 0;
	int cs;

	%% write init;
	%% write exec;
	return cs >= is_word_first_final;
}

/* line 11: a number */
%%{
	machine is_number;
	alphtype unsigned char;
	variable p i;
	variable pe n;
	getkey (i < n ? v[i] : 0);
	letter = [a-z];
	letters = letter+;
	main := [0-9]+;
	write data noerror noentry;
}%%
static bool is_number(const unsigned char *v, size_t n)
{
	size_t i = 0;
	int cs;

	%% write init;
	%% write exec;
	return cs >= is_number_first_final;
}

bool annotation_matches(enum annotation which, const unsigned char *value, size_t len)
{
	switch (which) {
	case ANNOTATION_KIND:
		return is_word(value, len);
	case ANNOTATION_SOCKET:
		return is_word(value, len);
	case ANNOTATION_COLOUR:
		return is_word(value, len);
	case ANNOTATION_SHADE:
		return is_word(value, len);
	case ANNOTATION_MAX_VOLT:
		return is_number(value, len);
	case ANNOTATION_SHOP:
		return is_word(value, len);
	case ANNOTATION_MAKER:
		return is_word(value, len);
	case ANNOTATION_COUNT:
		break;
	}
	return false;
}
