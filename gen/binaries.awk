# binaries.awk -- reads and checks binaries.spec, writes its tables.
# awk -v out=h|c|md -f gen/spec.awk -f gen/binaries.awk spec/binaries.spec [spec of a guest or monitor]...
# Other specs are read for the names that they declare: with them, a row about an unknown guest or monitor stops here.

function is_name(s) { return s ~ /^[A-Za-z0-9._-]+$/ }
function known_words(kind, list, at,   i, n, w) {	# at the end: all specs have been read then
	n = split(list, w, ",")
	for (i = 1; i <= n; i++)
		if (has[kind] && !((kind, w[i]) in given)) late(at, "no spec declares the " kind " " w[i])
}
function hidden_by(i,   j, k, all) {	# an earlier row that is satisfied by less: this one is never reached
	for (j = 1; j < i; j++) {
		all = 1
		for (k = 1; k <= nsee; k++) if (((j, S[k]) in needs) && !((i, S[k]) in needs)) all = 0
		if (all) return j
	}
	return 0
}

BEGIN { main = ARGV[1] }
FILENAME != main {					# a monitor has a name and a word by which images know it: both will do
	if ($1 == "guest" || $1 == "monitor") { given[$1, $2] = has[$1] = 1; if (NF > 2) given[$1, $3] = 1 }
	next
}

$1 == "abi" && NF == 3 {
	if ($2 !~ /^[1-9][0-9]?$/) die("a number from 1 to 99 is wanted, not " $2)
	if (!is_name($3)) die("not a name: " $3)
	once("number", $2)
	once("abi", $3)
	ABI[++nabi] = $3
	number[$3] = $2 + 0
	next
}
$1 == "see" && NF == 4 {
	if (!is_name($2)) die("not a name: " $2)
	if ($3 !~ /^(file|note|section|abi)$/) die("what is seen is a file, note, section or abi, not " $3)
	if ($3 == "abi" && !($4 in number)) die("unknown abi " $4)
	if ($3 == "file" && $4 !~ /^(bzimage|arm64-image)$/) die("a file is known as bzimage or arm64-image, not " $4)
	once("sight", $2)
	once($3, "of " $4)
	S[++nsee] = $2
	if (nsee > 64) die("more than 64 sights: they are bits of one number")
	kind[$2] = $3
	word[$2] = $4
	next
}
$1 == "is" && NF >= 5 {
	if (!is_name($2)) die("not a name: " $2)
	I[++nis] = $2
	at[nis] = here()
	monitors[nis] = ($3 == "-") ? "" : $3
	if (split(monitors[nis], w, ",") > 4) die("more than 4 monitors")
	n = split($4, w, ",")
	for (i = 1; i <= n; i++) {
		if (!(w[i] in kind)) die("nothing called " w[i] " can be seen")
		needs[nis, w[i]] = 1
		used[w[i]] = 1
	}
	why[nis] = rest(5)
	if (hidden_by(nis)) die("never reached: the row on line " line_of[hidden_by(nis)] " comes first and asks for less")
	line_of[nis] = FNR
	next
}
{ unread() }

