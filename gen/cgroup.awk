# cgroup.awk -- reads spec/config.spec (which fields there are) and spec/cgroup.spec, writes one file: -v out=h|c|md
# awk -v out=h -f gen/spec.awk -f gen/cgroup.awk spec/config.spec spec/cgroup.spec

# The shapes of lists that a limit can be: their members of struct config, in the order of struct cgroup_value.
BEGIN {
	split("number max text flag shares quota period swap weight device device_weight key file", hows, " ")
	for (i = 1; i in hows; i++) { is_how[hows[i]] = 1; if (i > 1) how_list = how_list " "; how_list = how_list hows[i] }
	n = split("weight_device throttle hugepage", w, " ")
	for (i = 1; i <= n; i++) is_shape[w[i]] = 1
	fills["weight_device"] = ".major = from->major, .minor = from->minor, .number = from->weight"
	fills["throttle"] = ".major = from->major, .minor = from->minor, .number = clamp(from->rate)"
	fills["hugepage"] = ".text = from->pageSize, .number = clamp(from->limit)"
	split("cpu cpuset memory pids blkio io hugetlb", w, " ")
	for (i = 1; i in w; i++) is_controller[w[i]] = 1
}

# config.spec: only what a limit could be.
$1 == "words" || $1 == "part" { next }
$1 == "row" {
	if ($2 !~ /^linux\.resources\./ || $5 != "use" || $3 == "object" || $2 == "linux.resources.devices") next
	f = $2
	sub(/^linux\.resources\./, "", f)
	kind[f] = $3
	sub(/^list:/, "", kind[f])
	least[f] = ($3 ~ /^u/) ? 0 : ($3 ~ /^i/) ? -1 : 0
	maybe[f] = ($4 ~ /(^|,)maybe(,|$)/)
	C[++nc] = f
	line_of[f] = here()
	next
}

function how(s,   k) {				# HOW as an enum; KEY= is the how "key" with a text
	k = s
	if (s ~ /^[a-z]+=$/) k = "key"
	if (!(k in is_how)) die("unknown how " s ": one of " how_list ", or KEY=")
	return k
}
function fits(h, k) {				# can a field of this kind be written so?
	if (k == "string") return h == "text"
	if (k == "map") return h == "file"
	if (k == "bool") return h == "flag"
	if (k == "hugepage") return h ~ /^(number|max)$/
	if (k in is_shape) return h ~ /^(device|device_weight|key)$/
	return number_of(k) && h ~ /^(number|max|shares|quota|period|swap|weight)$/
}
function check_file(f, h) {
	if (f !~ /^([a-z0-9_.@]+|\*)$/ || f ~ /\.\./) die("not the name of a file: " f)
	if ((f ~ /@/) != (kind[F[L]] == "hugepage") || (f == "*") != (kind[F[L]] == "map")) die("only pages have an @ and only names a *, and they need it: " f)
	if (!fits(how(h), kind[F[L]])) die("a " kind[F[L]] " cannot be written as " h)
}
function key(s) { return (s ~ /=$/) ? s : "" }
function version(v, at,   n, f, h) {		# the words of v1 or v2 from the one at AT on; returns where the next begins
	if ($at != "v" v) die("here stands v" v " and what it has, not " $at)
	if ($(at + 1) == "-") { controller[L, v] = ""; return at + 2 }
	if (NF < at + 3) die("v" v " needs a controller, a file and how")
	if (!($(at + 1) in is_controller) && $(at + 1) != "*") die("unknown controller " $(at + 1))
	controller[L, v] = $(at + 1)
	n = split($(at + 2), f, "|")
	if (split($(at + 3), h, "|") != n || n > 2) die("as many ways as files, at most two: " $(at + 2) " " $(at + 3))
	file[L, v] = f[1]; way[L, v] = how(h[1]); word[L, v] = key(h[1])
	other[L, v] = (n == 2) ? f[2] : ""
	other_way[L, v] = (n == 2) ? how(h[2]) : "number"
	for (n = 1; n in f; n++) check_file(f[n], h[n])
	return at + 4
}

