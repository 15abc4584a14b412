# handover.awk -- reads and checks handover.spec, writes its tables.
# awk -v out=h|c|md -f gen/spec.awk -f gen/handover.awk spec/commands.spec spec/handover.spec
# commands.spec is read for its names: a row about an unknown command or option stops here.

function of_runtime(name) { if (!(name in has_runtime)) die("no runtime " name " is declared above") }
function annotation(key, value) {
	once("annotation", key " " value)
	M[++nm] = key; mark[nm] = value
}
function of_option(name) { if (!(name in has_option)) die("commands.spec has no option " name) }

BEGIN { main = ARGV[ARGC - 1] }
FILENAME != main {
	if ($1 == "command" || $1 == "refuse") has_command[$2] = 1
	if ($1 == "option" || $1 == "accept") has_option[$2] = 1
	next
}

$1 == "runtime" && NF >= 4 {
	if ($2 !~ /^[a-z][a-z0-9-]*$/) die("not a name for a runtime: " $2)
	if ($3 !~ /^[A-Za-z0-9._-]+$/) die("not the name of a file: " $3)
	once("runtime", $2)
	R[++nr] = $2; file[nr] = $3; about[nr] = rest(4); line[nr] = FNR
	has_runtime[$2] = nr
	next
}
$1 == "before" && NF >= 5 {
	of_runtime($2)
	if ($3 !~ /^[0-9]+([.][0-9]+)*$/) die("not a version: " $3)
	once("limit of", $2)
	version[has_runtime[$2]] = $3; oci[has_runtime[$2]] = $4; before_why[has_runtime[$2]] = rest(5)
	next
}
$1 == "always" && NF >= 4 { annotation($2, $3); mark_why[nm] = rest(4); next }
$1 == "adapt" && NF >= 7 {
	annotation($2, $3)
	if ($4 !~ /^[A-Z_]+$/) die("not a variable of an environment: " $4)
	if ($6 !~ /^[A-Z_]+$/) die("not a variable of an environment: " $6)
	if ($5 !~ /^[0-9A-Za-z.:-]+$/) die("not a host: " $5)
	move[nm] = $4; host[nm] = $5; add[nm] = $6; mark_why[nm] = rest(7)
	next
}
$1 == "drop" && NF >= 4 {
	of_runtime($2)
	of_option($3)
	once("dropped option", $2 " --" $3)
	D[++nd] = $3; dropper[nd] = has_runtime[$2]; drop_why[nd] = rest(4)
	next
}
$1 == "over" && NF >= 3 {
	if (!($2 in has_command)) die("commands.spec has no command " $2)
	once("command", $2)
	O[++no] = $2; over_why[no] = rest(3)
	next
}
{ unread() }

