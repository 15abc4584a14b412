/* resolv.re: see resolv.h.  A keyword counts only at the start of a line, and # and ; begin comments only there. */
#include "read/resolv.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/show.h"

struct reader {
	struct arena *arena;
	const char *file;
	struct warnings *warn;
	struct resolv *ret;
	const char *at; /* ends with a 0 that no line holds */
	size_t line;
};

enum keyword { NONE, SERVER, DOMAINS };

/*!re2c
	re2c:define:YYCTYPE = "unsigned char";
	re2c:define:YYCURSOR = p;
	re2c:define:YYMARKER = marker;
	re2c:yyfill:enable = 0;

	blank = [ \t];
	solid = [^ \t\r\n\x00];
*/

/* The keyword that the line begins with. */
static enum keyword take_keyword(struct reader *r)
{
	const unsigned char *p = (const unsigned char *)r->at, *marker;
	enum keyword found;

	/*!re2c
		"nameserver" blank+           { found = SERVER; goto done; }
		("search" | "domain") blank+  { found = DOMAINS; goto done; }
		*                             { return NONE; }
	*/
done:
	r->at = (const char *)p;
	return found;
}

/* The next word of the line, NULL at its end. */
static const char *take_word(struct reader *r)
{
	const unsigned char *p = (const unsigned char *)r->at, *start;

again:
	start = p;
	/*!re2c
		blank   { goto again; }
		solid+  { r->at = (const char *)p; return take_text(r->arena, (const char *)start, (size_t)(p - start)); }
		*       { r->at = (const char *)start; return NULL; }
	*/
}

static bool is_loopback(const struct resolv_server *s)
{
	static const unsigned char one[16] = { [15] = 1 }, mapped[13] = { [10] = 0xff, [11] = 0xff, [12] = 127 };

	if (!s->ip6)
		return s->at[0] == 127;
	return !memcmp(s->at, one, sizeof one) || !memcmp(s->at, mapped, sizeof mapped);
}

/* ADDRESS or, IPv6 only, ADDRESS%LINK. */
static bool read_address(struct reader *r, const char *word, struct resolv_server *ret)
{
	const char *percent = strchr(word, '%');

	*ret = (struct resolv_server){ .text = word };
	if (percent) {
		ret->text = take_text(r->arena, word, (size_t)(percent - word));
		ret->scope = percent + 1;
	}
	ret->ip6 = strchr(ret->text, ':');
	if (percent && (!ret->ip6 || !percent[1] || strlen(percent + 1) > 15))
		return false;
	if (inet_pton(ret->ip6 ? AF_INET6 : AF_INET, ret->text, ret->at) != 1)
		return false;
	ret->loopback = is_loopback(ret);
	return true;
}

static void take_server(struct reader *r)
{
	const char *word = take_word(r);
	struct resolv_server s;

	if (!word || r->ret->servers_count == RESOLV_SERVERS)
		return;
	if (read_address(r, word, &s))
		r->ret->servers[r->ret->servers_count++] = s;
	else
		warn_add(r->warn, "%s:%zu: %s is no address of a name server", r->file, r->line, show(r->arena, word));
}

static bool is_domain(const char *word)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";

	return strlen(word) < 254 && !word[strspn(word, allowed)] && *word != '-';
}

static void take_domains(struct reader *r)
{
	const char *word;

	r->ret->domains_count = 0;
	while ((word = take_word(r))) {
		if (!is_domain(word))
			warn_add(r->warn, "%s:%zu: %s is no domain", r->file, r->line, show(r->arena, word));
		else if (r->ret->domains_count < RESOLV_DOMAINS)
			r->ret->domains[r->ret->domains_count++] = word;
	}
}

static void take_line(struct reader *r)
{
	switch (take_keyword(r)) {
	case SERVER:
		take_server(r);
		break;
	case DOMAINS:
		take_domains(r);
		break;
	default:
		break;
	}
}

void resolv_read(
    struct arena *a, const char *bytes, size_t len, const char *file, struct resolv *ret, struct warnings *warn)
{
	struct reader r = { .arena = a, .file = file, .warn = warn, .ret = ret };
	const char *end;

	*ret = (struct resolv){ 0 };
	if (len > RESOLV_BYTES) {
		warn_add(warn, "%s: %zu bytes are too many: it is taken for empty", file, len);
		return;
	}
	end = r.at = take_text(a, bytes, len);
	for (end += len; r.at < end; r.at++) {
		const char *next;

		r.line++;
		take_line(&r);
		next = memchr(r.at, '\n', (size_t)(end - r.at));
		r.at = next ? next : end;
	}
}
