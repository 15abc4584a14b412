/* settings.c: config.toml: never an error, only warnings and defaults. */
#include "fuzz.h"

#include "read/settings.h"

void fuzz_one(struct arena *a, unsigned char *bytes, size_t len)
{
	char *text = take_text(a, (const char *)bytes, len);
	struct settings settings;
	struct warnings warnings;

	warnings_init(&warnings, a);
	settings_defaults(&settings);
	settings_read(a, text, len, "config.toml", &settings, &warnings);
	for (size_t i = 0; i < warnings.n; i++)
		must(warnings.at[i] && warnings.at[i][0]);
}
