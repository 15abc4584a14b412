# config.awk -- reads spec/config.spec, writes one file: -v out=h|c, with config_docs.awk also md|dict
# The language is told at the top of the spec.  Rows of one object come out together, so that an object's row can say where
# those beneath it begin and how many they are; the reader (src/read/config.c) walks down with the JSON.

function needs(list,   i, n, w) {		# sets must maybe absolute unique of low high of row R
	n = (list == "-") ? 0 : split(list, w, ",")
	for (i = 1; i <= n; i++) {
		if (w[i] ~ /^(must|maybe|absolute|unique)$/) flag[R, w[i]] = 1
		else if (w[i] ~ /^of:./) of[R] = substr(w[i], 4)
		else if (w[i] ~ /^-?[0-9]+\.\.-?[0-9]+$/) split_range(w[i])
		else die("a need is must, maybe, absolute, unique, of:CHARS or LOW..HIGH, not " w[i])
	}
	if (kept[R] == 0 && (flag[R, "must"] || flag[R, "maybe"])) die("what is not used need not be there")
	if (flag[R, "maybe"] && !number && kind[R] != "object") die("only numbers and objects can be maybe: others are empty")
	if ((flag[R, "absolute"] || (R in of)) && kind[R] != "string") die("only a string is absolute or of characters")
	if (flag[R, "unique"] && (kind[R] != "word" || path[R] !~ /^@/)) die("only a word of a list's items is unique")
}
function split_range(r,   l, h) {
	l = h = r
	sub(/[.][.].*/, "", l)
	sub(/.*[.][.]/, "", h)
	if (!number) die("only a number has a range")
	if (l + 0 > h + 0 || l + 0 < least[R] + 0 || h + 0 > greatest[R] + 0) die("not a range of its kind, " least[R] ".." greatest[R] ": " r)
	least[R] = l; greatest[R] = h
}
function kinds(k) {				# sets kind, arg, type, low, high of row R
	number = (k in top)
	arg[R] = k; sub(/^[^:]*:?/, "", arg[R])
	sub(/:.*/, "", k)
	kind[R] = number ? "number" : k
	if (number) { type[R] = ctype[k]; least[R] = bottom[k]; greatest[R] = top[k] }
	else if (k == "string") type[R] = "const char *"
	else if (k == "bool") type[R] = "bool "
	else if (k == "word" || k == "words") { type[R] = (k == "word") ? "enum config_" arg[R] " " : "int *"; set_used[arg[R]] = 1; if (kept[R]) set_kept[arg[R]] = 1 }
	else if (k == "strings") type[R] = "const char **"
	else if (k == "u32s") { type[R] = "uint32_t *"; kind[R] = "numbers" }
	else if (k == "map") type[R] = "struct pair *"
	else if (k == "list" || k == "named") { type[R] = "struct config_" arg[R] " *"; use_shape(arg[R]) }
	else if (k != "object") die("unknown kind " k)
	if ((arg[R] == "") != (k !~ /^(word|words|list|named)$/)) die("this kind takes " (arg[R] == "" ? "a name: " k ":NAME" : "no name"))
	if ((k == "word" || k == "words") && !(arg[R] in set_size)) die("unknown set of words " arg[R])
	if (k == "named" && kept[R]) die("named objects can only be ignored or refused")
}
function use_shape(s) {				# all lists of a shape keep its items, or none does
	if (s in set_size) die("a set of words has this name: " s)
	if (!(s in shape_row)) { shape_row[s] = R; S[++shapes] = s }
	else if (kept[shape_row[s]] != kept[R]) die("the list on line " line[shape_row[s]] " has this shape and another fate")
}
function parent_of(p,   up_) {			# the object that a path is in: "" is config.json itself, @shape an item
	if (p !~ /\./) return ""
	up_ = p; sub(/\.[^.]*$/, "", up_)
	if (up_ ~ /^@[^.]*$/) return up_
	if (!(up_ in row_of)) die("no row for " up_ ", the object that has " p)
	if (kind[row_of[up_]] != "object") die(up_ " is no object")
	if (fate[row_of[up_]] ~ /ignore|refuse/ && fate[row_of[up_]] != $5) die(up_ " has the fate " fate[row_of[up_]] ", so has all in it")
	return up_
}
function shape_of(r,   s) { if (path[r] !~ /^@/) return ""; s = substr(path[r], 2); sub(/[.].*/, "", s); return s }

