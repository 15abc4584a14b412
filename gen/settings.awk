# settings.awk -- reads spec/settings.spec, writes one file: -v out=h|c|toml|md|dict.  Specs of monitors come before it and
# are read for the words by which settings know them.
# The language is told at the top of the spec.

function known_word(s, w,   i) { for (i = 1; i <= size[s]; i++) if (word[s, i] == w) return i; die(w " is no word of " s) }
function bit(i,   b) { for (b = 1; i > 1; i--) b *= 2; return b }
function put_word(s, w) {
	if (w !~ /^[a-z0-9][a-z0-9_-]*$/) die("not a word: " w)
	once("word", s " " w)
	word[s, ++size[s]] = w
}
function put_words(s, from,   i) {
	if ($from != "of") { for (i = from; i <= NF; i++) put_word(s, $i); return }
	if (NF != from + 1 || $NF != "monitors" || !ngiven) die("words are of monitors, whose specs come first, not " rest(from))
	for (i = 1; i <= ngiven; i++) put_word(s, given[i])
}
function set_of(k,   s) {
	s = substr(k, index(k, ":") + 1)
	if (!(s in is_set)) die("unknown set of words " s)
	set_used[s] = 1
	return s
}
function number_kind(k,   r) {
	r = substr(k, 8)
	if (r !~ /^[0-9]+\.\.[0-9]+$/) die("a number has a range, number:LOW..HIGH: " k)
	least[R] = r; sub(/[.].*/, "", least[R])
	most[R] = r; sub(/.*[.]/, "", most[R])
	if (deflt[R] !~ /^[0-9]+$/ || deflt[R] + 0 < least[R] + 0 || deflt[R] + 0 > most[R] + 0) die("the default of a number is a number of its range, not " deflt[R])
}
function kinds(k) {
	if (k == "flag") { if (deflt[R] !~ /^(true|false)$/) die("the default of a flag is true or false, not " deflt[R]) }
	else if (k == "path") { if (deflt[R] !~ /^(-|\/.*)$/) die("the default of a path is absolute, or -: " deflt[R]) }
	else if (k == "texts") { if (deflt[R] != "-") die("a list has no default but -") }
	else if (k ~ /^number:/) number_kind(k)
	else if (k ~ /^words:./) { set[R] = set_of(k); if (deflt[R] != "-") die("a list has no default but -") }
	else if (k ~ /^word:./) { set[R] = set_of(k); known_word(set[R], deflt[R]) }
	else if (k != "text") die("unknown kind " k)
	kind[R] = k; sub(/:.*/, "", kind[R])
}
function who(list,   n, i, w) {			# a bit for each table that has the key
	if (list == "-") { only[R] = 0; return }
	if (!(T in one)) die("only keys of several tables say which")
	n = split(list, w, ",")
	for (i = 1; i <= n; i++) only[R] += bit(known_word(one[T], w[i]))
}
function table(name) {
	if (name !~ /^[a-z_]+([.][a-z_]+)*([.][*])?$/) die("not a table: " name)
	once("table", name)
	T = ++tables
	tname[T] = name
	first[T] = rows + 1
	at[T] = here()
}

BEGIN { main = ARGV[ARGC - 1] }
FILENAME != main { if ($1 == "monitor") given[++ngiven] = $3; next }

$1 == "words" && NF >= 3 { once("set", $2); is_set[$2] = 1; SETS[++sets] = $2; set_at[$2] = here(); put_words($2, 3); next }
$1 == "table" && NF >= 3 && $2 !~ /[*]/ { table($2); about[T] = rest(3); next }
$1 == "tables" && NF >= 4 && $2 ~ /^[a-z_]+[.][*]$/ {
	if (several) die("several tables only once: " tname[several] " are there")
	table($2); several = T; one[T] = $3
	once("set", $3)
	put_words($3, 4)
	next
}
$1 == "key" && NF >= 6 {
	if (!T) die("a key before the first table")
	if ($2 !~ /^[A-Za-z][A-Za-z0-9_]*$/) die("not a key: " $2)
	once("key", tname[T] "." $2)
	R = ++rows
	if (R > 64) die("more than 64 keys: MOST_ROWS in src/read/settings.c")
	key[R] = $2; of[R] = T; deflt[R] = $4; text[R] = rest(6); line[R] = FNR
	kinds($3)
	who($5)
	count[T]++
	next
}
{ unread() }