function head(file) { banner(file, main, "gen/binaries.awk", "What is seen in a kernel file, and which guest that means, as rows: a new guest needs no C.") }
function out_h(   i) {
	head("binaries.h")
	printf "#ifndef BINARIES_H\n#define BINARIES_H\n\n"
	printf "/* Solo5's targets, as numbered in its ABI1 note. */\nenum binary_abi {\n"
	for (i = 1; i <= nabi; i++) printf "\tABI_%s = %d,\n", up(ABI[i]), number[ABI[i]]
	printf "};\n\n/* The words of the spec; \"\" for a number that it does not have. */\nconst char *binary_abi_name(unsigned abi);\n\n"
	printf "enum sight_kind { SIGHT_FILE, SIGHT_NOTE, SIGHT_SECTION, SIGHT_ABI };\n\n"
	printf "struct binary_sight {\n\tunsigned char kind;\n\tunsigned char number; /* of the file's kind or the abi */\n"
	printf "\tunsigned short word; /* of a note's owner or a section's name: offset into binary_pool */\n};\n\n"
	printf "struct binary_row {\n\tunsigned long long needs; /* bits: the numbers of the sights that it asks for */\n"
	printf "\tunsigned short guest, monitors[4], why; /* offsets into binary_pool; 0: none */\n};\n\n"
	printf "enum { BINARY_SIGHTS = %d, BINARY_ROWS = %d };\n\n", nsee, nis
	printf "extern const struct binary_sight binary_sights[BINARY_SIGHTS];\nextern const struct binary_row binary_rows[BINARY_ROWS];\n"
	printf "extern const char binary_pool[];\n\n#endif\n"
}
function out_sights(   i, w) {
	printf "const struct binary_sight binary_sights[BINARY_SIGHTS] = {\n"
	for (i = 1; i <= nsee; i++) {
		w = word[S[i]]
		printf "\t/* %d: %s */ { SIGHT_%s, %s, %d },\n", i - 1, S[i], up(kind[S[i]]), \
			((kind[S[i]] == "file") ? "BINARY_" up(w) : (kind[S[i]] == "abi") ? "ABI_" up(w) : "0"), \
			((kind[S[i]] == "note" || kind[S[i]] == "section") ? pooled(w) : 0)
	}
	printf "};\n\n"
}
function needed(i,   k, s) {
	for (k = 1; k <= nsee; k++) if ((i, S[k]) in needs) s = s (s == "" ? "" : " | ") "1ULL << " (k - 1)
	return s
}
function out_rows(   i, j, n, w, list) {
	printf "const struct binary_row binary_rows[BINARY_ROWS] = {\n"
	for (i = 1; i <= nis; i++) {
		list = ""
		n = split(monitors[i], w, ",")
		for (j = 1; j <= n; j++) list = list (j > 1 ? ", " : "") pooled(w[j])
		printf "\t/* %s %s: %s */\n\t{ %s, %d, { %s }, %d },\n", I[i], ((monitors[i] == "") ? "-" : monitors[i]), at[i], \
			needed(i), pooled(I[i]), ((list == "") ? "0" : list), pooled(why[i])
	}
	printf "};\n\n"
}
function out_c(   i) {
	head("binaries.c")
	printf "#include \"binaries.h\"\n#include \"read/guest_binary.h\"\n\n"
	out_sights()
	out_rows()
	printf "const char *binary_abi_name(unsigned abi)\n{\n\tswitch (abi) {\n"
	for (i = 1; i <= nabi; i++) printf "\tcase ABI_%s:\n\t\treturn binary_pool + %d; /* %s */\n", up(ABI[i]), pooled(ABI[i]), ABI[i]
	printf "\tdefault:\n\t\treturn binary_pool;\n\t}\n}\n\n"
	out_pool("binary_pool")
}
function seen_as(w) {
	if (kind[w] == "file") return "the head of a Linux " ((word[w] == "bzimage") ? "bzImage" : "Image for arm64")
	if (kind[w] == "note") return "an ELF note of the owner `" word[w] "`"
	if (kind[w] == "section") return "the ELF section `" word[w] "`"
	return "Solo5's ABI note says " word[w]
}
function out_md(   i, k, s, list) {
	printf "<!-- generated from %s by gen/binaries.awk: change those, and run `tests/spec/run --update binaries` -->\n", main
	printf "# What a kernel file is taken for\n\nAn image that has neither annotations nor a `urunc.json` is a guest all the same if the file that\n"
	printf "`process.args[0]` names is one.  The first row decides of which everything is seen.\n\n"
	printf "| what is seen in the file | guest | monitor |\n|---|---|---|\n"
	for (i = 1; i <= nis; i++) {
		s = ""
		for (k = 1; k <= nsee; k++) if ((i, S[k]) in needs) s = s (s == "" ? "" : ", ") seen_as(S[k])
		list = monitors[i]
		gsub(/,/, ", ", list)
		printf "| %s | %s | %s |\n", s, I[i], ((list == "") ? "none that can run it" : list)
	}
}
END {
	if (bad) exit 1
	if (!nis) late(main, "no row says what a file is")
	for (i = 1; i <= nsee; i++) if (!(S[i] in used)) late(main, "no row asks for " S[i])
	for (i = 1; i <= nis; i++) { known_words("guest", I[i], at[i]); known_words("monitor", monitors[i], at[i]) }
	if (bad) exit 1
	if (out == "h") out_h()
	if (out == "c") out_c()
	if (out == "md") out_md()
}