$1 == "limit" && NF >= 5 {
	once("limit", $2)
	if (!($2 in kind)) die("config.spec uses no linux.resources." $2)
	if ($3 !~ /^(-|[0-9]+)$/) die("empty is a number or -, not " $3)
	F[++L] = $2
	empty[L] = $3
	at = version(2, version(1, 4))
	if (at <= NF) die("what is this: " rest(at))
	if (controller[L, 1] == "" && controller[L, 2] == "") die("neither v1 nor v2 has " $2)
	at_line[L] = FNR
	has_limit[$2] = 1
	next
}
$1 == "update" && NF == 4 {
	once("update", $2)
	if (!($3 in has_limit)) die("there is no limit " $3 " above to update")
	if (!(number_of(kind[$3]) ? $4 ~ /^(number|bytes)$/ : kind[$3] == "string" && $4 == "text")) die("a " kind[$3] " cannot be said as " $4)
	U[++nu] = $2; sets[nu] = $3; unit[nu] = $4; u_line[nu] = FNR
	next
}
{ unread() }

function number_of(k) { return k ~ /^[iu](16|32|64)$/ }
function member(f) { gsub(/\./, "_", f); return "linux_resources_" f }
function out_h(   i) {
	banner("cgroup_table.h", "spec/cgroup.spec", "gen/cgroup.awk", "Which file of a cgroup each limit of config.json is.")
	printf "#ifndef CGROUP_TABLE_H\n#define CGROUP_TABLE_H\n\n"
	printf "enum cgroup_limit {\n"
	for (i = 1; i <= L; i++) printf "\tLIMIT_%s, /* line %d: linux.resources.%s */\n", up(F[i]), at_line[i], F[i]
	printf "\tLIMIT_COUNT\n};\n\n"
	printf "enum cgroup_how {\n"
	for (i = 1; i in hows; i++) printf "\tHOW_%s,\n", up(hows[i])
	printf "};\n\n"
	printf "/* Names are offsets into cgroup_words; 0 is \"\". */\n"
	printf "struct cgroup_file_rule {\n\tunsigned short controller; /* \"\": this version has no such limit */\n"
	printf "\tunsigned short file, other; /* other: \"\", or what is taken where the kernel has no such file */\n"
	printf "\tunsigned short key; /* of HOW_KEY */\n\tunsigned char how, other_how;\n};\n\n"
	printf "struct cgroup_rule {\n\tunsigned short field; /* below linux.resources */\n\tlong long empty; /* as no field; LLONG_MIN: none is */\n"
	printf "\tstruct cgroup_file_rule version[2]; /* v1, v2 */\n};\n\n"
	printf "extern const struct cgroup_rule cgroup_rules[LIMIT_COUNT];\nextern const char cgroup_words[];\n\n"
	printf "/* What an option of the command line says of a limit. */\nenum cgroup_unit { CGROUP_NUMBER, CGROUP_BYTES, CGROUP_TEXT };\n"
	printf "struct cgroup_said {\n\tenum cgroup_limit limit;\n\tenum cgroup_unit unit;\n\tconst char *option, *value;\n"
	printf "\tlong long least; /* of a number */\n};\nenum { CGROUP_SAID_MAX = %d };\n\n#endif\n", nu
}
function out_version(i, v) {
	if (controller[i, v] == "") { printf "{ 0 }"; return }
	printf "{ %d, %d, %d, %d, HOW_%s, HOW_%s }", pooled(controller[i, v]), pooled(file[i, v]), pooled(other[i, v]), \
	    pooled(word[i, v]), up(way[i, v]), up(other_way[i, v])
}
function out_field(i,   f, m, k) {		# one field of struct config as values
	f = F[i]; m = member(f); k = kind[f]
	printf "\t/* line %d: %s */\n", at_line[i], f
	if (number_of(k)) {
		if (maybe[f]) printf "\tif (c->has_%s)\n\t", m
		printf "\tadd(&l, a, (struct cgroup_value){ LIMIT_%s, .number = %s });\n", up(f), (k == "u64") ? "clamp(c->" m ")" : "c->" m
	} else if (k == "bool")
		printf "\tif (c->%s)\n\t\tadd(&l, a, (struct cgroup_value){ LIMIT_%s, .number = 1 });\n", m, up(f)
	else if (k == "string")
		printf "\tif (c->%s && *c->%s)\n\t\tadd(&l, a, (struct cgroup_value){ LIMIT_%s, .text = c->%s });\n", m, m, up(f), m
	else {
		printf "\tfor (size_t i = 0; i < c->%s_count; i++) {\n\t\tconst struct %s *from = &c->%s[i];\n\n", m, \
		    (k == "map") ? "pair" : "config_" k, m
		printf "\t\tadd(&l, a, (struct cgroup_value){ LIMIT_%s, %s });\n\t}\n", up(f), \
		    (k == "map") ? ".text = from->key, .more = from->value" : fills[k]
	}
}
function out_c(   i) {
	banner("cgroup_table.c", "spec/cgroup.spec", "gen/cgroup.awk", "Which file of a cgroup each limit of config.json is.")
	printf "#include \"cgroup_table.h\"\n\n#include <limits.h>\n#include <stdint.h>\n\n#include \"commands_table.h\"\n#include \"config_table.h\"\n#include \"decide/cgroup.h\"\n\n"
	printf "const struct cgroup_rule cgroup_rules[LIMIT_COUNT] = {\n"
	for (i = 1; i <= L; i++) {
		printf "\t/* line %d: %s */\n\t[LIMIT_%s] = { %d, %s, { ", at_line[i], F[i], up(F[i]), pooled(F[i]), (empty[i] == "-") ? "LLONG_MIN" : empty[i]
		out_version(i, 1)
		printf ", "
		out_version(i, 2)
		printf " } },\n"
	}
	printf "};\n\n"
	out_pool("cgroup_words")
	printf "static long long clamp(uint64_t n)\n{\n\treturn n > LLONG_MAX ? LLONG_MAX : (long long)n;\n}\n\n"
	printf "struct list {\n\tstruct cgroup_value *at;\n\tsize_t n, room;\n};\n\n"
	printf "static void add(struct list *l, struct arena *a, struct cgroup_value value)\n{\n"
	printf "\tif (l->n == l->room) {\n\t\tl->room = l->room ? l->room * 2 : 16;\n"
	printf "\t\tl->at = take_longer(a, l->at, l->n * sizeof value, l->room * sizeof value);\n\t}\n\tl->at[l->n++] = value;\n}\n\n"
	printf "struct cgroup_limits cgroup_limits_of(const struct config *c, struct arena *a)\n{\n\tstruct list l = { 0 };\n\n"
	for (i = 1; i <= L; i++) out_field(i)
	printf "\treturn (struct cgroup_limits){ l.at, l.n };\n}\n\n"
	printf "size_t cgroup_options(const struct options *o, struct cgroup_said ret[CGROUP_SAID_MAX])\n{\n\tsize_t n = 0;\n\n"
	for (i = 1; i <= nu; i++) printf "\tif (o->%s) /* line %d */\n\t\tret[n++] = (struct cgroup_said){ LIMIT_%s, CGROUP_%s, \"%s\", o->%s, %d };\n", \
	    low(U[i]), u_line[i], up(sets[i]), up(unit[i]), U[i], low(U[i]), least[sets[i]]
	printf "\treturn n;\n}\n"
}
function cell(i, v,   s) {
	if (controller[i, v] == "") return "cannot"
	s = (controller[i, v] == "*") ? "the file it names" : "`" file[i, v] "`" (other[i, v] == "" ? "" : ", else `" other[i, v] "`")
	gsub(/@/, "SIZE", s)
	return s
}
function out_md(   i) {
	printf "<!-- generated from spec/cgroup.spec by gen/cgroup.awk: change those, and run `tests/spec/run --update cgroup` -->\n"
	printf "# Limits\n\nWhich file of the container's cgroup a limit of `linux.resources` in config.json becomes.  A limit that the host's\n"
	printf "cgroups cannot keep is an error that names it; a value that limits nothing (0, or -1 for \"as much as there is\") needs\n"
	printf "nobody to keep it.\n\n| `linux.resources` | cgroup v1 | cgroup v2 |\n|---|---|---|\n"
	for (i = 1; i <= L; i++) printf "| `%s` | %s | %s |\n", F[i], cell(i, 1), cell(i, 2)
	printf "\n`urunc update` writes the same files of a container that is there.  Its options set one limit each:\n\n| option | `linux.resources` | as |\n|---|---|---|\n"
	for (i = 1; i <= nu; i++) printf "| `--%s` | `%s` | %s |\n", U[i], sets[i], unit[i]
}
END {
	if (bad) exit 1
	for (i = 1; i <= nc; i++) if (!(C[i] in has_limit)) late(line_of[C[i]], "cgroup.spec has no limit " C[i])
	if (bad) exit 1
	if (out == "h") out_h()
	if (out == "c") out_c()
	if (out == "md") out_md()
}
