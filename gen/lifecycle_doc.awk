# lifecycle_doc.awk -- what lifecycle.awk has read, for people and for spin: a picture, a page, a model.

function out_dot(   i, j, k, s, t, n, label, seen) {	# one arrow for all events that go the same way
	printf "digraph %s {\n\trankdir=LR;\n\tnode [shape=box, style=rounded, fontname=\"sans-serif\"];\n", machine
	printf "\tedge [fontname=\"sans-serif\", fontsize=10];\n"
	for (i = 1; i <= ns; i++) printf "\t%s [tooltip=%s%s];\n", S[i], quote(doc[S[i]]), (i == 1 ? ", shape=circle" : "")
	for (i = 1; i <= ns; i++) for (k = 1; k <= ns; k++) {
		s = S[i]; t = S[k]; n = 0; label = ""; seen = 1
		for (j = 1; j <= ne; j++)
			if (s != t && what[s, E[j]] == "step" && next_[s, E[j]] == t) {
				label = label (n++ ? "\\n" : "") E[j]
				if (origin[E[j]] == "asked") seen = 0
			}
		if (n) printf "\t%s -> %s [label=\"%s\"%s];\n", s, t, label, (seen ? ", style=dashed" : "")
	}
	printf "}\n"
}
function cell(s, e) {
	if (what[s, e] == "refuse") return acts[s, e]
	if (what[s, e] == "ignore") return "-"
	return (next_[s, e] == s) ? "stays" : "**" next_[s, e] "**"
}
function in_words(s, e,   f) {			# what a failing action leads to
	f = fail[s, e]
	return (f == "=") ? "nothing else" : f ", then " next_[next_[s, e], f]
}
function out_md(   i, j, s, e) {
	printf "<!-- generated from %s by gen/lifecycle.awk: change those, and run `make docs` -->\n", FILENAME
	printf "# What a container may do next\n\n"
	printf "Every pair of state and event has a row in `%s`; this page is that table for people.\n\n", FILENAME
	printf "## States\n\n| state | kept | meaning |\n|---|---|---|\n"
	for (i = 1; i <= ns; i++) printf "| %s | %s%s | %s |\n", S[i], saved[S[i]], (has_pid[S[i]] ? ", a process" : ""), doc[S[i]]
	printf "\n## Where an event leads\n\n"
	printf "An event is *asked* for by a command, or *seen* to have happened. In bold: the new state. An errno: refused,\n"
	printf "nothing changes. `-`: nothing to do, which is success.\n\n"
	printf "| event |"; for (i = 1; i <= ns; i++) printf " %s |", S[i]
	printf "\n|---|"; for (i = 1; i <= ns; i++) printf "---|"; printf "\n"
	for (j = 1; j <= ne; j++) {
		printf "| %s%s |", E[j], (origin[E[j]] == "seen" ? " (seen)" : "")
		for (i = 1; i <= ns; i++) printf " %s |", cell(S[i], E[j])
		printf "\n"
	}
	printf "\n## Steps\n\nThe actions in order; one with `?` only warns when it fails.\n\n"
	printf "| in | event | to | actions | when one fails |\n|---|---|---|---|---|\n"
	for (i = 1; i <= ns; i++) for (j = 1; j <= ne; j++) {
		s = S[i]; e = E[j]
		if (what[s, e] == "step") printf "| %s | %s | %s | %s | %s |\n", s, e, next_[s, e], acts[s, e], in_words(s, e)
	}
	printf "\n## Refusals\n\n| in | event | errno | text |\n|---|---|---|---|\n"
	for (i = 1; i <= ns; i++) for (j = 1; j <= ne; j++) {
		s = S[i]; e = E[j]
		if (what[s, e] == "refuse") printf "| %s | %s | %s | %s |\n", s, e, acts[s, e], reason[s, e]
	}
	out_resources()
}
function out_resources(   i, a) {
	printf "\n## Resources\n\nWhat outlives a command. Each is recorded before it is made; undo walks the records backwards.\n\n"
	printf "| resource | made by | undone | recorded | found again |\n|---|---|---|---|---|\n"
	for (i = 1; i <= nr; i++) {
		a = args[R[i]]
		gsub(/,/, ", ", a)
		printf "| %s | %s | %s | %s | %s |\n", R[i], maker[R[i]], ((R[i] in later) ? "where nobody waits" : "at once"), a, \
		    doc["resource " R[i]]
	}
}
# The model (spec/world.pml) is linked with the C of the table: it needs the numbers, and the claims about states.
function numbers(kind, n, names,   i) { for (i = 1; i <= n; i++) printf "#define %s_%s %d\n", kind, up(snake(names[i])), i - (kind != "ACTION") }
function out_pml(   i) {
	printf "/* generated from %s by gen/lifecycle.awk: numbers of the table, and claims, for spin */\n", FILENAME
	numbers("STATE", ns, S)
	numbers("EVENT", ne, E)
	printf "#define EVENT_COUNT %d\n#define ACTION_END 0\n", ne
	numbers("ACTION", nact, A)
	printf "#define VERDICT_STEP 0\n#define VERDICT_REFUSE 1\n#define VERDICT_IGNORE 2\n"
	for (i = 1; i <= nc; i++) printf "#define claim_%s (%s)\n", C[i], ltl[C[i]]
	printf "#define CLAIMS ("
	for (i = 1; i <= nc; i++) printf "%sclaim_%s", (i > 1 ? " && " : ""), C[i]
	printf ")\n"
}
