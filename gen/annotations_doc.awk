# annotations_doc.awk -- what annotations.awk has read, for people and for fuzzers.

function md(s) { gsub(/[|]/, "\\|", s); return s }
function out_md(   i, j, k, s) {
	printf "<!-- generated from %s by gen/annotations.awk: change those, and run `make docs` -->\n# What an image may ask for\n\n", FILENAME
	printf "All keys begin with `%s`. \"annotations\": only annotations of the container may say it, never the image's file.\n\n", prefix
	printf "| key | value | at most | from | needed | meaning |\n|---|---|---|---|---|---|\n"
	for (i = 1; i <= nk; i++) {
		k = K[i]
		s = ""
		for (j = 1; j <= nw[k]; j++) s = s (j > 1 ? ", " : "") "`" W[k, j] "`"
		if (s == "") s = md(wants[kclass[k]])
		printf "| `%s` | %s | %d bytes | %s | %s | %s |\n", k, s, limit[k], (from[k] == "both" ? "annotations, urunc.json" : "annotations"), \
		    (with[k] == "" ? when[k] : "with " with[k]), md(doc[k])
	}
	for (i = 1; i <= na; i++) printf "\n`%s` is another name of `%s`.\n", A[i], alias[A[i]]
}
function out_dict(   i, j) {			# for AFL++: keys, words, and the same words in base64
	for (i = 1; i <= nk; i++) printf "\"%s%s\"\n", prefix, K[i]
	for (i = 1; i <= na; i++) printf "\"%s%s\"\n", prefix, A[i]
	for (i = 1; i <= nk; i++) for (j = 1; j <= nw[K[i]]; j++) printf "\"%s\"\n\"%s\"\n", W[K[i], j], b64(W[K[i], j])
}
# Seeds: one line is one whole urunc.json.  Everything at once, then each example alone in it, plain and in base64.
function json(s) { return quote(s) }		# a new line is all that examples can hold of control characters
function is_ascii(s) { gsub(/[ -~\n]/, "", s); return s == "" }
function member(k, v, coded) { return json(prefix k) ": " json(coded ? b64(v) : v) }
function example_of(k,   i) {
	for (i = 1; i <= nx; i++) if (xkind[i] == "good" && xkey[i] == k) return i
	return 0
}
function seed(which, value, coded,   i, k, v, s) {	# all good, but for one key
	for (i = 1; i <= nk; i++) {
		k = K[i]
		v = unescaped(X[example_of(k)])
		if (k == which) v = value
		else if (when[k] != "always" && which != "" && with[which] != k) continue
		if (v == "" || (coded && !is_ascii(v))) continue
		s = s (s == "" ? "" : ", ") member(k, v, coded)
	}
	printf "{%s, \"org.example.other\": \"of somebody else\"}\n", s
}
function out_seeds(   i, coded) {
	for (coded = 0; coded <= 1; coded++) {
		seed("", "", coded)
		for (i = 1; i <= nx; i++) {
			if (xkind[i] == "good" || xkind[i] == "bad") { if (!coded || is_ascii(unescaped(X[i]))) seed(xkey[i], unescaped(X[i]), coded) }
			else if (!coded) seed(xkey[i], unescaped(X[i]), 0)
		}
	}
	printf "{}\n{\"%snew\": \"from a newer urunc\"}\n", prefix
}
