# forms.awk -- reads and checks machine.spec, monitors/*.spec and guests/*.spec, in this order; forms_c.awk and
# forms_doc.awk write.  The language: docs/forms.md.
# awk -v out=h|c|md|dict -f gen/spec.awk -f gen/forms.awk -f gen/forms_c.awk -f gen/forms_doc.awk FILE...

function list_of(f) { return index(f, ".") ? substr(f, 1, index(f, ".") - 1) : "" }
function free(f) { return kind[f] == "path" || kind[f] == "text" }	# may hold anything
function name_of(what, s) { if (s !~ /^[a-z][a-z0-9_.-]*$/) die("not a name for " what ": " s) }
function number_of(s) { if (s !~ /^[0-9]+$/ || length(s) > 9) die("not a number: " s); return s + 0 }
function known(f) { if (!(f in kind) && !(f in list_no)) die("unknown fact " f); used[f] = 1 }
function says(verb, f) {				# this form uses, refuses, drops or ignores a fact
	known(f)
	said[form, on, f] = verb
	if (list_of(f) != "") said[form, on, list_of(f)] = (said[form, on, list_of(f)] == "" ? "uses" : said[form, on, list_of(f)])
}

# A word is literal text and {facts}.  cut() takes the next piece off `left`: lit, then name and filt.
function cut(   t) {
	if (!match(left, /[{][a-z_0-9.]+([|][a-z0-9]+)?[}]/)) { lit = left; left = name = filt = ""; return }
	lit = substr(left, 1, RSTART - 1)
	t = substr(left, RSTART + 1, RLENGTH - 2)
	left = substr(left, RSTART + RLENGTH)
	filt = index(t, "|") ? substr(t, index(t, "|") + 1) : ""
	name = t
	sub(/[|].*$/, "", name)
}
function check_piece(w,   k, l) {
	if (name == "index" || name == "letter") {
		if (each == "" && type != "names") die("{" name "} needs each, first or later")
		return
	}
	if (name in list_no) die(name " is a list")
	says("uses", name)
	if (filt != "" && !(filt in filter_no)) die("unknown filter " filt)
	if (filt != "") used["|" filt] = 1
	l = list_of(name)
	k = (name in needs) ? needs[name] : name
	if (l != "" && l != each && !((l, "if") in cond)) die("{" name "} needs \"each " l "\", or \"if " l "\" for the first one")
	if (when[name] != "always" && kind[name] != "flag" && !((k, "if") in cond)) die("{" name "} may be absent: say \"if " k "\"")
	if (!free(name) || filt != "") return
	if (type == "text" || type == "join" || type == "lines") die("{" name "} may hold blanks: give it a filter")
	if (type == "argv" && w ~ /,/) die("{" name "} may hold a comma: give it a filter")
	if (type != "argv" && type != "json") die("{" name "} may hold anything: only a word fits here")
}
function word(w) {					# checks one word of a row and keeps its pieces
	left = w
	do {
		cut()
		if (lit ~ /[{}]/) die("cannot read the word " w)
		if (name != "") check_piece(w)
		Plit[++np] = lit; Pname[np] = name; Pfilt[np] = filt; Pend[np] = (left == "")
	} while (left != "")
	Rn[nr] = np + 1 - Rp[nr]
}
function condition(how, w,   f, v) {
	f = w
	v = ""
	if (index(w, "=")) { f = substr(w, 1, index(w, "=") - 1); v = substr(w, index(w, "=") + 1) }
	if (!(f in kind) && !(f in list_no)) die("unknown fact " f)
	if (v != "" && kind[f] != "word") die(f " is no word: nothing to compare with " v)
	if (v == "" && (f in kind) && when[f] == "always" && kind[f] != "flag") die(f " is always there")
	says("uses", f)
	if (v == "" || how == "if") cond[f, how] = 1
	if (++Rconds[nr] > 4) die("more than four conditions")
	Rcond[nr, Rconds[nr]] = f; Rhow[nr, Rconds[nr]] = how; Rvalue[nr, Rconds[nr]] = v
}
function in_form() { if (form == "") die("a row before the first monitor or guest") }
function row(   i) {					# begins a row; the field after its conditions
	in_form()
	type = $1
	each = ""
	split("", cond)
	Rk[++nr] = type; Rform[nr] = nform; Rat[nr] = here(); Rline[nr] = FNR; Rsrc[nr] = source; Ron[nr] = on; Rp[nr] = np + 1
	form_rows[nform]++
	i = 2
	if ($i ~ /^(each|first|later)$/ && NF > i) {
		each = $(i + 1)
		if (!(each in list_no)) die("unknown list " each)
		says("uses", each)
		Reach[nr] = each; Rpick[nr] = $i
		i += 2
	}
	for (; ($i == "if" || $i == "unless") && NF > i; i += 2) condition($i, $(i + 1))
	return i
}
function why_from(i) { if (i > NF) die("say why"); Rwhy[nr] = rest(i) }
function only_for(what) { in_form(); if (form_type[nform] != what) die("only a " what " has a row " $1) }
function not_before() { in_form(); if (form_before[nform] != "") die("a row " $1 " stands before the first \"before\"") }

