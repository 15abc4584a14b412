/* library_dirs.c: see library_dirs.h. */
#include "look/library_dirs.h"

#include <elf.h>
#include <string.h>
#include "base/text.h"
#include "look/file.h"

enum { MAX_PATH_FILE = 65536 };

/* The directory with $ORIGIN or ${ORIGIN} filled in; NULL when it has another variable, or ORIGIN is not known. */
static const char *filled(struct arena *a, const char *item, size_t len, const char *origin, bool *by_origin)
{
	static const char *const forms[] = { "$ORIGIN", "${ORIGIN}" };
	struct text t;

	text_init(&t, a);
	for (size_t i = 0; i < len; i++) {
		size_t form = 0;

		if (item[i] != '$') {
			text_byte(&t, item[i]);
			continue;
		}
		while (
		    form < 2 && (len - i < strlen(forms[form]) || memcmp(item + i, forms[form], strlen(forms[form]))))
			form++;
		if (form == 2 || !origin)
			return NULL;
		text_add(&t, origin);
		i += strlen(forms[form]) - 1;
		*by_origin = true;
	}
	return t.at;
}

const char *library_dir_next(struct arena *a, const char **at, const char *origin, bool *ret_by_origin)
{
	while (**at) {
		size_t len = strcspn(*at, ":");
		bool by_origin = false;
		const char *dir =
		    memchr(*at, '$', len) ? filled(a, *at, len, origin, &by_origin) : take_text(a, *at, len);

		*at += len + ((*at)[len] == ':');
		if (!dir || *dir != '/')
			continue;
		*ret_by_origin = by_origin;
		return dir;
	}
	return NULL;
}

static const char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

bool interpreter_is_musl(const char *interpreter)
{
	static const char start[] = "ld-musl-";

	return !strncmp(last_part(interpreter), start, sizeof start - 1);
}

/* ldso/dynlink.c of musl: the machine stands in the linker's name, the file two directories above it. */
const char *musl_path_file(struct arena *a, const char *interpreter)
{
	const char *name = last_part(interpreter), *slash = name - 1;

	if (!interpreter_is_musl(interpreter) || *interpreter != '/')
		return NULL;
	while (slash > interpreter && slash[-1] != '/')
		slash--;
	return take_format(
	    a, "%.*setc/%.*s.path", (int)(slash - interpreter), interpreter, (int)strcspn(name, "."), name);
}

static const char *musl_dirs(struct arena *a, const char *interpreter)
{
	const char *file = musl_path_file(a, interpreter);
	char *text;

	if (!file || look_read_kernel(a, file, MAX_PATH_FILE, &text, NULL))
		return "/lib:/usr/local/lib:/usr/lib";
	for (char *c = text; *c; c++)
		if (*c == '\n')
			*c = ':';
	return text;
}

/* What distributions build into glibc: Debian the multiarch directories, others lib64. */
const char *library_dirs(struct arena *a, const char *interpreter, unsigned machine)
{
	if (interpreter_is_musl(interpreter))
		return musl_dirs(a, interpreter);
	if (machine == EM_X86_64)
		return "/lib/x86_64-linux-gnu:/usr/lib/x86_64-linux-gnu:/lib64:/usr/lib64:/lib:/usr/lib";
	if (machine == EM_AARCH64)
		return "/lib/aarch64-linux-gnu:/usr/lib/aarch64-linux-gnu:/lib64:/usr/lib64:/lib:/usr/lib";
	return "/lib:/usr/lib";
}
