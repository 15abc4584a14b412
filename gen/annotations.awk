# annotations.awk -- reads and checks annotations.spec; annotations_c.awk and annotations_doc.awk write.
# awk -v out=h|c|rl|vec|md|dict|seeds -f gen/spec.awk -f gen/annotations.awk -f gen/annotations_c.awk
#     -f gen/annotations_doc.awk [spec of a guest or monitor]... spec/annotations.spec
# Other specs come first and are read for the words by which images know guests and monitors.

# The base64 of ASCII text.  BYTES begins with the blank, so a character's place in it gives its code.
function b64(s,   i, o, a, b, c) {
	for (i = 1; i <= length(s); i += 3) {
		a = code(s, i); b = code(s, i + 1); c = code(s, i + 2)
		o = o substr(B64, int(a / 4) + 1, 1) substr(B64, (a % 4) * 16 + int(b / 16) + 1, 1)
		o = o (i + 1 > length(s) ? "=" : substr(B64, (b % 16) * 4 + int(c / 64) + 1, 1))
		o = o (i + 2 > length(s) ? "=" : substr(B64, c % 64 + 1, 1))
	}
	return o
}
function code(s, i) { return i > length(s) ? 0 : (substr(s, i, 1) == "\n") ? 10 : index(BYTES, substr(s, i, 1)) + 31 }
function has_key(k) { if (!(k in kclass)) die("unknown key " k) }
function identifier(kind, s) { if (s !~ /^[A-Za-z][A-Za-z0-9]*$/) die("not a name for " kind ": " s) }
function unescaped(s) {				# the \s and \n of examples
	gsub(/\\s/, " ", s)
	gsub(/\\n/, "\n", s)
	return s
}
function word(k, w) {
	if (w !~ /^[a-z0-9-]+$/) die("not a word: " w)
	if (length(w) > limit[k] + 0) die("longer than the limit of " k ": " w)
	if ((k, w) in isword) die("the word " w " twice")
	W[k, ++nw[k]] = w
	isword[k, w] = 1
}
BEGIN {
	main = ARGV[ARGC - 1]
	whole_line = 1
	B64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	BYTES = " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"
}

FILENAME != main {
	if ($1 == "guest") given["guests", ++ngiven["guests"]] = $2
	if ($1 == "monitor") given["monitors", ++ngiven["monitors"]] = $3
	next
}

