# lifecycle.awk -- reads and checks lifecycle.spec; lifecycle_c.awk and lifecycle_doc.awk write.
# awk -v out=h|c|actions_h|actions_c|vec|rows|dot|md|pml -f gen/spec.awk -f gen/lifecycle.awk -f gen/lifecycle_c.awk
#     -f gen/lifecycle_doc.awk spec/lifecycle.spec

function put(kind, ins, evs, to, fails, does, why,   i, j, a, b, na, nb) {
	na = split(ins, a, ",")
	nb = split(evs, b, ",")
	for (i = 1; i <= na; i++)
		for (j = 1; j <= nb; j++) {
			if (!(a[i] in saved)) die("unknown state " a[i])
			if (!(b[j] in origin)) die("unknown event " b[j])
			if (kind == "refuse" && origin[b[j]] == "seen") die("nobody asked for " b[j] ": it cannot be refused")
			if ((a[i], b[j]) in row) die("second row for " a[i] " " b[j] ", first on line " row[a[i], b[j]])
			row[a[i], b[j]] = FNR
			what[a[i], b[j]] = kind
			next_[a[i], b[j]] = (to == "=") ? a[i] : to
			fail[a[i], b[j]] = fails
			acts[a[i], b[j]] = does
			reason[a[i], b[j]] = why
			if (kind == "step") stepped[b[j]] = 1
		}
}
function action(w,   n) {
	n = w
	sub(/[?]$/, "", n)
	if (n !~ /^(hook:[A-Za-z]+|[a-z_]+)$/) die("not an action: " w)
	if (!(n in is_action)) { is_action[n] = 1; A[++nact] = n }
}
function name_of(kind, s) { if (s !~ /^[a-z][a-z_]*$/) die("not a name for " kind ": " s) }
BEGIN { split("EPERM ENOENT ESRCH EEXIST EINVAL EBUSY ENOTSUP", known, " "); for (i in known) is_errno[known[i]] = 1 }

$1 == "machine" && NF == 2 { once("the", "machine"); machine = $2; next }
$1 == "state" && NF >= 4 && ($3 == "absent" || $3 == "saved") {
	name_of("a state", $2)
	once("state", $2)
	S[++ns] = $2
	saved[$2] = $3
	has_pid[$2] = ($4 == "pid")
	doc[$2] = rest($4 == "pid" ? 5 : 4)
	next
}
$1 == "event" && NF >= 3 {
	if ($NF != "asked" && $NF != "seen") die("an event is asked or seen, not " $NF)
	for (i = 2; i < NF; i++) {
		name_of("an event", $i)
		once("event", $i)
		origin[$i] = $NF
		E[++ne] = $i
	}
	next
}
$1 == "step" && NF >= 6 {
	if ($4 != "=" && !($4 in saved)) die("a step to the unknown state " $4)
	if ($5 != "=" && !($5 in origin)) die("a step that fails with the unknown event " $5)
	for (i = 6; i <= NF; i++) action($i)
	if (NF - 5 > most) most = NF - 5
	put("step", $2, $3, $4, $5, rest(6), "")
	next
}
$1 == "refuse" && NF >= 5 {
	if (!($4 in is_errno)) die("unknown errno " $4)
	put("refuse", $2, $3, "=", "=", $4, rest(5))
	next
}
$1 == "ignore" && NF == 3 { put("ignore", $2, $3, "=", "=", "", ""); next }
$1 == "resource" && NF >= 6 {
	name_of("a resource", $2)
	if (sub(/^later:/, "", $4)) later[$2] = 1
	name_of("a function", $4)
	once("resource", $2)
	if (!($3 in is_action)) die("no step does " $3 ", which makes " $2)
	R[++nr] = $2; maker[$2] = $3; undo[$2] = $4; args[$2] = $5; doc["resource " $2] = rest(6)
	n = split($5, w, ",")
	for (i = 1; i <= n; i++) {
		name_of("an argument", w[i])
		for (k = 1; k < i; k++) if (w[k] == w[i]) die("argument " w[i] " twice")
	}
	if (n > most_args) most_args = n
	next
}
$1 == "claim" && NF >= 3 {
	once("claim", $2)
	C[++nc] = $2
	n = split(ltl[$2] = rest(3), w, /[^a-z_]+/)
	for (i = 1; i <= n; i++) {
		sub(/^passed_/, "", w[i])
		if (w[i] != "" && !(w[i] in saved)) die("a claim about the unknown state " w[i])
	}
	next
}
{ unread() }

function check(   i, j, f, t, hit, again) {
	if (machine == "") late(FILENAME, "the machine has no name")
	for (i = 1; i <= ns; i++)
		for (j = 1; j <= ne; j++) {
			if (!((S[i], E[j]) in row)) {
				late(declared_at["state", S[i]], "no row for state " S[i] ", event " E[j])
				continue
			}
			f = fail[S[i], E[j]]
			t = next_[S[i], E[j]]
			if (f != "=" && (what[t, f] != "step" || fail[t, f] != "="))
				late(FILENAME ":" row[S[i], E[j]], "when it fails, " t " " f " must be a step that cannot fail onward")
		}
	hit[S[1]] = 1
	do {
		again = 0
		for (i = 1; i <= ns; i++) if (S[i] in hit)
			for (j = 1; j <= ne; j++) {
				t = next_[S[i], E[j]]
				if (t != "" && !(t in hit)) { hit[t] = 1; again = 1 }
			}
	} while (again)
	for (i = 1; i <= ns; i++)
		if (!(S[i] in hit)) late(declared_at["state", S[i]], "state " S[i] " cannot be reached")
	for (j = 1; j <= ne; j++)
		if (!(E[j] in stepped)) late(declared_at["event", E[j]], "event " E[j] " changes nothing anywhere")
	if (bad) exit 1
}

END {
	if (bad) exit 1
	check()
	if (out == "h") out_h(); else if (out == "c") out_c()
	else if (out == "actions_h") out_actions_h(); else if (out == "actions_c") out_actions_c()
	else if (out == "vec") out_vec(); else if (out == "rows") out_rows()
	else if (out == "dot") out_dot()
	else if (out == "md") out_md(); else if (out == "pml") out_pml()
	else { print "lifecycle.awk: no such output: " out > "/dev/stderr"; exit 2 }
}
