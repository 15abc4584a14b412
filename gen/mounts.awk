# mounts.awk -- reads and checks mounts.spec, writes its tables: awk -v out=h|c|md -f gen/spec.awk -f gen/mounts.awk spec/mounts.spec

function covers(a, b) {				# does the destination A stand for all that B stands for?
	if (a == "*" || a == b) return 1
	return a ~ /\/\*$/ && index(b, substr(a, 1, length(a) - 1)) == 1
}
function takes(a, b,   i, n, w) {		# does the list of types A have all of B?
	if (a == "*") return 1
	n = split(b, w, ",")
	for (i = 1; i <= n; i++) if (w[i] == "*" || index("," a ",", "," w[i] ",") == 0) return 0
	return 1
}
BEGIN {
	n = split("guest drop offer servers volume refuse", FATE, " ")
	for (i = 1; i <= n; i++) is_fate[FATE[i]] = 1
	fates = n
	n = split("bind rbind ro rw slave idmap", MEANS, " ")
	for (i = 1; i <= n; i++) is_meaning[MEANS[i]] = 1
	meanings = n
	n = split("files bytes", MOST, " ")
	for (i = 1; i <= n; i++) is_most[MOST[i]] = 1
	mosts = n
}

$1 == "mount" && NF >= 5 {
	if ($2 != "*" && ($2 !~ /^\/[A-Za-z0-9._\/-]*(\/\*)?$/ || $2 ~ /\/(\/|\.\.?\/|\.\.?$|$)/)) die("not a destination: " $2)
	if ($3 != "*" && $3 !~ /^[a-z0-9]+(,[a-z0-9]+)*$/) die("not types: " $3)
	if (!($4 in is_fate)) die("a fate is guest, drop, offer, servers, volume or refuse, not " $4)
	for (i = 1; i <= rows; i++)
		if (covers(at[i], $2) && takes(types[i], $3)) die("never reached: the row on line " line[i] " takes all of it")
	at[++rows] = $2; types[rows] = $3; fate[rows] = $4; text[rows] = rest(5); line[rows] = FNR
	next
}
$1 == "option" && NF >= 4 {
	once("option", $2)
	if (!($3 in is_meaning)) die("an option means bind, rbind, ro, rw, slave or idmap, not " $3)
	O[++options] = $2; means[options] = $3; asks[options] = rest(4)
	next
}
$1 == "most" && NF >= 4 {
	once("limit of", $2)
	if (!($2 in is_most) || $3 !~ /^[1-9][0-9]?[0-9]?[0-9]?[0-9]?[0-9]?[0-9]?[0-9]?[0-9]?$/) die("a limit is of files or bytes, a number: " $2 " " $3)
	most[$2] = $3; most_why[$2] = rest(4)
	next
}
{ unread() }