BEGIN {
	ranges = placed = 0
	split("u16 u32 u64 i32 i64", names, " ")
	split("0 0 0 -2147483648 -9223372036854775808", lows, " ")
	split("65535 4294967295 18446744073709551615 2147483647 9223372036854775807", highs, " ")
	for (i = 1; i <= 5; i++) {
		bottom[names[i]] = lows[i]; top[names[i]] = highs[i]
		ctype[names[i]] = (names[i] ~ /^u/ ? "u" : "") "int" substr(names[i], 2) "_t "
	}
}
$1 == "words" && NF >= 3 {
	i = 3
	if (!($2 in set_size)) { SETS[++sets] = $2; set_at[$2] = here(); set_size[$2] = 0; set_id[$2] = sets - 1 }
	if ($3 == "open") { set_open[$2] = $4; i = 5 }
	for (; i <= NF; i++) {
		if ($i !~ /^[A-Za-z0-9_-]+$/) die("not a word: " $i)
		once("word", $2 " " $i)
		word[$2, ++set_size[$2]] = $i
	}
	next
}
$1 == "row" && NF >= 6 {
	if ($2 !~ /^@?[A-Za-z0-9_]+(\.[A-Za-z0-9]+)*$/ || $2 ~ /^@[^.]*$/) die("not a path: " $2)
	if ($5 !~ /^(use|hand|ignore|refuse)$/) die("a fate is use, hand, ignore or refuse, not " $5)
	once("row", $2)
	R = ++rows
	path[R] = $2; row_of[$2] = R; fate[R] = $5; text[R] = rest(6); line[R] = FNR; kept[R] = ($5 ~ /^(use|hand)$/)
	parent[R] = parent_of($2)
	name[R] = $2; sub(/.*[.]/, "", name[R])
	kinds($3)
	needs($4)
	below[parent[R], ++many[parent[R]]] = R
	if (many[parent[R]] > 32) die((parent[R] == "" ? "config.json" : parent[R]) " has more than 32 fields: its reader counts them in 32 bits")
	if (kept[R]) keeps[shape_of(R)] = 1
	next
}
$1 == "part" && NF == 3 {
	if ($2 !~ /^[a-z]+$/) die("not a name for a part: " $2)
	once("part", $2)
	if (!($3 in row_of) || kind[row_of[$3]] != "object" || !kept[row_of[$3]] || $3 ~ /^@/) die("a part is an object that is used, with its row above: " $3)
	part_name[++parts] = $2; part_of[parts] = row_of[$3]; part_line[parts] = FNR
	next
}
{ unread() }

function check(   i, s) {
	for (i = 1; i <= sets; i++) if (!(SETS[i] in set_used)) late(set_at[SETS[i]], "nothing uses the words " SETS[i])
	for (i = 1; i <= shapes; i++) {
		s = S[i]
		if (!(("@" s) in many)) late(FILENAME ":" line[shape_row[s]], "no row for any field of @" s)
		else if (kept[shape_row[s]] != (s in keeps)) late(FILENAME ":" line[shape_row[s]], "the list is " fate[shape_row[s]] ", its items' fields are not")
	}
	for (i = 1; i <= rows; i++) {
		s = shape_of(i)
		if (s != "" && !(s in shape_row)) late(FILENAME ":" line[i], "no list has the shape " s)
	}
	if (bad) exit 1
}
function place(p,   i) { at[p] = placed; for (i = 1; i <= many[p]; i++) { ROW[placed] = below[p, i]; number_of[below[p, i]] = placed++ } }
function arrange(   i) {			# the table's order: what is in one object stands together
	place("")
	for (i = 0; i < placed; i++) if (kind[ROW[i]] == "object" && (path[ROW[i]] in many)) place(path[ROW[i]])
	for (i = 1; i <= shapes; i++) place("@" S[i])
	# objects in items, should there ever be some, follow their shapes
	for (i = 0; i < placed; i++) if (kind[ROW[i]] == "object" && (path[ROW[i]] in many) && !(path[ROW[i]] in at)) place(path[ROW[i]])
}
function member(r,   m) { m = path[r]; sub(/^@[^.]*[.]/, "", m); gsub(/[.]/, "_", m); return m }
function is_list(r) { return kind[r] ~ /^(strings|numbers|words|list|map)$/ }
function enumerator(s, w,   u) { u = up(w); if (index(u, up(s) "_") == 1) u = substr(u, length(s) + 2); return "CONFIG_" up(s) "_" u }