{ source = $0; gsub(/[ \t]+/, " ", source); sub(/^ /, "", source); gsub(/[*][\/]/, "* /", source); on = "" }
$1 == "on" && NF > 3 { on = $2; on_at[on] = here(); sub(/^[ \t]*on[ \t]+[^ \t]+[ \t]+/, "") }

$1 == "list" && NF >= 4 {
	name_of("a list", $2); once("list", $2); who_of($3)
	L[++nlist] = $2; list_no[$2] = nlist; who[$2] = $3; doc[$2] = rest(4); when[$2] = "maybe"
	next
}
function who_of(w) { if (w !~ /^(monitor|guest|both|anyone|plan)$/) die("a fact is for monitor, guest, both, anyone or plan, not " w) }
$1 == "fact" && NF >= 6 {
	name_of("a fact", $2); once("fact", $2); who_of($4)
	if ($3 !~ /^(word|path|text|number|flag)$/) die("unknown kind " $3)
	if (list_of($2) != "" && !(list_of($2) in list_no)) die("unknown list " list_of($2))
	if ($5 ~ /^with:/) { needs[$2] = substr($5, 6); if (when[needs[$2]] != "maybe") die(needs[$2] " is always there, or unknown") }
	else if ($5 != "maybe" && $5 != "always") die("a fact is always there, maybe or with:FACT, not " $5)
	kind[$2] = $3; who[$2] = $4; when[$2] = $5; doc[$2] = rest(6)
	F[++nf] = $2; fact_no[$2] = nf
	next
}
$1 == "filter" && NF >= 5 {
	if ($3 !~ /^(refuse|only|replace|enclose|wrap)$/) die("a filter refuses, allows only, replaces, encloses or wraps, it does not " $3)
	name_of("a filter", $2)
	if (!($2 in filter_no)) { Q[++nq] = $2; filter_no[$2] = nq; filter_first[$2] = ns + 1; declared_at["filter", $2] = here() }
	if (Q[nq] != $2) die("the lines of filter " $2 " stand together")
	S[++ns] = $3; filter_steps[$2]++; Sat[ns] = here(); Ssrc[ns] = source
	i = ($3 == "replace" || $3 == "enclose") ? 6 : 5
	if (i > NF) die("say why")
	Sa[ns] = $4; Sb[ns] = (i == 6 ? $5 : ""); Swhy[ns] = rest(i)
	n = codes(Sa[ns])
	if ($3 !~ /^(refuse|only)$/) { if (n != 1) die("one character, not " $4); plain(Sa[ns]) }
	if ($3 == "replace") plain(Sb[ns])
	if ($3 == "enclose") codes(Sb[ns])
	next
}
$1 == "monitor" && NF == 3 {
	name_of("a monitor", $2); once("monitor", $2); once("the annotation's word", $3)
	if (nguest) die("monitors are read before guests")
	M[++nmonitor] = $2; monitor_no[$2] = nmonitor
	open_form("monitor", $2, $3, "")
	next
}
$1 == "guest" && NF == 2 {
	name_of("a guest", $2); once("guest", $2)
	G[++nguest] = $2; guest_no[$2] = nguest
	open_form("guest", $2, $2, "")
	next
}
$1 == "before" && NF == 2 {
	only_for("guest")
	if ($2 !~ /^[0-9]+([.][0-9]+)*$/) die("not a version: " $2)
	if (form_before[nform] != "" && !older($2, form_before[nform])) die("versions stand from new to old")
	open_form("guest", form_name[nform], form_name[nform], $2)
	next
}
function open_form(t, name, w, before) {
	form = t " " name (before == "" ? "" : " before " before)
	form_type[++nform] = t; form_name[nform] = name; form_word[nform] = w; form_before[nform] = before
	form_at[nform] = here(); form_key[nform] = form; form_first[nform] = nr; form_rows[nform] = 0
	if (before == "") main_form[t, name] = nform
}
function older(a, b,   x, y, i) {
	split(a, x, "."); split(b, y, ".")
	for (i = 1; i <= 4; i++) if (x[i] + 0 != y[i] + 0) return x[i] + 0 < y[i] + 0
	return 0
}
$1 == "planned" && NF >= 2 { row(); why_from(2); planned[form] = rest(2); next }
$1 == "program" && NF >= 2 { only_for("monitor"); i = row(); for (; i <= NF; i++) word($i); next }
($1 == "argv" || $1 == "lines") && NF >= 2 {
	if ($1 == "argv") of_pair()
	i = row()
	if (i > NF) die("a row without words")
	for (; i <= NF; i++) word($i)
	next
}
$1 == "text" && NF >= 2 { only_for("guest"); i = row(); if (i > NF) die("a row without words"); for (; i <= NF; i++) word($i); next }
($1 == "json" || $1 == "join") && NF >= 2 {
	if ($1 == "join") only_for("guest")
	i = row()
	if ($i !~ /^([a-z_-]+(\[\])?[.])?[a-z_-]+(\[\])?$/ || $i ~ /[.].*\]$/) die("cannot read the path " $i)
	Robject[nr] = index($i, ".") ? substr($i, 1, index($i, ".") - 1) : ($i ~ /\]$/ ? $i : "")
	Rkey[nr] = index($i, ".") ? substr($i, index($i, ".") + 1) : ($i ~ /\]$/ ? "" : $i)
	if (Rkey[nr] != "" && i == NF) die("a row without words")
	if (Rkey[nr] == "" && i < NF) die("an array alone has no value")
	if (type == "json" && NF > i + 1) die("a json value is one word")
	for (i++; i <= NF; i++) word($i)
	next
}
$1 == "insert" && NF == 2 { only_for("monitor"); if ($2 != "guest") die("only a guest's rows can be inserted"); row(); inserts[form] = 1; next }
($1 == "device" || $1 == "module" || $1 == "data" || $1 == "folder") && NF >= 2 {
	of_pair(); i = row(); word($i); why_from(i + 1)
	next
}
$1 == "search" && NF >= 4 {
	only_for("monitor"); i = row()
	if ($i != "module" && $i != "data") die("only modules and data are searched for, not " $i)
	Rkey[nr] = $i
	n = split($(i + 1), part, ","); m = split($(i + 2), part2, ",")
	if (NF != i + 2) die("a search has folders and their subfolders, each list with commas")
	for (j = 1; j <= m; j++) if (part2[j] ~ /\//) die("not a folder's name: " part2[j])
	for (j = 1; j <= n; j++) { if (part[j] !~ /^\//) die("not an absolute folder: " part[j]); for (k = 1; k <= m; k++) word(part[j] "/" part2[k]) }
	Rnumber[nr] = m
	next
}
$1 == "overhead" && NF >= 2 { only_for("monitor"); i = row(); Rnumber[nr] = number_of($i); why_from(i + 1); has_overhead[form] = 1; next }
$1 == "seccomp" && NF >= 2 { only_for("monitor"); i = row(); name_of("a filter", $i); Rkey[nr] = $i; why_from(i + 1); next }
$1 == "signal" && NF >= 2 { of_pair(); signal_row(row()); next }
$1 == "control" && NF >= 2 { only_for("monitor"); i = row(); if ($i != "qmp") die("only qmp is spoken, not " $i); Rkey[nr] = $i; why_from(i + 1); controls[form] = 1; next }
$1 == "code" && NF >= 2 { only_for("guest"); of_pair(); why_from(row()); next }
$1 == "ended" && NF >= 2 { of_pair(); i = row(); name_of("an end", $i); Rkey[nr] = $i; Rnumber[nr] = end_of($(i + 1)); why_from(i + 2); next }
$1 == "exit" && NF >= 2 { not_before(); i = row(); Rnumber[nr] = status_of($i); Rwhat[nr] = status_of($(i + 1)); why_from(i + 2); next }
($1 == "most" || $1 == "least") && NF >= 2 {
	i = row(); says("uses", $i); Rwhat[nr] = $i; Rnumber[nr] = number_of($(i + 1)); why_from(i + 2)
	if (kind[$i] == "flag") die($i " is a flag: there is nothing to count")
	next
}
($1 == "refuse" || $1 == "drop" || $1 == "ignore") && NF >= 2 {
	verb = $1 == "drop" ? "drops" : $1 "s"
	i = row(); says(verb, $i); Rwhat[nr] = $i; why_from(i + 1)
	if (verb != "ignores" && when[$i] == "always" && kind[$i] != "flag") die($i " is always there")
	next
}
$1 == "arch" && NF >= 2 { not_before(); row(); Rkey[nr] = rest(2); for (i = 2; i <= NF; i++) name_of("an architecture", $i); next }
$1 == "names" && NF == 3 {
	only_for("guest"); not_before(); row(); Rwhat[nr] = $2; says("uses", $2)
	if (list_of($2) == "" || kind[$2] != "word") die("not a word of a list: " $2)
	word($3)
	next
}
($1 == "filesystems" || $1 == "init") && NF >= 2 { only_for("guest"); not_before(); row(); Rkey[nr] = rest(2); next }
$1 == "adds" && NF >= 2 {
	only_for("guest"); not_before(); i = row(); why_from(i + 1); Rkey[nr] = $i; Rnumber[nr] = ($i == "within")
	if ($i != "behind" && $i != "within") die("files are added behind an initrd or within it, not " $i); next
}
$1 == "file" && NF >= 4 { i = row(); if ($i != "lines" && $i != "json") die("a file holds lines or json, not " $i); Rkey[nr] = $i; Robject[nr] = $(i + 1); why_from(i + 2); next }
$1 == "runs" && NF >= 2 { not_before(); for (i = 2; i <= NF; i++) pair($i, "runs", ""); next }
$1 == "cannot" && NF >= 3 { not_before(); pair($2, "cannot", rest(3)); next }
{ unread() }

function pair(other, verb, reason,   g, m) {		# one statement for each guest and monitor, in the spec of either
	g = form_type[nform] == "guest" ? form_name[nform] : other
	m = form_type[nform] == "guest" ? other : form_name[nform]
	if ((g, m) in pair_verb) die("guest " g " and monitor " m " are spoken of twice, first at " pair_at[g, m])
	pair_verb[g, m] = verb; pair_reason[g, m] = reason; pair_at[g, m] = here()
	if (verb == "runs" && form_type[nform] == "guest") prefer[g, ++prefers[g]] = m
	if (verb == "runs" && form_type[nform] == "monitor") offer[g, ++offers[g]] = m	# after what the guest prefers
	pair_list[++npair] = g SUBSEP m
}

END {
	if (bad) exit 1
	check_all()
	if (bad) exit 1
	if (out == "h") out_h()
	else if (out == "c") out_c()
	else if (out == "md") out_md()
	else if (out == "dict") out_dict()
	else { print "usage: awk -v out=h|c|md|dict -f gen/spec.awk -f gen/forms.awk ... FILE..." > "/dev/stderr"; exit 2 }
}
