# forms_check.awk -- what of forms.awk can be judged only when everything is read, and the characters of filters.

function codes(s,   n, i, c) {			# fills code[1..n] with the bytes of a set, its escapes undone; 0: the empty value
	split("", code)
	n = 0
	for (i = 1; i <= length(s); i++) {
		c = substr(s, i, 1)
		if (c != "\\") { code[++n] = index(ascii, c) + 31; continue }
		c = substr(s, ++i, 1)
		if (c == "x") { code[++n] = 16 * hex(substr(s, i + 1, 1)) + hex(substr(s, i + 2, 1)); i += 2 }
		else if (c == "e") code[++n] = 0
		else if (c == "n") code[++n] = 10
		else if (c == "s") { n = span(n, 9, 13); code[++n] = 32 }
		else if (c == "c") { n = span(n, 1, 31); code[++n] = 127 }
		else if (c == "a") { n = span(n, 48, 57); n = span(n, 65, 90); n = span(n, 97, 122) }
		else die("no such escape: " c)
	}
	return n
}
function span(n, a, b) { for (; a <= b; a++) code[++n] = a; return n }
function hex(c,   n) { n = index("0123456789abcdef", c); if (c == "" || !n) die("not two digits of a byte"); return n - 1 }
function plain(s,   n, i, o) {			# a text with its escapes undone
	n = codes(s)
	for (i = 1; i <= n; i++) { if (code[i] < 32 || code[i] > 126) die("only what can be printed: " s); o = o substr(ascii, code[i] - 31, 1) }
	return o
}
BEGIN { ascii = " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~" }

# Rows of signals and ends.
function of_pair() {					# a guest says such a thing of one monitor only
	if (form_type[nform] != "guest") return
	not_before()
	if (on == "") die("on which monitor?  Say: on MONITOR " $1 " ...")
}
function status_of(s) { if (number_of(s) > 255) die("not an exit status: " s); return s + 0 }
function end_of(s) { return s == "signal" ? 256 : status_of(s) }	# 128 and the number of the signal: as many as KEEP_SIGNAL_STATUS
function signal_row(i,   n, j, part) {
	Rkey[nr] = $i; Robject[nr] = $(i + 1); why_from(i + 2)
	n = split($i "," $(i + 1), part, ",")
	for (j = 1; j <= n; j++) if (part[j] !~ /^(HUP|INT|QUIT|ABRT|USR1|USR2|ALRM|TERM|WINCH|KILL|none|powerdown)$/) die("unknown signal " part[j])
	for (j = 1; j < n; j++) {
		if (part[j] ~ /^(KILL|none|powerdown)$/) die("nobody can change " part[j])
		once(form " signal" (on == "" ? "" : " on " on), part[j])
	}
}
function check_control(i, m) {				# what only a monitor's control socket can do
	if ((Rk[i] == "ended" || Robject[i] == "powerdown") && !(("monitor " m) in controls)) late(Rat[i], "monitor " m " has no row \"control\"")
}