function check(   i) {
	if (!several) late(FILENAME, "no line with tables NAME.*")
	for (i = 1; i <= sets; i++) if (!(SETS[i] in set_used)) late(set_at[SETS[i]], "nothing uses the words " SETS[i])
	for (i = 1; i <= tables; i++) if (!count[i]) late(at[i], "table " tname[i] " has no key")
	if (bad) exit 1
}
function ctype(r) {
	if (kind[r] == "flag") return "bool "
	if (kind[r] == "number") return "unsigned int "
	if (kind[r] == "word") return "enum settings_" set[r] " "
	if (kind[r] == "words") return "unsigned int "
	return kind[r] == "texts" ? "const char **" : "const char *"
}
function stem(t) { return (t in one) ? "" : low(tname[t]) "_" }
function members(t,   r) {
	for (r = first[t]; r < first[t] + count[t]; r++) {
		printf "\t%s%s%s; /* line %d: %s%s */\n", ctype(r), stem(t), key[r], line[r], text[r], (kind[r] == "words" ? "; a bit for each, 1 << the word" : "")
		if (kind[r] == "texts") printf "\tsize_t %s%s_count;\n", stem(t), key[r]
	}
}
function enumeration(s, last,   i) {
	printf "\nenum settings_%s {\n", s
	for (i = 1; i <= size[s]; i++) printf "\tSETTINGS_%s_%s,\n", up(s), up(word[s, i])
	printf "\tSETTINGS_%s_%s\n};\n", up(s), last
}
function out_h(   i, s) {
	banner("settings_table.h", "spec/settings.spec", "gen/settings.awk", "What the settings may say; the lines are those of the spec.")
	printf "#ifndef SETTINGS_TABLE_H\n#define SETTINGS_TABLE_H\n\n#include <stdbool.h>\n#include <stddef.h>\n"
	for (i = 1; i <= sets; i++) enumeration(SETS[i], "COUNT")
	s = one[several]
	enumeration(s, "COUNT")
	printf "\nstruct settings_of_%s {\n", s
	members(several)
	printf "};\n\n/* Texts that are not said are NULL. */\nstruct settings {\n"
	for (i = 1; i <= tables; i++) {
		if (i != several) members(i)
		else printf "\tstruct settings_of_%s %s[SETTINGS_%s_COUNT];\n", s, substr(tname[i], 1, length(tname[i]) - 2), up(s)
	}
	printf "};\n\n/* The %s with this name, or -1; and the name of one. */\nint settings_find_%s(const char *word);\nconst char *settings_%s_word(int %s);\n", s, s, s, s
	for (i = 1; i <= sets; i++) printf "const char *settings_%s_word(int word);\n", SETS[i]
	printf "\n#endif\n"
}

function default_number(r) {
	if (kind[r] == "number") return deflt[r]
	if (kind[r] == "word") return known_word(set[r], deflt[r]) - 1
	return (deflt[r] == "true") ? 1 : 0
}
function default_text(r,   s) {
	if ((kind[r] != "text" && kind[r] != "path") || deflt[r] == "-") return ""
	s = deflt[r]; gsub(/\\s/, " ", s)
	return s
}
function set_id(s,   i) { for (i = 1; i <= sets; i++) if (SETS[i] == s) return i - 1; return sets }
function out_rows(   r) {
	printf "const struct settings_row settings_rows[%d] = {\n", rows
	for (r = 1; r <= rows; r++) {
		printf "\t/* line %d: [%s] %s */\n\t{ %d, %d, SETTINGS_%s, %d, %d, %d, %d, %d, %d },\n", line[r], tname[of[r]], key[r], \
		    pooled(tname[of[r]]), pooled(key[r]), up(kind[r]), ((r in set) ? set_id(set[r]) : 0), only[r], \
		    least[r] + 0, most[r] + 0, default_number(r), pooled(default_text(r))
	}
	printf "};\nconst unsigned int settings_rows_count = %d;\n\n", rows
}
function out_words(   i, j, s, n) {
	SETS[sets + 1] = one[several]		# the last set: the words of the tables
	n = 0
	printf "const struct settings_words settings_sets[%d] = {\n", sets + 1
	for (i = 1; i <= sets + 1; i++) { printf "\t{ %d, %d }, /* %s */\n", n, size[SETS[i]], SETS[i]; n += size[SETS[i]] }
	printf "};\n\nconst unsigned short settings_word_at[%d] = {\n", n
	for (i = 1; i <= sets + 1; i++) { s = SETS[i]; for (j = 1; j <= size[s]; j++) printf "\t%d, /* %s */\n", pooled(word[s, j]), word[s, j] }
	printf "};\nconst unsigned int settings_several = %d; /* the last set: names of the tables %s */\n\n", sets, tname[several]
}
function out_set(   r, m) {
	printf "void settings_set(unsigned int row, struct settings *s, int one, const struct settings_value *v)\n{\n\tswitch (row) {\n"
	for (r = 1; r <= rows; r++) {
		m = (of[r] in one) ? "s->" substr(tname[of[r]], 1, length(tname[of[r]]) - 2) "[one]." key[r] : "s->" stem(of[r]) key[r]
		printf "\tcase %d: /* line %d */\n", r - 1, line[r]
		if (kind[r] == "texts") printf "\t\t%s = v->texts;\n\t\t%s_count = v->count;\n", m, m
		else if (kind[r] == "text" || kind[r] == "path") printf "\t\t%s = v->text;\n", m
		else if (kind[r] == "word") printf "\t\t%s = (enum settings_%s)v->number;\n", m, set[r]
		else printf "\t\t%s = v->number%s;\n", m, (kind[r] == "flag" ? " != 0" : "")
		printf "\t\tbreak;\n"
	}
	printf "\tdefault:\n\t\tbreak;\n\t}\n}\n\n"
}
function accessor(s, i) { printf "const char *settings_%s_word(int word)\n{\n\treturn settings_word(%d, word);\n}\n\n", s, i }
function out_c(   i) {
	banner("settings_table.c", "spec/settings.spec", "gen/settings.awk", "The keys of config.toml with their defaults, and the setter of struct settings.")
	printf "#include \"settings_table.h\"\n#include \"read/settings_row.h\"\n\n"
	out_rows()
	out_words()
	out_pool("settings_pool")
	out_set()
	for (i = 1; i <= sets + 1; i++) accessor(SETS[i], i - 1)
	printf "int settings_find_%s(const char *word)\n{\n\treturn settings_find(%d, word);\n}\n", one[several], sets
}