function members(s,   i) {
	for (i = 1; i <= rows; i++) {
		if (!kept[i] || shape_of(i) != s) continue
		if (kind[i] != "object") printf "\t%s%s; /* line %d: %s */\n", type[i], member(i), line[i], text[i]
		if (is_list(i)) printf "\tsize_t %s_count;\n", member(i)
		if (flag[i, "maybe"]) printf "\tbool has_%s;%s\n", member(i), (kind[i] == "object" ? " /* line " line[i] ": " text[i] " */" : "")
	}
}
function out_h(   i, j, s) {
	banner("config_table.h", "spec/config.spec", "gen/config.awk", "What config.json may say and where it is kept; the lines are those of the spec.")
	printf "#ifndef CONFIG_TABLE_H\n#define CONFIG_TABLE_H\n\n#include <stdbool.h>\n#include <stddef.h>\n#include <stdint.h>\n#include \"base/pair.h\"\n"
	for (i = 1; i <= sets; i++) {
		s = SETS[i]
		if (!(s in set_kept)) continue
		printf "\nenum config_%s {\n\tCONFIG_%s_NONE, /* not said */\n", s, up(s)
		for (j = 1; j <= set_size[s]; j++) printf "\t%s,\n", enumerator(s, word[s, j])
		printf "\tCONFIG_%s_COUNT\n};\n", up(s)
	}
	printf "\n/* The sets of words. */\nenum config_set {\n"
	for (i = 1; i <= sets; i++) printf "\tCONFIG_SET_%s,\n", up(SETS[i])
	printf "\tCONFIG_SETS\n};\n\n/* Objects that come as documents of their own, too. */\nenum config_part {\n"
	for (i = 1; i <= parts; i++) printf "\tCONFIG_PART_%s, /* line %d: %s */\n", up(part_name[i]), part_line[i], path[part_of[i]]
	printf "\tCONFIG_PARTS\n};\n"
	for (i = 1; i <= shapes; i++) if (S[i] in keeps) { printf "\nstruct config_%s {\n", S[i]; members(S[i]); printf "};\n" }
	printf "\n/* Strings that are empty or not there are NULL, lists empty, numbers 0 (has_... tells), words ..._NONE. */\nstruct config {\n"
	members("")
	printf "};\n\n/* The text of a word; NULL for ..._NONE. */\nconst char *config_word(enum config_set set, int word);\n\n#endif\n"
}