function check_used(   i) {
	for (i = 1; i <= nf; i++) {
		if (!(F[i] in used) && who[F[i]] != "plan") late(declared_at["fact", F[i]], "nothing uses " F[i])
		if ((F[i] in used) && who[F[i]] == "plan") late(declared_at["fact", F[i]], F[i] " is only for the plan, but a row uses it")
	}
	for (i = 1; i <= nlist; i++) if (!(L[i] in used)) late(declared_at["list", L[i]], "nothing uses " L[i])
	for (i = 1; i <= nq; i++) if (!(("|" Q[i]) in used)) late(declared_at["filter", Q[i]], "nothing goes through " Q[i])
}
function check_pairs(   i, j, p, g, m) {
	for (i = 1; i <= npair; i++) {
		split(pair_list[i], p, SUBSEP)
		if (!(p[1] in guest_no)) late(pair_at[p[1], p[2]], "unknown guest " p[1])
		else if (!(p[2] in monitor_no)) late(pair_at[p[1], p[2]], "unknown monitor " p[2])
		else if (("guest " p[1]) in planned) late(pair_at[p[1], p[2]], "guest " p[1] " is only planned")
		else if (("monitor " p[2]) in planned) late(pair_at[p[1], p[2]], "monitor " p[2] " is only planned")
	}
	for (i = 1; i <= nguest; i++) for (j = 1; j <= nmonitor; j++) {
		g = G[i]; m = M[j]
		if (("guest " g) in planned || ("monitor " m) in planned) continue
		if (!((g, m) in pair_verb)) late(form_at[main_form["guest", g]], "nobody says whether guest " g " runs on monitor " m)
		if (pair_verb[g, m] == "runs") { runs["guest " g] = 1; runs["monitor " m] = 1 }
	}
	for (i = 1; i <= nform; i++)
		if (form_before[i] == "" && !(form_key[i] in planned) && !(form_key[i] in runs))
			late(form_at[i], form_key[i] (form_type[i] == "guest" ? " runs on nothing" : " runs nothing"))
}
function check_on(   i, f, g, m) {			# rows of a pair: the pair must run
	for (i = 1; i <= nr; i++) if (Ron[i] != "") {
		f = Rform[i]
		g = form_type[f] == "guest" ? form_name[f] : Ron[i]
		m = form_type[f] == "guest" ? Ron[i] : form_name[f]
		if (pair_verb[g, m] != "runs") late(Rat[i], "guest " g " does not run on monitor " m)
		else if (Rk[i] == "argv" && form_type[f] == "guest" && !(("monitor " m) in inserts)) late(Rat[i], "monitor " m " has no row \"insert guest\"")
		else check_control(i, m)
	} else if (form_type[Rform[i]] == "monitor") check_control(i, form_name[Rform[i]])
}
function missing(f, what) { late(form_at[f], form_key[f] " has no row " what) }
function check_form(f,   i, n, need) {			# what every monitor must say of itself
	split("", has)
	for (i = form_first[f] + 1; i <= form_first[f] + form_rows[f]; i++) has[Rk[i]] = 1
	if (form_key[f] in planned) { if (form_rows[f] > 1) late(form_at[f], form_key[f] " is planned and has other rows"); return }
	if (form_type[f] != "monitor") return
	n = split("program arch overhead argv", need, " ")
	for (i = 1; i <= n; i++) if (!(need[i] in has)) missing(f, need[i])
	n = split("TERM INT HUP QUIT", need, " ")
	for (i = 1; i <= n; i++) if (!((form_key[f] " signal", need[i]) in declared)) missing(f, "signal " need[i])
	if (("data" in has) && !("search" in has)) missing(f, "search data")
}

# Every fact is spoken of: by the monitor's side of a pair, the guest's side, or both; what one side refuses is settled.
function spoken(form, other, f,   l, v) {
	l = list_of(f)
	v = said[form, "", f] said[form, other, f]
	if (l != "" && (said[form, "", l] ~ /^(refuses|drops|ignores)$/ || said[form, other, l] ~ /^(refuses|drops|ignores)$/)) v = "settled"
	return v
}
function refused(form, other, f,   l) {
	l = list_of(f)
	return said[form, "", f] == "refuses" || said[form, other, f] == "refuses" || \
		(l != "" && (said[form, "", l] == "refuses" || said[form, other, l] == "refuses"))
}
function check_total(gf, m, f,   g, gkey, mkey, by_monitor, by_guest) {
	g = form_name[gf]; gkey = form_key[gf]; mkey = "monitor " m
	if (f in needs || who[f] == "anyone" || who[f] == "plan") return
	if (refused(gkey, m, f) || refused(mkey, g, f)) return
	by_monitor = spoken(mkey, g, f)
	by_guest = spoken(gkey, m, f)
	if ((who[f] == "monitor" || who[f] == "both") && by_monitor == "" && said["guest " g, m, f] == "") say_total(mkey, mkey, f, "")
	if ((who[f] == "guest" || who[f] == "both") && by_guest == "" && said[mkey, g, f] == "") say_total(gkey, gkey, f, " on " m)
}
function say_total(key, subject, f, where,   i) {
	if ((key, f) in complained) return
	complained[key, f] = 1
	for (i = 1; i <= nform; i++) if (form_key[i] == key) late(form_at[i], subject where " does not use, refuse, drop or ignore " f)
}
function check_totals(   i, j, k) {
	for (i = 1; i <= nform; i++) if (form_type[i] == "guest") for (j = 1; j <= nmonitor; j++) {
		if (pair_verb[form_name[i], M[j]] != "runs" || ("guest " form_name[i]) in planned || ("monitor " M[j]) in planned) continue
		for (k = 1; k <= nf; k++) check_total(i, M[j], F[k])
		for (k = 1; k <= nlist; k++) check_total(i, M[j], L[k])
	}
}
function check_all(   i) {
	check_used()
	check_pairs()
	check_on()
	for (i = 1; i <= nform; i++) check_form(i)
	check_totals()
}
