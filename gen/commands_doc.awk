# commands_doc.awk -- what commands.awk has read, as man page, completion for bash, table for the docs, words for fuzzers.

function plain(s) {				# a line of text for mdoc
	gsub(/\\/, "\\e", s)
	if (s ~ /^[.']/) s = "\\&" s
	return s
}
function sentence(s) { return wrapped(toupper(substr(s, 1, 1)) substr(s, 2) ".") }
# mdoc wants each sentence on a line of its own, and no line over 80 bytes.
function wrapped(s,   n, w, i, line, all) {
	sub(/\n$/, "", s)
	n = split(s, w, /[ \n]+/)
	for (i = 1; i <= n; i++) {
		if (line != "" && length(line) + length(w[i]) > 76) { all = all plain(line) "\n"; line = "" }
		line = line (line == "" ? "" : " ") w[i]
		if (w[i] ~ /[.]$/ && i < n) { all = all plain(line) "\n"; line = "" }
	}
	return all plain(line)
}
function item(o,   s) {
	s = (letter[o] == "-") ? "" : "Fl " letter[o] " , "
	s = s "Fl -" O[o]
	if (kind[o] == "number") return s " Ar N"
	if (kind[o] == "flag") return s
	if (kind[o] == "text") return s " Ar " value[o]
	return s " Cm " piped(value[o])
}
function piped(v) { gsub(/[|]/, " | ", v); return v }
function items(where,   o) {
	print ".Bl -tag -width Ds"
	for (o = 1; o <= no; o++) if ((o, where) in of) {
		print ".It " item(o)
		print sentence(meaning[o] (ignored[o] ? "; accepted and ignored" : ""))
	}
	print ".El"
}
function has_options(c,   o) {
	for (o = 1; o <= no; o++) if ((o, c) in of) return 1
	return 0
}
function args_mdoc(c,   i, s) {
	for (i = 1; i <= most[c]; i++) s = s (i <= least[c] ? " Ar " A[c, i] : " Op Ar " A[c, i])
	return s ((c in endless) ? " Op Ar " substr(endless[c], 2, length(endless[c]) - 5) " ..." : "")
}
function out_mdoc(   i, c) {
	printf ".\\\" generated from %s by gen/commands.awk: change those, not this.\n", FILENAME
	printf ".Dd %s\n.Dt %s 1\n.Os\n.Sh NAME\n.Nm %s\n.Nd %s\n.Sh SYNOPSIS\n.Nm\n.Op Ar option ...\n.Ar command\n", date, toupper(program), program, plain(about)
	print ".Op Ar option ...\n.Op Ar argument ...\n.Sh DESCRIPTION"
	print wrapped(more["-"])
	print ".Pp\nThe options of all commands, before or after the command:"
	items("global")
	print ".Sh COMMANDS\n.Bl -tag -width Ds"
	for (i = 1; i <= nc; i++) if (!((c = C[i]) in refused)) {
		print ".It Cm " c (has_options(c) ? " Oo Ar option ... Oc" : "") args_mdoc(c)
		print sentence(doc[c])
		if (more[c] != "") print wrapped(more[c])
		if (has_options(c)) items(c)
	}
	print ".El\n.Ss Commands of other runtimes that are not here\n.Bl -tag -width Ds"
	for (i = 1; i <= nc; i++) if (C[i] in refused) { print ".It Cm " C[i]; print wrapped(doc[C[i]] ".") }
	print ".El\n.Sh ENVIRONMENT\n.Bl -tag -width Ds"
	for (i = 1; i <= nv; i++) printf ".It Ev %s\n%s\n", V[i], sentence(doc["environment " V[i]])
	print ".El\n.Sh FILES\n.Bl -tag -width Ds"
	for (i = 1; i <= nf; i++) printf ".It Pa %s\n%s\n", F[i], sentence(doc["file " F[i]])
	print ".El\n.Sh EXIT STATUS\n.Bl -tag -width Ds"
	for (i = 1; i <= nx; i++) printf ".It %s\n%s\n", X[i], sentence(doc["exit " X[i]])
	print ".El"
}
function flags_of(where,   o, s) {
	for (o = 1; o <= no; o++) if ((o, where) in of) s = s " --" O[o] (letter[o] == "-" ? "" : " -" letter[o])
	return substr(s, 2)
}
function list_commands(also,   i, s) {
	for (i = 1; i <= nc; i++) if (also || !(C[i] in refused)) s = s (s == "" ? "" : " ") C[i]
	return s
}
# What may follow an option with a value, for the command at hand (an option of one name may take other words elsewhere).
function out_bash_values(   o, i, pattern, does) {
	for (o = 1; o <= no; o++) if (kind[o] != "flag") {
		for (i = 0; i <= nc; i++) {
			if (!((o, i ? C[i] : "global") in of)) continue
			pattern = (i ? C[i] : "*") ":--" O[o]
			if (letter[o] != "-") pattern = pattern " | " (i ? C[i] : "*") ":-" letter[o]
			does = "return"
			if (value[o] == "DIR") does = "COMPREPLY=($(compgen -d -- \"$cur\")); return"
			if (value[o] == "FILE" || value[o] == "SOCKET" || value[o] == "PROGRAM") does = "COMPREPLY=($(compgen -f -- \"$cur\")); return"
			if (kind[o] == "word") does = "COMPREPLY=($(compgen -W \"" words_of(o) "\" -- \"$cur\")); return"
			printf "\t%s) %s ;;\n", pattern, does
		}
	}
}
function words_of(o,   i, s) { for (i = 1; i <= now[o]; i++) s = s (i > 1 ? " " : "") Ow[o, i]; return s }
# The ids of containers that are there, for all but those commands that make one: they take a bundle.
function wants_id(c,   o) {
	if (A[c, 1] != "ID" || !(("list", "--quiet") in taken_at)) return 0
	for (o = 1; o <= no; o++) if (O[o] == "bundle" && ((o, c) in of)) return 0
	return 1
}
function takes_value(   o, s) {
	for (o = 1; o <= no; o++) if (((o, "global") in of) && kind[o] != "flag" && O[o] != "root") s = s (s == "" ? "" : " | ") "--" O[o]
	return s
}
function out_bash(   i) {
	printf "# bash completion for %s: generated from %s by gen/commands.awk: change those, not this.\n\n", program, FILENAME
	printf "_%s()\n{\n\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} command= root= i\n\n", program
	printf "\tCOMPREPLY=()\n\tif [[ $cur == = ]]; then cur=; fi\n"
	printf "\tif [[ $prev == = ]]; then prev=${COMP_WORDS[COMP_CWORD - 2]}; fi\n\tfor ((i = 1; i < COMP_CWORD; i++)); do\n\t\tcase ${COMP_WORDS[i]} in\n"
	if (("global", "--root") in taken_at) printf "\t\t--root) root=${COMP_WORDS[++i]} ;;\n"
	printf "\t\t%s) ((i++)) ;;\n\t\t-*) ;;\n", takes_value()
	printf "\t\t*) command=${COMP_WORDS[i]}; break ;;\n\t\tesac\n\tdone\n\tcase $command:$prev in\n"
	out_bash_values()
	printf "\tesac\n\tcase $command:$cur in\n\t:-*) COMPREPLY=($(compgen -W \"%s\" -- \"$cur\")) ;;\n", flags_of("global")
	printf "\t:*) COMPREPLY=($(compgen -W \"%s\" -- \"$cur\")) ;;\n", list_commands(0)
	for (i = 1; i <= nc; i++) if (!(C[i] in refused))
		printf "\t%s:-*) COMPREPLY=($(compgen -W \"%s\" -- \"$cur\")) ;;\n", C[i], \
		    (flags_of(C[i]) == "" ? "" : flags_of(C[i]) " ") flags_of("global")
	for (i = 1; i <= nc; i++) {
		if (wants_id(C[i])) printf "\t%s:*) COMPREPLY=($(compgen -W \"$(%s ${root:+--root \"$root\"} list --quiet 2> /dev/null)\" -- \"$cur\")) ;;\n", C[i], program
		if (A[C[i], 1] == "TOPIC") printf "\t%s:*) COMPREPLY=($(compgen -W \"%s\" -- \"$cur\")) ;;\n", C[i], list_commands(0)
	}
	printf "\tesac\n}\ncomplete -F _%s %s\n", program, program
}
function md(s) { gsub(/[|]/, "\\|", s); return s }
function out_md(   i, o, c) {
	printf "<!-- generated from %s by gen/commands.awk: change those, and run `make docs` -->\n# Commands\n\n", FILENAME
	printf "| command | meaning |\n|---|---|\n"
	for (i = 1; i <= nc; i++) if (!(C[i] in refused)) printf "| `%s` | %s |\n", md(usage(C[i])), md(doc[C[i]])
	printf "\n| option | of | meaning |\n|---|---|---|\n"
	for (o = 1; o <= no; o++) {
		c = ((o, "global") in of) ? "all" : ""
		for (i = 1; i <= nc; i++) if ((o, C[i]) in of) c = c (c == "" ? "" : ", ") C[i]
		printf "| `%s%s%s` | %s | %s%s |\n", (letter[o] == "-" ? "" : "-" letter[o] ", "), "--" O[o], \
		    (kind[o] == "flag" ? "" : " " md(value[o])), c, md(meaning[o]), (ignored[o] ? " (accepted, ignored)" : "")
	}
	printf "\n| not here | what it says |\n|---|---|\n"
	for (i = 1; i <= nc; i++) if (C[i] in refused) printf "| %s | %s (exit code %d) |\n", C[i], md(doc[C[i]]), refused[C[i]]
}
function out_dict(   i) {
	for (i = 1; i <= nc; i++) printf "\"%s\"\n", C[i]
	for (i = 1; i <= no; i++) { printf "\"--%s\"\n\"--%s=\"\n", O[i], O[i]; if (letter[i] != "-") printf "\"-%s\"\n", letter[i] }
	for (i = 1; i <= nw; i++) printf "\"%s\"\n", W[i]
}
