# spec.awk -- what all spec languages share: lines, comments, blanks, errors, names, generated files' first lines.
# Used as: awk -v out=KIND -f gen/spec.awk -f gen/LANGUAGE.awk FILE...   POSIX awk only: the same bytes under four awks.
# A reader of a language has rules that end with "next"; the last one is { unread() }.

function die(msg) {				# the line at hand is wrong: stop
	printf "%s:%d: %s\n", FILENAME, FNR, msg > "/dev/stderr"
	bad = 1
	exit 1
}
function late(where, msg) {			# found at the end; where: FILE:LINE, from here()
	printf "%s: %s\n", where, msg > "/dev/stderr"
	bad = 1
}
function here() { return FILENAME ":" FNR }
function unread() { die("cannot read this line: " $0) }
function rest(n,   i, s) {			# the words from the nth on, with one blank between
	for (i = n; i <= NF; i++) s = s (i > n ? " " : "") $i
	return s
}
function up(s) { s = toupper(s); gsub(/[^A-Z0-9]/, "_", s); return s }		# a name as a C constant
function low(s) { gsub(/[^A-Za-z0-9]/, "_", s); return s }			# a name as a C identifier
function capital(c) { return c != "" && index("ABCDEFGHIJKLMNOPQRSTUVWXYZ", c) > 0 }
function snake(s,   i, c, o) {			# a C identifier: useDMBlock use_dm_block, vAccel vaccel
	for (i = 1; i <= length(s); i++) {
		c = substr(s, i, 1)
		if (i > 2 && capital(c) && (!capital(substr(s, i - 1, 1)) || \
		    (i < length(s) && !capital(substr(s, i + 1, 1))))) o = o "_"
		o = o tolower(c)
	}
	o = low(o)
	gsub(/__+/, "_", o)
	return o
}
function quote(s,   i, c, o) {			# a C string; letter by letter, as awks differ in what gsub does to a backslash
	for (i = 1; i <= length(s); i++) {
		c = substr(s, i, 1)
		o = o ((c == "\\" || c == "\"") ? "\\" c : (c == "\t") ? "\\t" : (c == "\n") ? "\\n" : c)
	}
	return "\"" o "\""
}
function once(kind, name) {			# a name is declared once
	if ((kind, name) in declared) die(kind " " name " is declared twice, first on line " declared[kind, name])
	declared[kind, name] = FNR
	declared_at[kind, name] = here()
}
# First lines of a generated file: what it is, from what, by what, and why it is generated.
function banner(file, from, by, why) {
	printf "/*\n * %s: generated from %s by %s.  Change those, not this.\n * %s\n */\n\n", file, from, by, why
}
# A pool of strings: tables hold offsets into it instead of pointers, so that a position-independent program has nothing
# to relocate at its start.  pooled(TEXT) gives the offset; out_pool(NAME) writes the array; offset 0 is the empty string.
function pooled(s) {
	if (s == "") return 0
	if (!(s in pool_at)) { pool_at[s] = pool_size + 1; pool_size += bytes_of(s) + 1; pool_text[++pool_n] = s }
	return pool_at[s]
}
function bytes_of(s,   t) {			# gawk counts characters, the others bytes: specs' pooled texts are ASCII
	t = s
	gsub(/[ -~\t\n]/, "", t)
	if (t != "") { late(FILENAME, "only ASCII here: " s); exit 1 }
	return length(s)
}
function out_pool(name,   i) {
	printf "const char %s[] =\n\t\"\\0\"", name
	for (i = 1; i <= pool_n; i++) printf "\n\t/* %d */ %s \"\\0\"", pool_at[pool_text[i]], quote(pool_text[i])
	printf ";\n\n"
}

# A comment starts with # at the start of a line or after a blank.  Languages whose values may hold " #" set whole_line.
/^#/ { next }
!whole_line { sub(/[ \t]#.*$/, "") }
NF == 0 { next }