function out_h(   i) {
	banner("mounts_table.h", "spec/mounts.spec", "gen/mounts.awk", "What becomes of each mount of config.json.")
	printf "#ifndef MOUNTS_TABLE_H\n#define MOUNTS_TABLE_H\n\nenum mount_fate {\n"
	for (i = 1; i <= fates; i++) printf "\tMOUNT_%s,\n", up(FATE[i])
	printf "};\n\nenum mount_means {\n"
	for (i = 1; i <= meanings; i++) printf "\tMOUNT_MEANS_%s,\n", up(MEANS[i])
	printf "};\n\n/* The first that fits decides; the last fits everything.  Texts are offsets into mounts_pool. */\nstruct mount_row {\n"
	printf "\tunsigned short at; /* a path; with / at its end: all below it; \"\": any */\n"
	printf "\tunsigned short types; /* \"\": any, else with commas around each */\n\tunsigned short why;\n\tunsigned char fate;\n};\n"
	printf "struct mount_option {\n\tunsigned short name;\n\tunsigned char means;\n};\n\n"
	printf "enum { MOUNT_ROWS = %d, MOUNT_OPTIONS = %d };\n", rows, options
	for (i = 1; i <= mosts; i++) printf "enum { MOUNT_MOST_%s = %s }; /* %s */\n", up(MOST[i]), most[MOST[i]], most_why[MOST[i]]
	printf "\nextern const struct mount_row mount_rows[MOUNT_ROWS];\nextern const struct mount_option mount_options[MOUNT_OPTIONS];\n"
	printf "extern const char mounts_pool[];\n\n#endif\n"
}
function out_c(   i, a) {
	banner("mounts_table.c", "spec/mounts.spec", "gen/mounts.awk", "What becomes of each mount of config.json.")
	printf "#include \"mounts_table.h\"\n\nconst struct mount_row mount_rows[MOUNT_ROWS] = {\n"
	for (i = 1; i <= rows; i++) {
		a = at[i]
		sub(/\*$/, "", a)
		printf "\t/* line %d: %s %s */\n\t{ %d, %d, %d, MOUNT_%s },\n", line[i], ((at[i] == "*") ? "any" : a), ((types[i] == "*") ? "any" : types[i]), \
		    pooled(a), ((types[i] == "*") ? 0 : pooled("," types[i] ",")), pooled(text[i]), up(fate[i])
	}
	printf "};\n\nconst struct mount_option mount_options[MOUNT_OPTIONS] = {\n"
	for (i = 1; i <= options; i++) printf "\t{ %d, MOUNT_MEANS_%s }, /* %s */\n", pooled(O[i]), up(means[i]), O[i]
	printf "};\n\n"
	out_pool("mounts_pool")
}
function fate_md(f) {
	if (f == "guest") return "the guest's own"
	if (f == "drop") return "left out"
	if (f == "offer") return "given where a guest can take it"
	if (f == "servers") return "the same; its name servers are told to the guest"
	return (f == "volume") ? "given, or the container is refused" : "the container is refused"
}
function at_md(a) {
	if (a == "*") return "any other"
	return (a ~ /\*$/) ? "below `" substr(a, 1, length(a) - 2) "`" : "`" a "`"
}
function list_md(s) { gsub(/,/, ", ", s); return (s == "*") ? "any" : s }
function out_md(   i) {
	printf "<!-- generated from spec/mounts.spec by gen/mounts.awk: change those, and run `tests/spec/run --update mounts` -->\n# Mounts and volumes\n\n"
	printf "What becomes of each entry of `mounts` in config.json: the first row that fits decides.  `urunc plan` shows it for a\n"
	printf "bundle, under `container_mounts`, with the reason.\n\n| destination | type | what becomes of it | what it is, or why not |\n|---|---|---|---|\n"
	for (i = 1; i <= rows; i++) printf "| %s | %s | %s | %s |\n", at_md(at[i]), list_md(types[i]), fate_md(fate[i]), text[i]
	printf "\n## How a guest gets them\n\nA guest that shares its root with the host (`com.urunc.unikernel.mountRootfs`) has files and directories below it.  Links\n"
	printf "of the image are followed within the image; mount points that it lacks are made in it.  With `root.readonly` a volume\n"
	printf "can still be written.  The guest's kernel asks the monitor for every file, which has the rights of `process.user` and no\n"
	printf "others.\n\nA guest whose root is its initrd has them in a copy of the initrd, which lies in the monitor's memory and is taken off a\n"
	printf "limit; the image's is never written to.  A copy gives nothing back: a directory must be read-only, a file that is not is\n"
	printf "given with a warning, and what the host changes later is not seen.  At most %d files with %d bytes are copied.  Links of\n", most["files"], most["bytes"]
	printf "an initrd that is not compressed are followed; of a compressed one nobody knows what is in it, so directories on the way\n"
	printf "are made with mode 0755.\n\nAny other guest does without what is offered, and is refused with a volume.\n"
	printf "\n## Options\n\nOf two that contradict each other the later one counts; any other word changes nothing.\n\n| option | what it asks for |\n|---|---|\n"
	for (i = 1; i <= options; i++) printf "| `%s` | %s |\n", O[i], asks[i]
}
END {
	if (bad) exit 1
	if (at[rows] != "*" || types[rows] != "*") late(FILENAME, "the last mount must be `* *`, or some have no row")
	for (i = 1; i <= mosts; i++) if (!(MOST[i] in most)) late(FILENAME, "no limit of the number of " MOST[i])
	if (bad) exit 1
	if (out == "h") out_h()
	if (out == "c") out_c()
	if (out == "md") out_md()
}