function limit(n) { return n ~ /^-9223372036854775808$/ ? "-9223372036854775807LL - 1" : n "LL" }
function range_of(r,   k) {			# an index into the ranges
	k = least[r] " " greatest[r]
	if (!(k in range_at)) { range_at[k] = ranges; range_row[ranges++] = r }
	return range_at[k]
}
function argument(r) {				# what arg means for a kind: see src/read/config_row.h
	if (kind[r] == "number") return range_of(r)
	if (kind[r] == "word" || kind[r] == "words") return "CONFIG_SET_" up(arg[r])
	if (kind[r] == "list" && kept[r]) return "sizeof(struct config_" arg[r] ")"
	return (r in of) ? pooled(of[r]) : 0
}
function flags(r,   s) {
	s = flag[r, "must"] ? "|CONFIG_MUST" : ""
	if (flag[r, "absolute"]) s = s "|CONFIG_ABSOLUTE"
	if (flag[r, "unique"]) s = s "|CONFIG_UNIQUE"
	return s == "" ? "0" : substr(s, 2)
}
function out_rows(   i, r, b) {
	printf "const struct config_row config_rows[CONFIG_ROWS] = {\n"
	for (i = 0; i < placed; i++) {
		r = ROW[i]
		b = (kind[r] == "object") ? path[r] : (kind[r] == "list" || kind[r] == "named") ? "@" arg[r] : ""
		if (!(b in many)) b = ""
		printf "\t/* %d, line %d: %s */\n", i, line[r], path[r]
		printf "\t{ %d, %d, CONFIG_%s, CONFIG_%s, %s, %d, %d, %s, %d },\n", pooled(name[r]), length(name[r]), up(kind[r]), up(fate[r]), flags(r), \
		    (b == "" ? 0 : at[b]), (b == "" ? 0 : many[b]), argument(r), (fate[r] == "refuse" ? pooled(text[r]) : 0)
	}
	printf "};\n\n"
}
function out_words(   i, j, n) {
	n = 0
	printf "const struct config_words config_sets[CONFIG_SETS] = {\n"
	for (i = 1; i <= sets; i++) { printf "\t{ %d, %d, %d }, /* %s */\n", n, set_size[SETS[i]], pooled(set_open[SETS[i]]), SETS[i]; n += set_size[SETS[i]] }
	printf "};\n\nconst unsigned short config_word_at[%d] = {\n", n
	for (i = 1; i <= sets; i++) for (j = 1; j <= set_size[SETS[i]]; j++) printf "\t%d, /* %s */\n", pooled(word[SETS[i], j]), word[SETS[i], j]
	printf "};\n\n"
}
function out_set(   i, r, o, m) {		# the setter: a plain switch, that a prover follows
	printf "void config_set(unsigned int row, void *item, const struct config_value *v)\n{\n\tstruct config *config = item;\n"
	for (i = 1; i <= shapes; i++) if (S[i] in keeps) printf "\tstruct config_%s *%s = item;\n", S[i], S[i]
	printf "\n\tswitch (row) {\n"
	for (i = 0; i < placed; i++) {
		r = ROW[i]
		if (!kept[r] || (kind[r] == "object" && !flag[r, "maybe"])) continue
		o = (shape_of(r) == "") ? "config" : shape_of(r)
		m = o "->" member(r)
		printf "\tcase %d: /* line %d: %s */\n", i, line[r], path[r]
		if (is_list(r)) printf "\t\t%s = v->list;\n\t\t%s_count = v->count;\n", m, m
		else if (kind[r] == "string") printf "\t\t%s = v->text;\n", m
		else if (kind[r] == "bool") printf "\t\t%s = v->number != 0;\n", m
		else if (kind[r] != "object") { printf "\t\t%s = (%s)v->number;\n", m, substr(type[r], 1, length(type[r]) - 1) }
		if (flag[r, "maybe"]) printf "\t\t%s->has_%s = true;\n", o, member(r)
		printf "\t\tbreak;\n"
	}
	printf "\tdefault: /* rows that are not kept */\n\t\tbreak;\n\t}\n}\n"
}
function out_c(   i, r) {
	banner("config_table.c", "spec/config.spec", "gen/config.awk", "The rows of config.json as a tree of index ranges, and the setter of struct config.")
	printf "#include \"config_table.h\"\n#include \"read/config_row.h\"\n\n"
	printf "enum { CONFIG_ROWS = %d };\n\nconst unsigned char config_top = %d; /* the first rows are the fields of config.json itself */\n\n", rows, many[""]
	out_rows()
	printf "const unsigned short config_parts[%d] = {\n", parts + 1
	for (i = 1; i <= parts; i++) printf "\t%d, /* %s */\n", number_of[part_of[i]], part_name[i]
	printf "};\n\n"
	printf "const struct config_range config_ranges[%d] = {\n", ranges
	for (i = 0; i < ranges; i++) { r = range_row[i]; printf "\t{ %s, %sULL },\n", limit(least[r]), greatest[r] }
	printf "};\n\n"
	out_words()
	out_pool("config_pool")
	out_set()
}

END {
	if (bad) exit 1
	check()
	arrange()
	if (out == "h") out_h(); else if (out == "c") out_c(); else if (out == "md") out_md(); else if (out == "dict") out_dict()
	else { print "usage: awk -v out=h|c|md|dict -f gen/spec.awk -f gen/config.awk -f gen/config_docs.awk spec/config.spec" > "/dev/stderr"; exit 2 }
}