function head(f) { banner(f, main, "gen/handover.awk", "Who runs ordinary containers, and what goes over to them, as rows.") }
function out_h() {
	head("handover_table.h")
	printf "#ifndef HANDOVER_TABLE_H\n#define HANDOVER_TABLE_H\n\n"
	printf "struct handover_runtime {\n\tunsigned short name; /* offsets into handover_pool */\n"
	printf "\tunsigned short file; /* in the directory of an id: the id is this runtime's */\n"
	printf "\tunsigned short first, count; /* in handover_dropped */\n"
	printf "\tunsigned short before, only; /* versions before this one take only an ociVersion that has `only` in it; 0: all */\n};\n\n"
	printf "/* An annotation with which a container is an ordinary one; and what becomes of its environment, 0: nothing. */\n"
	printf "struct handover_mark {\n\tunsigned short key, value;\n\tunsigned short move, host, add;\n};\n\n"
	printf "enum { HANDOVER_RUNTIMES = %d, HANDOVER_MARKS = %d };\n\n", nr, nm
	printf "extern const struct handover_runtime handover_runtimes[HANDOVER_RUNTIMES]; /* the preferred first */\n"
	printf "extern const struct handover_mark handover_marks[HANDOVER_MARKS];\n"
	printf "extern const unsigned short handover_dropped[]; /* names of options */\n"
	printf "extern const unsigned handover_commands; /* a bit for each, 1 << enum command, that goes over with its id */\n"
	printf "extern const char handover_pool[];\n\n#endif\n"
}
function out_c(   i, k, n, all) {
	head("handover_table.c")
	printf "#include \"handover_table.h\"\n#include \"commands_table.h\"\n\n"
	printf "const struct handover_runtime handover_runtimes[HANDOVER_RUNTIMES] = {\n"
	for (i = 1; i <= nr; i++) {
		n = 0
		for (k = 1; k <= nd; k++) n += (dropper[k] == i)
		printf "\t{ %d, %d, %d, %d, %d, %d }, /* line %d: %s */\n", pooled(R[i]), pooled(file[i]), all, n, \
			pooled(version[i]), pooled(oci[i]), line[i], R[i]
		all += n
	}
	printf "};\n\nconst unsigned short handover_dropped[] = {\n"
	for (i = 1; i <= nr; i++) for (k = 1; k <= nd; k++) if (dropper[k] == i) printf "\t%d, /* %s: --%s */\n", pooled(D[k]), R[i], D[k]
	printf "\t0\n};\n\nconst unsigned handover_commands = 0"
	for (i = 1; i <= no; i++) printf "\n\t| 1u << COMMAND_%s", up(O[i])
	printf ";\n\nconst struct handover_mark handover_marks[HANDOVER_MARKS] = {\n"
	for (i = 1; i <= nm; i++)
		printf "\t{ %d, %d, %d, %d, %d }, /* %s: %s */\n", pooled(M[i]), pooled(mark[i]), pooled(move[i]), pooled(host[i]), pooled(add[i]), M[i], mark[i]
	printf "};\n\n"
	out_pool("handover_pool")
}
function adapted(i) {
	if (move[i] == "") return "as it is"
	return "`" move[i] "*` at the end, with `\"host\":\"" host[i] "\"`; and `" add[i] "=" host[i] "`"
}
function out_md(   i, k) {
	printf "<!-- generated from %s by gen/handover.awk: change those, and run `make docs` -->\n", main
	printf "# Ordinary containers\n\nA bundle without a unikernel is handed to another runtime, which takes the place of urunc in the same process:\n"
	printf "arguments, environment, standard streams and descriptors are what the engine gave. The setting `oci_runtime` names\n"
	printf "it; else it is the first of these that is found.\n\n"
	printf "| runtime | an id is its own if its directory has | |\n|---|---|---|\n"
	for (i = 1; i <= nr; i++) printf "| %s | `%s` | %s |\n", R[i], file[i], about[i]
	printf "\nWithout the setting, one that cannot take the bundle's `ociVersion` is passed over:\n\n| runtime | versions before | take only | |\n|---|---|---|---|\n"
	for (i = 1; i <= nr; i++) if (version[i] != "") printf "| %s | %s | %s | %s |\n", R[i], version[i], oci[i], before_why[i]
	printf "\nOptions that it does not know are left out:\n\n| runtime | option | |\n|---|---|---|\n"
	for (i = 1; i <= nr; i++) for (k = 1; k <= nd; k++) if (dropper[k] == i) printf "| %s | `--%s` | %s |\n", R[i], D[k], drop_why[k]
	printf "\nLater commands go over if the id is another runtime's and not ours:\n\n| command | |\n|---|---|\n"
	for (i = 1; i <= no; i++) printf "| %s | %s |\n", O[i], over_why[i]
	printf "\nSome containers of a pod are ordinary ones, whatever annotations the pod has:\n\n| annotation | value | | environment |\n|---|---|---|---|\n"
	for (i = 1; i <= nm; i++) printf "| `%s` | `%s` | %s | %s |\n", M[i], mark[i], mark_why[i], adapted(i)
}
END {
	if (bad) exit 1
	if (!nr) late(main, "no runtime is declared")
	if (!nm) late(main, "no annotation makes a container an ordinary one")
	if (bad) exit 1
	if (out == "h") out_h()
	if (out == "c") out_c()
	if (out == "md") out_md()
}