function toml_default(r,   s) {
	if (kind[r] == "flag" || kind[r] == "number") return deflt[r]
	if (kind[r] == "words" || kind[r] == "texts") return "[]"
	return quote((kind[r] == "word") ? deflt[r] : default_text(r))
}
function says(r,   i, s) {			# what a value may be, behind the text
	s = text[r]
	if (!(r in set)) return s
	s = s (kind[r] == "words" ? " (of " : " (")
	for (i = 1; i <= size[set[r]]; i++) s = s (i > 1 ? ", " : "") word[set[r], i]
	return s ")"
}
function has(r, w) { return !only[r] || int(only[r] / bit(w)) % 2 }
function toml_keys(t, w,   r) {
	for (r = first[t]; r < first[t] + count[t]; r++) if (has(r, w)) printf "\n# %s\n#%s = %s\n", says(r), key[r], toml_default(r)
}
function out_toml(   t, w) {
	printf "# /etc/urunc/config.toml: settings of urunc.  URUNC_CONFIG_FILE names another file.\n"
	printf "# Every key is here with its default; take the # away to change one.\n"
	printf "# Generated from spec/settings.spec by gen/settings.awk: edit your copy, not this one.\n"
	for (t = 1; t <= tables; t++) {
		if (!(t in one)) { printf "\n# %s\n[%s]\n", about[t], tname[t]; toml_keys(t, 1) }
		else for (w = 1; w <= size[one[t]]; w++) { printf "\n[%s%s]\n", substr(tname[t], 1, length(tname[t]) - 1), word[one[t], w]; toml_keys(t, w) }
	}
}
function md_who(r,   w, s) {
	if (!only[r]) return ""
	for (w = 1; w <= size[one[of[r]]]; w++) if (has(r, w)) s = s (s == "" ? "" : ", ") word[one[of[r]], w]
	return " Only " s "."
}
function out_md(   r, d, t) {
	printf "<!-- generated from spec/settings.spec by gen/settings.awk: change those, and run `make docs` -->\n# Settings\n\nThe file is `/etc/urunc/config.toml`, or the one that `URUNC_CONFIG_FILE` or `--config` names. `deploy/config.toml`\nhas every key with its default.\n"
	printf "What is wrong in it is a warning, and the default stays.\n\n| table | key | default | meaning |\n|---|---|---|---|\n"
	for (r = 1; r <= rows; r++) {
		d = toml_default(r)
		t = tname[of[r]]; sub(/[*]$/, toupper(one[of[r]]), t)
		printf "| `[%s]` | `%s` | `%s` | %s.%s |\n", t, key[r], d, says(r), md_who(r)
	}
}
function out_dict(   r, i, s) {
	for (r = 1; r <= tables; r++) if (!(r in one)) printf "\"[%s]\"\n", tname[r]
	for (i = 1; i <= size[one[several]]; i++) printf "\"[%s%s]\"\n", substr(tname[several], 1, length(tname[several]) - 1), word[one[several], i]
	for (r = 1; r <= rows; r++) if (!(key[r] in told)) { told[key[r]] = 1; printf "\"%s = \"\n", key[r] }
	for (s = 1; s <= sets; s++) for (i = 1; i <= size[SETS[s]]; i++) printf "\"\\\"%s\\\"\"\n", word[SETS[s], i]
}
END {
	if (bad) exit 1
	check()
	if (out == "h") out_h(); else if (out == "c") out_c(); else if (out == "toml") out_toml(); else if (out == "md") out_md(); else if (out == "dict") out_dict()
	else { print "usage: awk -v out=h|c|toml|md|dict -f gen/spec.awk -f gen/settings.awk spec/settings.spec" > "/dev/stderr"; exit 2 }
}
