# forms_doc.awk -- what forms.awk has read, for people (the support matrix, a page for each monitor and guest) and fuzzers.

function takes(g, m, f,   i, v, key) {		# neither side of a pair refuses, drops or ignores it
	split("guest " g "|" SUBSEP "guest " g "|" m SUBSEP "monitor " m "|" SUBSEP "monitor " m "|" g, key, SUBSEP)
	for (i = 1; i <= 4; i++) {
		split(key[i], part, "|")
		v = said[part[1], part[2], f]
		if (v ~ /^(refuses|drops|ignores)$/) return 0
	}
	return 1
}
function storage(g, m,   o) {
	if (("initrd" in kind) && takes(g, m, "initrd")) o = o ", initrd"
	if (("disk" in list_no) && takes(g, m, "disk")) o = o ", disk"
	if (("share" in kind) && takes(g, m, "share")) o = o ", folder"
	return o == "" ? "yes" : substr(o, 3)
}
function cell(g, m) {
	if (("guest " g) in planned || ("monitor " m) in planned) return "planned"
	return pair_verb[g, m] == "runs" ? storage(g, m) : "-"
}
function matrix(   i, j) {
	printf "| guest |"
	for (j = 1; j <= nmonitor; j++) printf " %s |", form_word[main_form["monitor", M[j]]]
	printf "\n|---|"
	for (j = 1; j <= nmonitor; j++) printf "---|"
	printf "\n"
	for (i = 1; i <= nguest; i++) {
		printf "| %s |", G[i]
		for (j = 1; j <= nmonitor; j++) printf " %s |", cell(G[i], M[j])
		printf "\n"
	}
	printf "\n"
}
function whys(   i, j) {
	for (i = 1; i <= nguest; i++) for (j = 1; j <= nmonitor; j++) if (pair_verb[G[i], M[j]] == "cannot")
		printf "- %s does not run on %s: %s.\n", G[i], M[j], pair_reason[G[i], M[j]]
	printf "\n"
}
function tell(s) { sub(/^[^ ]+ /, "", s); return s }		# a row without its first word
function conditions(i,   j, o) {
	for (j = 1; j <= Rconds[i]; j++) o = o " " Rhow[i, j] " " Rcond[i, j] (Rvalue[i, j] == "" ? "" : " is " Rvalue[i, j])
	if (Ron[i] != "") o = o " on " Ron[i]
	return o == "" ? "" : " (" substr(o, 2) ")"
}
function words_of(i,   j, o) {
	for (j = Rp[i]; j < Rp[i] + Rn[i]; j++)
		o = o Plit[j] (Pname[j] == "" ? "" : "{" Pname[j] (Pfilt[j] == "" ? "" : "|" Pfilt[j]) "}") (Pend[j] ? " " : "")
	sub(/ $/, "", o)
	return o
}
function about(i,   k) {				# a row as an item of a list; "" for rows that stand in a block
	k = Rk[i]
	if (k == "program") return "program `" words_of(i) "`"
	if (k == "arch") return "machines: " Rkey[i] conditions(i)
	if (k == "overhead") return Rnumber[i] " MiB of its own" conditions(i) ": " Rwhy[i]
	if (k == "seccomp") return "seccomp filter `" Rkey[i] "`: " Rwhy[i]
	if (k ~ /^(device|module|data|folder)$/) return k " `" words_of(i) "`" conditions(i) ": " Rwhy[i]
	if (k == "search") return Rkey[i] " in `" words_of(i) "`"
	if (k == "signal" && Robject[i] == "powerdown") return Rkey[i] " asks the guest to power down" conditions(i) ": " Rwhy[i]
	if (k == "signal") return Rkey[i] " is sent as " Robject[i] conditions(i) ": " Rwhy[i]
	if (k == "control") return "control socket, " Rkey[i] ": " Rwhy[i]
	if (k == "code") return "says its exit code" conditions(i) ": " Rwhy[i]
	if (k == "ended") return "an end by " Rkey[i] " is exit status " (Rnumber[i] < 256 ? Rnumber[i] : "128 and the signal") conditions(i) ": " Rwhy[i]
	if (k == "exit") return "exit status " Rnumber[i] " means " Rwhat[i] conditions(i) ": " Rwhy[i]
	if (k ~ /^(most|least)$/) return "at " k " " Rnumber[i] " " Rwhat[i] conditions(i) ": " Rwhy[i]
	if (k ~ /^(refuse|drop|ignore)$/) return k "s " Rwhat[i] conditions(i) ": " Rwhy[i]
	if (k == "names") return "calls its " list_of(Rwhat[i]) "s `" words_of(i) "`"
	if (k == "filesystems") return "root file systems: " Rkey[i]
	if (k == "init") return "reads its file if its program is called `" Rkey[i] "`"
	if (k == "adds") return "volumes are copied " Rkey[i] " its initrd: " Rwhy[i]
	if (k == "file") return "file `" Robject[i] "` of " Rkey[i] conditions(i) ": " Rwhy[i]
	if (k == "planned") return "planned: " Rwhy[i]
	return ""
}
function page(f,   i, t, n) {
	printf "## %s %s%s\n\n", (form_type[f] == "guest" ? "Guest" : "Monitor"), form_name[f], (form_before[f] == "" ? "" : " before " form_before[f])
	for (i = form_first[f] + 1; i <= form_first[f] + form_rows[f]; i++) if ((t = about(i)) != "") printf "- %s\n", t
	for (i = form_first[f] + 1; i <= form_first[f] + form_rows[f]; i++) if (about(i) == "") {
		if (!n++) printf "\n```\n"
		printf "%s\n", Rsrc[i]
	}
	if (n) printf "```\n"
	printf "\n"
}
function out_md(   i) {
	printf "<!-- generated from spec/machine.spec, spec/monitors/ and spec/guests/ by gen/forms.awk: change those, and run `tests/spec/run --update forms` -->\n"
	printf "# What runs on what\n\nGuests and monitors, and how a guest can get its files. Anything else is refused with the reason.\n\n"
	matrix()
	whys()
	printf "In what follows `{link.ip4}` is a value, `each link` a row for each, `if` and `unless` conditions; `forms.md` tells the language.\n\n"
	for (i = 1; i <= nform; i++) page(i)
}

# A token a line, as AFL++ reads them: names of facts, words of pairs, and the literal text of all rows.
function token(s) {
	if (s == "" || s in tokens) return
	tokens[s] = 1
	gsub(/["\\]/, "", s)
	if (s != "") printf "\"%s\"\n", s
}
function out_dict(   i) {
	for (i = 1; i <= nform; i++) { token(form_name[i]); token(form_word[i]); token(form_before[i]) }
	for (i = 1; i <= nf; i++) token(F[i] " ")
	for (i = 1; i <= nlist; i++) token(L[i])
	for (i = 1; i <= np; i++) token(Plit[i])
}
