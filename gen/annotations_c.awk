# annotations_c.awk -- what annotations.awk has read, as C: struct and table, and ragel's matchers of the classes.

function head(file) { banner(file, FILENAME, "gen/annotations.awk", "What an image may ask for is a table, not code that has to match one.") }
function named(k) { return "ANNOTATION_" up(snake(k)) }
function out_h(   i, k) {
	head("annotations_table.h")
	printf "#ifndef ANNOTATIONS_TABLE_H\n#define ANNOTATIONS_TABLE_H\n\n#include <stdbool.h>\n#include <stddef.h>\n\n"
	printf "#define ANNOTATION_PREFIX \"%s\"\n\nenum annotation {\n", prefix
	for (i = 1; i <= nk; i++) printf "\t%s, /* line %d */\n", named(K[i]), declared["key", K[i]]
	printf "\tANNOTATION_COUNT\n};\n\nenum annotation_source { FROM_NOWHERE, FROM_ANNOTATIONS, FROM_IMAGE };\n\n"
	printf "/* What an image asks for; NULL: it does not say. */\nstruct annotations {\n"
	for (i = 1; i <= nk; i++) {
		k = K[i]
		printf "\tconst char *%s; /* %s: %s */\n", snake(k), kclass[k], doc[k]
	}
	printf "\tunsigned char from[ANNOTATION_COUNT]; /* enum annotation_source: where each came from */\n};\n\n"
	printf "struct annotation_row {\n\tunsigned short key, alias; /* with the prefix, for annotation_text(); alias 0: none */\n"
	printf "\tunsigned short at_most; /* bytes */\n\tunsigned short wants; /* what a value is */\n"
	printf "\tunsigned short words; /* all of them, in one text; 0: any value of the class */\n"
	printf "\tunsigned short first_word, words_count; /* see annotation_word */\n"
	printf "\tunsigned short lenient; /* what happens to a wrong value, which is only warned of; 0: it is an error */\n"
	printf "\tunsigned char in_image; /* may come from urunc.json too */\n\tunsigned char always;\n"
	printf "\tunsigned char with; /* needed with this key, and only then; ANNOTATION_COUNT: with none */\n"
	printf "\tunsigned char settles; /* tells plain from base64 for its whole source */\n};\n\n"
	printf "extern const struct annotation_row annotation_rows[ANNOTATION_COUNT];\nconst char *annotation_text(unsigned offset);\n"
	printf "const char *annotation_key(enum annotation); /* with the prefix */\n"
	printf "/* The key or alias with this name, which has the prefix; ANNOTATION_COUNT: there is none. */\n"
	printf "enum annotation annotation_by_key(const char *key);\n"
	printf "/* Is it one of the words of its key?  In base64: is it the base64 of one? */\n"
	printf "bool annotation_is_word(enum annotation, const char *value);\nbool annotation_is_word64(enum annotation, const char *value);\n"
	printf "/* Is it of the class of its key?  (annotations.rl) */\n"
	printf "bool annotation_matches(enum annotation, const unsigned char *value, size_t len);\n"
	printf "void annotation_set(struct annotations *, enum annotation, const char *value);\n"
	printf "const char *annotation_get(const struct annotations *, enum annotation);\n\n#endif\n"
}
function word_list(k,   i, s) {
	for (i = 1; i <= nw[k]; i++) s = s (i > 1 ? ", " : "") W[k, i]
	return s
}
function alias_of(k,   i) {
	for (i = 1; i <= na; i++) if (alias[A[i]] == k) return prefix A[i]
	return ""
}
function fill_pool(   i, j, k) {
	for (i = 1; i <= nk; i++) {
		k = K[i]
		pooled(prefix k); pooled(alias_of(k)); pooled(wants[kclass[k]]); pooled(word_list(k)); pooled(lenient[k])
		for (j = 1; j <= nw[k]; j++) { pooled(W[k, j]); pooled(b64(W[k, j])) }
	}
}
function out_row(k) {
	printf "\t[%s] = { %d, %d, %d, %d, %d, %d, %d, %d, %d, %d, %s, %d }, /* line %d */\n", named(k), pooled(prefix k), \
	    pooled(alias_of(k)), limit[k], pooled(wants[kclass[k]]), pooled(word_list(k)), first[k], nw[k], pooled(lenient[k]), \
	    (from[k] == "both"), (when[k] == "always"), (with[k] == "" ? "ANNOTATION_COUNT" : named(with[k])), (k in settles), \
	    declared["key", k]
}
function out_c(   i, j, n, k) {
	fill_pool()
	head("annotations_table.c")
	printf "#include \"annotations_table.h\"\n#include <string.h>\n\nstatic "
	out_pool("pool")
	printf "/* The words of all keys, plain and in base64. */\nstatic const unsigned short words[][2] = {\n"
	for (i = 1; i <= nk; i++) {
		k = K[i]
		first[k] = (nw[k] > 0) ? n + 0 : 0
		for (j = 1; j <= nw[k]; j++) { printf "\t{ %d, %d }, /* %s %s */\n", pooled(W[k, j]), pooled(b64(W[k, j])), k, W[k, j]; n++ }
	}
	printf "};\n\nconst struct annotation_row annotation_rows[ANNOTATION_COUNT] = {\n"
	for (i = 1; i <= nk; i++) out_row(K[i])
	printf "};\n\nconst char *annotation_text(unsigned offset)\n{\n\treturn pool + offset;\n}\n\n"
	printf "const char *annotation_key(enum annotation which)\n{\n\treturn pool + annotation_rows[which].key;\n}\n\n"
	printf "enum annotation annotation_by_key(const char *key)\n{\n\tfor (int i = 0; i < ANNOTATION_COUNT; i++) {\n"
	printf "\t\tconst struct annotation_row *row = &annotation_rows[i];\n\n"
	printf "\t\tif (strcmp(pool + row->key, key) == 0 || (row->alias && strcmp(pool + row->alias, key) == 0))\n"
	printf "\t\t\treturn (enum annotation)i;\n\t}\n\treturn ANNOTATION_COUNT;\n}\n\n"
	printf "static bool has(enum annotation which, const char *value, int encoding)\n{\n"
	printf "\tconst struct annotation_row *row = &annotation_rows[which];\n\n"
	printf "\tfor (int i = 0; i < row->words_count; i++)\n\t\tif (strcmp(pool + words[row->first_word + i][encoding], value) == 0)\n"
	printf "\t\t\treturn true;\n\treturn false;\n}\n\n"
	printf "bool annotation_is_word(enum annotation which, const char *value)\n{\n\treturn has(which, value, 0);\n}\n\n"
	printf "bool annotation_is_word64(enum annotation which, const char *value)\n{\n\treturn has(which, value, 1);\n}\n\n"
	printf "void annotation_set(struct annotations *a, enum annotation which, const char *value)\n{\n\tswitch (which) {\n"
	for (i = 1; i <= nk; i++) printf "\tcase %s:\n\t\ta->%s = value;\n\t\tbreak;\n", named(K[i]), snake(K[i])
	printf "\tcase ANNOTATION_COUNT:\n\t\tbreak;\n\t}\n}\n\n"
	printf "const char *annotation_get(const struct annotations *a, enum annotation which)\n{\n\tswitch (which) {\n"
	for (i = 1; i <= nk; i++) printf "\tcase %s:\n\t\treturn a->%s;\n", named(K[i]), snake(K[i])
	printf "\tcase ANNOTATION_COUNT:\n\t\tbreak;\n\t}\n\treturn NULL;\n}\n"
}
# Indexes instead of moving pointers, and -G1: so a prover can follow the matchers.
function out_rl(   i, c) {
	head("annotations.rl")
	printf "#include \"annotations_table.h\"\n\n"
	for (i = 1; i <= nl; i++) {
		c = L[i]
		printf "/* line %d: %s */\n%%%%{\n\tmachine is_%s;\n\talphtype unsigned char;\n", declared["class", c], wants[c], c
		printf "\tvariable p i;\n\tvariable pe n;\n\tgetkey (i < n ? v[i] : 0);\n%s\tmain := %s;\n", parts, class[c]
		printf "\twrite data noerror noentry;\n}%%%%\nstatic bool is_%s(const unsigned char *v, size_t n)\n{\n", c
		printf "\tsize_t i = 0;\n\tint cs;\n\n\t%%%% write init;\n\t%%%% write exec;\n\treturn cs >= is_%s_first_final;\n}\n\n", c
	}
	printf "bool annotation_matches(enum annotation which, const unsigned char *value, size_t len)\n{\n\tswitch (which) {\n"
	for (i = 1; i <= nk; i++) printf "\tcase %s:\n\t\treturn is_%s(value, len);\n", named(K[i]), kclass[K[i]]
	printf "\tcase ANNOTATION_COUNT:\n\t\tbreak;\n\t}\n\treturn false;\n}\n"
}
function out_vec(   i) {
	head("annotations_vectors.h")
	printf "/* EXAMPLE(kind, key without its prefix, value, line of the spec) */\n"
	for (i = 1; i <= nx; i++) printf "EXAMPLE(\"%s\", \"%s\", %s, %d)\n", xkind[i], xkey[i], quote(unescaped(X[i])), xline[i]
}
