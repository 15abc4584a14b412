# commands.awk -- reads and checks commands.spec; commands_c.awk and commands_doc.awk write.
# awk -v out=h|c|functions_h|functions_c|mdoc|bash|md|dict -f gen/spec.awk -f gen/commands.awk -f gen/commands_c.awk
#     -f gen/commands_doc.awk spec/commands.spec

function command_name(name) {
	if (name !~ /^[a-z][a-z-]*$/) die("not a name for a command: " name)
	once("command", name)
	if (up(name) == "NONE" || up(name) == "COUNT") die("a command cannot be called " name)
	C[++nc] = name
}
# The arguments of a command: ID [SIGNAL] or ID [ARG...]; returns the place of the word after "--".
function arguments(c,   i, w, optional) {
	for (i = 3; i <= NF && $i != "--"; i++) {
		w = $i
		if (w == "-") continue
		if (c in endless) die("behind " endless[c] " comes no other argument: " w)
		if (w ~ /^\[[A-Z]+\.\.\.\]$/) { endless[c] = w; continue }
		if (w !~ /^([A-Z]+|\[[A-Z]+\])$/) die("not an argument: " w)
		if (w ~ /^\[/) optional = 1
		else if (optional) die("after an argument that may be left out comes one that may not: " w)
		else least[c]++
		gsub(/[][]/, "", w)
		A[c, ++most[c]] = w
		member(tolower(w), "text")
	}
	if (i >= NF) die("a command needs \"--\" and a meaning")
	return i + 1
}
# Options and arguments of one name are one member of struct options, so they are of one kind.
function member(name, k) {
	if ((name in member_kind) && member_kind[name] != k) die(name " was a " member_kind[name] " before, now it is a " k)
	if (name == "command" || name == "help-of") die("struct options has a member " name " already")
	if (!(name in member_kind)) M[++nm] = name
	member_kind[name] = k
}
function kind_of(value) {
	if (value == "-") return "flag"
	if (value ~ /^0[.][.][1-9][0-9]*$/) return "number"
	if (value ~ /^[a-z]+([|][a-z]+)+$/) return "word"
	if (value ~ /^[A-Z]+$/) return "text"
	die("not a value: " value)
}
function words(o, value,   n, w, i) {
	n = split(value, w, "|")
	for (i = 1; i <= n; i++) {
		if ((o, w[i]) in has_word) die("word " w[i] " twice")
		has_word[o, w[i]] = 1
		if (!(w[i] in is_word)) { is_word[w[i]] = 1; W[++nw] = w[i] }
		Ow[o, ++now[o]] = w[i]
	}
}
# An option is found by its name and by its letter: neither may mean two things in one place.
function scope(o, list, name, letter,   n, w, i) {
	n = split(list, w, ",")
	for (i = 1; i <= n; i++) {
		if (w[i] != "global" && !(("command", w[i]) in declared)) die("unknown command " w[i])
		if ((w[i] in refused) && w[i] != "global") die("the command " w[i] " is refused: it has no options")
		taken(w[i], "--" name)
		if (letter != "-") taken(w[i], "-" letter)
		of[o, w[i]] = 1
	}
}
function taken(where, what) {
	if ((where, what) in taken_at) die(what " of " where " is declared twice, first on line " taken_at[where, what])
	taken_at[where, what] = FNR
	if (where != "global" && (("global", what) in taken_at)) die(what " is a global option: line " taken_at["global", what])
	if (where == "global" && (what in local)) die(what " is an option of a command: line " local[what])
	if (where != "global") local[what] = FNR
}

$1 == "program" && NF >= 3 { once("the", "program"); program = $2; about = rest(3); next }
$1 == "date" && NF >= 2 { once("the", "date"); date = rest(2); next }
$1 == "command" && NF >= 3 { command_name($2); at = arguments($2); doc[$2] = rest(at); next }
$1 == "refuse" && NF >= 4 {
	command_name($2)
	if ($3 !~ /^[0-9]+$/ || $3 < 1 || $3 > 255) die("an exit code is from 1 to 255, not " $3)
	refused[$2] = $3
	doc[$2] = rest(4)
	next
}
$1 == "text" && NF >= 3 {
	if ($2 != "-" && !(("command", $2) in declared)) die("unknown command " $2)
	if ($2 in refused) die("the command " $2 " is refused: its row says why")
	more[$2] = more[$2] rest(3) "\n"
	next
}
($1 == "option" || $1 == "accept") && NF >= 6 {
	if ($2 !~ /^[a-z][a-z-]*[a-z]$/) die("not a name for an option: " $2)
	if ($3 !~ /^([A-Za-z]|-)$/) die("a letter or -, not " $3)
	O[++no] = $2
	letter[no] = $3
	value[no] = $4
	kind[no] = kind_of($4)
	at_line[no] = FNR
	meaning[no] = rest(6)
	ignored[no] = ($1 == "accept")
	if (kind[no] == "word") words(no, $4)
	if (kind[no] == "number" && substr($4, 4) + 0 > 65535) die("a number is at most 65535, not " substr($4, 4))
	scope(no, $5, $2, $3)
	if (!ignored[no] && $2 != "help" && $2 != "version") member($2, kind[no])
	next
}
$1 == "exit" && NF >= 3 {
	if ($2 !~ /^([0-9]+|[A-Z])$/) die("not an exit code: " $2)
	once("exit", $2)
	X[++nx] = $2; doc["exit " $2] = rest(3)
	next
}
($1 == "environment" || $1 == "file") && NF >= 3 {
	once($1, $2)
	if ($1 == "file" && $2 !~ /^\//) die("a file is named from the root: " $2)
	if ($1 == "environment") V[++nv] = $2; else F[++nf] = $2
	doc[$1 " " $2] = rest(3)
	next
}
{ unread() }

# Text in lines of at most WIDTH bytes, each but the first behind MARGIN.
function wrap(s, width, margin,   n, w, i, line, all) {
	sub(/[ \n]+$/, "", s)
	n = split(s, w, /[ \n]+/)
	for (i = 1; i <= n; i++) {
		if (line != "" && length(line) + 1 + length(w[i]) > width) { all = all line "\n" margin; line = "" }
		line = line (line == "" ? "" : " ") w[i]
	}
	return all line
}
function needed(kind, name) { if (!((kind, name) in declared)) late(FILENAME, "there is no " kind " " name) }
function check() {
	if (program == "") late(FILENAME, "the program has no name")
	if (date == "") late(FILENAME, "the man page has no date")
	needed("command", "help")
	needed("command", "version")
	if (!(("global", "--help") in taken_at)) late(FILENAME, "there is no global option help")
	if (!(("global", "--version") in taken_at)) late(FILENAME, "there is no global option version")
	if (nc > 31) late(FILENAME, "more than 31 commands")
	if (nw > 31) late(FILENAME, "more than 31 words")
	if (bad) exit 1
}
END {
	if (bad) exit 1
	check()
	if (out == "h") out_h(); else if (out == "c") out_c()
	else if (out == "functions_h") out_functions_h(); else if (out == "functions_c") out_functions_c()
	else if (out == "mdoc") out_mdoc(); else if (out == "bash") out_bash()
	else if (out == "md") out_md(); else if (out == "dict") out_dict()
	else { print "commands.awk: no such output: " out > "/dev/stderr"; exit 2 }
}