$1 == "prefix" && NF == 2 { once("the", "prefix"); prefix = $2; next }
$1 == "unknown" && $2 == "warn" && NF == 2 { once("what", "unknown"); next }
$1 == "empty" && $2 == "absent" && NF == 2 { once("what", "empty"); next }
$1 == "part" && NF >= 3 {
	identifier("a part", $2)
	once("part", $2)
	parts = parts "\t" $2 " = " rest(3) ";\n"
	P[++np] = $2
	expression[$2] = rest(3)
	next
}
$1 == "class" && NF >= 3 {
	identifier("a class", $2)
	once("class", $2)
	L[++nl] = $2
	class[$2] = rest(3)
	next
}
$1 == "wants" && NF >= 3 {
	if (!($2 in class)) die("unknown class " $2)
	once("wants", $2)
	wants[$2] = rest(3)
	next
}
$1 == "key" && NF >= 7 {
	identifier("a key", $2)
	once("key", $2)
	if (!($3 in class)) die("unknown class " $3)
	if ($4 !~ /^[1-9][0-9]*$/ || $4 > 65535) die("a limit is a number from 1 to 65535, not " $4)
	if ($5 != "both" && $5 != "annotations") die("a key comes from both or from annotations, not " $5)
	w = ""
	if ($6 ~ /^with:/) {
		w = substr($6, 6)
		has_key(w)
		if (from[w] != $5) die($2 " comes from " $5 ", but " w " from " from[w])
	}
	else if ($6 != "always" && $6 != "maybe") die("a key is there always, maybe or with:KEY, not " $6)
	if ($6 == "always" && $5 != "both") die("a key that is there always comes from both")
	kclass[$2] = $3; used[$3] = 1; limit[$2] = $4; from[$2] = $5; when[$2] = $6; with[$2] = w; doc[$2] = rest(7)
	K[++nk] = $2
	next
}
$1 == "alias" && NF == 3 {
	identifier("an alias", $2)
	has_key($3)
	if ($2 in kclass) die("an alias is no key itself: " $2)
	once("alias", $2)
	if ($3 in aliased) die("a second alias of " $3 ": " $2)
	aliased[$3] = 1
	A[++na] = $2
	alias[$2] = $3
	next
}
$1 == "lenient" && NF >= 3 {
	has_key($2)
	if (when[$2] == "always") die("without " $2 " nothing runs: it cannot be lenient")
	once("lenient", $2)
	lenient[$2] = rest(3)
	next
}
$1 == "words" && NF >= 3 {
	has_key($2)
	once("words", $2)
	if ($3 != "of") for (i = 3; i <= NF; i++) word($2, $i)
	else {
		if (NF != 4 || !($4 in ngiven)) die("words are of guests or of monitors, whose specs come first, not " rest(3))
		for (i = 1; i <= ngiven[$4]; i++) word($2, given[$4, i])
	}
	for (i = 1; i <= nw[$2]; i++) if (($2, b64(W[$2, i])) in isword) die("the base64 of " W[$2, i] " is a word too")
	next
}
$1 == "settle" && NF >= 2 {
	for (i = 2; i <= NF; i++) {
		has_key($i)
		if (!($i in nw)) die("only a key with words can settle the encoding: " $i)
		if ($i in settles) die("settled twice: " $i)
		if (from[$i] != "both") die("a key of annotations only settles nothing: " $i)
		settles[$i] = 1
	}
	next
}
$1 == "reads" && NF == 4 {
	has_key($3)
	if ($2 != "plain" && $2 != "base64" && $2 != "neither") die("a value reads plain, base64 or neither, not " $2)
	if (!($3 in settles)) die($3 " settles nothing")
	X[++nx] = $4; xkind[nx] = $2; xkey[nx] = $3; xline[nx] = FNR
	next
}
($1 == "good" || $1 == "bad") && NF >= 3 {
	has_key($2)
	if ($1 == "good" && NF > 3) die("a good value needs no reason; its blanks are escaped")
	if ($1 == "good" && ($2 in nw) && !(($2, $3) in isword)) die("not one of the words of " $2 ": " $3)
	X[++nx] = $3; xkind[nx] = $1; xkey[nx] = $2; xline[nx] = FNR; xwhy[nx] = rest(4)
	seen[$1, $2] = 1
	next
}
{ unread() }

function check(   i, j, k, hit, any) {
	if (prefix == "") late(FILENAME, "there is no prefix")
	if (!(("what", "unknown") in declared)) late(FILENAME, "nothing says what an unknown key does: unknown warn")
	if (!(("what", "empty") in declared)) late(FILENAME, "nothing says what an empty value is: empty absent")
	for (i = 1; i <= nl; i++) {
		if (!(L[i] in used)) late(declared_at["class", L[i]], "no key is a " L[i])
		if (!(L[i] in wants)) late(declared_at["class", L[i]], "nothing says what a " L[i] " is: wants " L[i] " ...")
	}
	for (i = 1; i <= np; i++) {
		hit = 0
		for (j = 1; j <= nl; j++) if (has_word(class[L[j]], P[i])) hit = 1
		for (j = 1; j <= np; j++) if (j != i && has_word(expression[P[j]], P[i])) hit = 1
		if (!hit) late(declared_at["part", P[i]], "no class has the part " P[i])
	}
	for (i = 1; i <= nk; i++) {
		k = K[i]
		if (k in settles) any = 1
		if (!(("good", k) in seen)) late(declared_at["key", k], "no good example of " k)
		if (!(("bad", k) in seen)) late(declared_at["key", k], "no bad example of " k)
	}
	if (!any) late(FILENAME, "no key settles the encoding")
	if (bad) exit 1
}
function has_word(s, w) { return (" " s " ") ~ ("[^A-Za-z0-9]" w "[^A-Za-z0-9]") }
END {
	if (bad) exit 1
	check()
	if (out == "h") out_h(); else if (out == "c") out_c(); else if (out == "rl") out_rl()
	else if (out == "vec") out_vec(); else if (out == "md") out_md()
	else if (out == "dict") out_dict(); else if (out == "seeds") out_seeds()
	else { print "annotations.awk: no such output: " out > "/dev/stderr"; exit 2 }
}
